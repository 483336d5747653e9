"""`akquise financing` as people and scripts use it."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

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
from grants_db.storage.database import open_database, writing
from grants_db.vocabulary import Cumulation, Eligibility, Level
from tui.cli import main

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs a command in this process; gives exit status, stdout and stderr."""
    url = f"sqlite:///{tmp_path / 'akquise.db'}"
    engine = open_database(url)
    calls = {"1": ("40000", Cumulation.ALLOWED), "2": ("70000", Cumulation.PROHIBITED), "3": (None, Cumulation.ALLOWED)}
    with writing(engine) as session:
        measure = MeasureRecord(number="2.1", action_field=2, title="Sprachcafé", cost=Decimal(100_000))
        upsert_measures(session, [measure])
        register_source(session, Source(name="p", title="P", url="https://p.example", platform="p", added_at=NOW))
        seen = [
            OpportunityFacts(
                external_id=number,
                url=f"https://p.example/{number}",
                title=f"Aufruf {number}",
                level=Level.LAND,
                deadline={"kind": "rolling", "dates": [], "times": [], "stages": [], "two_stage": False},
                max_amount=Decimal(most) if most else None,
                cumulation=cumulation,
            )
            for number, (most, cumulation) in calls.items()
        ]
        upsert(session, open_run(session, "p", NOW), [SeenOpportunity(facts, facts.url) for facts in seen], NOW)
        for rank, call in enumerate(list_opportunities(session), start=1):
            session.add(
                Match(
                    measure_id=get_measure(session, "2.1").id or 0,
                    opportunity_id=call.id or 0,
                    rank=rank,
                    score=0.5,
                    eligibility=Eligibility.ELIGIBLE,
                    computed_at=NOW,
                )
            )
    engine.dispose()

    def call_it(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", url, "--today", "2026-11-24", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return call_it


def test_the_better_of_two_that_bar_each_other_is_chosen_and_the_other_says_why(run: Run) -> None:
    status, out, _err = run("financing", "choose", "--own-budget", "2027=30000", "--days", "30", "--json")
    answer = json.loads(out)

    assert (status, answer["closed"], answer["days"], answer["own"]) == (0, "70000.00", 10, {"2027": "30000.00"})
    assert [each["title"] for each in answer["chosen"]] == ["Aufruf 2"]
    assert [each["title"] for each in answer["rejected"]] == ["Aufruf 1"]
    assert "schließt sich mit" in answer["rejected"][0]["needs"][0]
    assert answer["without_a_sum"] == 1


def test_without_the_city_s_money_nothing_is_chosen(run: Run) -> None:
    _status, out, _err = run("financing", "choose", "--own-budget", "2027=29999.99", "--days", "30")

    assert "+ " not in out
    assert "0,01 € mehr Eigenmittel in 2027" in out


def test_an_idea_entered_by_hand_is_weighed_with_the_days_it_still_takes(run: Run) -> None:
    idea = ("--state", "Idee", "--requested", "60.000", "--funder", "Stiftung Nachbarn", "--level", "Stiftung")
    assert run("applications", "enter", "2.1", "Nachbarschaft", *idea)[0] == 0
    _status, out, _err = run("financing", "choose", "--own-budget", "2027=30000", "--days", "30", "--json")
    answer = json.loads(out)
    assert sorted(each["title"] for each in answer["chosen"]) == ["Aufruf 1", "Nachbarschaft"]
    assert (answer["closed"], answer["days"]) == ("100000.00", 20)


def test_a_year_that_has_two_budgets_is_one_sentence(run: Run) -> None:
    years = ("--own-budget", "2027=1", "--own-budget", "2027=2")
    status, out, err = run("financing", "choose", *years, "--days", "30")
    assert (status, out, "Für 2027 stehen zwei Summen da" in err) == (2, "", True)


@pytest.mark.parametrize("wrong", ["2027", "27=100", "2027=-5", "2027=viel"])
def test_a_budget_that_is_none_is_one_sentence(run: Run, wrong: str) -> None:
    status, out, err = run("financing", "choose", "--own-budget", wrong, "--days", "30")

    assert (status, out, err.count("\n")) == (2, "", 1)


def test_a_plan_comes_from_a_file_and_comes_out_as_lines(run: Run, tmp_path: Path) -> None:
    land = {"name": "Land", "kind": "grant", "type": "share", "rate": "60", "planned": "60000.00", "paid": "60000.00"}
    plan = {"costs": {"planned": "100000.00", "actual": "90000.00"}, "sources": [land]}
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan), encoding="utf-8")

    status, out, err = run("financing", "compute", str(file))

    assert (status, out.splitlines()[0].split()) == (0, ["Land", "54.000,00", "€", "Rückzahlung", "6.000,00", "€"])
    assert "60 % von 90.000,00 € sind 54.000,00 €" in err
    assert run("financing", "compute", str(tmp_path / "nix.json"))[0] == 1
