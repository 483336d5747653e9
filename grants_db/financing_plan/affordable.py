"""Which applications a city can afford: the set that closes most of its gaps under its own money and staff days.

A grant is only given where the whole financing is secured (Gesamtfinanzierung): whoever takes one for a measure finds
what is then still missing from the city's own money, year by year. Each application costs staff days. Some grants
bar each other. The choice is a mixed-integer program for HiGHS; what it says is worked out again to the cent here, so
that neither its tolerances nor its rounding decide. Pure: no session, sums in EUR.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from grants_db.messages import Message, Quote
from grants_db.rules.financing import CENT, split

NOTHING = Decimal(0)
#: the program is solved in thousands of euros: near 1, where the solver's tolerances are meant for
SCALE = 1000.0
#: how far from the proven bound the choice may be
WITHIN = 1e-4
SECONDS = 8.0


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


@dataclass(frozen=True)
class ChoiceOutcome:
    """What a set of grants comes to, to the cent; `broken` says what it exceeds or why it can't be."""

    closed: Mapping[str, Decimal]
    own: Mapping[int, Decimal]
    days: int
    broken: tuple[Message, ...]

    @property
    def total(self) -> Decimal:
        """What it closes of all gaps."""
        return sum(self.closed.values(), NOTHING)


@dataclass(frozen=True)
class AffordableChoice:
    """The chosen grants, what they come to, the proven bound, and of each other one what it would have needed."""

    chosen: tuple[PossibleGrant, ...]
    outcome: ChoiceOutcome
    bound: Decimal
    rejected: tuple[tuple[PossibleGrant, tuple[Message, ...]], ...]


def outcome_of(chosen: Iterable[PossibleGrant], gaps: Mapping[str, OpenGap], means: Means) -> ChoiceOutcome:
    """Work a set out exactly: what it closes, the own money of each year, the days, and what is broken."""
    by_measure: dict[str, list[PossibleGrant]] = defaultdict(list)
    keys = set()
    for each in chosen:
        by_measure[each.measure].append(each)
        keys.add(each.key)
    closed: dict[str, Decimal] = {}
    own: dict[int, Decimal] = defaultdict(Decimal)
    broken: list[Message] = []
    first = min(means.own, default=0)
    for measure, grants in sorted(by_measure.items()):
        need = gaps[measure]
        least = max(each.own_least for each in grants) - need.own_secured
        closed[measure] = max(
            min(sum((each.amount for each in grants), NOTHING), need.gap - max(least, NOTHING)), NOTHING
        )
        for year, share in _spread(need.gap - closed[measure], need.by_year, first).items():
            own[year] += share
    for year, needed in sorted(own.items()):
        over = needed - means.own.get(year, NOTHING)
        if over > 0:
            broken.append(Message.of("{over} € mehr Eigenmittel in {year}", over=over, year=str(year)))
    days = sum(each.days for grants in by_measure.values() for each in grants)
    if days > means.days:
        broken.append(Message.of("{over} Arbeitstage mehr", over=days - means.days))
    barred = sorted({name for grants in by_measure.values() for each in grants for name in each.bars & keys})
    if barred:
        broken.append(Message.of("schließt sich mit {others} aus", others=Quote(", ".join(barred))))
    return ChoiceOutcome(closed, dict(own), days, tuple(broken))


def choose(candidates: Sequence[PossibleGrant], gaps: Mapping[str, OpenGap], means: Means) -> AffordableChoice:
    """The set that closes most; of sets that close the same, one with fewer applications."""
    order = sorted(candidates, key=lambda each: each.key)
    picked, bound = _solved(order, gaps, means) if order else (set(), NOTHING)
    chosen = [each for place, each in enumerate(order) if place in picked]
    while chosen and outcome_of(chosen, gaps, means).broken:  # over by cents that the solver's tolerance hid
        chosen.remove(min(chosen, key=lambda each: (each.amount, each.key)))
    outcome = outcome_of(chosen, gaps, means)
    keys = {each.key for each in chosen}
    rejected = tuple((each, _would_need(each, chosen, outcome, gaps, means)) for each in order if each.key not in keys)
    return AffordableChoice(tuple(chosen), outcome, max(bound, outcome.total), rejected)


