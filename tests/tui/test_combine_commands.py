"""`akquise financing combine|question|answer|de-minimis` on a measure with two grants, and where one is entered."""

import json
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.measures.store import get_measure
from grants_db.models.match import Match
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, list_opportunities, upsert
from grants_db.review.decisions import decide
from grants_db.storage.database import open_database, writing
from grants_db.vocabulary import Cumulation, DecisionKind, Eligibility, Level
from tests.tui.driving import painted, pressed
from tui.app.app import AkquiseApp
from tui.cli import main

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
BARS_LAND = "Eine Kumulierung mit anderen Landesmitteln ist ausgeschlossen."
Run = Callable[..., tuple[int, str, str]]
AppOn = Callable[..., AkquiseApp]
#: the Land's first call bars the Land's money, its second and the Bund's say nothing
CALLS = [
    ("1", Level.LAND, Cumulation.PROHIBITED, BARS_LAND),
    ("2", Level.LAND, Cumulation.UNSTATED, ""),
    ("3", Level.FEDERAL, Cumulation.UNSTATED, ""),
]


@pytest.fixture
def database(empty_file: Path, tmp_path: Path) -> str:
    """A measure of 100,000 EUR with three accepted calls, numbered as in CALLS."""
    shutil.copyfile(empty_file, tmp_path / "akquise.db")
    address = f"sqlite:///{tmp_path / 'akquise.db'}"
    engine = open_database(address)
    seen = []
    for key, level, says, quote in CALLS:
        facts = OpportunityFacts(
            external_id=key,
            url=f"https://p.example/{key}",
            title=f"Programm {key}",
            level=level,
            max_amount=Decimal(40_000),
            cumulation=says,
            evidence={"cumulation": quote} if quote else {},
            deadline={
                "kind": "rolling",
                "dates": [],
                "times": [],
                "stages": [],
                "two_stage": False,
                "evidence": "laufend",
            },
        )
        seen.append(SeenOpportunity(facts, facts.url))
    with writing(engine) as session:
        record = MeasureRecord(number="2.1", action_field=2, title="Sprachcafé", unit="Amt 40", cost=Decimal(100_000))
        upsert_measures(session, [record])
        register_source(session, Source(name="p", title="P", url="https://p.example", platform="p", added_at=NOW))
        upsert(session, open_run(session, "p", NOW), seen, NOW)
        measure = get_measure(session, "2.1")
        for call in list_opportunities(session):
            session.add(
                Match(
                    measure_id=measure.id or 0,
                    opportunity_id=call.id or 0,
                    rank=int(call.external_id),
                    score=0.5,
                    eligibility=Eligibility.ELIGIBLE,
                    computed_at=NOW,
                )
            )
            session.flush()
            decide(session, measure, call, DecisionKind.ACCEPTED, now=NOW)
    engine.dispose()
    return address


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], database: str, tmp_path: Path) -> Run:
    """Runs a command in this process; gives exit status, stdout and stderr."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", database, "--today", "2026-11-24", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return call


@pytest.fixture
def applied(run: Run) -> Run:
    """With an application for the first call."""
    assert run("applications", "create", "2.1", "1", "--requested", "40000")[0] == 0
    return run


def combined(run: Run, *options: str) -> dict[str, Any]:
    status, out, _err = run("financing", "combine", "2.1", "--json", *options)
    assert status == 0
    found: dict[str, Any] = json.loads(out)
    return found


def verdicts(found: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {(pair["first"], pair["second"]): pair["verdict"] for pair in found["pairs"]}


def test_running_applications_stand_beside_open_matches_each_with_its_sentence(applied: Run) -> None:
    found = combined(applied, "--matches")
    assert verdicts(found) == {
        ("application:1", "call:2"): "excluded",
        ("application:1", "call:3"): "unclear",
        ("call:2", "call:3"): "unclear",
    }
    assert found["pairs"][0]["sides"][0]["quote"] == BARS_LAND
    assert (found["verdict"], found["total"]["public"]) == ("excluded", "120000.00")
    assert [grant["key"] for grant in combined(applied)["grants"]] == ["application:1"]


def test_an_excluded_grant_is_doubted_where_it_is_entered_and_can_be_insisted_on(applied: Run) -> None:
    status, _out, err = applied("applications", "create", "2.1", "2")
    assert status == 2
    assert BARS_LAND in err
    assert applied("applications", "create", "2.1", "3")[0] == 0  # the Bund's money isn't meant
    assert applied("applications", "create", "2.1", "2", "--insist")[0] == 0


def test_what_is_unclear_is_asked_and_the_answer_counts_until_it_is_taken_back(applied: Run) -> None:
    status, mail, _err = applied("financing", "question", "2.1", "3", "1")
    assert status == 0
    assert "Betreff: Kumulierung: „Programm 3“ neben „Programm 1“" in mail
    assert "„Sprachcafé“" in mail

    said = ("--quote", "Das ist bis 80 v. H. zulässig.", "--by", "BAMF, Referat 5", "--on", "20.11.2026")
    assert applied("financing", "answer", "2.1", "3", "1", "limited", *said)[0] == 0
    also = ("--quote", "Keine Bedenken.", "--by", "Landesverwaltungsamt", "--on", "21.11.2026")
    assert applied("financing", "answer", "2.1", "1", "3", "allowed", *also)[0] == 0
    found = combined(applied, "--matches")
    assert verdicts(found)["application:1", "call:3"] == "limited"
    side = found["pairs"][1]["sides"][1]
    assert (side["quote"], side["answer"]) == (
        "Das ist bis 80 v. H. zulässig.",
        {"on": "2026-11-20", "by": "BAMF, Referat 5"},
    )
    assert (found["total"]["ceiling"], found["total"]["over"]) == ("80.00", "40000.00")

    assert applied("financing", "answer-remove", "2.1", "3", "1")[0] == 0
    assert verdicts(combined(applied, "--matches"))["application:1", "call:3"] == "unclear"
    assert applied("financing", "answer-remove", "2.1", "3", "1")[0] != 0


@pytest.mark.parametrize(
    ("pair", "says", "options", "words"),
    [
        (("3", "3"), "allowed", (), "nicht nach demselben"),
        (("3", "99"), "allowed", (), "99"),
        (("3", "1"), "unstated", (), "keine"),
        (("3", "1"), "allowed", ("--on", "25.11.2026"), "Zukunft"),
        (("3", "1"), "limited", ("--ceiling", "101"), "100 Prozent"),
    ],
)
def test_an_answer_that_can_t_be_is_one_sentence_and_keeps_nothing(
    applied: Run, pair: tuple[str, str], says: str, options: tuple[str, ...], words: str
) -> None:
    before = combined(applied, "--matches")
    status, _out, err = applied("financing", "answer", "2.1", *pair, says, "--quote", "Ja.", "--by", "Amt", *options)
    assert status != 0
    assert words in err
    assert combined(applied, "--matches") == before


def test_an_excluded_grant_is_not_chosen_beside_the_other_and_an_answer_changes_that(run: Run) -> None:
    choose = ("financing", "choose", "--own-budget", "2027=100000", "--days", "100", "--json")

    def chosen() -> set[int]:
        return {each["opportunity"] for each in json.loads(run(*choose)[1])["chosen"]}

    assert len(chosen() & {1, 2}) == 1
    assert 3 in chosen()
    said = ("--quote", "Für verschiedene Ausgaben ja.", "--by", "Landesverwaltungsamt")
    assert run("financing", "answer", "2.1", "1", "2", "allowed", *said)[0] == 0
    assert chosen() == {1, 2, 3}


def test_a_cost_that_two_plans_name_is_shown_with_what_would_be_paid_twice(applied: Run) -> None:
    assert applied("applications", "create", "2.1", "3")[0] == 0
    for number, grant in (("1", "30000"), ("2", "20000")):
        assert applied("financing", "plan", "enter", number, "cost", "Personal", "2027", "40000", "--insist")[0] == 0
        line = ("grant", "Programm", "2027", grant, "--type", "fixed", "--insist")
        assert applied("financing", "plan", "enter", number, *line)[0] == 0
    found = combined(applied)
    assert found["shared_costs"] == [
        {
            "line": "Personal",
            "year": 2027,
            "paid": [
                {"grant": "application:1", "amount": "30000.00"},
                {"grant": "application:2", "amount": "20000.00"},
            ],
            "cost": "40000.00",
            "over": "10000.00",
        }
    ]
    assert "wären 10.000,00 € doppelt gefördert" in applied("financing", "combine", "2.1")[1]


def test_aid_beyond_the_ceiling_of_three_years_is_asked_back_and_shown(applied: Run) -> None:
    add = ("financing", "de-minimis", "add")
    assert applied(*add, "Verein A", "250000", "--on", "1.2.2025", "--application", "1")[0] == 0
    status, _out, err = applied(*add, "verein a", "60000", "--on", "1.3.2026")
    assert status == 2
    assert "310.000" in err
    assert json.loads(applied("financing", "de-minimis", "list", "--json")[1])[0]["in_three_years"] == "250000.00"
    assert applied(*add, "verein a", "60000", "--on", "1.3.2026", "--insist")[0] == 0
    assert [line["over"] for line in combined(applied)["de_minimis"]] == ["0.00", "10000.00"]
    assert applied("financing", "de-minimis", "remove", "2")[0] == 0
    assert [line["over"] for line in combined(applied)["de_minimis"]] == ["0.00"]


async def test_the_screen_shows_the_check_takes_an_answer_and_fits_80_by_24(
    applied: Run, database: str, app_on: AppOn
) -> None:
    app = app_on(database, at="4")
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "slash", *"Sprach", "enter", "down", "k")
        assert "Kombination der Fördermittel" in painted(app)
        assert "✗ ausgeschlossen" in painted(app)
        await pressed(pilot, "b")
        assert "Antwort der Behörde" in painted(app)


async def test_the_questions_can_be_read_before_they_are_copied(applied: Run, database: str, app_on: AppOn) -> None:
    app = app_on(database, at="4")
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "slash", *"Sprach", "enter", "down", "k", "f")
        text = painted(app)
        assert "Fragen an die Behörden" in text
        assert "Sehr geehrte Damen und Herren," in text
        await pressed(pilot, "y", "escape")
        assert app.clipboard.startswith("An: ")
        assert "Bitte teilen Sie uns mit:" in app.clipboard
        assert "Kombination der Fördermittel" in painted(app)
