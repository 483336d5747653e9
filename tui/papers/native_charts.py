"""Charts as spreadsheet and word processor draw them themselves: vectors that their readers can edit and look up."""

from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import xlsxwriter

from tui.formatting.i18n import _
from tui.papers.outline import ColumnKind, PaperChart, PaperTimeline

#: dark, light, white and in between, framed: told apart in grey, too
FILLS = (("#1B5E8C", "#1B5E8C"), ("#F2C46D", "#7A5200"), ("#FFFFFF", "#16202A"), ("#8A9A5B", "#3F4A1E"))
SHEET = "Daten"
FONT = {"name": "Arial", "size": 9}
#: said in full: what is left out some word processors take for a yes
ONLY_VALUES = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
#: how high one bar stands, and what is around them, in pixels
BAR_HEIGHT, AROUND = 17, 96
WIDTH = 620


@dataclass(frozen=True)
class EmbeddedChart:
    """A chart for a Word file: its drawing, and the workbook its values stand in."""

    drawing: bytes
    workbook: bytes


def native_chart(book: Any, chart: PaperChart, sheet: str, first_row: int, columns: list[int]) -> Any:
    """A chart of a workbook; its values stand on `sheet` from `first_row` on, each series in one of `columns`."""
    count = len(chart.labels)
    last = first_row + count - 1
    if isinstance(chart, PaperTimeline):
        return _native_timeline(book, chart, sheet, (first_row, last), columns)
    drawn = book.add_chart({"type": "bar"})
    money = chart.kind is ColumnKind.MONEY
    for at, column in zip(chart.series, columns, strict=True):
        fill, edge = FILLS[chart.series.index(at) % len(FILLS)]
        drawn.add_series(
            {
                "name": chart.table.columns[at].heading,
                "categories": [sheet, first_row, 0, last, 0],
                "values": [sheet, first_row, column, last, column],
                "fill": {"color": fill},
                "border": {"color": edge},
                "gap": 60,
                "data_labels": {"value": True, "num_format": "#,##0 €" if money else "#,##0", "font": FONT}
                | _said_unknown(chart.known(at)),
            }
        )
    drawn.set_title({"name": chart.title, "name_font": FONT | {"size": 11, "bold": True}})
    drawn.set_y_axis({"reverse": True, "major_tick_mark": "none", "num_font": FONT})
    drawn.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    drawn.set_legend({"position": "bottom", "font": FONT} if len(chart.series) > 1 else {"none": True})
    drawn.set_size({"width": WIDTH, "height": height_of(chart)})
    return drawn


def _native_timeline(book: Any, chart: PaperTimeline, sheet: str, rows: tuple[int, int], columns: list[int]) -> Any:
    """Periods as bars that begin at their first day: a bar nobody sees, and on it one of so many days."""
    drawn = book.add_chart({"type": "bar", "subtype": "stacked"})
    unseen: dict[str, Any] = {"fill": {"none": True}, "border": {"none": True}}
    seen: dict[str, Any] = {"fill": {"color": FILLS[1][0]}, "border": {"color": FILLS[1][1]}}
    for at, column, look in zip(chart.series, columns, (unseen, seen), strict=True):
        place: dict[str, Any] = {
            "name": chart.table.columns[at].heading,
            "categories": [sheet, rows[0], 0, rows[1], 0],
            "values": [sheet, rows[0], column, rows[1], column],
        }
        drawn.add_series({**place, **look, "gap": 60})
    first, last = chart.window
    years = last.year - first.year + 1
    drawn.set_title({"name": chart.title, "name_font": FONT | {"size": 11, "bold": True}})
    drawn.set_y_axis({"reverse": True, "major_tick_mark": "none", "num_font": FONT})
    drawn.set_x_axis(
        {
            "min": serial_day(first),
            "max": serial_day(last) + 1,
            "major_unit": 365.25 * max(1, years // 6),
            "num_format": "yyyy",
            "num_font": FONT,
        }
    )
    drawn.set_legend({"none": True})
    drawn.set_size({"width": WIDTH, "height": height_of(chart)})
    return drawn


def serial_day(on: date) -> int:
    """A day as spreadsheets count it.

    >>> serial_day(date(2026, 1, 1))
    46023
    """
    return (on - date(1899, 12, 30)).days


def _said_unknown(known: list[bool]) -> dict[str, Any]:
    """A label of its own for each bar whose value nobody knows; the others say theirs."""
    if all(known):
        return {}
    return {"custom": [None if each else {"value": _("unbekannt"), "font": FONT} for each in known]}


def height_of(chart: PaperChart) -> int:
    """How high a chart is in pixels: as its bars need."""
    return AROUND + len(chart.labels) * (len(chart.series) * BAR_HEIGHT + 10)


def embedded(chart: PaperChart, created: datetime) -> EmbeddedChart:
    """The chart for a Word file, with its values in a workbook of its own."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": created})
        page = book.add_worksheet(SHEET)
        page.write_row(0, 1, [chart.table.columns[at].heading for at in chart.series])
        for row, label in enumerate(chart.labels, start=1):
            page.write_string(row, 0, label)
        for column, at in enumerate(chart.series, start=1):
            page.write_column(1, column, _numbers(chart, at))
        drawn = native_chart(book, chart, SHEET, 1, list(range(1, len(chart.series) + 1)))
        page.insert_chart(0, len(chart.series) + 2, drawn)
    with ZipFile(file) as archive:
        drawing = archive.read("xl/charts/chart1.xml").decode()
    drawing = drawing.replace('<c:showVal val="1"/>', ONLY_VALUES)
    link = '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'
    before = "<c:printSettings>" if "<c:printSettings>" in drawing else "</c:chartSpace>"
    return EmbeddedChart(drawing.replace(before, link + before, 1).encode(), file.getvalue())


def _numbers(chart: PaperChart, at: int) -> list[float]:
    """The values of a series; days as spreadsheets count them."""
    if isinstance(chart, PaperTimeline) and at == chart.series[0]:
        return [float(serial_day(on)) for on, _days in chart.periods]
    return [float(value) for value in chart.values(at)]


def midnight(paper_day: date) -> datetime:
    """The instant that a file of a day says it was made at: nobody's clock."""
    return datetime.combine(paper_day, time())
