"""One database in many states: every place that states a gap, or what an application brings, states the same."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import cycle
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine
from sqlmodel import Session, select

from grants_db.applications.award_money import measures_of, settle
from grants_db.applications.awards import AwardTerms, record_award
from grants_db.applications.donations import advance_donation, offer_donation
from grants_db.applications.payments import record_payment, record_repayment
from grants_db.applications.standing import go_to
from grants_db.applications.store import create_application, list_applications
from grants_db.dashboard.affordable_grants import affordable
from grants_db.dashboard.application_heads import application_heads, read_files
from grants_db.dashboard.details import measure_rows
from grants_db.dashboard.measure import measure_file
from grants_db.dashboard.overview import overview
from grants_db.import_export.measures_export import export_measures
from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.measures.store import get_measure, list_measures
from grants_db.measures.stored_measures import read_stored
from grants_db.migrations.run import configuration
from grants_db.models.application import Application
from grants_db.models.measure import FinancingItem, Measure
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, list_opportunities, upsert
from grants_db.review.decisions import decide
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.review.queue import queue
from grants_db.rules.financing import gap, is_unfunded
from grants_db.rules.stages import ENDED, HOLDS_MONEY, PENDING
from grants_db.storage.database import open_database, reading, writing
from grants_db.storage.schema import Migrate
from grants_db.vocabulary import ApplicationStage as Stage
from grants_db.vocabulary import (
    DecisionKind,
    DonationStage,
    Eligibility,
    FinancingState,
    FinancingType,
    Level,
    MeasureState,
)
from tui.jobs.matching_input import measure_text, read_stock

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


def measures() -> list[MeasureRecord]:
    """Measures of all fields: with and without a cost, with money from the file, one that is done."""
    return [
        MeasureRecord(
            number=f"{field}.{place}",
            action_field=field,
            title=f"Maßnahme {field}.{place}",
            cost=None if place == 3 else Decimal(f"{10_000 * field + place}.01"),
            secured=Decimal(1500) if place == 1 else None,
            state=MeasureState.DONE if (field, place) == (6, 2) else MeasureState.OPEN,
        )
        for field in range(1, 7)
        for place in range(1, 5)
    ]


def apply_at_every_stage(session: Session, calls: list[Opportunity]) -> None:
    """An application at each stage, for one measure or for two, some paid, some paid back, some awarded twice."""
    numbers = cycle(
        [[f"{field}.{place}"] for field in (1, 2, 3) for place in (1, 2)] + [["4.1", "4.2"], ["5.3", "5.4"]]
    )
    for place, (stage, call) in enumerate(zip(Stage, calls, strict=False)):
        chosen = [get_measure(session, number) for number in next(numbers)]
        for measure in chosen:
            proposal = Proposal(call.id or 0, 0.5, {}, Eligibility.ELIGIBLE, [], [], [])
            replace_undecided(session, {measure.id or 0: [proposal]}, NOW)
            decide(session, measure, call, DecisionKind.ACCEPTED, now=NOW)
        made = create_application(session, chosen, call, now=NOW, requested=Decimal(f"{4000 + place}.03"), insist=True)
        if stage in HOLDS_MONEY or stage is Stage.LAPSED:
            terms = AwardTerms(
                date(2026, 11, 24), Decimal(3500 + place), FinancingType.SHARE, date(2026, 12, 1), date(2027, 11, 30)
            )
            record_award(session, made, terms, now=NOW, insist=True)
            record_payment(session, made, TODAY, Decimal("1000.05"), now=NOW, insist=True)
        if stage in (Stage.CLOSED, Stage.LAPSED):
            record_repayment(session, made, TODAY, Decimal("100.02"), Decimal("3.11"), now=NOW)
        go_to(session, made, stage, now=NOW)


def give(session: Session) -> None:
    """Donations: offered, accepted, received."""
    for number, steps in (("1.1", 0), ("2.2", 1), ("3.2", 2)):
        donation = offer_donation(session, get_measure(session, number), "Stiftung Brücke", Decimal("700.07"), TODAY)
        for step in (DonationStage.ACCEPTED, DonationStage.RECEIVED)[:steps]:
            advance_donation(session, donation, step, TODAY, paper_number="DS1/26")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("server"))])
def in_many_states(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The same city on either database."""
    engine = open_database(request.getfixturevalue(f"{request.param}_url"))
    with writing(engine) as session:
        upsert_measures(session, measures())
        register_source(session, Source(name="p", title="P", url="https://p.example", platform="p", added_at=NOW))
        facts = [
            OpportunityFacts(
                external_id=str(number), url=f"https://p.example/{number}", title="Aufruf", level=Level.LAND
            )
            for number in range(len(Stage))
        ]
        upsert(session, open_run(session, "p", NOW), [SeenOpportunity(fact, fact.url) for fact in facts], NOW)
        apply_at_every_stage(session, list(list_opportunities(session)))
        give(session)
    yield engine
    engine.dispose()


