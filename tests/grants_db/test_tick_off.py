"""A date is ticked off: what that means for each kind, that it leaves the agenda, and that it is taken back whole."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from grants_db.applications.agenda import AgendaEntry, agenda
from grants_db.applications.awards import AwardTerms, record_award
from grants_db.applications.dates.tick_off import put_off, take_back_tick, tick_off
from grants_db.applications.history import history
from grants_db.applications.notes_documents_tasks import add_task
from grants_db.applications.store import change_stage, create_application, list_applications
from grants_db.errors import UsageError
from grants_db.models.application import Application
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.review.decisions import decide
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.rules.deadline import Deadline
from grants_db.rules.obligation_rules import load_rules
from grants_db.vocabulary import (
    AgendaKind,
    ApplicationStage,
    DeadlineKind,
    DecisionKind,
    Eligibility,
    FinancingType,
)

CUT_OFF = date(2027, 3, 31)
RULES = load_rules()


@pytest.fixture
def accepted(
    session: Session, a_measure: Callable[..., Measure], an_opportunity: Callable[..., Opportunity], now: datetime
) -> tuple[Measure, Opportunity]:
    """A match that was accepted; its call closes on the 31st of March."""
    measure = a_measure("2.1")
    call = an_opportunity("a", deadline=Deadline(DeadlineKind.FIXED, (CUT_OFF.isoformat(),)).as_json())
    replace_undecided(
        session, {measure.id or 0: [Proposal(call.id or 0, 0.5, {}, Eligibility.ELIGIBLE, [], [], [])]}, now
    )
    decide(session, measure, call, DecisionKind.ACCEPTED, now=now)
    return measure, call


@pytest.fixture
def application(session: Session, accepted: tuple[Measure, Opportunity], now: datetime) -> Application:
    """The application of it, with a task."""
    measure, call = accepted
    made = create_application(session, [measure], call, now=now, requested=Decimal(5000))
    add_task(session, made, "Kostenplan", date(2026, 12, 1), now=now)
    return made


def dates(session: Session, today: date, what: AgendaKind) -> list[AgendaEntry]:
    return [entry for entry in agenda(session, today, RULES) if entry.what is what]


def happened(session: Session, application: Application) -> list[str]:
    return [line.what for line in history(session, application) if line.undone_at is None]


def test_a_task_is_done_with_a_remark_and_both_are_taken_back(
    session: Session, application: Application, today: date, now: datetime
) -> None:
    before = happened(session, application)
    [task] = dates(session, today, AgendaKind.TASK)
    ticked = tick_off(session, task, today, now=now, note="liegt im Ordner")
    assert dates(session, today, AgendaKind.TASK) == []
    assert happened(session, application) == [*before, "task", "note"]
    take_back_tick(session, ticked, now=now)
    assert [entry.uid for entry in dates(session, today, AgendaKind.TASK)] == [task.uid]
    assert "note" not in happened(session, application)


def test_a_task_moves_and_moves_back(session: Session, application: Application, today: date, now: datetime) -> None:
    [task] = dates(session, today, AgendaKind.TASK)
    moved = put_off(session, task, date(2027, 1, 15), now=now)
    assert [entry.due for entry in dates(session, today, AgendaKind.TASK)] == [date(2027, 1, 15)]
    take_back_tick(session, moved, now=now)
    assert [entry.due for entry in dates(session, today, AgendaKind.TASK)] == [task.due]


def test_an_internal_date_is_done_or_moved_and_comes_back(
    session: Session, application: Application, today: date, now: datetime
) -> None:
    first, *others = dates(session, today, AgendaKind.INTERNAL)
    done = tick_off(session, first, today, now=now)
    assert [entry.uid for entry in dates(session, today, AgendaKind.INTERNAL)] == [one.uid for one in others]
    take_back_tick(session, done, now=now)
    put_off(session, first, date(2027, 3, 30), now=now)
    [moved] = [entry for entry in dates(session, today, AgendaKind.INTERNAL) if entry.uid == first.uid]
    assert (moved.due, moved.days_left) == (date(2027, 3, 30), (date(2027, 3, 30) - today).days)


def test_a_mark_holds_where_the_cut_off_moves_a_little_and_not_for_the_next_round(
    session: Session, accepted: tuple[Measure, Opportunity], application: Application, today: date, now: datetime
) -> None:
    _measure, call = accepted
    for entry in dates(session, today, AgendaKind.INTERNAL):
        tick_off(session, entry, today, now=now)
    for days, stands in ((14, False), (365, True)):
        later = CUT_OFF + timedelta(days=days)
        call.deadline = Deadline(DeadlineKind.FIXED, (later.isoformat(),)).as_json()
        session.add(call)
        session.flush()
        assert bool(dates(session, today, AgendaKind.INTERNAL)) is stands


def test_a_call_s_day_is_done_when_the_application_is_handed_in(
    session: Session, application: Application, today: date, now: datetime
) -> None:
    [entry] = dates(session, today, AgendaKind.CALL_DEADLINE)
    handed_in = tick_off(session, entry, today, now=now)
    assert application.stage is ApplicationStage.SUBMITTED
    assert dates(session, today, AgendaKind.CALL_DEADLINE) == []
    take_back_tick(session, handed_in, now=now)
    assert str(application.stage) == "idea"


def test_where_nothing_was_applied_for_the_application_is_made_and_goes_again(
    session: Session, accepted: tuple[Measure, Opportunity], today: date, now: datetime
) -> None:
    [entry] = dates(session, today, AgendaKind.CALL_DEADLINE)
    handed_in = tick_off(session, entry, today, now=now)
    assert [one.stage for one in list_applications(session)] == [ApplicationStage.SUBMITTED]
    take_back_tick(session, handed_in, now=now)
    assert list_applications(session) == []
    with pytest.raises(UsageError, match="noch keinen Antrag"):
        put_off(session, entry, CUT_OFF, now=now)


def test_a_duty_is_done_and_a_reminder_of_it_is_a_task(
    session: Session, application: Application, today: date, now: datetime
) -> None:
    change_stage(session, application, ApplicationStage.SUBMITTED, now=now, insist=True)
    terms = AwardTerms(
        notified_on=date(2026, 11, 23),
        amount=Decimal(5000),
        financing_type=FinancingType.SHARE,
        period_start=date(2027, 1, 1),
        period_end=date(2027, 12, 31),
        regimes=("anbest_p_bund",),
    )
    record_award(session, application, terms, now=now, insist=True)
    duty = next(entry for entry in dates(session, today, AgendaKind.OBLIGATION) if entry.due)
    reminded = put_off(session, duty, date(2027, 1, 5), now=now)
    assert any(
        entry.title.values["task"] == f"Wiedervorlage: {duty.title}" for entry in dates(session, today, AgendaKind.TASK)
    )
    take_back_tick(session, reminded, now=now)
    done = tick_off(session, duty, today, now=now)
    assert duty.uid not in {entry.uid for entry in dates(session, today, AgendaKind.OBLIGATION)}
    take_back_tick(session, done, now=now)
    assert duty.uid in {entry.uid for entry in dates(session, today, AgendaKind.OBLIGATION)}


def test_what_was_taken_back_is_not_taken_back_twice(
    session: Session, application: Application, today: date, now: datetime
) -> None:
    from grants_db.errors import InputError

    done = tick_off(session, dates(session, today, AgendaKind.INTERNAL)[0], today, now=now)
    take_back_tick(session, done, now=now)
    with pytest.raises(InputError, match="schon zurückgenommen"):
        take_back_tick(session, done, now=now)
