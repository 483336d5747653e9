"""The city's measures put beside the opportunities once, for all rankings: they help to read each other."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.index.arrays import Array, Matrix, divide_by_best
from matching.index.known_measures import KnownMeasures
from matching.index.vector_index import OpportunityIndex, Vectors
from matching.signals.base import Neighbours, field_rows
from matching.text.documents import MeasureText

#: measures put beside the opportunities at once
_BLOCK = 40
#: begins the name of what a measure reached that is not among the known ones, or says something else now
ITSELF = "itself"


def neighbours_of(index: OpportunityIndex, known: KnownMeasures, best: Mapping[str, float]) -> Neighbours:
    """Compare all measures with all opportunities.

    Args:
        index: fitted on the opportunities.
        known: all of the city's measures.
        best: the best scores that an earlier fit saw.
    """
    fields, rows = np.array(known.fields, dtype=np.int64), known.vectors.sparse["compounds"]
    likeness, reached = _likeness(index, rows, [f"neighbour {key}" for key in known.signs], best)
    return _beside(index, fields, known.vectors.themes, likeness, reached, best)


def with_measure(
    index: OpportunityIndex,
    known: KnownMeasures,
    neighbours: Neighbours,
    measure: MeasureText,
    vectors: Vectors,
    best: Mapping[str, float],
) -> Neighbours:
    """The neighbours with one measure more, or with what it says now in the place of what it said."""
    own, reached = _likeness(index, vectors.sparse["compounds"], [f"{ITSELF} {measure.id}"], best)
    fields, row = field_rows([measure], index.concept_), known.rows.get(measure.id)
    if row is None:
        fields = np.concatenate([neighbours.fields, fields])
        themes = np.vstack([neighbours.themes, vectors.themes])
        likeness = np.vstack([neighbours.likeness, own])
    else:
        others = np.arange(len(neighbours.fields)) != row
        fields = np.where(others, neighbours.fields, fields)
        themes = np.where(others[:, None], neighbours.themes, vectors.themes)
        likeness = np.where(others[:, None], neighbours.likeness, own)
    return _beside(index, fields, themes, likeness, {**neighbours.best, **reached}, best)


def _likeness(
    index: OpportunityIndex, rows: Matrix, names: Sequence[str], best: Mapping[str, float]
) -> tuple[Array, dict[str, float]]:
    """Measures × opportunities: compounds in common, against each measure's best; and these bests."""
    transposed = index.transposed("compounds")
    likeness = np.zeros((len(names), len(index.opportunities_)), dtype=np.float32)
    reached: dict[str, float] = {}
    for start in range(0, len(names), _BLOCK):
        block = slice(start, start + _BLOCK)
        likeness[block], found = divide_by_best((rows[block] @ transposed).toarray(), names[block], best)
        reached |= found
    return likeness, reached


def _beside(
    index: OpportunityIndex,
    fields: NDArray[np.int64],
    themes: Array,
    likeness: Array,
    reached: Mapping[str, float],
    best: Mapping[str, float],
) -> Neighbours:
    together = index.profiles_["compounds"].copy()
    for row in range(len(together)):
        chosen = np.flatnonzero(fields == row)
        together[row] = (together[row] + likeness[chosen].sum(axis=0)) / (len(chosen) + 1)
    by_field, of_fields = divide_by_best(together, [f"neighbours {row}" for row in range(len(together))], best)
    summed = np.asarray(likeness.sum(axis=0, dtype=np.float64))
    return Neighbours(fields, themes, likeness, summed, by_field, {**reached, **of_fields})
