"""The measures as a tree field → goal → measure: what is shown, what is folded, sums and bars. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from tui.formatting.format import money, number, one_line
from tui.formatting.i18n import _, counted
from tui.formatting.row_markers import is_own, signs
from tui.widgets.row_table import Row
from tui.widgets.table_rows import Value

if TYPE_CHECKING:
    from grants_db.dashboard.details import MeasureRow

#: up to so many measures everything is unfolded at first
FEW = 40
OPEN, SHUT = "−", "+"
SECURED, MISSING = "━", "╌"
BAR = 10


@dataclass(frozen=True)
class Sums:
    """Several measures taken together; sums in EUR are of those whose cost is known, `unknown` counts the others."""

    measures: int
    unfunded: int
    unknown: int
    cost: Decimal
    secured: Decimal
    gap: Decimal
    proposed: int
    waiting: int
    accepted: int


@dataclass(frozen=True)
class Branch:
    """A field, or a goal of it, with the measures below it; `goals` of a field, none of a goal."""

    key: str
    title: str
    rows: "Sequence[MeasureRow]"
    sums: Sums
    own: bool
    goals: "Sequence[Branch]" = ()
    loose: "Sequence[MeasureRow]" = ()  # of a field: measures without a goal


def unit_of(row: "MeasureRow") -> str:
    """The name of the unit that answers for the measure, or an empty text."""
    return row.measure.unit.name if row.measure.unit else ""


def is_ours(row: "MeasureRow", own_unit: str) -> bool:
    """Does the own unit answer for the measure, alone or with others?"""
    return any(is_own(unit.name, own_unit) for unit in row.measure.units)


def total(rows: "Sequence[MeasureRow]") -> Sums:
    """Several measures taken together."""
    known = [row for row in rows if row.cost is not None]
    cost = sum((row.cost for row in known if row.cost is not None), Decimal(0))
    gap = sum((row.gap for row in known if row.gap is not None), Decimal(0))
    return Sums(
        measures=len(rows),
        unfunded=sum(row.unfunded for row in rows),
        unknown=len(rows) - len(known),
        cost=cost,
        secured=sum((row.secured or Decimal(0) for row in known), Decimal(0)),
        gap=gap,
        proposed=sum(row.matches for row in rows),
        waiting=sum(row.waiting for row in rows),
        accepted=sum(row.accepted for row in rows),
    )


def grown(rows: "Sequence[MeasureRow]", own_unit: str) -> list[Branch]:
    """The tree of these measures; fields, goals and measures of a unit's own come first."""
    fields: dict[int, list[MeasureRow]] = {}
    for row in rows:
        fields.setdefault(row.measure.action_field_number, []).append(row)
    return _own_branches_first([_field(number, of_field, own_unit) for number, of_field in sorted(fields.items())])


def _field(number: int, rows: "list[MeasureRow]", own_unit: str) -> Branch:
    goals: dict[int | None, list[MeasureRow]] = {}
    for row in rows:
        goals.setdefault(row.measure.goal_id, []).append(row)
    loose = _own_first(goals.pop(None, []), own_unit)
    branches = [
        _branch(f"goal:{goal}", of_goal[0].measure.goal.title if of_goal[0].measure.goal else "", of_goal, own_unit)
        for goal, of_goal in goals.items()
    ]
    title = f"{number} {_(rows[0].measure.action_field.short_title)}"
    whole = _branch(f"field:{number}", title, rows, own_unit)
    return Branch(whole.key, title, whole.rows, whole.sums, whole.own, _own_branches_first(branches), loose)


def _own_branches_first(branches: list[Branch]) -> list[Branch]:
    return sorted(branches, key=lambda one: not one.own)


def _branch(key: str, title: str, rows: "list[MeasureRow]", own_unit: str) -> Branch:
    ordered = _own_first(rows, own_unit)
    return Branch(key, title, ordered, total(ordered), is_ours(ordered[0], own_unit))


def _own_first(rows: "list[MeasureRow]", own_unit: str) -> "list[MeasureRow]":
    return sorted(rows, key=lambda row: not is_ours(row, own_unit)) if own_unit else rows


