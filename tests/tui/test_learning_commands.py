"""Deciding, learning, taking back, near misses and coverage, from the command line to the database and back."""

import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, upsert
from grants_db.storage.database import open_database, writing
from grants_db.vocabulary import ApplicantRoute, Eligibility, Level
from tui.cli import main

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
Run = Callable[..., tuple[int, str, str]]

TOPICS = {
    "Sprachkurse": "Deutschkurse und Sprachcafés für Zugewanderte, mit Kinderbetreuung während der Kurse",
    "Lesepatenschaften": "Ehrenamtliche lesen mit Kindern in Schule und Hort und fördern ihre Sprache",
    "Radwege": "Bau von Radwegen, Brücken und Abstellanlagen",
    "Waldumbau": "Umbau von Forsten in Mischwälder",
}
PLACES = ("im Stadtteil", "im Betrieb", "in der Bücherei", "am Abend", "auf dem Land", "in den Ferien")


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Two measures of field 2 and one of field 3, 24 calls the city may use, one that only an association may use."""
    url = f"sqlite:///{tmp_path / 'akquise.db'}"
    engine = open_database(url)
    plain: dict[str, Any] = {
        "level": Level.LAND,
        "regions": ["DE-ST"],
        "instruments": ["grant"],
        "applicant_route": ApplicantRoute.DIRECT,
        "applicant_types": ["municipality"],
        "deadline": {"kind": "rolling", "dates": [], "times": [], "stages": [], "two_stage": False, "evidence": ""},
    }
    calls = [
        OpportunityFacts(
            external_id=f"{topic}/{place}",
            url="https://p.example/",
            title=f"{topic} {place}",
            description=f"{text} {place}",
            **plain,
        )
        for topic, text in TOPICS.items()
        for place in PLACES
    ]
    for_clubs = {**plain, "applicant_route": ApplicantRoute.PARTNER, "applicant_types": ["association"]}
    calls.append(
        OpportunityFacts(
            external_id="clubs",
            url="https://p.example/",
            title="Sprachkurse von Vereinen",
            description=TOPICS["Sprachkurse"],
            **for_clubs,
        )
    )
    measures = [
        MeasureRecord("2.1", 2, "Sprachcafé", description="Deutsch lernen mit Kinderbetreuung", cost=Decimal(9000)),
        MeasureRecord("2.2", 2, "Lesepaten", description="Sprache der Kinder fördern", cost=Decimal(5000)),
        MeasureRecord("3.1", 3, "Ausbildung", description="Begleitung in den Betrieb", cost=Decimal(7000)),
    ]
    with writing(engine) as session:
        upsert_measures(session, measures)
        register_source(session, Source(name="p", title="P", url="https://p.example", platform="p", added_at=NOW))
        upsert(session, open_run(session, "p", NOW), [SeenOpportunity(call, call.url) for call in calls], NOW)
    engine.dispose()
    return url


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], database: str) -> Run:
    """Runs a command in this process; gives exit status, stdout and stderr."""

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", database, "--today", "2026-11-24", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return call


def shown(run: Run, measure: str) -> list[dict[str, Any]]:
    """The matches; parts to six places: what is explained anew, beside fewer calls, may differ by a rounding."""
    matches = json.loads(run("match", "show", measure, "--json")[1])["matches"]
    return [
        {
            **match,
            "parts": {name: round(part, 6) for name, part in match["parts"].items()},
            "score": round(match["score"], 5),
        }
        for match in matches
    ]


def decide(run: Run, measure: str, calls: Sequence[dict[str, Any]], verb: str) -> None:
    reason = ("--reason", "outside_purpose") if verb == "dismiss" else ()
    for call in calls:
        status, _, err = run("decide", measure, str(call["opportunity"]), verb, *reason)
        assert status == 0, err


@pytest.mark.slow
def test_acceptances_change_a_field_visibly_and_taking_them_back_restores_it(run: Run) -> None:
    run("match", "run")
    before = {number: shown(run, number) for number in ("2.1", "2.2", "3.1")}
    some = [match for match in before["2.2"] if match["title"].startswith("Lesepaten")][:3]

    decide(run, "2.2", some, "accept")
    assert run("match", "run")[0] == 0
    after = {number: shown(run, number) for number in before}
    assert after["2.1"] != before["2.1"]
    assert after["3.1"] == before["3.1"]
    assert all(match["score"] == pytest.approx(sum(match["parts"].values()), abs=1e-5) for match in after["2.1"])

    moved = max(after["2.1"], key=lambda match: abs(match["parts"]["feedback"]))
    assert abs(moved["parts"]["feedback"]) > 0.02
    explained = run("match", "explain", "2.1", str(moved["opportunity"]))[1]
    assert "weil" in explained
    assert "angenommen" in explained

    decide(run, "2.2", some, "undo")
    run("match", "run")
    assert {number: shown(run, number) for number in before} == before


def test_dismissals_alone_change_nothing_until_something_is_accepted(run: Run) -> None:
    run("match", "run")
    before = shown(run, "2.2")
    decide(run, "2.1", shown(run, "2.1")[-2:], "dismiss")
    assert "nur verworfen" in run("match", "run")[2]
    assert shown(run, "2.2") == before
    decide(run, "2.1", [match for match in shown(run, "2.1") if match["decision"] is None][:2], "accept")
    assert "nur verworfen" not in run("match", "run")[2]
    assert any("feedback" in match["parts"] for match in shown(run, "2.2"))


@pytest.mark.slow
def test_a_poisoned_batch_is_refused_with_figures_and_changes_nothing(run: Run) -> None:
    run("match", "run")
    before = shown(run, "2.2")
    decide(run, "2.1", shown(run, "2.1")[:4], "dismiss")
    run("match", "run")  # what was decided takes nobody's place: others are proposed
    decide(run, "2.1", shown(run, "2.1")[-5:], "accept")
    _, _, err = run("match", "run")
    (lesson,) = json.loads(run("match", "learned", "--json")[1])

    assert "nicht gelernt" in err
    assert "von 100 Paaren" in err
    assert (lesson["applied"], lesson["up"]) == (False, [])
    assert shown(run, "2.2") == before


def test_what_was_learned_names_terms_and_calls(run: Run) -> None:
    run("match", "run")
    ranked = shown(run, "2.1")
    decide(run, "2.1", ranked[:2], "accept")
    decide(run, "2.1", [match for match in ranked if match["title"].startswith(("Radwege", "Wald"))][:3], "dismiss")

    (lesson,) = json.loads(run("match", "learned", "--json")[1])
    assert (lesson["action_field"], lesson["applied"]) == (2, True)
    assert lesson["up"][0]["opportunities"]
    assert "angenommen" in run("match", "learned")[1]


def test_reasons_that_are_not_about_the_topic_teach_nothing(run: Run) -> None:
    run("match", "run")
    before, ranked = shown(run, "2.2"), shown(run, "2.1")
    for call in ranked[:5]:
        run("decide", "2.1", str(call["opportunity"]), "dismiss", "--reason", "staff_capacity")
    run("match", "run")

    assert shown(run, "2.2") == before
    assert json.loads(run("match", "learned", "--json")[1]) == []


def test_an_unclear_call_is_settled_once_for_all_measures(run: Run) -> None:
    run("match", "run")
    (club,) = [match for match in shown(run, "2.1") if match["title"] == "Sprachkurse von Vereinen"]
    assert club["eligibility"] == "unclear"

    run("opportunities", "correct", str(club["opportunity"]), "applicant_route", "direct")
    run("match", "run")

    settled = [match for match in shown(run, "2.1") if match["opportunity"] == club["opportunity"]]
    assert [match["eligibility"] for match in settled] == ["eligible"]
    assert (
        f"Förderfähigkeit: {Eligibility.ELIGIBLE.german}" in run("match", "explain", "2.2", str(club["opportunity"]))[1]
    )


def test_a_near_miss_names_the_partner_who_applies(run: Run) -> None:
    found = json.loads(run("match", "near", "2.1", "--json")[1])

    (miss,) = [miss for miss in found["near_misses"] if miss["title"] == "Sprachkurse von Vereinen"]
    assert [change["way"] for change in miss["changes"]] == ["partner_applies"]
    assert "Verein" in run("match", "near", "2.1")[1]


def test_coverage_shows_the_grid_and_its_white_spots(run: Run) -> None:
    run("match", "run")
    found = json.loads(run("match", "coverage", "--json")[1])

    assert len(found["grid"]) == 24
    land = next(cell for cell in found["grid"] if (cell["action_field"], cell["level"]) == (2, "land"))
    assert land["candidates"] > 0
    assert {"action_field": 2, "level": "eu"} in found["white_spots"]
    assert run("match", "coverage")[0] == 0


def test_taking_back_what_was_not_decided_ends_in_one_sentence(run: Run) -> None:
    run("match", "run")
    status, out, err = run("decide", "2.1", "1", "undo")

    assert (status, out) == (1, "")
    assert "nichts entschieden" in err
