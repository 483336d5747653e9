"""Coverage: which action fields are served by which level, what has nothing, and what nobody has thought of.

A candidate is a call that its measure's carrier may use (or might), that was not dismissed, and that comes near enough
to the best call by topic, whoever may use that one: a measure whose best calls are all out of reach is not served by
the leftovers.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from matching.text.documents import OpportunityText

#: a candidate's score against the best that any call reaches for the measure, whether it may be used or not
NEAR_ENOUGH = 0.75
#: closeness to integration work, against the closest call, from which a call is worth a councillor's question
CLOSE = 0.55
#: calls without a measure that are named
MOST_CALLS = 15


@dataclass(frozen=True)
class Served:
    """A measure that needs money, its field and its candidates (call ids)."""

    measure_id: str
    action_field: int
    candidates: frozenset[str]


@dataclass(frozen=True)
class Cell:
    """One field and level: its candidates (calls), and how many of the field's measures they serve."""

    action_field: int
    level: str
    calls: frozenset[str]
    measures: int

    @property
    def is_white(self) -> bool:
        """Nothing here."""
        return not self.calls


@dataclass(frozen=True)
class Coverage:
    """The grid in the order of fields and levels, measures without a candidate, and calls without a measure."""

    cells: tuple[Cell, ...]
    without_candidate: tuple[str, ...]
    without_measure: tuple[tuple[str, float], ...]  # call id and closeness to integration work in [0, 1], closest first

    def white_spots(self) -> tuple[Cell, ...]:
        """The cells where nothing is."""
        return tuple(cell for cell in self.cells if cell.is_white)


def candidates(scores: Mapping[str, float], usable: Collection[str], dismissed: Collection[str] = ()) -> frozenset[str]:
    """The calls that count as candidates of a measure.

    Args:
        scores: call id → score for the measure, of all calls.
        usable: calls that its carrier may or might use.
        dismissed: calls that were dismissed for it.

    >>> sorted(candidates({"a": 0.9, "b": 0.8, "c": 0.3}, {"b", "c"}))
    ['b']
    """
    least = NEAR_ENOUGH * max(scores.values(), default=0.0)
    return frozenset(
        key for key, score in scores.items() if score >= least > 0 and key in usable and key not in dismissed
    )


def coverage(
    measures: Sequence[Served],
    calls: Iterable[OpportunityText],
    closeness: Mapping[str, float],
    *,
    levels: Sequence[str],
    fields: Sequence[int] = (1, 2, 3, 4, 5, 6),
) -> Coverage:
    """Work out the coverage.

    Args:
        measures: the unfunded measures with their candidates.
        calls: the calls that somebody in the city may or might use now.
        closeness: call id → closeness to integration work as a whole, in [0, 1].
        levels: the columns of the grid.
        fields: its rows.
    """
    usable = {call.id: call for call in calls}
    cells = []
    for field in fields:
        own = [measure for measure in measures if measure.action_field == field]
        for level in levels:
            served = [
                frozenset(key for key in measure.candidates if key in usable and usable[key].level == level)
                for measure in own
            ]
            cells.append(Cell(field, level, frozenset().union(*served), sum(bool(each) for each in served)))
    wanted = frozenset().union(*(measure.candidates for measure in measures))
    unclaimed = [
        (key, value) for key, value in closeness.items() if key in usable and key not in wanted and value >= CLOSE
    ]
    return Coverage(
        cells=tuple(cells),
        without_candidate=tuple(measure.measure_id for measure in measures if not measure.candidates),
        without_measure=tuple(sorted(unclaimed, key=lambda pair: (-pair[1], pair[0]))[:MOST_CALLS]),
    )
