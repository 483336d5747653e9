"""Who pays for each measure, as stacked bars. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from tui.formatting.format import UNKNOWN, money, one_line, whole_euros
from tui.formatting.i18n import N_, _, counted
from tui.text.pictures.blocks import ASKED, MISSING, OTHERS, OWN, Picture, money_columns, name_cells, stacked_bar
from tui.widgets.row_table import Column, Row

if TYPE_CHECKING:
    from grants_db.reports.pictures.cover import Cover

PARTS = (
    ("own", N_("Eigenmittel"), OWN),
    ("others", N_("andere gesichert"), OTHERS),
    ("planned", N_("beantragt"), ASKED),
    ("missing", N_("fehlt"), MISSING),
)
EUROS = 14


def cover_picture(found: "Sequence[Cover]", unknown: int, width: int) -> Picture:
    """A bar for each measure, all of one length: each part is its share of the cost, which stands behind."""
    names = max(16, min(44, width // 3))
    room = max(8, width - names - EUROS - 2)
    lines = []
    for one in found:
        bar = stacked_bar([(getattr(one, key), sign) for key, _name, sign in PARTS], room)
        name = name_cells(f"{one.number} {one_line(one.title)}", names)
        lines.append(f"{name} {bar} {whole_euros(one.cost):>{EUROS}}")
    legend = "  ".join(f"{sign} {_(name)}" for _key, name, sign in PARTS)
    if unknown:
        legend += "  ·  " + counted("{n} Maßnahme ohne Kosten", "{n} Maßnahmen ohne Kosten", unknown)
    sums = (("cost", N_("Kosten")), *((key, name) for key, name, _sign in PARTS))
    columns = (Column(N_("Maßnahme")), *money_columns([name for _key, name in sums], narrow=11))
    rows = [
        _row(one.number, f"{one.number} {one_line(one.title)}", [getattr(one, key) for key, _name in sums])
        for one in found
    ]
    total = [sum((getattr(one, key) for one in found), Decimal(0)) for key, _name in sums]
    rows.append(_row("sum", _("Summe"), total, bold=True))
    empty = (_("Von keiner Maßnahme sind die Kosten bekannt."),)
    return Picture(_("Finanzierung der Maßnahmen"), tuple(lines) or empty, legend, columns, tuple(rows))


def _row(key: str, name: str, sums: Sequence[Decimal], *, bold: bool = False) -> Row:
    short, exact = ([write(each) if each else UNKNOWN for each in sums] for write in (whole_euros, money))
    return Row(key, (name, *short, *exact), bold=bold)