def items_of(measure: Measure, application: Application) -> list[tuple[FinancingState, Decimal]]:
    return [(item.state, item.amount) for item in measure.financing if item.application_id == application.id]


def test_every_place_states_the_same_gap(in_many_states: Engine, tmp_path: Path) -> None:
    with reading(in_many_states) as session:
        stored = list_measures(session)
        truth = {one.number: gap(one.cost, one.secured, one.state) for one in stored}
        fields = {each.number: each.gap for each in overview(session)}
        listed = {row.measure.number: row.gap for row in measure_rows(session)}
        queued = {row.number: row.gap for row in queue(session)}
        choosable = {number: one.gap for number, one in affordable(session, TODAY, 10, 2027).gaps.items()}
        in_bulk = {
            one.record.number: gap(one.record.cost, one.record.secured, one.record.state)
            for one in read_stored(session).values()
        }
        export_measures(session, tmp_path / "m.jsonl")
        files = read_files(session, TODAY, (), (), [head.number for head in application_heads(session)])
    stock = read_stock(in_many_states)
    exported = map(json.loads, (tmp_path / "m.jsonl").read_text(encoding="utf-8").splitlines())

    assert len({value for value in truth.values() if value}) > 15  # many sums, or the test shows nothing
    assert {one.number: one.gap for one in stored} == truth
    assert listed == truth
    assert in_bulk == truth
    assert {row["number"]: None if row["gap"] is None else Decimal(row["gap"]) for row in exported} == truth
    assert {one.number: measure_text(one).gap for one in stock.measures} == truth  # matcher and near misses
    asked_for = {one.number for one in stored if is_unfunded(one.cost, one.secured, one.state)}
    assert {one.number for one in stock.unfunded()} == asked_for
    assert queued == {number: truth[number] for number in queued}
    assert choosable == {number: missing for number, missing in truth.items() if missing}
    assert fields == {
        field: sum((each or Decimal(0) for number, each in truth.items() if number[0] == str(field)), Decimal(0))
        for field in range(1, 7)
    }
    for file in files:
        missing = [truth[one.number] for one in file.measures]
        together = sum((each or Decimal(0) for each in missing), Decimal(0))
        known = None if None in missing else max(together - file.money.planned, Decimal(0))
        assert file.money.missing == known, file.application.stage


def test_an_application_brings_planned_money_then_secured_money_then_what_is_left_of_it(in_many_states: Engine) -> None:
    with reading(in_many_states) as session:
        for application in list_applications(session):
            brought = [item for one in measures_of(session, application) for item in items_of(one, application)]
            states = {state for state, _amount in brought}
            total = sum((amount for _state, amount in brought), Decimal(0))
            place = list(Stage).index(application.stage)
            if application.stage in PENDING:
                assert (states, total) == ({FinancingState.PLANNED}, Decimal(f"{4000 + place}.03"))
            elif application.stage in HOLDS_MONEY:
                back = Decimal("100.02") if application.stage is Stage.CLOSED else Decimal(0)
                assert (states, total) == ({FinancingState.SECURED}, 3500 + place - back)
            elif application.stage is Stage.LAPSED:
                assert (states, total) == ({FinancingState.SECURED}, Decimal("900.03"))
            else:
                assert application.stage in ENDED | {Stage.DEFERRED}
                assert total == 0
            for measure in measures_of(session, application):
                shown = next(
                    one
                    for one in measure_file(session, measure.id or 0).applications
                    if one.application_id == application.id
                )
                own = items_of(measure, application)
                assert shown.secured == sum(amount for state, amount in own if state is FinancingState.SECURED)
                assert shown.planned == sum(amount for state, amount in own if state is FinancingState.PLANNED)


def test_settling_again_changes_nothing(in_many_states: Engine) -> None:
    def everything(session: Session) -> list[tuple[object, ...]]:
        found = session.exec(select(Measure)).all()
        return sorted(
            (one.number, item.id, item.state, item.amount, item.in_file) for one in found for item in one.financing
        )

    with writing(in_many_states) as session:
        before = everything(session)
        for application in list_applications(session):
            settle(session, application)
        session.flush()
        session.expire_all()
        assert everything(session) == before


@pytest.mark.slow
def test_what_an_older_database_asked_for_is_planned_money(in_many_states: Engine) -> None:
    def planned(engine: Engine) -> dict[int | None, Decimal]:
        with reading(engine) as session:
            rows = session.exec(select(FinancingItem).where(FinancingItem.state == FinancingState.PLANNED)).all()
        found: dict[int | None, Decimal] = defaultdict(Decimal)
        for item in rows:
            found[item.application_id] += item.amount
        return found

    before = planned(in_many_states)
    with in_many_states.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.downgrade(config, "2f6c90b1e7d4")

    newer = open_database(in_many_states.url.render_as_string(hide_password=False), migrate=Migrate.ALWAYS)

    assert planned(newer) == before
    newer.dispose()