def _would_need(
    one: PossibleGrant,
    chosen: Sequence[PossibleGrant],
    outcome: ChoiceOutcome,
    gaps: Mapping[str, OpenGap],
    means: Means,
) -> tuple[Message, ...]:
    """What taking this one too would break; that it closes nothing more is an answer too."""
    with_it = outcome_of([*chosen, one], gaps, means)
    if with_it.broken:
        return with_it.broken
    more = with_it.total - outcome.total
    if more > 0:
        return (Message.of("schließt {more} € mehr, aber weniger als die gewählten zusammen", more=more),)
    return (Message.of("schließt nichts, was die gewählten offen lassen"),)


def _spread(own: Decimal, by_year: Mapping[int, Decimal], first: int) -> dict[int, Decimal]:
    weights = {year: weight for year, weight in by_year.items() if weight > 0}
    if not own:
        return {}
    if not weights:
        return {first: own}
    years = sorted(weights)
    return dict(zip(years, split(own, [weights[year] for year in years]), strict=True))


def _solved(order: Sequence[PossibleGrant], gaps: Mapping[str, OpenGap], means: Means) -> tuple[set[int], Decimal]:
    """The places of the chosen ones and the proven bound of what can be closed.

    Per candidate a binary x; per measure a binary z (something is taken) and a sum y (what is closed), with
    y <= sum(amount x), y <= gap z, x <= z, own = gap z - y >= own_least x. Own money by year and days are limited.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # takes a moment to load; only this needs it
    from scipy.sparse import coo_array

    measures = sorted({each.measure for each in order})
    taken = {measure: len(order) + place for place, measure in enumerate(measures)}
    closed = {measure: len(order) + len(measures) + place for place, measure in enumerate(measures)}
    rows: list[tuple[dict[int, float], float]] = []  # sum(part * variable) <= limit
    own_of: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    rounded: dict[int, int] = defaultdict(int)  # how many measures' own money is split to the cent in this year
    gap_of = {measure: float(gaps[measure].gap) / SCALE for measure in measures}
    first = min(means.own, default=0)
    for measure in measures:
        need, z, y = gaps[measure], taken[measure], closed[measure]
        grants = [place for place, each in enumerate(order) if each.measure == measure]
        rows.append(({y: 1.0} | {place: -float(order[place].amount) / SCALE for place in grants}, 0.0))
        rows.append(({y: 1.0, z: -gap_of[measure]}, 0.0))
        for place in grants:
            rows.append(({place: 1.0, z: -1.0}, 0.0))
            least = float(max(order[place].own_least - need.own_secured, NOTHING)) / SCALE
            if least:
                rows.append(({place: least, y: 1.0, z: -gap_of[measure]}, 0.0))
        weights = {year: weight for year, weight in need.by_year.items() if weight > 0} or {first: Decimal(1)}
        whole = sum(weights.values(), NOTHING)
        for year, weight in weights.items():
            own_of[year][z] += float(weight / whole) * gap_of[measure]
            own_of[year][y] -= float(weight / whole)
            rounded[year] += len(weights) > 1
    for year, parts in own_of.items():
        there = means.own.get(year, NOTHING) - CENT * rounded[year]
        rows.append((parts, max(float(there), 0.0) / SCALE))
    rows.append(({place: float(each.days) for place, each in enumerate(order)}, float(means.days)))
    place_of = {each.key: place for place, each in enumerate(order)}
    for place, each in enumerate(order):
        rows += [({place: 1.0, place_of[key]: 1.0}, 1.0) for key in each.bars if key in place_of]
    count = len(order) + 2 * len(measures)
    places = [(row, variable) for row, (parts, _limit) in enumerate(rows) for variable in parts]
    matrix = coo_array(
        ([part for parts, _limit in rows for part in parts.values()], tuple(zip(*places, strict=True))),
        shape=(len(rows), count),
    )
    wanted = [float(CENT) / SCALE] * len(order) + [0.0] * len(measures) + [-1.0] * len(measures)
    highest = [1.0] * (len(order) + len(measures)) + [gap_of[measure] for measure in measures]
    found = milp(
        wanted,
        integrality=[1] * (len(order) + len(measures)) + [0] * len(measures),
        bounds=Bounds([0.0] * count, highest),
        constraints=LinearConstraint(matrix.tocsr(), ub=[limit for _parts, limit in rows]),
        options={"mip_rel_gap": WITHIN, "time_limit": SECONDS},
    )
    if found.x is None:  # nothing found in time
        return set(), sum((need.gap for need in gaps.values()), NOTHING)
    bound = Decimal(str(-found.mip_dual_bound * SCALE)).quantize(CENT)
    return {place for place in range(len(order)) if found.x[place] > 0.5}, bound  # a binary is 0.9999999
