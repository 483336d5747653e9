"""An award is secured money of its measures wherever one looks, and both stages go with it."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.measures.store import get_measure
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, list_opportunities, upsert
from grants_db.review.decisions import decide
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.review.queue import queue
from grants_db.storage.database import open_database, reading, writing
from grants_db.vocabulary import DecisionKind, Eligibility, Level
from tui.cli import main
from tui.jobs.matching_input import measure_text, read_stock

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
COSTS = {"2.1": Decimal("72000.00"), "4.1": Decimal("10000.01")}
PERIOD = ("--notified", "2026-11-20", "--start", "2026-12-01", "--end", "2028-12-31")
Run = Callable[..., str]


@pytest.fixture
def engine(empty_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """Two measures of two fields, 1,000 EUR of the second secured; one call accepted for both."""
    shutil.copyfile(empty_file, tmp_path / "akquise.db")
    opened = open_database(f"sqlite:///{tmp_path / 'akquise.db'}")
    with writing(opened) as session:
        upsert_measures(
            session,
            [
                MeasureRecord(number="2.1", action_field=2, title="Sprachcafé", cost=COSTS["2.1"]),
                MeasureRecord(number="4.1", action_field=4, title="Fest", cost=COSTS["4.1"], secured=Decimal(1000)),
            ],
        )
        register_source(session, Source(name="p", title="P", url="https://p.example", platform="p", added_at=NOW))
        facts = OpportunityFacts(external_id="1", url="https://p.example/1", title="Sprache", level=Level.LAND)
        upsert(session, open_run(session, "p", NOW), [SeenOpportunity(facts, facts.url)], NOW)
        (call,) = list_opportunities(session)
        proposals = [Proposal(call.id or 0, 0.5, {}, Eligibility.ELIGIBLE, [], [], [])]
        for number in COSTS:
            replace_undecided(session, {get_measure(session, number).id or 0: proposals}, NOW)
            decide(session, get_measure(session, number), call, DecisionKind.ACCEPTED, now=NOW)
    yield opened
    opened.dispose()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], engine: Engine, tmp_path: Path) -> Run:
    """Runs a command in this process and checks its exit status; gives stdout, or stderr where it is refused."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    def call(*arguments: str, status: int = 0) -> str:
        address = engine.url.render_as_string()
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", address, "--today", "2026-11-24", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert (ended.value.code or 0) == status, err
        return err if status else out

    return call


@pytest.fixture
def submitted(run: Run) -> Run:
    """The same, with application 1 for both measures submitted."""
    run("applications", "create", "2.1,4.1", "1", "--requested", "60000")
    run("applications", "move", "1", "submitted", "--override", "lag schon vor")
    return run


@pytest.fixture
def alone(run: Run) -> Run:
    """Runs a command, with application 1 for the first measure alone submitted."""
    run("applications", "create", "2.1", "1", "--requested", "60000")
    run("applications", "move", "1", "submitted", "--override", "lag schon vor")
    return run


def gaps(run: Run, engine: Engine, file: Path) -> dict[str, dict[str, Decimal]]:
    """The gap of each measure as each place states it; the application's own is of both."""
    fields = json.loads(run("list", "overview", "--json"))["action_fields"]
    listed = json.loads(run("list", "measures", "--json"))["measures"]
    run("measures", "export", str(file))
    exported = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    with reading(engine) as session:
        queued = {row.number: row.gap or Decimal(0) for row in queue(session)}
    stock = read_stock(engine)
    return {
        "overview": {number: Decimal(fields[int(number[0]) - 1]["gap"]) for number in COSTS},
        "measures": {row["measure"]: Decimal(row["gap"]) for row in listed},
        "export": {row["number"]: Decimal(row["gap"]) for row in exported},
        "secured": {row["number"]: COSTS[row["number"]] - Decimal(row["secured"] or 0) for row in exported},
        "review": queued,
        "matcher": {one.number: measure_text(one).gap or Decimal(0) for one in stock.measures},
    }


def application(run: Run) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("applications", "show", "1", "--json"))
    return found


