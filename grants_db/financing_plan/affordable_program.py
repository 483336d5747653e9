"""The choice of affordable grants as a mixed-integer program for HiGHS: what there is to choose from, the best of it.

For each measure one of its undominated sets is picked (`affordable_sets`); a measure whose grants bar those of others,
or of which there are too many sets, is left to the program grant by grant. Where a measure has more grants than anyone
lists, the most fruitful ones are looked at, and the bound is that of all of them taken in parts. Pure, sums in EUR.
"""

import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal

from grants_db.financing_plan.affordable_sets import GrantInCents, undominated_sets
from grants_db.rules.financing import CENT

NOTHING = Decimal(0)
#: the program is solved in thousands of euros: near 1, where the solver's tolerances are meant for
SCALE = 1000.0
#: how far from the proven bound the choice may be
WITHIN = 1e-4
SECONDS = 7.0
#: of more grants for one measure, so many are looked at
MOST_GRANTS = 80


@dataclass(frozen=True)
class OpenGap:
    """A measure that lacks money.

    Attributes:
        measure: its number.
        gap: what is missing.
        by_year: how its own money spreads over the years, by weight; empty: nobody knows, so the first budget's year.
        own_secured: own money of the city that it already has.
    """

    measure: str
    gap: Decimal
    by_year: Mapping[int, Decimal] = field(default_factory=dict)
    own_secured: Decimal = NOTHING


@dataclass(frozen=True)
class PossibleGrant:
    """One grant for one measure.

    Attributes:
        key: names it.
        measure: of which gap.
        amount: the most it pays of it.
        own_least: own money it demands.
        days: staff days of the application.
        bars: keys of grants it can't stand beside.
    """

    key: str
    measure: str
    amount: Decimal
    own_least: Decimal = NOTHING
    days: int = 0
    bars: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Means:
    """What there is: the city's own money by year, and staff days."""

    own: Mapping[int, Decimal]
    days: int


