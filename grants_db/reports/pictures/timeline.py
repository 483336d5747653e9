"""Periods, reports and cut-offs beside each other: a row for each application, and each accepted call without one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from grants_db.applications.agenda import AgendaEntry
from grants_db.models.application import Award


@dataclass(frozen=True)
class TimelineRow:
    """One way to money.

    Attributes:
        application: its number; None while nobody has begun one.
        title: of its call.
        start: of the newest award's period; None without one.
        end: of that period.
        entries: its dates that have a day, by day; each once, also where it is for several measures.
    """

    application: int | None
    title: str
    start: date | None
    end: date | None
    entries: tuple[AgendaEntry, ...]

    @property
    def first(self) -> date:
        """Where it begins."""
        days = [*([self.start] if self.start else []), *(entry.due for entry in self.entries if entry.due)]
        return min(days, default=date.max)


def timeline(session: Session, entries: Sequence[AgendaEntry]) -> list[TimelineRow]:
    """The rows that have a day, by where they begin."""
    periods = {
        award.application_id: (award.period_start, award.period_end)
        for award in session.exec(select(Award).order_by(col(Award.number)))
    }
    ways: dict[tuple[int | None, int], list[AgendaEntry]] = defaultdict(list)
    for entry in entries:
        key = (entry.application_id, entry.opportunity.id if entry.application_id is None else 0)
        ways[key].append(entry)
    rows = []
    for (application, _call), found in ways.items():
        once = {(str(entry.title), entry.due, entry.rule): entry for entry in found if entry.due and entry.leads}
        start, end = periods.get(application or 0, (None, None))
        dated = tuple(sorted(once.values(), key=lambda entry: (entry.due or date.max, entry.uid)))
        if dated or start:
            rows.append(TimelineRow(application, found[0].opportunity.title, start, end, dated))
    return sorted(rows, key=lambda row: (row.first, row.application or 0, row.title))
