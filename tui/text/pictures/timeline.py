"""Periods, reports and cut-offs on a line of time, from weeks to years, with today marked. Pure.

A date is the first letter of what it is, small where it is not certain; the letters of one language all differ.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from grants_db.vocabulary import AgendaKind, Certainty, ObligationKind
from tui.formatting.format import day, one_line
from tui.formatting.i18n import N_, _
from tui.text.application import CERTAINTY_SIGNS, entry_name, remaining
from tui.text.pictures.blocks import Picture, name_cells
from tui.widgets.row_table import Column, Row

if TYPE_CHECKING:
    from grants_db.applications.agenda import AgendaEntry
    from grants_db.reports.pictures.timeline import TimelineRow

#: how many days the line shows: its name, and their number
SPANS = ((N_("13 Wochen"), 91), (N_("ein Jahr"), 366), (N_("drei Jahre"), 1096), (N_("sechs Jahre"), 2192))
FIRST_SPAN = 1
CUT_OFF, IN_HOUSE, BINDING = N_("Antragsfrist"), N_("Termin im Haus"), N_("Belege, Bindung")
INTERIM, FINAL, MONEY, REMEDY = (
    N_("Zwischennachweis"),
    N_("Verwendungsnachweis"),
    N_("Mittel verwenden oder anfordern"),
    N_("Rechtsbehelf"),
)
KINDS = (CUT_OFF, INTERIM, FINAL, MONEY, REMEDY, BINDING, IN_HOUSE)
_WHAT = {AgendaKind.CALL_DEADLINE: CUT_OFF, AgendaKind.FUNDS: MONEY}
_OF = {
    ObligationKind.INTERIM_REPORT: INTERIM,
    ObligationKind.FINAL_REPORT: FINAL,
    ObligationKind.SPEND_BY: MONEY,
    ObligationKind.PAYMENT_REQUEST: MONEY,
    ObligationKind.OBJECTION: REMEDY,
    ObligationKind.KEEP_RECEIPTS: BINDING,
    ObligationKind.PURPOSE_BINDING: BINDING,
}
PERIOD, TODAY, SEVERAL = "━", "│", "+"
SURE = (Certainty.CONFIRMED, Certainty.DERIVED)


@dataclass(frozen=True)
class TimeWindow:
    """The days that a line of so many cells shows."""

    start: date
    days: int
    cells: int

    def place(self, on: date) -> int | None:
        """The cell of a day; None where it lies outside."""
        at = (on - self.start).days * self.cells // self.days
        return at if 0 <= at < self.cells else None

    @property
    def end(self) -> date:
        """The last day it shows."""
        return self.start + timedelta(days=self.days - 1)


def window_of(today: date, span: int, moved: int, cells: int) -> TimeWindow:
    """A quarter of the line lies behind today; each move is half of it."""
    days = SPANS[span][1]
    return TimeWindow(today + timedelta(days=moved * days // 2 - days // 4), days, cells)


def kind_of(entry: "AgendaEntry") -> str:
    """Which of the kinds a date is, untranslated."""
    if entry.what in _WHAT:
        return _WHAT[entry.what]
    obligation = entry.title.values.get("obligation")
    return _OF.get(obligation, IN_HOUSE) if isinstance(obligation, ObligationKind) else IN_HOUSE


def letter_of(entry: "AgendaEntry") -> str:
    """The sign of a date: the first letter of its kind, small where it is only expected or to be checked."""
    letter = _(kind_of(entry))[0]
    return letter if entry.certainty in SURE else letter.lower()


def timeline_picture(found: "Sequence[TimelineRow]", today: date, span: int, moved: int, width: int) -> Picture:
    """A line for each way to money that has something in the window, under a scale."""
    names = max(16, min(44, width // 3))
    window = window_of(today, span, moved, max(8, width - names - 1))
    shown = [row for row in found if _is_in(row, window)]
    title = _("Zeitachse, {span}: {start} bis {end}").format(
        span=_(SPANS[span][0]), start=day(window.start), end=day(window.end)
    )
    head = [" " * (names + 1) + line for line in _scale(window, today)]
    lines = [*head, *(f"{name_cells(_name(row), names)} {_line(row, window, today)}" for row in shown)]
    if not shown:
        lines.append(_("In diesen Tagen liegt nichts."))
    parts = [f"{PERIOD * 2} {_('Bewilligungszeitraum')}", *(f"{_(kind)[0]} {_(kind)}" for kind in KINDS)]
    legend = "  ".join([*parts, f"{SEVERAL} {_('mehrere')}", _("klein: nicht sicher"), f"{TODAY} {_('heute')}"])
    columns = (
        Column(N_("Tag"), width=11),
        Column(N_("Noch"), width=16, from_width=104),
        Column(N_("Was"), share=2),
        Column(N_("Antrag"), width=11, right=True),
        Column(N_("Förderangebot"), share=2),
    )
    return Picture(title, tuple(lines), legend, columns, tuple(_rows(found, window)))


def _name(row: "TimelineRow") -> str:
    return f"{row.application or '–'} {one_line(row.title)}"


def _is_in(row: "TimelineRow", window: TimeWindow) -> bool:
    if row.start and row.end and row.start <= window.end and row.end >= window.start:
        return True
    return any(window.start <= entry.due <= window.end for entry in row.entries if entry.due)


def _line(row: "TimelineRow", window: TimeWindow, today: date) -> str:
    cells = [" "] * window.cells
    if row.start and row.end:
        for at in range(window.cells):
            first = window.start + timedelta(days=at * window.days // window.cells)
            last = window.start + timedelta(days=(at + 1) * window.days // window.cells - 1)
            if row.start <= max(first, last) and row.end >= first:
                cells[at] = PERIOD
    now = window.place(today)
    if now is not None:
        cells[now] = TODAY
    taken: set[int] = set()
    for entry in row.entries:
        at_day = window.place(entry.due) if entry.due else None
        if at_day is not None:
            letter = letter_of(entry)
            cells[at_day] = SEVERAL if at_day in taken and cells[at_day] != letter else letter
            taken.add(at_day)
    return "".join(cells).rstrip()


def _scale(window: TimeWindow, today: date) -> Iterator[str]:
    """The line of ticks with their names, and the one that marks today."""
    cells = [" "] * window.cells
    free = 0
    for tick, name in _ticks(window):
        at = window.place(tick)
        text = f"╷{name}"
        if at is not None and at >= free and at + len(text) <= window.cells:
            cells[at : at + len(text)] = text
            free = at + len(text) + 1
    yield "".join(cells).rstrip()
    now = window.place(today)
    if now is not None:
        word = f"▼ {_('heute')} {day(today)}"
        yield " " * now + word if now + len(word) <= window.cells else f"{_('heute')} {day(today)} ▼".rjust(now + 1)


def _ticks(window: TimeWindow) -> Iterator[tuple[date, str]]:
    """Weeks, months, quarters or years, by how long the window is."""
    if window.days <= SPANS[0][1]:
        monday = window.start + timedelta(days=-window.start.weekday() % 7)
        for week in range(0, window.days, 7):
            on = monday + timedelta(days=week)
            yield on, f"{on:%d.%m.}"
        return
    months = {SPANS[1][1]: 1, SPANS[2][1]: 6}.get(window.days, 12)
    for count in range(window.start.year * 12 + window.start.month - 1, window.end.year * 12 + window.end.month):
        if count % months == 0:
            year, month = divmod(count, 12)
            yield date(year, month + 1, 1), f"{month + 1:02}.{year % 100:02}" if months < 12 else str(year)


def _rows(found: "Sequence[TimelineRow]", window: TimeWindow) -> Iterator[Row]:
    """Every period and date of the window, by day."""
    lines = []
    for number, row in enumerate(found):
        head = (str(row.application or "–"), one_line(row.title))
        if row.start and row.end and row.start <= window.end and row.end >= window.start:
            what = _("Bewilligungszeitraum bis {day}").format(day=day(row.end))
            lines.append((row.start, f"period-{number}", "", f"{PERIOD * 2} {what}", head))
        for entry in row.entries:
            if entry.due and window.start <= entry.due <= window.end:
                what = f"{letter_of(entry)}  {entry_name(entry)} {CERTAINTY_SIGNS[entry.certainty]}"
                lines.append((entry.due, entry.uid, remaining(entry), what, head))
    for on, key, left, what, head in sorted(lines):
        yield Row(key, (day(on), left, what, *head))
