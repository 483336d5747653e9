"""Asks when what is put off is to wait again: in some weeks, before its deadline, before a meeting, on a day."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from grants_db.errors import AkquiseError
from grants_db.typed_days import read_day_ahead
from tui.formatting.format import day
from tui.formatting.i18n import _
from tui.screens.base.page import PageScreen
from tui.screens.base.when import When, WhenOption, WhenScreen

if TYPE_CHECKING:
    from grants_db.models.opportunity import Opportunity
    from grants_db.rules.planning import Meeting

WEEKS = 2
#: so long before a deadline, or a meeting, there is something left to do
BEFORE_DEADLINE, BEFORE_MEETING = timedelta(weeks=3), timedelta(weeks=1)
#: meetings that are offered
MOST_MEETINGS = 2


def ask_when(
    page: PageScreen[Any], what: str, call: "Opportunity | None", put_off: Callable[[date | None], object]
) -> None:
    """Ask over the page; `put_off` is given the day, None for none; nothing where it is closed."""
    options = later_options(page.context.today, _deadline(call, page.context.today), _meetings(page))

    def answered(when: When | None) -> None:
        if when is not None:
            put_off(when.day)

    page.app.push_screen(WhenScreen(_("Bis wann zurückstellen?"), what, options, note=False), answered)


def later_options(today: date, deadline: date | None, meetings: "Sequence[Meeting]") -> list[WhenOption]:
    """What can be answered: a day of each kind there is, a day that is typed, no day."""
    read = partial(read_day_ahead, today=today)
    return [
        *(WhenOption(f"{name}: {day(found)}", found, read) for name, found in _days(today, deadline, meetings)),
        WhenOption(_("an einem anderen Tag"), None, read, needs_day=True),
        WhenOption(_("ohne Tag: der Treffer bleibt zurückgestellt")),
    ]


def _days(today: date, deadline: date | None, meetings: "Sequence[Meeting]") -> Iterator[tuple[str, date]]:
    yield _("in {n} Wochen").format(n=WEEKS), today + timedelta(weeks=WEEKS)
    if deadline is not None and deadline - BEFORE_DEADLINE > today:
        yield _("drei Wochen vor der Frist ({day})").format(day=day(deadline)), deadline - BEFORE_DEADLINE
    ahead = sorted((one for one in meetings if one.day > today + timedelta(days=1)), key=lambda one: one.day)
    for meeting in ahead[:MOST_MEETINGS]:
        before = meeting.day - BEFORE_MEETING
        name = _("vor der Sitzung {body} ({day})").format(body=meeting.body, day=day(meeting.day))
        yield name, before if before > today else meeting.day - timedelta(days=1)


def _deadline(call: "Opportunity | None", today: date) -> date | None:
    from grants_db.opportunities.store import deadline_of
    from grants_db.rules.deadline import next_date

    return next_date(deadline_of(call), today) if call is not None else None


def _meetings(page: PageScreen[Any]) -> "Sequence[Meeting]":
    """The city's meetings; a calendar file that can't be read is said elsewhere, and keeps nobody from deciding."""
    from tui.jobs.agenda_inputs import meetings_of

    try:
        return meetings_of(page.context.settings)
    except AkquiseError:
        return ()
