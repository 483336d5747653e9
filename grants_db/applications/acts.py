"""Acts: one event and everything that follows from it, kept so that it can be taken back as one.

Whoever writes an application does it inside `recorded`: what stood in the application's rows before and after is kept
with the first line that the act leaves in the history. Taking back puts the rows where they were, unless they have
changed since; what an award secures is then worked out anew.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import JSON, Date, Table, and_, delete, insert, select, update
from sqlmodel import Session

from grants_db.applications.award_money import award_item, measures_of, settle
from grants_db.applications.concurrent_edits import hold
from grants_db.applications.creation import only_creation, remove_created
from grants_db.applications.history import CURRENT_ACT, history, remember
from grants_db.errors import UsageError
from grants_db.messages import Message
from grants_db.models.all_tables import metadata
from grants_db.models.application import Application, HistoryEntry
from grants_db.models.columns import Hundredths, Instant

#: tables whose rows an act may change, in the order in which rows refer to each other
TABLES = (
    *(
        "application",
        "document",
        "checklist_item",
        "task",
        "award",
        "stated_date",
        "payment",
        "repayment",
        "plan_item",
        "done_obligation",
    ),
    "financing_item",
)
#: follows from the others, so that nothing is refused because of it
DERIVED = "financing_item"
#: lines of a history whose words people may change
NOTES = "history_entry"

Given = ParamSpec("Given")
Got = TypeVar("Got")
Rows = dict[tuple[str, int], dict[str, Any]]


@dataclass
class Act:
    """What is being written: its lines share the id of the first."""

    first: int | None = None


def recorded(
    write: Callable[Concatenate[Session, Application, Given], Got],
) -> Callable[Concatenate[Session, Application, Given], Got]:
    """A writer of an application whose doings are one act, or a part of the act of the writer that calls it."""

    @wraps(write)
    def inside(session: Session, application: Application, /, *args: Given.args, **kwargs: Given.kwargs) -> Got:
        with act_on(session, application):
            return write(session, application, *args, **kwargs)

    return inside


@contextmanager
def act_on(session: Session, application: Application) -> Iterator[Act]:
    """Everything written inside is one act; inside another act it is a part of that."""
    if (outer := session.info.get(CURRENT_ACT)) is not None:
        yield outer
        return
    table = metadata.tables["application"]  # on PostgreSQL a second writer waits here; on SQLite all writers do
    session.connection().execute(select(table.c.id).where(table.c.id == application.id).with_for_update())
    before = _rows(session, application)
    session.info[CURRENT_ACT] = act = Act()
    try:
        yield act
    finally:
        del session.info[CURRENT_ACT]
    session.flush()
    if act.first is None:
        return
    after = _rows(session, application)
    changes = [
        {"table": table, "id": key, "before": before.get((table, key)), "after": after.get((table, key))}
        for table, key in sorted(before.keys() | after.keys(), key=lambda row: (_place(row[0]), row[1]))
        if before.get((table, key)) != after.get((table, key))
    ]
    line = session.get_one(HistoryEntry, act.first)
    line.changes = changes
    session.add(line)
    session.flush()


def last_act(session: Session, application: Application) -> list[HistoryEntry]:
    """The lines of the newest act that can be taken back, its first line first; none where there is none."""
    lines = [line for line in history(session, application) if line.undone_at is None]
    first = next((line for line in reversed(lines) if line.id == line.act and line.changes), None)
    return [line for line in lines if first is not None and line.act == first.id]


def take_back(
    session: Session, application: Application, *, now: datetime, by: str = "", first: int | None = None
) -> Message:
    """Take the newest act back, in all that it changed; gives what was taken back.

    Where nothing else stands, that is the application's beginning: then it goes.

    Args:
        session: where it is stored.
        application: whose act.
        now: this instant.
        by: who does it.
        first: the first line of the act that is meant; another one that came since is refused.

    Raises:
        UsageError: there is nothing that can be taken back, or what it changed has been changed since.
        InputError: somebody has changed the application since it was read.
    """
    hold(session, application)
    lines = last_act(session, application)
    if not lines and (created := only_creation(session, application)) and first in (None, created.id):
        return remove_created(session, application, created, now, by)
    if not lines:
        raise UsageError("An Antrag {application} ist nichts, was sich zurücknehmen ließe.", application=application.id)
    head = lines[0]
    said = Message.from_json(head.sentence)
    changes = head.changes or []
    if first not in (None, head.id) or _moved_on(_rows(session, application), changes):
        raise UsageError("„{what}“ lässt sich nicht mehr zurücknehmen: Danach wurde weitergearbeitet.", what=said)
    _put_back(session, [change for change in changes if change["table"] != DERIVED])
    for line in lines:
        line.undone_at = now
        session.add(line)
    session.flush()
    session.expire_all()
    settle(session, application)
    _hold_in_file_again(session, application, changes)
    told = Message.of("Zurückgenommen: {what}", what=said)
    remember(session, application, "taken_back", told, now, by)
    return told


def _rows(session: Session, application: Application) -> Rows:
    """All rows of an application as JSON, by table and id; notes with them."""
    session.flush()
    found: Rows = {}
    run = session.connection().execute
    for name in TABLES:
        table = metadata.tables[name]
        for row in run(select(table).where(_of(table, application))).mappings():
            found[name, row["id"]] = _as_json(row)
    notes = metadata.tables[NOTES]
    words = select(*(notes.c[name] for name in ("id", "sentence", "at", "undone_at")))
    editable = notes.c.what.in_(("note", "stage"))
    for row in run(words.where(and_(notes.c.application_id == application.id, editable))).mappings():
        found[NOTES, row["id"]] = _as_json(row)
    return found


def _of(table: Table, application: Application) -> Any:
    """Which rows of a table belong to an application."""
    if table.name == "application":
        return table.c.id == application.id
    if table.name == "stated_date":
        awards = metadata.tables["award"]
        return table.c.award_id.in_(select(awards.c.id).where(awards.c.application_id == application.id))
    return table.c.application_id == application.id


def _moved_on(stands: Rows, changes: Iterable[Mapping[str, Any]]) -> bool:
    """Has a row that the act changed been changed since?"""
    own = (change for change in changes if change["table"] != DERIVED)
    return any(stands.get((change["table"], change["id"])) != change["after"] for change in own)


def _put_back(session: Session, changes: Iterable[Mapping[str, Any]]) -> None:
    """Rows as they stood before: those that came go, children first; those that went come again, parents first."""
    run, ordered = session.connection().execute, list(changes)
    for change in reversed(ordered):
        table = metadata.tables[change["table"]]
        if change["before"] is None and change["table"] != NOTES:
            run(delete(table).where(table.c.id == change["id"]))
    for change in ordered:
        table, before = metadata.tables[change["table"]], change["before"]
        if before is not None and change["after"] is None:
            run(insert(table).values(_from_json(table, before)))
        elif before is not None:
            run(update(table).where(table.c.id == change["id"]).values(_from_json(table, before)))


def _hold_in_file_again(session: Session, application: Application, changes: Iterable[Mapping[str, Any]]) -> None:
    """What the measures file held of the award before the act, it holds again, and no more."""
    held = {
        change["before"]["measure_id"]: Decimal(change["before"]["in_file"])
        for change in changes
        if change["table"] == DERIVED and change["before"]
    }
    for measure in measures_of(session, application):
        if measure.id in held and (item := award_item(measure, application)):
            item.in_file = held[measure.id]
            session.add(item)
    session.flush()


def _place(table: str) -> int:
    return TABLES.index(table) if table in TABLES else len(TABLES)


def _as_json(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _from_json(table: Table, stored: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _typed(table, name, value) for name, value in stored.items()}


def _typed(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is None or isinstance(kind, JSON):
        return value
    if isinstance(kind, Hundredths):
        return Decimal(value)
    if isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