def test_after_each_step_every_place_states_the_same_gap(submitted: Run, engine: Engine, tmp_path: Path) -> None:
    steps = (
        (("award", "1", "60000.01", "--insist", *PERIOD), "60000.01"),
        (("award", "1", "81000", "--insist", *PERIOD), "81000.00"),
        (("move", "1", "running"), "81000.00"),
        (("move", "1", "withdrawn"), "0.00"),
    )
    for step, brings in steps:
        submitted("applications", *step)

        found = gaps(submitted, engine, tmp_path / "m.jsonl")

        assert all(place == found["measures"] for place in found.values()), (step, found)
        missing = sum(found["measures"].values())
        money = application(submitted)["money"]
        assert (Decimal(money["missing"]), money["brings"]) == (missing, brings)
        assert missing == max(sum(COSTS.values()) - 1000 - Decimal(brings), Decimal(0))


def test_an_award_moves_both_stages_and_the_overview_has_won_it(submitted: Run) -> None:
    submitted("applications", "award", "1", "60000", *PERIOD)

    found = application(submitted)
    assert (found["stage"], found["funder_status"]) == ("awarded", "granted")
    fields = json.loads(submitted("list", "overview", "--json"))["action_fields"]
    assert [each["won"]["known"] for each in fields if each["won"]["applications"]] == ["60000.00"]
    submitted("applications", "move", "1", "awarded")  # as it had to be done before: nothing more to do
    submitted("applications", "funder", "1", "granted")
    assert application(submitted)["history"] == found["history"]


@pytest.mark.parametrize(
    ("step", "stages"),
    [
        (("move", "1", "rejected"), ("rejected", "refused")),
        (("funder", "1", "refused"), ("rejected", "refused")),
        (("move", "1", "withdrawn"), ("withdrawn", "withdrawn")),
        (("funder", "1", "withdrawn"), ("withdrawn", "withdrawn")),
    ],
)
def test_a_rejection_and_a_withdrawal_stand_on_both_sides(
    submitted: Run, step: tuple[str, ...], stages: tuple[str, str]
) -> None:
    submitted("applications", "funder", "1", "received")

    submitted("applications", *step)

    found = application(submitted)
    assert (found["stage"], found["funder_status"]) == stages


def test_a_measure_that_an_award_has_covered_is_no_longer_asked_for(submitted: Run, engine: Engine) -> None:
    assert {one.number for one in read_stock(engine).unfunded()} == {"2.1", "4.1"}

    submitted("applications", "award", "1", "81000.01", "--insist", *PERIOD)

    assert read_stock(engine).unfunded() == []
    assert {cell["measures"] for cell in json.loads(submitted("match", "coverage", "--json"))["grid"]} <= {0}


def test_removing_an_award_that_was_a_slip_leaves_everything_as_before(
    submitted: Run, engine: Engine, tmp_path: Path
) -> None:
    submitted("applications", "funder", "1", "questions")
    before, places = application(submitted), gaps(submitted, engine, tmp_path / "m.jsonl")
    submitted("applications", "award", "1", "60000", *PERIOD)
    submitted("applications", "award", "1", "61000", "--insist", *PERIOD)

    submitted("applications", "award-remove", "1")
    assert application(submitted)["money"]["brings"] == "60000.00"
    submitted("applications", "award-remove", "1")

    after = application(submitted)
    assert gaps(submitted, engine, tmp_path / "m.jsonl") == places
    assert {name: after[name] for name in ("stage", "funder_status", "money", "award", "obligations")} == {
        name: before[name] for name in ("stage", "funder_status", "money", "award", "obligations")
    }
    assert len(after["history"]) > len(before["history"])  # what was done stays to be read


def secured(run: Run, file: Path) -> dict[str, str]:
    run("measures", "export", str(file))
    lines = file.read_text(encoding="utf-8").splitlines()
    return {row["number"]: row["secured"] for row in map(json.loads, lines)}


