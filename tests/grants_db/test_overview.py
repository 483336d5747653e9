"""What the first screen counts: money with its unknowns, what is new; no statement for each row."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event
from sqlmodel import Session

from grants_db.applications.agenda import agenda
from grants_db.dashboard.overview import News, Total, news_since, overview
from grants_db.messages import Message
from grants_db.models.application import Application, ApplicationMeasure, Award
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity, OpportunityVersion
from grants_db.review.decisions import decide
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.vocabulary import ApplicationStage as Stage
from grants_db.vocabulary import DecisionKind, Eligibility, FinancingType, ReasonCode

Apply = Callable[..., Application]


@pytest.fixture
def apply(
    session: Session, a_measure: Callable[..., Measure], an_opportunity: Callable[..., Opportunity], now: datetime
) -> Apply:
    """Stores an application at a stage, for a measure of its own of one field."""

    def store(
        key: str, stage: Stage, requested: int | None = None, awards: tuple[int, ...] = (), action_field: int = 2
    ) -> Application:
        measure = a_measure(f"{action_field}.{key}", action_field=action_field)
        wanted = None if requested is None else Decimal(requested)
        application = Application(
            opportunity_id=an_opportunity(key).id or 0, stage=stage, requested=wanted, created_at=now
        )
        session.add(application)
        session.flush()
        session.add(ApplicationMeasure(application_id=application.id or 0, measure_id=measure.id or 0))
        for number, amount in enumerate(awards, start=1):
            session.add(
                Award(
                    application_id=application.id or 0,
                    number=number,
                    notified_on=date(2026, 11, 1),
                    amount=Decimal(amount),
                    financing_type=FinancingType.GAP,
                    period_start=date(2026, 12, 1),
                    period_end=date(2027, 6, 30),
                )
            )
        session.flush()
        return application

    return store


def propose(session: Session, measure: Measure, call: Opportunity, now: datetime) -> None:
    proposal = Proposal(call.id or 0, 0.5, {}, Eligibility.ELIGIBLE, [], [], [])
    replace_undecided(session, {measure.id or 0: [proposal]}, now)


def test_what_nobody_entered_is_unknown_and_not_nothing(session: Session, apply: Apply) -> None:
    apply("1", Stage.SUBMITTED, 9000)
    apply("2", Stage.SUBMITTED, None)
    apply("3", Stage.AWARDED, 500)

    field = overview(session)[1]

    assert field.applied == Total(count=3, known=Decimal(9500), unknown=1)
    assert field.won == Total(count=1, known=Decimal(0), unknown=1)


def test_a_corrected_award_counts_instead_of_the_first(session: Session, apply: Apply) -> None:
    apply("1", Stage.RUNNING, 9000, awards=(8000, 7000))

    assert overview(session)[1].won == Total(count=1, known=Decimal(7000))


@pytest.mark.parametrize("stage", [Stage.IDEA, Stage.SKETCH, Stage.NOT_PURSUED, Stage.WITHDRAWN])
def test_what_was_not_handed_in_or_taken_back_is_not_applied_for(session: Session, apply: Apply, stage: Stage) -> None:
    apply("1", stage, 9000)

    assert overview(session)[1].applied == Total()


@pytest.mark.parametrize("stage", [Stage.REJECTED, Stage.LAPSED])
def test_what_was_refused_or_lapsed_was_applied_for_and_not_won(session: Session, apply: Apply, stage: Stage) -> None:
    apply("1", stage, 9000, awards=(8000,) if stage is Stage.LAPSED else ())

    field = overview(session)[1]

    assert (field.applied.known, field.won.count) == (Decimal(9000), 0)


def test_an_application_for_several_fields_counts_once(
    session: Session, apply: Apply, a_measure: Callable[..., Measure]
) -> None:
    application = apply("1", Stage.SUBMITTED, 9000, action_field=3)
    other = a_measure("5.9", action_field=5)
    session.add(ApplicationMeasure(application_id=application.id or 0, measure_id=other.id or 0))
    session.flush()

    assert {field.number: field.applied.count for field in overview(session)} == {1: 0, 2: 0, 3: 1, 4: 0, 5: 0, 6: 0}


def test_what_is_new_is_counted_since_the_last_look(
    session: Session, a_measure: Callable[..., Measure], an_opportunity: Callable[..., Opportunity], now: datetime
) -> None:
    before, after = now - timedelta(hours=1), now + timedelta(hours=1)
    measure, other = a_measure("1.1"), a_measure("2.1", action_field=2)
    fresh, gone, changed, old = (an_opportunity(key) for key in "abcd")
    for call in (changed, old):
        call.first_seen = before - timedelta(days=9)
    gone.retired_at = now
    for number, material in ((2, True), (3, True), (4, False)):
        session.add(
            OpportunityVersion(
                opportunity_id=changed.id or 0, number=number, seen_at=now, content={}, material=material
            )
        )
    propose(session, measure, fresh, now)
    propose(session, other, old, now)
    decided = decide(session, other, old, DecisionKind.DISMISSED, now=now, reason=ReasonCode.DUPLICATE)
    propose(session, measure, fresh, now)
    session.flush()

    assert news_since(session, before) == News(calls=1, changed=1, matches=1, to_read=1, decisions=1, reopened=0)

    decided.undone_at, decided.reopened_because = now, Message.of("Wieder offen.").as_json()
    session.flush()
    assert news_since(session, before) == News(calls=1, changed=1, matches=1, to_read=1, decisions=0, reopened=1)
    assert not news_since(session, after).anything


def test_the_agenda_of_many_applications_takes_no_more_statements_than_that_of_one(
    session: Session, apply: Apply, today: date
) -> None:
    def statements() -> int:
        asked: list[str] = []
        session.expire_all()

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            asked.append(statement)

        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        agenda(session, today)
        event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    apply("1", Stage.RUNNING, 9000, awards=(8000,))
    one = statements()
    for number in range(2, 12):
        apply(str(number), Stage.RUNNING, 9000, awards=(8000,))
    assert statements() == one
