"""The lines of a financing plan by year, and what they come to as a whole. Pure: sums in EUR, no session."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from grants_db.financing_plan.plan import CostLine, FinancingPlan, PlanSource, SourceKind
from grants_db.financing_plan.settle import share_of
from grants_db.rules.obligation_rules import RegimeValue
from grants_db.vocabulary import FinancingType, PlanKind

NOTHING = Decimal(0)
GRANTS = (PlanKind.GRANT, PlanKind.OTHER_GRANT)
#: where a plan's money comes from besides the city, in the order in which plans list it
OUTSIDE = (*GRANTS, PlanKind.THIRD_PARTY, PlanKind.DONATION, PlanKind.REVENUE, PlanKind.IN_KIND)
_SOURCE = {kind: SourceKind.GRANT if kind in GRANTS else SourceKind(kind.value) for kind in (*OUTSIDE, PlanKind.OWN)}


class PlanLine(NamedTuple):  # made by the ten thousand, which a frozen data class is too slow for
    """One line of a plan in one year.

    Attributes:
        kind: a cost, or where money comes from.
        name: as the plan calls it; one name is one line over the years.
        year: None where nobody knows it.
        planned: as approved, or reckoned with.
        actual: what it came to; None: as planned.
        type: how a grant pays; None for all others, and for a grant of which nobody knows.
        rate: percent: of a grant's share, or of a flat rate.
        cap: the most a grant pays in the year.
        of: the cost that a flat rate (Pauschale) is a share of; it has no costs of its own.
    """

    kind: PlanKind
    name: str
    year: int | None
    planned: Decimal
    actual: Decimal | None = None
    type: FinancingType | None = None
    rate: Decimal | None = None
    cap: Decimal | None = None
    of: str = ""

    @property
    def came(self) -> Decimal:
        """What it came to, or is still expected to."""
        return self.planned if self.actual is None else self.actual


@dataclass(frozen=True)
class RegimeValues:
    """The values in which general conditions differ; None: unknown, so that nothing is assumed.

    Attributes:
        threshold: of a change up to which nothing is reduced (Bagatellgrenze), EUR.
        line_tolerance: percent by which a line may run over, if others save as much.
        total_tolerance: percent by which all costs may run over, if the city pays that itself.
        waived_up_to: interest that comes to no more is not asked for, EUR.
        least_per_year: what a grant pays at least for each full project year, EUR.
        most_months: how long a project may last.
        latest_year: at whose end it is over.
        months: how long the award's period lasts, in full months.
        read: where each of them stands.
        of_an_award: was it looked up for an award? Then what is unknown is asked.
    """

    threshold: Decimal | None = None
    line_tolerance: Decimal | None = None
    total_tolerance: Decimal | None = None
    waived_up_to: Decimal | None = None
    least_per_year: Decimal | None = None
    most_months: Decimal | None = None
    latest_year: Decimal | None = None
    months: int | None = None
    read: tuple[RegimeValue, ...] = ()
    of_an_award: bool = False


#: of a regime nobody has looked up
UNKNOWN = RegimeValues()


def plain(rate: Decimal | None) -> Decimal | None:
    """A rate without zeros that say nothing, as it is written.

    >>> plain(Decimal("60.00")), plain(Decimal("12.50"))
    (Decimal('60'), Decimal('12.5'))
    """
    if rate is None:
        return None
    return Decimal(int(rate)) if rate == int(rate) else rate.normalize()


def worked_out(lines: Iterable[PlanLine]) -> list[PlanLine]:
    """The lines with their flat rates worked out from the costs they are a share of, year by year."""
    given = list(lines)
    if not any(line.of for line in given):
        return given
    bases = {(line.name, line.year): line for line in given if line.kind is PlanKind.COST and not line.of}
    return [_flat(line, bases.get((line.of, line.year))) if line.of else line for line in given]


def as_plan(
    lines: Sequence[PlanLine], paid: Decimal | None = None, regime: RegimeValues | None = None
) -> FinancingPlan:
    """The plan of all years together, as `settle` works it out; a line's years are one line.

    Args:
        lines: worked out.
        paid: what of the application's own grant came.
        regime: what its general conditions say; None: unknown.
    """
    regime = regime or UNKNOWN
    costs = [line for line in lines if line.kind is PlanKind.COST]
    return FinancingPlan(
        planned_cost=_sum(line.planned for line in costs),
        cost=_sum(line.came for line in costs),
        sources=tuple(_source(rows, paid) for rows in _by_name(lines) if rows[0].kind is not PlanKind.COST),
        lines=tuple(
            CostLine(rows[0].name, _sum(row.planned for row in rows), _sum(row.came for row in rows), rows[0].of)
            for rows in _by_name(costs)
        ),
        threshold=regime.threshold,
        line_tolerance=regime.line_tolerance,
    )


def _flat(line: PlanLine, base: PlanLine | None) -> PlanLine:
    if base is None or line.rate is None:
        return line._replace(planned=NOTHING, actual=None)
    actual = None if base.actual is None else share_of(line.rate, base.actual)
    return line._replace(planned=share_of(line.rate, base.planned), actual=actual)


def _by_name(lines: Iterable[PlanLine]) -> Iterable[list[PlanLine]]:
    grouped: dict[tuple[PlanKind, str], list[PlanLine]] = {}
    for line in lines:
        grouped.setdefault((line.kind, line.name), []).append(line)
    return grouped.values()


def _source(rows: Sequence[PlanLine], paid: Decimal | None) -> PlanSource:
    first, is_grant = rows[0], rows[0].kind in GRANTS
    caps = [row.cap for row in rows if row.cap is not None]
    told = any(row.actual is not None for row in rows) and not is_grant
    return PlanSource(
        name=first.name,
        kind=_SOURCE[first.kind],
        planned=_sum(row.planned for row in rows),
        actual=_sum(row.came for row in rows) if told else None,
        type=first.type if is_grant else None,
        rate=plain(first.rate) if is_grant else None,
        cap=_sum(caps) if len(caps) == len(rows) else None,
        paid=paid if first.kind is PlanKind.GRANT else None,
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)
