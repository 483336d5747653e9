"""Generated histories of an application: the agenda never shows a date twice, never loses one, names each rule."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, select

from grants_db.applications.agenda import agenda
from grants_db.applications.award_money import current_award
from grants_db.applications.awards import AwardTerms, record_award
from grants_db.applications.obligations import fulfil, fulfilled, obligations_of
from grants_db.applications.payments import record_payment
from grants_db.applications.store import change_stage, create_application
from grants_db.errors import UsageError
from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.measures.store import get_measure
from grants_db.models.application import Application, Task
from grants_db.models.match import Match
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, list_opportunities, upsert
from grants_db.review.decisions import decide
from grants_db.rules.obligation_rules import load_rules, regimes_of
from grants_db.rules.obligations import StatedDate
from grants_db.rules.stages import ENDED, next_stages
from grants_db.storage.database import open_database, writer, writing
from grants_db.vocabulary import (
    AgendaKind,
    ApplicationStage,
    DecisionKind,
    Eligibility,
    FinancingType,
    Level,
    ObligationKind,
    ReasonCode,
)

RULES = load_rules()
REGIMES = regimes_of(RULES)
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TODAY = NOW.date()

days = st.dates(date(2026, 6, 1), date(2032, 12, 31))
awards = st.builds(
    lambda notified, start, length, regimes, stated: AwardTerms(
        notified_on=notified,
        amount=Decimal(1000),
        financing_type=FinancingType.SHARE,
        period_start=start,
        period_end=start + timedelta(days=length),
        regimes=tuple(sorted(regimes)),
        stated=tuple(stated),
    ),
    days,
    days,
    st.integers(0, 1500),
    st.sets(st.sampled_from(REGIMES), max_size=3),
    st.lists(
        st.builds(StatedDate, st.sampled_from(ObligationKind), days, st.sampled_from(["award", "guideline"])),
        max_size=2,
    ),
)
steps = st.one_of(
    st.tuples(st.just("stage"), st.integers(0, 5)),
    st.tuples(st.just("award"), awards),
    st.tuples(st.just("payment"), days),
    st.tuples(st.just("task"), days),
    st.tuples(st.just("fulfil"), st.integers(0, 8)),
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One application as it is made from an accepted match; every history begins there and is taken back."""
    file: Path = tmp_path_factory.mktemp("histories") / "akquise.db"
    engine = open_database(f"sqlite:///{file}")
    with writing(engine) as session:
        upsert_measures(session, [MeasureRecord(number="1.1", action_field=1, title="T", unit="Amt 50")])
        measure = get_measure(session, "1.1")
        register_source(session, Source(name="portal", title="P", url="https://p.example", platform="p", added_at=NOW))
        run = open_run(session, "portal", NOW)
        facts = OpportunityFacts(external_id="1", url="https://p.example/1", title="C", level=Level.LAND)
        upsert(session, run, [SeenOpportunity(facts, facts.url)], NOW)
        [call] = list_opportunities(session)
        session.add(
            Match(
                measure_id=measure.id or 0,
                opportunity_id=call.id or 0,
                rank=1,
                score=0.5,
                eligibility=Eligibility.ELIGIBLE,
                computed_at=NOW,
            )
        )
        session.flush()
        decide(session, measure, call, DecisionKind.ACCEPTED, now=NOW)
        create_application(session, [measure], call, now=NOW)
    yield engine
    engine.dispose()


@pytest.mark.slow
@given(submitted=st.booleans(), history=st.lists(steps, max_size=14))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_agenda_shows_each_date_once_loses_none_and_names_its_rule(
    database: Engine, submitted: bool, history: list[tuple[str, Any]]
) -> None:
    with Session(writer(database)) as session:
        application = session.exec(select(Application)).one()
        if submitted:
            change_stage(session, application, ApplicationStage.SUBMITTED, now=NOW, override="schon gestellt")
        for kind, value in history:
            play(session, application, kind, value)

        shown = [entry for entry in agenda(session, TODAY, RULES) if entry.application_id == application.id]
        dated = [
            (entry.what, str(entry.title), entry.due)
            for entry in shown
            if entry.due and entry.what is not AgendaKind.TASK
        ]
        assert len(dated) == len(set(dated))
        assert len({entry.uid for entry in shown}) == len(shown)
        done = fulfilled(session, application)
        expected = set()
        if application.stage not in ENDED:
            expected = {
                (item.kind.value, item.due)
                for item in obligations_of(session, application, RULES)
                if item.due and (item.kind, item.occurrence) not in done
                if not (item.kind is ObligationKind.OBJECTION and item.due < TODAY)  # a right that has passed
            }
        obligations = [entry for entry in shown if entry.what is AgendaKind.OBLIGATION]
        assert {(entry.title.values["obligation"], entry.due) for entry in obligations if entry.due} == expected
        assert all(entry.rule for entry in obligations)
        tasks = session.exec(select(Task).where(Task.application_id == application.id)).all()
        waiting = 0 if application.stage in ENDED else len(tasks)
        assert sum(entry.what is AgendaKind.TASK for entry in shown) == waiting
        session.rollback()


def play(session: Session, application: Any, kind: str, value: Any) -> None:
    """One step; what the rules refuse is refused and changes nothing."""
    try:
        match kind:
            case "stage":
                options = next_stages(application.stage, two_stage=application.two_stage)
                if options:
                    to = options[value % len(options)]
                    change_stage(session, application, to, now=NOW, reason=ReasonCode.STAFF_CAPACITY)
            case "award":
                record_award(session, application, value, now=NOW)
            case "payment":
                record_payment(session, application, value, Decimal(10), now=NOW)
            case "task":
                session.add(Task(application_id=application.id, title="Unterlagen", due=value))
                session.flush()
            case "fulfil":
                found = obligations_of(session, application, RULES)
                if found and current_award(session, application):
                    item = found[value % len(found)]
                    fulfil(session, application, item.kind, item.occurrence, item.due or TODAY, now=NOW)
    except UsageError:
        return
