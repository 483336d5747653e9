"""A bar chart as SVG, written by hand: it needs no library, loads nothing, and says in words what it shows."""

from decimal import Decimal

from tui.formatting.format import number, shortened, whole_euros
from tui.formatting.i18n import _
from tui.papers.outline import ColumnKind, PaperChart

WIDTH, LABELS, VALUES, BAR, GAP, TOP = 720, 210, 96, 13, 9, 26
#: dark, light, white and in between, framed: told apart in grey, too
FILLS = (("#1b5e8c", "#1b5e8c"), ("#f2c46d", "#7a5200"), ("#ffffff", "#16202a"), ("#8a9a5b", "#3f4a1e"))
#: what stands for one name of the legend at most
LEGEND = 160


def bars_as_svg(chart: PaperChart, name: str) -> dict[str, object]:
    """What the page's template draws: size, legend, and each bar with its label; `name` makes its ids unique."""
    series = [chart.values(at) for at in chart.series]
    known = [chart.known(at) for at in chart.series]
    largest = max((value for values in series for value in values), default=Decimal(0)) or Decimal(1)
    room = WIDTH - LABELS - VALUES
    bars, y = [], TOP
    for place, label in enumerate(chart.labels):
        first = y
        for which, values in enumerate(series):
            length = round(float(max(values[place], Decimal(0)) / largest) * room, 1)
            said = _("unbekannt")
            if known[which][place]:
                said = whole_euros(values[place]) if chart.kind is ColumnKind.MONEY else number(int(values[place]))
            fill, edge = FILLS[which % len(FILLS)]
            bars.append({"y": y, "length": length, "fill": fill, "edge": edge, "said": said, "label": ""})
            y += BAR + 2
        bars[-len(series)]["label"] = shortened(label, 34)
        bars[-len(series)]["label_y"] = first + (y - first) / 2 + 2
        y += GAP
    step = min(LEGEND, (WIDTH - LABELS) // len(series))
    legend = [
        {
            "name": chart.table.columns[at].heading,
            "fill": FILLS[which][0],
            "edge": FILLS[which][1],
            "x": LABELS + which * step,
        }
        for which, at in enumerate(chart.series)
    ]
    return {
        "name": name,
        "title": chart.title,
        "spoken": chart.spoken,
        "width": WIDTH,
        "height": y,
        "left": LABELS,
        "thick": BAR,
        "bars": bars,
        "legend": legend if len(legend) > 1 else [],
    }