@pytest.fixture
def file_says(run: Run, tmp_path: Path) -> Callable[[str], str]:
    """Imports a file that states what is secured of 2.1, and nothing else new; gives what was said."""

    def import_(stated: str) -> str:
        file = tmp_path / "stand.csv"
        file.write_text(f"Nr;Handlungsfeld;Maßnahme;Gesichert\n2.1;2;Sprachcafé;{stated}\n", encoding="utf-8")
        return run("measures", "import", str(file))

    return import_


@pytest.mark.parametrize(
    ("before", "after", "together", "words"),
    [
        ("12000", "12000", "72000.00", ""),  # the same file once more can't know of the award
        ("12000", "72000", "72000.00", "2.1: „Gesichert“ 72.000 € wird so verstanden, dass die 60.000,00 € darin"),
        ("0", "60000", "60000.00", "sie zählen einmal"),
        ("0", "65000", "65000.00", "sie zählen einmal"),
        ("12000", "15000", "72000.00", "2.1: „Gesichert“ 15.000 € ist weniger als die 60.000,00 €"),
    ],
)
def test_a_file_s_secured_money_never_counts_an_award_twice(
    alone: Run, file_says: Callable[[str], str], tmp_path: Path, before: str, after: str, together: str, words: str
) -> None:
    file_says(before)
    alone("applications", "award", "1", "60000", *PERIOD)

    said = file_says(after)

    assert (secured(alone, tmp_path / "m.jsonl")["2.1"], words in said) == (together, True)
    again = file_says(after)
    assert secured(alone, tmp_path / "m.jsonl")["2.1"] == together
    assert ("„Gesichert“" in again) is ("weniger" in words)  # what was understood is said once


def test_an_award_that_the_file_may_hold_already_is_asked_back(
    alone: Run, file_says: Callable[[str], str], tmp_path: Path
) -> None:
    award = ("applications", "award", "1", "60000", *PERIOD)
    file_says("60000")

    said = alone(*award, status=2)

    assert "Laut Maßnahmendatei sind schon 60.000,00 € gesichert. Sind die 60.000,00 € dieses Bescheids darin" in said
    alone(*award, "--in-file")
    assert secured(alone, tmp_path / "m.jsonl")["2.1"] == "60000.00"
    file_says("60000")
    alone("applications", "award", "1", "55000", *PERIOD)  # corrected: the file's 60,000 were the award
    assert secured(alone, tmp_path / "m.jsonl")["2.1"] == "55000.00"
    alone("applications", "award-remove", "1")
    alone("applications", "award-remove", "1")
    assert secured(alone, tmp_path / "m.jsonl")["2.1"] == "60000.00"
    alone(*award, "--insist")
    assert secured(alone, tmp_path / "m.jsonl")["2.1"] == "120000.00"


def test_money_of_a_withdrawn_award_does_not_come_back_with_the_file(
    alone: Run, file_says: Callable[[str], str], tmp_path: Path
) -> None:
    file_says("12000")
    alone("applications", "award", "1", "60000", *PERIOD)
    file_says("72000")

    alone("applications", "move", "1", "withdrawn")

    assert secured(alone, tmp_path / "m.jsonl")["2.1"] == "12000.00"
    file_says("72000")
    assert secured(alone, tmp_path / "m.jsonl")["2.1"] == "12000.00"
    file_says("13000")
    assert secured(alone, tmp_path / "m.jsonl")["2.1"] == "13000.00"


def test_an_award_that_was_paid_on_is_corrected_and_not_removed(alone: Run) -> None:
    alone("applications", "award", "1", "60000", *PERIOD)
    alone("applications", "payment", "1", "100.00", "--on", "2026-11-23")

    assert "mit einem geänderten Bescheid berichtigen" in alone("applications", "award-remove", "1", status=2)


def test_what_was_paid_of_a_lapsed_award_stays_secured(alone: Run, tmp_path: Path) -> None:
    alone("applications", "award", "1", "60000", *PERIOD)
    alone("applications", "payment", "1", "100.00", "--on", "2026-11-23")

    alone("applications", "move", "1", "lapsed")

    assert secured(alone, tmp_path / "m.jsonl")["2.1"] == "100.00"
    assert application(alone)["funder_status"] == "granted"
