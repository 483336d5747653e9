"""Periods and dates on a line of time as SVG: each date a letter in a circle, told in words beside the picture."""

from datetime import date

from tui.formatting.format import day, shortened
from tui.formatting.i18n import _
from tui.papers.bars import LABELS, WIDTH
from tui.papers.outline import PaperMark, PaperTimeline

ROW, BAR, TOP, BELOW, EDGE = 22, 14, 18, 20, 10


def timeline_as_svg(chart: PaperTimeline, name: str) -> dict[str, object]:
    """What the page's template draws: ticks by year, a bar for each period, its dates, today."""
    first, last = chart.window
    room = WIDTH - LABELS - EDGE

    def place(on: date) -> float:
        return round(LABELS + (on - first).days / ((last - first).days + 1) * room, 1)

    periods = []
    for at, ((start, days), label, marks) in enumerate(zip(chart.periods, chart.labels, chart.marks, strict=True)):
        left = max(place(start), float(LABELS))
        end = min(place(date.fromordinal(start.toordinal() + days)), float(WIDTH - EDGE))
        periods.append(
            {
                "y": TOP + at * ROW + 4,
                "x": left,
                "length": round(max(end - left, 1), 1),
                "label": shortened(label, 34),
                "marks": [{"x": place(mark.on), "letter": mark.letter} for mark in marks if first <= mark.on <= last],
            }
        )
    bottom = TOP + len(periods) * ROW + 2
    years = range(first.year, last.year + 1)
    return {
        "name": name,
        "title": chart.title,
        "spoken": chart.spoken,
        "width": WIDTH,
        "height": bottom + BELOW,
        "left": LABELS,
        "thick": BAR,
        "top": TOP,
        "bottom": bottom,
        "ticks": [{"x": place(date(year, 1, 1)), "name": str(year)} for year in years],
        "periods": periods,
        "today": place(chart.today),
        "today_said": f"{_('heute')} {day(chart.today)}",
        "legend": legend_of([mark for marks in chart.marks for mark in marks]),
    }


def legend_of(marks: list[PaperMark]) -> str:
    """What the letters mean, those that are there; small letters are dates that are not certain."""
    known = dict(sorted({mark.letter.upper(): mark.what for mark in marks}.items()))
    parts = [f"{letter} {what}" for letter, what in known.items()]
    if any(mark.letter.islower() for mark in marks):
        parts.append(_("klein: nicht sicher"))
    return ", ".join(parts) or _("keine Termine")
