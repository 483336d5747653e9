"""Which applications a city can afford: the set that closes most of its gaps under its own money and staff days.

A grant is only given where the whole financing is secured (Gesamtfinanzierung): whoever takes one for a measure finds
what is then still missing from the city's own money, year by year. Each application costs staff days. Some grants
bar each other. The choice is a mixed-integer program for HiGHS; what it says is worked out again to the cent here, so
that neither its tolerances nor its rounding decide. Pure: no session, sums in EUR.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from grants_db.financing_plan.affordable_program import Means, OpenGap, PossibleGrant, solved
from grants_db.messages import Message, Quote
from grants_db.rules.financing import split

NOTHING = Decimal(0)


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
    for each in chosen:
        by_measure[each.measure].append(each)
    closed: dict[str, Decimal] = {}
    own: dict[int, Decimal] = defaultdict(Decimal)
    for measure, grants in sorted(by_measure.items()):
        closed[measure] = _closed(grants, gaps[measure])
        for year, share in _spread(gaps[measure], closed[measure], means).items():
            own[year] += share
    keys = {each.key for grants in by_measure.values() for each in grants}
    barred = {name for grants in by_measure.values() for each in grants for name in each.bars & keys}
    days = sum(each.days for grants in by_measure.values() for each in grants)
    return ChoiceOutcome(closed, dict(own), days, _broken(own, days, barred, means))


def _closed(grants: Sequence[PossibleGrant], need: OpenGap) -> Decimal:
    """What these grants close of a measure's gap, beside the own money that they demand."""
    least = max((each.own_least for each in grants), default=NOTHING) - need.own_secured
    whole = sum((each.amount for each in grants), NOTHING)
    return max(min(whole, need.gap - max(least, NOTHING)), NOTHING)


def _broken(own: Mapping[int, Decimal], days: int, barred: Iterable[str], means: Means) -> tuple[Message, ...]:
    """What a set exceeds, or why it can't be."""
    broken = []
    for year, needed in sorted(own.items()):
        over = needed - means.own.get(year, NOTHING)
        if over > 0:
            broken.append(Message.of("{over} € mehr Eigenmittel in {year}", over=over, year=str(year)))
    if days > means.days:
        broken.append(Message.of("{over} Arbeitstage mehr", over=days - means.days))
    if names := sorted(barred):
        broken.append(Message.of("schließt sich mit {others} aus", others=Quote(", ".join(names))))
    return tuple(broken)


def choose(candidates: Sequence[PossibleGrant], gaps: Mapping[str, OpenGap], means: Means) -> AffordableChoice:
    """The set that closes most; of sets that close the same, one with fewer applications."""
    order = sorted(candidates, key=lambda each: each.key)
    picked, bound = solved(order, gaps, means) if order else (set(), NOTHING)
    chosen = [each for place, each in enumerate(order) if place in picked]
    while chosen and outcome_of(chosen, gaps, means).broken:  # over by cents that the solver's tolerance hid
        chosen.remove(min(chosen, key=lambda each: (each.amount, each.key)))
    outcome = outcome_of(chosen, gaps, means)
    keys = {each.key for each in chosen}
    wishes = _Wishes(chosen, outcome, gaps, means)
    rejected = tuple((each, wishes.needs(each)) for each in order if each.key not in keys)
    return AffordableChoice(tuple(chosen), outcome, max(bound, outcome.total), rejected)


class _Wishes:
    """Says of grants that were not chosen what each would have needed; only its own measure is worked out again."""

    def __init__(
        self, chosen: Sequence[PossibleGrant], outcome: ChoiceOutcome, gaps: Mapping[str, OpenGap], means: Means
    ) -> None:
        self._outcome, self._gaps, self._means = outcome, gaps, means
        self._beside: dict[str, list[PossibleGrant]] = defaultdict(list)
        self._barring: dict[str, set[str]] = defaultdict(set)
        self._keys = {each.key for each in chosen}
        for each in chosen:
            self._beside[each.measure].append(each)
            for key in each.bars:
                self._barring[key].add(each.key)

    def needs(self, one: PossibleGrant) -> tuple[Message, ...]:
        """What taking it too would break; that it closes nothing more is an answer too."""
        need, grants = self._gaps[one.measure], self._beside.get(one.measure, [])
        closed = _closed([*grants, one], need)
        own = defaultdict(Decimal, self._outcome.own)
        for year, share in _spread(need, self._outcome.closed[one.measure], self._means).items() if grants else ():
            own[year] -= share
        for year, share in _spread(need, closed, self._means).items():
            own[year] += share
        barred = (one.bars & self._keys) | self._barring[one.key]
        if broken := _broken(own, self._outcome.days + one.days, barred, self._means):
            return broken
        more = closed - (self._outcome.closed[one.measure] if grants else NOTHING)
        if more > 0:
            return (Message.of("schließt {more} € mehr, aber weniger als die gewählten zusammen", more=more),)
        return (Message.of("schließt nichts, was die gewählten offen lassen"),)


def _spread(need: OpenGap, closed: Decimal, means: Means) -> dict[int, Decimal]:
    """The own money that is left to find for a measure, by year."""
    own, first = need.gap - closed, min(means.own, default=0)
    weights = {year: weight for year, weight in need.by_year.items() if weight > 0}
    if not own:
        return {}
    if not weights:
        return {first: own}
    years = sorted(weights)
    return dict(zip(years, split(own, [weights[year] for year in years]), strict=True))
