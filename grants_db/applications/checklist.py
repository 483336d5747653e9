"""The checklist of an application: the documents its call asks for, and what people add, ticked off one by one.

Until something is ticked or added, the list is the call's. From then on it is kept: what the call asks for later is
called new, what it asks for no more is called so, and nothing that was ticked is lost. Each tick leaves a line in the
history and is taken back like any act.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from grants_db.applications.acts import recorded
from grants_db.applications.concurrent_edits import hold
from grants_db.applications.history import known_id, no_such, remember
from grants_db.errors import InputError, UsageError
from grants_db.messages import Message
from grants_db.models.application import Application, ChecklistItem
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.store import get_opportunity
from grants_db.vocabulary_base import Vocabulary

FACT = "required_documents"  #: the fact of a call that its list is made of
LONGEST_ITEM = 300  # characters


class ItemOrigin(Vocabulary):
    """Where an item of a checklist comes from."""

    BY_CALL = "call", "im Aufruf", "in the call"
    PROPOSED = "proposed", "bitte prüfen", "to be checked"  # the call's text leaves it open
    NEW = "new", "neu im Aufruf", "new in the call"  # the call asks for it since the list is kept
    NO_MORE = "no_more", "steht nicht mehr im Aufruf", "no longer in the call"  # it did when the list was kept
    BY_US = "own", "eigene", "our own"


@dataclass(frozen=True)
class CheckedDocument:
    """An item as people see it.

    Attributes:
        number: its place in the list, from 1: how commands name it.
        words: what is to be there.
        asked: where it comes from.
        done_at: when it was ticked off; None: open.
        done_by: by which unit or function.
        item_id: of the row that keeps it; None while it is the call's alone.
    """

    number: int
    words: str
    asked: ItemOrigin
    done_at: datetime | None = None
    done_by: str = ""
    item_id: int | None = None

    @property
    def is_own(self) -> bool:
        """Did people add it, so that they may change it?"""
        return self.asked is ItemOrigin.BY_US

    @property
    def is_plainly_asked(self) -> bool:
        """Does the call ask for it, as it did from the first? Most are such; nothing more is said of them."""
        return self.asked is ItemOrigin.BY_CALL

    @property
    def is_done(self) -> bool:
        """Was it ticked off?"""
        return self.done_at is not None


def checklist_of(session: Session, application: Application) -> list[CheckedDocument]:
    """The items in their order: as the call lists them, then what it asks for no more, then those people added."""
    call = get_opportunity(session, application.opportunity_id)
    return compared(call, _rows(session, application))


def compared(call: Opportunity, rows: Sequence[ChecklistItem]) -> list[CheckedDocument]:
    """What a call asks for now beside what is kept."""
    kept = {_key(row.words): row for row in rows if not row.own}
    stated, proposed = list(call.required_documents), [str(words) for words in _proposed(call)]
    asked = dict.fromkeys(stated or proposed)
    found: list[tuple[str, ItemOrigin, ChecklistItem | None]] = []
    for words in asked:
        row = kept.pop(_key(words), None)
        new = row is None and bool(rows)
        found.append((words, ItemOrigin.NEW if new else ItemOrigin.BY_CALL if stated else ItemOrigin.PROPOSED, row))
    found += [(row.words, ItemOrigin.NO_MORE, row) for row in kept.values()]
    found += [(row.words, ItemOrigin.BY_US, row) for row in rows if row.own]
    return [
        CheckedDocument(number, words, where, row.done_at, row.done_by, row.id)
        if row is not None
        else CheckedDocument(number, words, where)
        for number, (words, where, row) in enumerate(found, start=1)
    ]


@recorded
def tick(session: Session, application: Application, words: Sequence[str], *, now: datetime, by: str = "") -> None:
    """Tick items off, by their words; those that are ticked stay as they are. InputError for one that isn't there."""
    hold(session, application)
    _keep(session, application)
    ticked = [row for row in _named(session, application, words) if row.done_at is None]
    for row in ticked:
        row.done_at, row.done_by = now, by
        session.add(row)
    if ticked:
        said = Message.of("Unterlage da: {words}", words="; ".join(row.words for row in ticked))
        remember(session, application, "checklist", said, now, by)


