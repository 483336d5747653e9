"""An application begun by mistake goes again while nothing else of it stands; its measures keep a line about it."""

from datetime import datetime

from sqlalchemy import Table, delete, select
from sqlmodel import Session

from grants_db.applications.award_money import measures_of
from grants_db.applications.history import CREATED, history
from grants_db.clock import local_day
from grants_db.messages import Message
from grants_db.models.all_tables import metadata
from grants_db.models.application import Application, HistoryEntry
from grants_db.models.measure import MeasureHistoryEntry
from grants_db.models.opportunity import Opportunity

#: what goes with the application: its measures stay, only that it is for them, and the money planned, does not
OWN = ("application_measure", "history_entry", "financing_item")
TAKEN_BACK = "taken_back"


def only_creation(session: Session, application: Application) -> HistoryEntry | None:
    """The line that says that it was begun, where nothing else stands that was entered; None else."""
    lines = [line for line in history(session, application) if line.undone_at is None and line.what != TAKEN_BACK]
    begun = len(lines) == 1 and Message.from_json(lines[0].sentence).template == CREATED.template
    return lines[0] if begun and not _used(session, application) else None


def remove_created(session: Session, application: Application, line: HistoryEntry, now: datetime, by: str) -> Message:
    """Remove the application; its measures keep a line that says so. Gives what was taken back."""
    said = Message.from_json(line.sentence)
    call = session.get_one(Opportunity, application.opportunity_id)
    told = Message.of(
        "Antrag {application} zu „{title}“ zurückgenommen; angelegt am {day}.",
        application=application.id,
        title=call.title,
        day=local_day(application.created_at),
    )
    for measure in measures_of(session, application):
        session.add(
            MeasureHistoryEntry(
                measure_id=measure.id or 0, at=now, what=TAKEN_BACK, sentence=told.as_json(), by=by, changes=[]
            )
        )
    session.flush()
    key = application.id
    session.expunge_all()  # its objects stand for rows that go
    for name in OWN:
        table = metadata.tables[name]
        session.connection().execute(delete(table).where(table.c.application_id == key))
    table = metadata.tables["application"]
    session.connection().execute(delete(table).where(table.c.id == key))
    return Message.of("Zurückgenommen: {what}", what=said)


def _used(session: Session, application: Application) -> bool:
    """Does anything refer to it but what goes with it?"""
    session.flush()
    referring = (
        key.parent
        for table in metadata.sorted_tables
        if table.name not in OWN
        for key in table.foreign_keys
        if isinstance(key.column.table, Table) and key.column.table.name == "application"
    )
    run = session.connection().execute
    return any(run(select(column).where(column == application.id).limit(1)).first() for column in referring)
