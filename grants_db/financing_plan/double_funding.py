"""The same cost in the plans of several grants (Doppelförderung): what they pay for it together. Pure.

Several grants may bear shares of one cost (Kumulierung), but nobody may pay it twice. Names of costs can mean different
things, so that the figures are for a person to judge: if it is the same cost, so much of it would be paid twice.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from grants_db.financing_plan.plan_lines import PlanLine, worked_out
from grants_db.rules.financing import CENT
from grants_db.rules.folding import words_of
from grants_db.vocabulary import PlanKind

NOTHING = Decimal(0)


@dataclass(frozen=True)
class SharedCost:
    """A cost that the plans of several grants name; sums in EUR.

    Attributes:
        name: as the first plan calls it.
        year: the budget year.
        paid: what each grant pays for it, by the grant's key: its share of all costs of its plan in that year.
        cost: what it costs, by the plan that says most.
    """

    name: str
    year: int | None
    paid: Mapping[str, Decimal]
    cost: Decimal

    @property
    def together(self) -> Decimal:
        """What all of them pay."""
        return sum(self.paid.values(), NOTHING)

    @property
    def over(self) -> Decimal:
        """What would be paid twice, if it is the same cost; less than a cent for each grant is rounding."""
        over = self.together - self.cost
        return over if over > CENT * len(self.paid) else NOTHING


def shared_costs(plans: Mapping[str, Sequence[PlanLine]]) -> list[SharedCost]:
    """The costs that plans of several grants name in the same year, by year and name.

    Args:
        plans: the lines of each grant's stored plan, by the grant's key.
    """
    named: dict[tuple[int, str], dict[str, list[PlanLine]]] = defaultdict(lambda: defaultdict(list))
    shares: dict[tuple[str, int], Decimal] = {}
    for key, given in plans.items():
        lines = worked_out(given)
        for year in {line.year or 0 for line in lines}:
            shares[key, year] = _share([line for line in lines if (line.year or 0) == year])
        for line in lines:
            if line.kind is PlanKind.COST and line.planned:
                named[line.year or 0, " ".join(words_of(line.name))][key].append(line)
    found = []
    for (year, _name), by_grant in sorted(named.items()):
        if len(by_grant) < 2:
            continue
        sums = {key: sum((line.planned for line in lines), NOTHING) for key, lines in by_grant.items()}
        paid = {key: (sums[key] * shares[key, year]).quantize(CENT, ROUND_HALF_UP) for key in by_grant}
        if sum(map(bool, paid.values())) > 1:
            first = next(iter(by_grant.values()))[0]
            found.append(SharedCost(first.name, first.year, paid, max(sums.values())))
    return found


def _share(lines: Sequence[PlanLine]) -> Decimal:
    """Which part of all costs of a year the plan's own grant pays."""
    cost = sum((line.planned for line in lines if line.kind is PlanKind.COST), NOTHING)
    grant = sum((line.planned for line in lines if line.kind is PlanKind.GRANT), NOTHING)
    return min(grant / cost, Decimal(1)) if cost else NOTHING
