"""The words for what there is to do, the same on the first screen and in the digest's mail. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tui.formatting.chance import short_chance
from tui.formatting.format import day, one_line
from tui.formatting.i18n import _, counted
from tui.formatting.row_markers import NEW

if TYPE_CHECKING:
    from grants_db.dashboard.worklist import CallToday

#: what counts as soon
SOON = timedelta(days=14)


def late_and_soon(days: Iterable[date], today: date) -> tuple[int, int]:
    """How many of these days are past, and how many come soon.

    >>> late_and_soon([date(2026, 11, 1), date(2026, 11, 24), date(2026, 12, 24)], date(2026, 11, 24))
    (1, 1)
    """
    known = list(days)
    return sum(one < today for one in known), sum(today <= one <= today + SOON for one in known)


def overdue(count: int) -> str:
    """Dates that are past."""
    return "!! " + counted("Termin überfällig", "Termine überfällig", count)


def due_soon(count: int) -> str:
    """Dates that come soon."""
    return counted("Termin in den nächsten zwei Wochen", "Termine in den nächsten zwei Wochen", count)


def new_and_fitting(count: int) -> str:
    """Calls to read that came or changed."""
    return counted("Förderangebot neu und passend", "Förderangebote neu und passend", count)


def with_facts_to_check(count: int) -> str:
    """Calls to read of which the text leaves something open."""
    return counted("Förderangebot mit Angaben zu prüfen", "Förderangebote mit Angaben zu prüfen", count)


def to_read_first(count: int) -> str:
    """Calls to read, before the names of the first."""
    return counted("Förderangebot zu lesen, zuerst:", "Förderangebote zu lesen, zuerst:", count)


def call_to_read(call: "CallToday") -> str:
    """A call in one line: new or not, its title, its chance, for how many measures."""
    new = f"{NEW} " if call.is_new else ""
    odds = f"{short_chance(call.chance)} · " if call.chance is not None else ""
    measures = counted("{n} Maßnahme", "{n} Maßnahmen", call.measures)
    return f"{new}{one_line(call.title)} · {odds}{measures}"


def last_day(call: "CallToday") -> str:
    """Until when one may apply."""
    return day(call.due) if call.due else _("ohne Tag")
