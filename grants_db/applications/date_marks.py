"""Which dates stand in the agenda: each once, and of those worked out those that nobody has done or put off.

Internal dates follow from a call's cut-off, those of funds from a plan, so what was done about them is kept beside.
A mark holds for the date it was set on, also when the cut-off moves a little; the same step of the call's next round
is another date.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from grants_db.errors import InputError
from grants_db.models.application import DateMark
from grants_db.vocabulary import AgendaKind

if TYPE_CHECKING:
    from grants_db.applications.agenda import AgendaEntry

#: dates that follow from others and stand in no row of their own
WORKED_OUT = (AgendaKind.INTERNAL, AgendaKind.FUNDS)
#: how far a date may move and still be the one that was marked
MOVES_BY = timedelta(days=30)


def mark_date(
    session: Session,
    uid: str,
    of_day: date,
    *,
    now: datetime,
    done_on: date | None = None,
    put_off_to: date | None = None,
    note: str = "",
    by: str = "",
) -> DateMark:
    """Keep that an internal date is done, or is to stand on another day from now on."""
    mark = DateMark(uid=uid, of_day=of_day, done_on=done_on, put_off_to=put_off_to, note=note.strip(), by=by, at=now)
    session.add(mark)
    session.flush()
    return mark


def take_back_mark(session: Session, mark_id: int, *, now: datetime) -> None:
    """Take a mark back; the one before it counts again, or the date as it is worked out.

    Raises:
        InputError: there is none, or it is taken back already.
    """
    mark = session.get(DateMark, mark_id)
    if mark is None or mark.undone_at is not None:
        raise InputError("Das ist schon zurückgenommen.")
    mark.undone_at = now
    session.add(mark)
    session.flush()


def standing_marks(session: Session) -> dict[str, DateMark]:
    """The mark that counts, by the uid of its date."""
    statement = select(DateMark).where(col(DateMark.undone_at).is_(None)).order_by(col(DateMark.id))
    return {mark.uid: mark for mark in session.exec(statement)}


def as_marked(entries: "Iterable[AgendaEntry]", marks: dict[str, DateMark], today: date) -> "list[AgendaEntry]":
    """The dates without those that are done; those that are put off on their new day."""
    kept = []
    for entry in entries:
        mark = marks.get(entry.uid) if entry.what in WORKED_OUT else None
        if mark is None or entry.due is None or abs(entry.due - mark.of_day) > MOVES_BY:
            kept.append(entry)
        elif mark.done_on is None and mark.put_off_to is not None:
            kept.append(replace(entry, due=mark.put_off_to, days_left=(mark.put_off_to - today).days))
    return kept


def each_once(entries: "Sequence[AgendaEntry]") -> "list[AgendaEntry]":
    """One entry for each date: where two rules lead to the same day, the first stays and names both."""
    kept: dict[tuple[object, ...], AgendaEntry] = {}
    for entry in entries:
        key = (entry.measure.id, entry.application_id, entry.opportunity.id, entry.what, str(entry.title), entry.due)
        if entry.due is None or entry.what is AgendaKind.TASK:
            kept[entry.uid,] = entry
        elif key not in kept:
            kept[key] = entry
        elif entry.rule != kept[key].rule:
            first = kept[key]
            kept[key] = replace(
                first,
                rule=f"{first.rule}, {entry.rule}",
                source=f"{first.source}; {entry.source}",
                leads=first.leads or entry.leads,
            )
    return list(kept.values())
