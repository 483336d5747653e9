"""Financing plans as stacked bars, a bar for each year: who pays what of its costs. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from grants_db.vocabulary import PlanKind
from tui.formatting.format import UNKNOWN, money, one_line, shortened, whole_euros
from tui.formatting.i18n import N_, _
from tui.text.pictures.blocks import Picture, money_columns, name_cells, stacked_bar
from tui.widgets.row_table import Column, Row

if TYPE_CHECKING:
    from grants_db.financing_plan.by_year import YearMoney
    from grants_db.reports.pictures.plan_bars import PlanBars

#: the parts of a bar: what they are called, their sign, the kinds of lines that count there
PARTS: tuple[tuple[str, str, tuple[PlanKind, ...]], ...] = (
    (N_("Eigenmittel"), "█", (PlanKind.OWN,)),
    (N_("diese Zuwendung"), "▓", (PlanKind.GRANT,)),
    (N_("andere Zuwendung"), "▒", (PlanKind.OTHER_GRANT,)),
    (N_("Dritte"), "═", (PlanKind.THIRD_PARTY, PlanKind.DONATION, PlanKind.REVENUE, PlanKind.IN_KIND)),
    (N_("offen"), "░", ()),
)
EUROS = 14


def plans_picture(found: "Sequence[PlanBars]", width: int) -> Picture:
    """A group for each plan, a bar for each of its years; the longest bar is the dearest year."""
    dearest = max((year.cost for one in found for year in one.years), default=Decimal(0))
    room = max(8, width - 8 - EUROS - 2)
    lines, rows = [], []
    for one in found:
        name = f"{one.application} {one_line(one.title)}"
        lines.append(shortened(name, width))
        for year in one.years:
            sums, when = parts_of(year), str(year.year or _("ohne Jahr"))
            cells = max(1, round(year.cost / dearest * room)) if year.cost else 0
            bar = stacked_bar([(amount, sign) for amount, (_n, sign, _k) in zip(sums, PARTS, strict=True)], cells)
            sure = "" if year.expected is not None else " ?"
            lines.append(f"  {name_cells(when, 5)} {bar.ljust(room)} {whole_euros(year.cost) + sure:>{EUROS}}")
            rows.append(_row(f"{one.application}-{when}", name, when, [year.cost, *sums]))
    names = [N_("Kosten"), *(name for name, _sign, _kinds in PARTS)]
    columns = (Column(N_("Antrag")), Column(N_("Jahr"), width=5), *money_columns(names, narrow=10))
    legend = "  ".join([*(f"{sign} {_(name)}" for name, sign, _kinds in PARTS), _("? noch zu klären")])
    empty = (_("Noch ist kein Finanzierungsplan eingetragen."),)
    return Picture(_("Finanzierungspläne nach Jahren"), tuple(lines) or empty, legend, columns, tuple(rows))


def parts_of(year: "YearMoney") -> list[Decimal]:
    """What each part pays of a year's cost, as it comes, or as planned while that isn't certain; the rest is open.

    Where others pay more than it costs, the city pays nothing.
    """
    paid = year.planned if year.expected is None else year.expected
    sums = [sum((paid.get(kind, Decimal(0)) for kind in kinds), Decimal(0)) for _name, _sign, kinds in PARTS[:-1]]
    sums = [max(each, Decimal(0)) for each in sums]
    return [*sums, max(year.cost - sum(sums, Decimal(0)), Decimal(0))]


def _row(key: str, name: str, when: str, sums: Sequence[Decimal]) -> Row:
    short, exact = ([write(each) if each else UNKNOWN for each in sums] for write in (whole_euros, money))
    return Row(key, (name, when, *short, *exact))
