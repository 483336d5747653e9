"""What similar measures of the city say together: a measure borrows the words of those that share its themes."""

import numpy as np

from grants_db.messages import Message
from matching.index.arrays import Array
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Query, ScoredPair

#: a measure of another action field counts this much
OTHER_FIELD = 0.3
#: how steeply nearness falls with the likeness of themes
STEEPNESS = 3


class SimilarMeasures:
    """The mean likeness of an opportunity with the city's measures, each weighed by how near its themes are."""

    name = "similar_measures"
    against_best = True
    of_field = False

    def score(self, index: OpportunityIndex, query: Query) -> Array:  # noqa: ARG002  # neighbours know them
        """Measures × opportunities."""
        if not len(query.neighbours.fields):
            return np.zeros((len(query.measures), query.neighbours.likeness.shape[1]), dtype=np.float32)
        nearness = np.clip(query.vectors.themes @ query.neighbours.themes.T, 0, 1) ** STEEPNESS
        same_field = query.fields[:, None] == query.neighbours.fields[None, :]
        nearness = (nearness * np.where(same_field, 1.0, OTHER_FIELD)).astype(np.float32)
        return np.asarray(nearness @ query.neighbours.likeness)

    def sentence(self, pair: ScoredPair) -> Message | None:
        """Only where it is strong."""
        return Message.of("Passt zu ähnlichen Maßnahmen der Stadt") if pair.score >= 0.7 else None
