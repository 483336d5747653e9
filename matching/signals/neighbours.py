"""The city's measures put beside the opportunities once, for all rankings: they help to read each other."""

from collections.abc import Mapping, Sequence

import numpy as np

from matching.index.arrays import divide_by_best
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Neighbours, field_rows
from matching.text.documents import MeasureText

#: measures put beside the opportunities at once
_BLOCK = 40


def neighbours_of(index: OpportunityIndex, measures: Sequence[MeasureText], known: Mapping[str, float]) -> Neighbours:
    """Compare all measures with all opportunities.

    Args:
        index: fitted on the opportunities.
        measures: all of the city's.
        known: the best scores that an earlier fit saw.
    """
    vectors = index.transform(measures)
    fields = field_rows(measures)
    rows, transposed = vectors.sparse["compounds"], index.transposed("compounds")
    likeness = np.zeros((len(measures), len(index.opportunities_)), dtype=np.float32)
    best: dict[str, float] = {}
    for start in range(0, len(measures), _BLOCK):
        block = slice(start, start + _BLOCK)
        names = [f"neighbour {measure.id}" for measure in measures[block]]
        likeness[block], reached = divide_by_best((rows[block] @ transposed).toarray(), names, known)
        best |= reached
    together = index.profiles_["compounds"].copy()
    for row in range(len(together)):
        chosen = np.flatnonzero(fields == row)
        together[row] = (together[row] + likeness[chosen].sum(axis=0)) / (len(chosen) + 1)
    by_field, reached = divide_by_best(together, [f"neighbours {row}" for row in range(len(together))], known)
    return Neighbours(fields, vectors.themes, likeness, by_field, best | reached)