@dataclass
class _Program:
    """Rows `sum(part * variable) <= limit` and what each variable costs, at most and whether it is whole."""

    means: Means
    costs: list[float] = field(default_factory=list)
    highest: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float]] = field(default_factory=list)
    days: dict[int, float] = field(default_factory=dict)
    own: dict[int, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    rounded: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def variable(self, cost: float, highest: float = 1.0, *, whole: bool = True) -> int:
        """One more."""
        self.costs.append(cost)
        self.highest.append(highest)
        self.whole.append(int(whole))
        return len(self.costs) - 1

    def spend(self, need: OpenGap, parts: Mapping[int, float]) -> None:
        """The own money that these variables ask for, over the measure's years; in thousands."""
        first = min(self.means.own, default=0)
        weights = {year: weight for year, weight in need.by_year.items() if weight > 0} or {first: Decimal(1)}
        together = sum(weights.values(), NOTHING)
        for year, weight in weights.items():
            for variable, part in parts.items():
                self.own[year][variable] = float(weight / together) * part
            self.rounded[year] += len(weights) > 1  # its own money is split to the cent

    def solve(self) -> tuple[Sequence[float], float] | None:
        """The values found and the proven bound of what can be closed, in thousands; None: nothing in time."""
        from scipy.optimize import Bounds, LinearConstraint, milp  # takes a moment to load; only this needs it
        from scipy.sparse import coo_array

        for year, parts in self.own.items():
            there = self.means.own.get(year, NOTHING) - CENT * self.rounded[year]
            self.rows.append((parts, max(float(there), 0.0) / SCALE))
        self.rows.append((self.days, float(self.means.days)))
        places = [(row, variable) for row, (parts, _limit) in enumerate(self.rows) for variable in parts]
        matrix = coo_array(
            ([part for parts, _limit in self.rows for part in parts.values()], tuple(zip(*places, strict=True))),
            shape=(len(self.rows), len(self.costs)),
        )
        with _silent():
            found = milp(
                self.costs,
                integrality=self.whole,
                bounds=Bounds([0.0] * len(self.costs), self.highest),
                constraints=LinearConstraint(matrix.tocsr(), ub=[limit for _parts, limit in self.rows]),
                options={"mip_rel_gap": WITHIN, "time_limit": SECONDS},
            )
        if found.x is None or (not any(self.whole) and found.status):  # in parts, only the best of all is a bound
            return None
        return found.x, -(found.fun if found.mip_dual_bound is None else found.mip_dual_bound)


@contextmanager
def _silent() -> Iterator[None]:
    """HiGHS now and then writes a line of its own to stdout, whatever it was told: no script could read ours."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def solved(order: Sequence[PossibleGrant], gaps: Mapping[str, OpenGap], means: Means) -> tuple[set[int], Decimal]:
    """The places of the chosen ones and the proven bound of what can be closed."""
    program = _Program(means)
    of_measure: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(order):
        of_measure[each.measure].append(place)
    left_out = False
    for measure, places in of_measure.items():
        if len(places) > MOST_GRANTS:
            of_measure[measure], left_out = _most_fruitful(order, places), True
    place_of = {each.key: place for place, each in enumerate(order)}
    bars = [frozenset(place_of[key] for key in each.bars if key in place_of) for each in order]
    linked = {
        order[place].measure
        for one, others in enumerate(bars)
        for other in others
        if order[one].measure != order[other].measure
        for place in (one, other)
    }
    means_of: dict[int, tuple[int, ...]] = {}  # which grants a variable stands for
    one_by_one: dict[int, int] = {}
    for measure, places in sorted(of_measure.items()):
        need = gaps[measure]
        listed = None
        if measure not in linked:
            grants = [_in_cents(order[place], place, bars[place]) for place in places]
            listed = undominated_sets(grants, _cents(need.gap), _cents(need.own_secured))
        if listed is None:
            one_by_one |= _one_by_one(program, order, places, need)
            continue
        gap, parts = float(need.gap) / SCALE, {}
        for some in listed:
            closed = some.closed / 100 / SCALE
            variable = program.variable(len(some.places) * float(CENT) / SCALE - closed)
            means_of[variable] = some.places
            program.days[variable] = float(some.days)
            parts[variable] = gap - closed
        program.rows.append((dict.fromkeys(parts, 1.0), 1.0))
        program.spend(need, parts)
    means_of |= {variable: (place,) for place, variable in one_by_one.items()}
    for place, others in enumerate(bars):
        if place in one_by_one:
            pairs = [(one_by_one[place], one_by_one[other]) for other in others if other in one_by_one]
            program.rows += [(dict.fromkeys(pair, 1.0), 1.0) for pair in pairs]
    found = program.solve() if means_of else None
    if found is None:
        return set(), sum((need.gap for need in gaps.values()), NOTHING)
    values, bound = found
    if left_out:
        bound = _bound_in_parts(order, gaps, means)
    picked = {place for variable, places in means_of.items() if values[variable] > 0.5 for place in places}
    return picked, Decimal(str(bound * SCALE)).quantize(CENT)  # a binary is 0.9999999


def _most_fruitful(order: Sequence[PossibleGrant], places: Sequence[int]) -> list[int]:
    """Half of them those that pay most for a day's work, half those that pay most."""
    by_day = sorted(places, key=lambda place: (-order[place].amount / (order[place].days + 1), place))
    by_sum = sorted(places, key=lambda place: (-order[place].amount, place))
    kept = dict.fromkeys([*by_day[: MOST_GRANTS // 2], *by_sum])
    return sorted(list(kept)[:MOST_GRANTS])


def _bound_in_parts(order: Sequence[PossibleGrant], gaps: Mapping[str, OpenGap], means: Means) -> float:
    """What could be closed, in thousands, if grants were taken in parts and none barred another: no set closes more."""
    program = _Program(means)
    of_measure: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(order):
        of_measure[each.measure].append(place)
    for measure, places in of_measure.items():
        gap = float(gaps[measure].gap) / SCALE
        taken = program.variable(0.0, whole=False)
        closed = program.variable(-1.0, gap, whole=False)
        paid: dict[int, float] = {}
        for place in places:
            variable = program.variable(0.0, whole=False)
            paid[variable] = -float(order[place].amount) / SCALE
            program.days[variable] = float(order[place].days)
        program.rows += [({closed: 1.0} | paid, 0.0), ({closed: 1.0, taken: -gap}, 0.0)]
        program.spend(gaps[measure], {taken: gap, closed: -1.0})
    found = program.solve()
    return found[1] if found is not None else float(sum((each.gap for each in gaps.values()), NOTHING)) / SCALE


def _one_by_one(
    program: _Program, order: Sequence[PossibleGrant], places: Sequence[int], need: OpenGap
) -> dict[int, int]:
    """A measure grant by grant; gives the variable of each place.

    Per grant a binary x; for the measure a binary z (something is taken) and a sum y (what is closed), with
    y <= sum(amount x), y <= gap z, x <= z, own = gap z - y >= own_least x.
    """
    gap = float(need.gap) / SCALE
    taken = program.variable(0.0)
    closed = program.variable(-1.0, gap, whole=False)
    variables = {place: program.variable(float(CENT) / SCALE) for place in places}
    most = {variables[place]: -float(order[place].amount) / SCALE for place in places}
    program.rows.append(({closed: 1.0} | most, 0.0))
    program.rows.append(({closed: 1.0, taken: -gap}, 0.0))
    for place, variable in variables.items():
        program.rows.append(({variable: 1.0, taken: -1.0}, 0.0))
        program.days[variable] = float(order[place].days)
        least = float(max(order[place].own_least - need.own_secured, NOTHING)) / SCALE
        if least:
            program.rows.append(({variable: least, closed: 1.0, taken: -gap}, 0.0))
    program.spend(need, {taken: gap, closed: -1.0})
    return variables


def _in_cents(grant: PossibleGrant, place: int, bars: frozenset[int]) -> GrantInCents:
    return GrantInCents(place, _cents(grant.amount), _cents(grant.own_least), grant.days, bars)


def _cents(amount: Decimal) -> int:
    """Half a cent is none of ours: sums have two places.

    >>> _cents(Decimal("12.34"))
    1234
    """
    return int((amount * 100).to_integral_value())
