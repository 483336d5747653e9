"""Coverage: which action fields are served by which level, what has nothing, and what nobody has thought of.

A candidate is an opportunity that is proposed for its measure, or that may carry it as an umbrella, and that was not
dismissed there: what every screen counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matching.text.documents import OpportunityText

#: closeness to the concept, against the closest opportunity, from which one is worth a councillor's question
CLOSE = 0.55
#: opportunities without a measure that are named
MOST_CALLS = 15


@dataclass(frozen=True)
class MeasureCandidates:
    """A measure that needs money, its field and its candidates (opportunity ids)."""

    measure_id: str
    action_field: int
    candidates: frozenset[str]


@dataclass(frozen=True)
class Cell:
    """One field and level: its candidates (opportunities), and how many of the field's measures they serve."""

    action_field: int
    level: str
    opportunities: frozenset[str]
    measures: int

    @property
    def is_white(self) -> bool:
        """Nothing here."""
        return not self.opportunities


@dataclass(frozen=True)
class Coverage:
    """The grid in the order of fields and levels, measures without a candidate, and opportunities without a measure."""

    cells: tuple[Cell, ...]
    without_candidate: tuple[str, ...]
    without_measure: tuple[tuple[str, float], ...]  # opportunity id, closeness to the concept in [0, 1]; closest first

    def white_spots(self) -> tuple[Cell, ...]:
        """The cells where nothing is."""
        return tuple(cell for cell in self.cells if cell.is_white)


def coverage(
    measures: Sequence[MeasureCandidates],
    opportunities: Iterable[OpportunityText],
    closeness: Mapping[str, float],
    *,
    levels: Sequence[str],
    fields: Sequence[int],
) -> Coverage:
    """Work out the coverage.

    Args:
        measures: the unfunded measures with their candidates.
        opportunities: all that is listed.
        closeness: opportunity id → closeness to the concept as a whole, in [0, 1], of those that somebody in the
            city may or might use now.
        levels: the columns of the grid.
        fields: its rows.
    """
    known = {opportunity.id: opportunity for opportunity in opportunities}
    cells = []
    for field in fields:
        own = [measure for measure in measures if measure.action_field == field]
        for level in levels:
            served = [
                frozenset(key for key in measure.candidates if key in known and known[key].level == level)
                for measure in own
            ]
            cells.append(Cell(field, level, frozenset().union(*served), sum(bool(each) for each in served)))
    wanted = frozenset().union(*(measure.candidates for measure in measures))
    unclaimed = [
        (key, value) for key, value in closeness.items() if key in known and key not in wanted and value >= CLOSE
    ]
    return Coverage(
        cells=tuple(cells),
        without_candidate=tuple(measure.measure_id for measure in measures if not measure.candidates),
        without_measure=tuple(sorted(unclaimed, key=lambda pair: (-pair[1], pair[0]))[:MOST_CALLS]),
    )