@recorded
def reopen(session: Session, application: Application, words: Sequence[str], *, now: datetime, by: str = "") -> None:
    """Take ticks away, by the items' words. InputError for one that isn't there."""
    hold(session, application)
    _keep(session, application)
    opened = [row for row in _named(session, application, words) if row.done_at is not None]
    for row in opened:
        row.done_at, row.done_by = None, ""
        session.add(row)
    if opened:
        said = Message.of("Unterlage wieder offen: {words}", words="; ".join(row.words for row in opened))
        remember(session, application, "checklist", said, now, by)


@recorded
def add_item(session: Session, application: Application, words: str, *, now: datetime, by: str = "") -> ChecklistItem:
    """Add an item of our own; UsageError when it is empty, endless, or there already."""
    hold(session, application)
    _keep(session, application)
    words = _item(words)
    if any(_key(one.words) == _key(words) for one in checklist_of(session, application)):
        raise UsageError("„{words}“ steht schon auf der Liste der Unterlagen.", words=words)
    row = ChecklistItem(application_id=known_id(application.id), words=words, own=True)
    session.add(row)
    session.flush()
    remember(session, application, "checklist", Message.of("Unterlage ergänzt: {words}", words=words), now, by)
    return row


@recorded
def edit_item(
    session: Session, application: Application, item_id: int, words: str, *, now: datetime, by: str = ""
) -> None:
    """Put other words in place of an own item's; errors as for `add_item`, InputError for no such item."""
    hold(session, application)
    row, words = _own(session, application, item_id), _item(words)
    if words == row.words:
        return
    said = Message.of("Unterlage berichtigt: {words}, vorher {before}", words=words, before=row.words)
    row.words = words
    session.add(row)
    remember(session, application, "checklist", said, now, by)


@recorded
def remove_item(session: Session, application: Application, item_id: int, *, now: datetime, by: str = "") -> None:
    """Take an own item away; InputError for no such item."""
    hold(session, application)
    row = _own(session, application, item_id)
    said = Message.of("Unterlage entfernt: {words}", words=row.words)
    session.delete(row)
    remember(session, application, "checklist", said, now, by)


def _keep(session: Session, application: Application) -> None:
    """Keep what the call asks for today, when the first tick or item is entered."""
    rows = _rows(session, application)
    if rows:
        return
    key = known_id(application.id)
    for one in checklist_of(session, application):
        session.add(ChecklistItem(application_id=key, words=one.words))
    session.flush()


def _named(session: Session, application: Application, words: Sequence[str]) -> list[ChecklistItem]:
    """The rows of these items; one the call asks for since is kept now."""
    there = {_key(one.words): one for one in checklist_of(session, application)}
    found = []
    for text in words:
        if (one := there.get(_key(text))) is None:
            raise InputError(
                "Auf der Liste der Unterlagen von Antrag {application} steht „{words}“ nicht; was dort steht, zeigt "
                "„akquise applications checklist {application}“.",
                application=application.id,
                words=text,
            )
        row = session.get(ChecklistItem, one.item_id) if one.item_id is not None else None
        if row is None:
            row = ChecklistItem(application_id=known_id(application.id), words=one.words)
            session.add(row)
            session.flush()
        found.append(row)
    return found


def _rows(session: Session, application: Application) -> Sequence[ChecklistItem]:
    statement = select(ChecklistItem).where(ChecklistItem.application_id == application.id)
    return session.exec(statement.order_by(col(ChecklistItem.id))).all()


def _own(session: Session, application: Application, item_id: int) -> ChecklistItem:
    row = session.get(ChecklistItem, item_id)
    if row is None or row.application_id != application.id or not row.own:
        raise no_such(Message.of("Unterlage"), item_id, application)
    return row


def _proposed(call: Opportunity) -> Sequence[object]:
    value = call.proposed.get(FACT, {}).get("value")
    return value if isinstance(value, list) else []


def _item(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise UsageError("Bitte sagen, welche Unterlage gebraucht wird.")
    if len(words) > LONGEST_ITEM:
        raise UsageError(
            "Die Unterlage ist mit {count} Zeichen zu lang; höchstens {most}.", count=len(words), most=LONGEST_ITEM
        )
    return words


def _key(words: str) -> str:
    return " ".join(words.casefold().split())
