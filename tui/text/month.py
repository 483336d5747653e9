"""A month as a sheet: a sign for each date, in a wide window its name. Pure."""

import calendar
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from grants_db.rules.deadline import GERMAN_MONTHS
from tui.formatting.format import shortened
from tui.formatting.i18n import _, language
from tui.formatting.rich_blocks import stacked
from tui.text.application import CERTAINTY_SIGNS, entry_name

if TYPE_CHECKING:
    from grants_db.applications.agenda import AgendaEntry

WEEKDAYS = {"de": "Mo Di Mi Do Fr Sa So".split(), "en": "Mo Tu We Th Fr Sa Su".split()}
MONTHS = {
    "de": GERMAN_MONTHS,
    "en": list(calendar.month_name)[1:],
}
#: signs of one day that fit into its cell of the month
MOST_SIGNS = 4
#: a sheet at least this wide names what is due
NAMES_FROM = 112
#: dates that one day names
MOST_NAMES = 3
DAYS = 7

ByDay = Mapping[date, "Sequence[AgendaEntry]"]


def month_title(month: date) -> str:
    """A month by its name: November 2026."""
    return f"{MONTHS[language()][month.month - 1]} {month.year}"


def month_panel(
    entries: "Sequence[AgendaEntry]", month: date, today: date, legend: str, width: int = 0
) -> RenderableType:
    """The sheet and what its signs mean; `width` says whether days may name what is due."""
    by_day: dict[date, list[AgendaEntry]] = defaultdict(list)
    for entry in entries:
        if entry.due is not None and (entry.due.year, entry.due.month) == (month.year, month.month):
            by_day[entry.due].append(entry)
    names = width >= NAMES_FROM
    sheet = Table.grid(padding=(0, 1), expand=True)
    for _weekday in range(DAYS):
        sheet.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    sheet.add_row(*(Text(f" {name}", style="bold") for name in WEEKDAYS[language()]))
    for week in calendar.Calendar().monthdatescalendar(month.year, month.month):
        cells = [_day(one, by_day, month, today, room=width // DAYS - 2 if names else 0) for one in week]
        sheet.add_row(*cells)
    parts: list[RenderableType] = [sheet, Text(f"{legend}  [ ] {_('heute')}")]
    if not by_day:
        parts.append(Text(_("In diesem Monat steht nichts an.")))
    return stacked(*parts)


def _day(one: date, by_day: ByDay, month: date, today: date, *, room: int) -> Text:
    """One day's cell; with `room` it names what is due, a line each."""
    if one.month != month.month:
        return Text("")
    entries = by_day.get(one, ())
    number = f"[{one.day:>2}]" if one == today else f" {one.day:>2} "
    if not room:
        signs = "".join(CERTAINTY_SIGNS[entry.certainty] for entry in entries)
        shown = signs if len(signs) <= MOST_SIGNS else f"{signs[: MOST_SIGNS - 1]}+"
        return Text(f"{number}{shown}", style="bold" if entries else "")
    cell = Text(number, style="bold" if entries else "")
    named = entries if len(entries) <= MOST_NAMES else entries[: MOST_NAMES - 1]
    for entry in named:
        text = f"{CERTAINTY_SIGNS[entry.certainty]} {entry.measure.number} {entry_name(entry)}"
        cell.append("\n" + shortened(text, room), style="not bold")
    if more := len(entries) - len(named):
        cell.append("\n" + shortened(_("und {n} weitere").format(n=more), room), style="not bold")
    cell.append("\n")
    return cell
