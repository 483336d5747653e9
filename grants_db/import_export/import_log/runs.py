"""The imports there were: which file, when, what it added and changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from grants_db.errors import InputError
from grants_db.messages import Message
from grants_db.models.columns import table_of
from grants_db.models.import_log import ImportChange, ImportRun
from grants_db.vocabulary import ImportedThing, ImportKind

LONGEST_FILE = 300
#: what a file of each kind lists; units, goals and calls are only brought along
LISTED = {
    ImportKind.MEASURES: ImportedThing.MEASURE,
    ImportKind.APPLICATIONS: ImportedThing.APPLICATION,
    ImportKind.DONATIONS: ImportedThing.DONATION,
    ImportKind.PLANS: ImportedThing.APPLICATION,
}
LONGEST_NAME = 300


@dataclass(frozen=True)
class Origin:
    """Of an import: the file, when, and who."""

    file: str
    at: datetime
    by: str = ""


@dataclass(frozen=True)
class LoggedChange:
    """One thing an import added (`before` is None) or changed."""

    thing: ImportedThing
    id: int
    name: str
    before: dict[str, Any] | None
    after: dict[str, Any]


@dataclass(frozen=True)
class PastImport:
    """An import as lists show it."""

    number: int
    kind: ImportKind
    file: str
    list_name: str
    at: datetime
    by: str
    new: int
    changed: int
    taken_back: int  # of its things
    things: int

    def sentence(self) -> Message:
        """What it did, in one line."""
        state = None
        if self.taken_back:
            whole = self.taken_back == self.things
            state = Message.of("zurückgenommen") if whole else Message.of("teilweise zurückgenommen")
        return Message.of(
            "{new} neu, {changed} geändert{state}",
            new=self.new,
            changed=self.changed,
            state=Message.of(", {state}", state=state) if state else "",
        )


def keep_run(
    session: Session, kind: ImportKind, origin: Origin, changes: Sequence[LoggedChange], *, list_name: str = ""
) -> int | None:
    """Keep what an import did; None where it did nothing. Gives the import's number.

    What was only brought along (units, goals, calls) isn't counted; action fields are where a file lists nothing else.
    """
    if not changes:
        return None
    counted = [change for change in changes if change.thing is LISTED[kind]] or [
        change for change in changes if change.thing is ImportedThing.ACTION_FIELD
    ]
    run = ImportRun(
        kind=kind,
        file=origin.file[-LONGEST_FILE:],
        list_name=list_name,
        at=origin.at,
        by=origin.by,
        new=sum(change.before is None for change in counted),
        changed=sum(change.before is not None for change in counted),
    )
    session.add(run)
    session.flush()
    rows = [
        {
            "import_id": run.id,
            "thing": change.thing,
            "thing_id": change.id,
            "name": change.name[:LONGEST_NAME],
            "before": change.before,
            "after": change.after,
        }
        for change in changes
    ]
    session.connection().execute(insert(table_of(ImportChange)), rows)
    return run.id


def past_imports(session: Session, kind: ImportKind | None = None) -> list[PastImport]:
    """The imports, the newest first; all of them, or those of one kind."""
    statement = select(ImportRun).order_by(col(ImportRun.id).desc())
    if kind is not None:
        statement = statement.where(ImportRun.kind == kind)
    counts: dict[int, list[int]] = {}
    listed = select(ImportChange.import_id, ImportChange.taken_back_at)
    for number, back in session.exec(
        listed.where(col(ImportChange.thing).in_([*LISTED.values(), ImportedThing.ACTION_FIELD]))
    ):
        found = counts.setdefault(number, [0, 0])
        found[0] += 1
        found[1] += back is not None
    return [
        PastImport(run.id, run.kind, run.file, run.list_name, run.at, run.by, run.new, run.changed, back, things)
        for run in session.exec(statement)
        if run.id is not None
        for things, back in [counts.get(run.id, [0, 0])]
    ]


def get_run(session: Session, number: int, kind: ImportKind) -> ImportRun:
    """The import with this number.

    Raises:
        InputError: there is none, or it is one of another kind.
    """
    run = session.get(ImportRun, number)
    if run is None:
        raise InputError(
            "Einen Import mit der Nummer {number} gibt es nicht. Die Nummern stehen in „akquise {command} imports“.",
            number=number,
            command=kind.value,
        )
    if run.kind is not kind:
        raise InputError(
            "Import {number} ({file}) ist einer von anderen Dingen: {kind}. Zurück nimmt ihn „akquise {command} "
            "take-back {number}“.",
            number=number,
            file=run.file,
            kind=run.kind,
            command=run.kind.value,
        )
    return run


def changes_of(session: Session, run: ImportRun, things: Collection[ImportedThing]) -> Sequence[ImportChange]:
    """What of an import is not taken back yet, in the order it came."""
    statement = select(ImportChange).where(
        ImportChange.import_id == run.id,
        col(ImportChange.taken_back_at).is_(None),
        col(ImportChange.thing).in_(things),
    )
    return session.exec(statement.order_by(col(ImportChange.id))).all()
