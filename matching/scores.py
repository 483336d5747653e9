"""The scores of measures against opportunities, signal by signal, and which of them are no matter of words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.chance import crowd_of
from matching.feedback import FEEDBACK
from matching.index.arrays import Array
from matching.index.vector_index import OpportunityIndex, Vectors
from matching.signals.base import FunderShares, Neighbours, Query
from matching.signals.registry import SIGNALS
from matching.text.documents import MeasureText, OpportunityText
from matching.text.readable import has_field, has_words

#: begins the name of a measure's crowd
CROWD_OF = "crowd"
#: signals of sums, days and decisions about funders: they know no text
FACTS = ("amount", "time_left", "funder_history")


@dataclass(frozen=True)
class ScoredMeasures:
    """Some measures against all fitted opportunities.

    Attributes:
        query: the measures, as they are asked for.
        parts: signal → what it contributes, measures × opportunities; they add up to
        total: the scores.
        best: "signal ID" → the best score that any opportunity reached, where scores are held against it, and
            "crowd ID", which chances are held against.
    """

    query: Query
    parts: Mapping[str, Array]
    total: NDArray[np.float64]
    best: Mapping[str, float]

    def crowd(self, row: int) -> float:
        """The score that stands for the crowd of a measure (`chance.crowd_of`)."""
        return self.best[f"{CROWD_OF} {self.query.measures[row].id}"]

    def parts_of(self, row: int, column: int) -> dict[str, float]:
        """What each signal contributes to one pair."""
        return {name: float(part[row, column]) for name, part in self.parts.items()}

    def without_facts(self) -> Array:
        """What the scores are without sums and days, which change by themselves, and without what decisions add."""
        return of_texts(self.parts)


def as_far_as_told(measures: Sequence[MeasureText], closeness: Array) -> Array:
    """How far measures are about their fields: not at all without a field; in full where that is all there is."""
    for row, measure in enumerate(measures):
        if not has_field(measure):
            closeness[row] = 0.0
        elif not has_words(measure):
            closeness[row] = 1.0
    return closeness


def crowds_of(
    measures: Sequence[MeasureText], parts: Mapping[str, Array], known: Mapping[str, float]
) -> dict[str, float]:
    """For each measure its crowd by texts alone, under "crowd ID"; one that an earlier fit saw stays as it was."""
    names = [f"{CROWD_OF} {measure.id}" for measure in measures]
    if all(name in known for name in names):
        return {name: known[name] for name in names}
    found = zip(names, of_texts(parts), strict=True)
    return {name: known[name] if name in known else crowd_of(scores) for name, scores in found}


def of_texts(parts: Mapping[str, Array]) -> Array:
    """What the scores are without sums, days and decisions."""
    kept = [part for name, part in parts.items() if name not in (*FACTS, FEEDBACK)]
    return np.asarray(sum(kept), dtype=np.float32)


def sum_of(parts: Mapping[str, Array]) -> NDArray[np.float64]:
    """The scores that parts add up to."""
    return np.asarray(sum(parts.values()), dtype=np.float64)


def fact_parts(
    measures: Sequence[MeasureText],
    opportunities: Sequence[OpportunityText],
    funders: FunderShares,
    shares: Mapping[str, float],
) -> Array:
    """What sums, days and what is known of the funders add, measures × opportunities; these need no text."""
    index, none = OpportunityIndex().without_texts(opportunities), np.zeros((0, 0), dtype=np.float32)
    beside = Neighbours(np.zeros(0, dtype=np.int64), none, none, np.zeros(0), none, {})
    one = np.ones((len(measures), 1), dtype=np.float32)
    query = Query(tuple(measures), Vectors.nothing(), beside, funders, one, np.zeros(len(measures), dtype=np.int64))
    found = np.zeros((len(measures), len(opportunities)), dtype=np.float32)
    for signal in SIGNALS:
        if signal.name in FACTS:
            found += np.float32(shares.get(signal.name, 0.0)) * signal.score(index, query)
    return found
