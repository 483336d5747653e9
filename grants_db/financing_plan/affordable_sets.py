"""Which sets of grants are worth a thought for one measure: those that no other beats in days and in what they close.

Grants of one measure meet those of others only in staff days and own money, and whoever closes more needs less of the
latter. So for each measure only sets count that close more than any with as few days; there are few, and a program
that picks one set a measure has a bound that is nearly reached. Pure, in cents.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

#: a measure with more sets than that, or more to look through for them, is left to the program grant by grant
MOST_SETS, MOST_SEARCHED = 2000, 400


class GrantInCents(NamedTuple):
    """A grant as a set counts it; `place` names it, `bars` are the places it can't stand beside."""

    place: int
    amount: int
    least: int
    days: int
    bars: frozenset[int]


@dataclass(frozen=True, slots=True)
class GrantSet:
    """Grants of one measure: what they close together, their days, and which they are."""

    closed: int
    days: int
    places: tuple[int, ...]


class _Some(NamedTuple):
    """A set while it grows: days, what it pays at most, the own money it demands, its places."""

    days: int
    total: int
    least: int
    places: tuple[int, ...]


NONE = _Some(0, 0, 0, ())


class _TooManyError(Exception):
    """There are too many sets to list."""


def undominated_sets(grants: Sequence[GrantInCents], gap: int, secured: int) -> list[GrantSet] | None:
    """The sets that close something and that no other beats; None where there are too many to list.

    Args:
        grants: of one measure, in order.
        gap: what the measure lacks.
        secured: own money it already has.
    """
    try:
        found = _Search(grants, gap).sets(frozenset(grant.place for grant in grants))
    except _TooManyError:
        return None
    best: list[GrantSet] = []
    ordered = sorted(
        (one.days, -min(one.total, gap - max(one.least - secured, 0)), len(one.places), one.places) for one in found
    )
    for days, negative, _count, places in ordered:
        if -negative > (best[-1].closed if best else 0):
            best.append(GrantSet(-negative, days, tuple(sorted(places))))
    return best


class _Search:
    """Lists the sets of grants that may stand together, and of these the ones that no other beats.

    Grants that bar nobody grow one by one. Of those that bar each other, the one that bars most is left out, or taken
    and all that it bars left out; what then falls apart is listed apart.
    """

    def __init__(self, grants: Sequence[GrantInCents], gap: int) -> None:
        self._gap = gap
        self._grants = {grant.place: grant for grant in grants}
        self._beside: dict[int, set[int]] = {place: set() for place in self._grants}
        for grant in grants:
            for other in grant.bars & self._grants.keys():
                self._beside[grant.place].add(other)
                self._beside[other].add(grant.place)
        self._known: dict[frozenset[int], list[_Some]] = {}

    def sets(self, places: frozenset[int]) -> list[_Some]:
        """The sets of these grants, the empty one among them."""
        if places in self._known:
            return self._known[places]
        if len(self._known) > MOST_SEARCHED:
            raise _TooManyError
        found = [NONE]
        for group in self._groups(places):
            found = self._pruned(self._joined(one, other) for one in found for other in self._of_group(group))
            if len(found) > MOST_SETS:
                raise _TooManyError
        self._known[places] = found
        return found

    def _of_group(self, group: frozenset[int]) -> list[_Some]:
        if len(group) == 1:
            grant = self._grants[next(iter(group))]
            return [NONE, _Some(grant.days, min(grant.amount, self._gap), grant.least, (grant.place,))]
        most = min(group, key=lambda place: (-len(self._beside[place] & group), place))
        without = self.sets(group - {most})
        alone = self._of_group(frozenset({most}))[1]
        taken = [self._joined(alone, other) for other in self.sets(group - {most} - self._beside[most])]
        return self._pruned([*without, *taken])

    def _groups(self, places: frozenset[int]) -> Iterator[frozenset[int]]:
        """Grants that bar each other, directly or by way of others, together."""
        seen: set[int] = set()
        for place in sorted(places):
            group, waiting = set(), [place]
            while waiting:
                other = waiting.pop()
                if other not in seen:
                    seen.add(other)
                    group.add(other)
                    waiting += (self._beside[other] & places) - seen
            if group:
                yield frozenset(group)

    def _joined(self, one: _Some, other: _Some) -> _Some:
        return _Some(
            one.days + other.days,
            min(one.total + other.total, self._gap),
            max(one.least, other.least),
            one.places + other.places,
        )

    @staticmethod
    def _pruned(sets: Iterable[_Some]) -> list[_Some]:
        """Without those that another one beats or equals in days, sum and own money."""
        kept: list[_Some] = []
        best: dict[int, int] = {}  # by the own money demanded: the largest sum so far
        for one in sorted(sets, key=lambda each: (each.days, -each.total, each.least, len(each.places), each.places)):
            if all(total < one.total for least, total in best.items() if least <= one.least):
                kept.append(one)
                best[one.least] = one.total
        return kept
