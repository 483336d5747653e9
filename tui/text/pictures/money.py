"""Money by action field and by year as bars: what is missing, asked for, awarded and paid. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from tui.formatting.format import UNKNOWN, money, whole_euros
from tui.formatting.i18n import N_, _
from tui.text.overview import sum_cell
from tui.text.pictures.blocks import ASKED, AWARDED, MISSING, PAID, Picture, bar_of, money_columns, name_cells, widest
from tui.widgets.row_table import Column, Row

if TYPE_CHECKING:
    from grants_db.dashboard.overview import Total
    from grants_db.reports.pictures.money_by_year import MoneyByYear, MoneyCell

#: what is drawn of each year, and its sign
HAPPENED = (
    ("requested", N_("beantragt"), ASKED),
    ("awarded", N_("bewilligt"), AWARDED),
    ("paid", N_("ausgezahlt"), PAID),
)
EUROS = 14


def by_field(found: "MoneyByYear", year: int | None, width: int) -> Picture:
    """Four bars for each field, of one year or of all; what is missing is as of today."""
    groups = []
    for field in found.fields:
        cell = found.of(field.number, year)
        missing = MoneyBar(_("fehlt heute"), field.gap, MISSING, whole_euros(field.gap) if field.gap else UNKNOWN)
        groups.append((f"{field.number} {_(field.title)}", [missing, *_bars(cell)]))
    title = _("Geld je Handlungsfeld, {year}").format(year=year or _("alle Jahre"))
    return Picture(title, _drawn(groups, width), _legend(missing=True), *_table(found))


def by_year(found: "MoneyByYear", field: int | None, width: int) -> Picture:
    """Three bars for each year, of one field or of all."""
    groups = [(str(year), _bars(found.of(field, year))) for year in found.years]
    named = next(
        (f"{one.number} {_(one.title)}" for one in found.fields if one.number == field), _("alle Handlungsfelder")
    )
    title = _("Geld je Jahr, {field}").format(field=named)
    return Picture(title, _drawn(groups, width), _legend(missing=False), *_table(found))


@dataclass(frozen=True)
class MoneyBar:
    """A bar: what it is, its sum, what it is drawn with, and the sum as it stands behind it."""

    name: str
    amount: Decimal
    sign: str
    said: str


def _bars(cell: "MoneyCell") -> list[MoneyBar]:
    return [
        MoneyBar(_(name), total.known, sign, euros(total))
        for (_key, name, sign), total in zip(HAPPENED, (cell.requested, cell.awarded, cell.paid), strict=True)
    ]


def euros(found: "Total") -> str:
    """A sum in whole euros: none at all, an unknown one, one of which a part is unknown."""
    if not found.count:
        return UNKNOWN
    if found.unknown == found.count:
        return "?"
    return whole_euros(found.known) + (" +?" if found.unknown else "")


def _drawn(groups: "Sequence[tuple[str, Sequence[MoneyBar]]]", width: int) -> tuple[str, ...]:
    if not groups:
        return (_("Noch ist nichts beantragt, bewilligt oder ausgezahlt."),)
    names = widest([bar.name for _head, bars in groups for bar in bars])
    largest = max((bar.amount for _head, bars in groups for bar in bars), default=Decimal(0))
    room = max(8, width - names - EUROS - 4)
    lines = []
    for head, bars in groups:
        if all(bar.said == UNKNOWN for bar in bars):
            lines.append(_("{group}: nichts").format(group=head))
            continue
        lines.append(head)
        for bar in bars:
            drawn = bar_of(bar.amount, largest, bar.sign, room)
            lines.append(f"  {name_cells(bar.name, names)} {drawn} {bar.said:>{EUROS}}")
    return tuple(lines)


def _legend(*, missing: bool) -> str:
    signs = [(MISSING, _("fehlt heute"))] * missing + [(sign, _(name)) for _key, name, sign in HAPPENED]
    return "  ".join([*(f"{sign} {name}" for sign, name in signs), _("? Summe unbekannt")])


def _table(found: "MoneyByYear") -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Every field and year, the fields' sums first; what is missing stands with the sum."""
    sums = (N_("fehlt heute"), *(name for _key, name, _sign in HAPPENED))
    columns = (Column(N_("Handlungsfeld")), Column(N_("Jahr"), width=5), *money_columns(sums))
    rows = []
    for field in found.fields:
        name = f"{field.number} {_(field.title)}"
        rows.append(_row(f"{field.number}", name, _("alle"), field.gap, found.of(field.number)))
        rows += [
            _row(f"{field.number}-{year}", name, str(year), None, found.of(field.number, year))
            for year in found.years
            if (field.number, year) in found.cells
        ]
    total = sum((field.gap for field in found.fields), Decimal(0))
    rows.append(_row("sum", _("Summe"), _("alle"), total, found.of()))
    rows += [_row(f"sum-{year}", _("Summe"), str(year), None, found.of(None, year)) for year in found.years]
    return columns, tuple(rows)


def _row(key: str, name: str, year: str, missing: Decimal | None, cell: "MoneyCell") -> Row:
    """The sums in whole euros where there is little room, else to the cent; a row of all years is bold."""
    totals = (cell.requested, cell.awarded, cell.paid)
    short = ("" if missing is None else whole_euros(missing), *map(euros, totals))
    exact = ("" if missing is None else money(missing), *map(sum_cell, totals))
    return Row(key, (name, year, *short, *exact), bold=missing is not None)
