"""A date of the agenda is ticked off where it stands: done, put off, looked at again; and all of it taken back at once.

What "done" means follows from the date: a task or a duty is done, an application is handed in, an internal step is
marked. A duty's or a call's own day is moved by its funder alone; there somebody is reminded on another day.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from grants_db.applications.acts import act_on, last_act, take_back
from grants_db.applications.agenda import AgendaEntry
from grants_db.applications.date_marks import WORKED_OUT, mark_date, take_back_mark
from grants_db.applications.notes_documents_tasks import add_note, add_task, edit_task, finish_task
from grants_db.applications.obligations import fulfil
from grants_db.applications.store import change_stage, create_application, get_application
from grants_db.errors import InputError, UsageError
from grants_db.messages import Message
from grants_db.models.application import Application, Task
from grants_db.models.measure import Measure, Unit
from grants_db.opportunities.store import get_opportunity
from grants_db.rules.stages import BEFORE_SUBMISSION
from grants_db.vocabulary import AgendaKind, ApplicationStage, ObligationKind


@dataclass(frozen=True)
class TickedOff:
    """What was done, so that it can be taken back: the act of an application, or the mark of an internal date."""

    application_id: int | None = None
    act: int | None = None
    mark: int | None = None
    made: bool = False  # the application was made for it


def tick_off(
    session: Session, entry: AgendaEntry, done_on: date, *, now: datetime, note: str = "", by: str = ""
) -> TickedOff:
    """Enter that a date is done; an application that is handed in so passes the stages between, and is made if need be.

    Raises:
        UsageError: the day lies ahead, or the application can't be handed in as it stands.
        InputError: task or application are gone.
    """
    if entry.what in WORKED_OUT:
        mark = mark_date(session, entry.uid, entry.due or done_on, now=now, done_on=done_on, note=note, by=by)
        return TickedOff(mark=mark.id)
    made = entry.application_id is None
    application = _application(session, entry, now, by)
    with act_on(session, application):
        if entry.what is AgendaKind.TASK:
            finish_task(session, task_number(entry), done_on, now=now, by=by)
        elif entry.what is AgendaKind.OBLIGATION:
            fulfil(session, application, obligation_kind(entry), entry.occurrence, done_on, now=now, by=by)
        else:
            stage = stage_of_handing_in(application)
            change_stage(session, application, stage, now=now, by=by, on=done_on, insist=True)
        if note.strip():
            add_note(session, application, note, now=now, by=by)
    return _of_last_act(session, application, made=made)


def put_off(
    session: Session, entry: AgendaEntry, to: date, *, now: datetime, note: str = "", by: str = ""
) -> TickedOff:
    """Let a task or an internal date stand on another day; where others set the day, be reminded on it by a task.

    Raises:
        UsageError: nothing was applied for yet, so nobody could be reminded.
        InputError: task or application are gone.
    """
    if entry.what in WORKED_OUT:
        mark = mark_date(session, entry.uid, entry.due or to, now=now, put_off_to=to, note=note, by=by)
        return TickedOff(mark=mark.id)
    if entry.application_id is None:
        raise UsageError("Dazu gibt es noch keinen Antrag; erinnert wird an einen Antrag.")
    application = get_application(session, entry.application_id)
    with act_on(session, application):
        if entry.what is AgendaKind.TASK:
            if (task := session.get(Task, task_number(entry))) is None:
                raise InputError("Diese Aufgabe gibt es nicht mehr.")
            unit = session.get(Unit, task.unit_id) if task.unit_id else None
            edit_task(session, application, task.id or 0, task.title, to, now=now, unit=unit, by=by)
        else:
            title = str(Message.of("Wiedervorlage: {title}", title=entry.title))
            add_task(session, application, title, to, now=now, by=by)
        if note.strip():
            add_note(session, application, note, now=now, by=by)
    return _of_last_act(session, application)


def take_back_tick(session: Session, ticked: TickedOff, *, now: datetime, by: str = "") -> None:
    """Take back what `tick_off` or `put_off` did.

    Raises:
        UsageError: what it changed has changed since.
        InputError: it is taken back already.
    """
    if ticked.mark is not None:
        take_back_mark(session, ticked.mark, now=now)
    elif ticked.application_id is not None:
        application = get_application(session, ticked.application_id)
        take_back(session, application, now=now, by=by, first=ticked.act)
        if ticked.made:
            take_back(session, application, now=now, by=by)


def stage_of_handing_in(application: Application) -> ApplicationStage:
    """What is handed in next: the sketch, where the call asks for one and none was handed in."""
    before_sketch = application.two_stage and application.stage is not ApplicationStage.SKETCH
    return ApplicationStage.SKETCH if before_sketch else ApplicationStage.SUBMITTED


def may_be_handed_in(entry: AgendaEntry, application: Application | None) -> bool:
    """Is it the day of a call, whose application has not been handed in?"""
    is_open = application is None or application.stage in BEFORE_SUBMISSION
    return entry.what is AgendaKind.CALL_DEADLINE and is_open


def task_number(entry: AgendaEntry) -> int:
    """The number of the task that a date is of."""
    return int(entry.uid.removeprefix("task-"))


def obligation_kind(entry: AgendaEntry) -> ObligationKind:
    """The kind of the duty that a date is of."""
    kind = entry.title.values["obligation"]
    if not isinstance(kind, ObligationKind):
        raise TypeError(f"the title of a duty's date names its kind, not {kind!r}")
    return kind


def _application(session: Session, entry: AgendaEntry, now: datetime, by: str) -> Application:
    if entry.application_id is not None:
        return get_application(session, entry.application_id)
    measure = session.get_one(Measure, entry.measure.id)
    call = get_opportunity(session, entry.opportunity.id)
    return create_application(session, [measure], call, now=now, by=by, insist=True)


def _of_last_act(session: Session, application: Application, *, made: bool = False) -> TickedOff:
    lines = last_act(session, application)
    return TickedOff(application_id=application.id, act=lines[0].id if lines else None, made=made)