def first_look(tree: Sequence[Branch]) -> Callable[[Branch], bool]:
    """What is unfolded at first: all when there is little, else the fields; with a unit, where its own is."""
    few = sum(branch.sums.measures for branch in tree) <= FEW
    own = any(branch.own for branch in tree)

    def is_open(branch: Branch) -> bool:
        return few or (branch.own if own else bool(branch.goals))

    return is_open


def tree_rows(tree: Sequence[Branch], is_open: Callable[[Branch], bool], own_unit: str) -> list[Row]:
    """The lines of the tree that are not folded away."""
    lines: list[Row] = []
    for field in tree:
        lines.append(_branch_row(field, 0, is_open=is_open(field)))
        if not is_open(field):
            continue
        for goal in field.goals:
            lines.append(_branch_row(goal, 2, is_open=is_open(goal)))
            if is_open(goal):
                lines += [_measure_row(row, own_unit) for row in goal.rows]
        lines += [_measure_row(row, own_unit) for row in field.loose]
    return lines


def funding_bar(secured: Decimal, gap: Decimal, width: int) -> str:
    """Cost as one bar: what is secured is full, what is missing is not; whatever there is shows at least one cell.

    >>> funding_bar(Decimal(30), Decimal(70), 10), funding_bar(Decimal(1), Decimal(999), 4)
    ('━━━╌╌╌╌╌╌╌', '━╌╌╌')
    """
    cost = secured + gap
    if not cost:
        return SECURED * width
    full = round(secured / cost * width)
    full = min(max(full, 1 if secured else 0), width - 1 if gap else width)
    return SECURED * full + MISSING * (width - full)


def measures_counted(sums: Sums) -> str:
    """How many measures, and of how many of them nobody knows the cost."""
    text = counted("{n} Maßnahme", "{n} Maßnahmen", sums.measures)
    if sums.unknown:
        text += ", " + counted("{n} ohne Kostenangabe", "{n} ohne Kostenangabe", sums.unknown)
    return text


def sum_of_gaps(sums: Sums) -> str:
    """The gap of several measures; "at least" where some costs are unknown."""
    if sums.unknown == sums.measures:
        return _("unbekannt")
    return f"≥ {money(sums.gap)}" if sums.unknown else money(sums.gap)


def _branch_row(branch: Branch, indent: int, *, is_open: bool) -> Row:
    sums = branch.sums
    known = sums.unknown < sums.measures
    before = f"{OPEN if is_open else SHUT} {signs(own=branch.own)}"
    cells = (
        f"{before}{one_line(branch.title)} ({number(sums.measures)})",
        funding_bar(sums.cost - sums.gap, sums.gap, BAR) if known else _("unbekannt"),
        money(sums.cost) if known else _("unbekannt"),
        money(sums.secured) if known else _("unbekannt"),
        sum_of_gaps(sums),
        number(sums.waiting) if sums.proposed else "–",
        number(sums.accepted) if sums.proposed else "–",
    )
    return Row(branch.key, cells, bold=indent == 0, indent=indent, heading=True)


def _measure_row(row: "MeasureRow", own_unit: str) -> Row:
    measure = row.measure
    known = row.cost is not None and row.gap is not None
    cells = (
        f"{signs(own=is_ours(row, own_unit))}{measure.number} {measure.title}",
        funding_bar((row.cost or Decimal(0)) - (row.gap or Decimal(0)), row.gap or Decimal(0), BAR)
        if known
        else _("unbekannt"),
        money(row.cost) if known else _("unbekannt"),
        money(row.secured) if row.secured is not None else "–",
        money(row.gap) if known else _("unbekannt"),
        number(row.waiting) if row.matches else "–",
        number(row.accepted) if row.matches else "–",
    )
    shown = row.secured is not None
    values: dict[int, Value] = {
        0: f"{measure.number} {measure.title}",
        1: round(100 * (row.cost - row.gap) / row.cost) if row.cost and row.gap is not None else None,
        2: row.cost if known else None,
        3: row.secured if shown else None,
        4: row.gap if known else None,
        5: row.waiting if row.matches else None,
        6: row.accepted if row.matches else None,
    }
    indent = 6 if own_unit and not is_ours(row, own_unit) else 4
    return Row(str(measure.id), cells, indent=indent, values=values)


def measure_rows_alone(rows: "Sequence[MeasureRow]", own_unit: str) -> list[Row]:
    """The measures without the fields and goals they stand under."""
    return [replace(_measure_row(row, own_unit), indent=0) for row in rows]
