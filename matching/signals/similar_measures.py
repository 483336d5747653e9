"""What similar measures of the city say together: a measure borrows the words of those that share its themes."""

import numpy as np

from grants_db.sentence import Sentence
from matching.index.vector_index import Array, Calls
from matching.signals.base import Asked, Found

#: a measure of another action field counts this much
OTHER_FIELD = 0.3
#: how steeply nearness falls with the likeness of themes
STEEPNESS = 3


class SimilarMeasures:
    """The mean likeness of a call with the city's measures, each weighed by how near its themes are."""

    name = "similar_measures"

    def score(self, calls: Calls, asked: Asked) -> Array:  # the peers were put beside the calls once
        """Measures × calls."""
        if not len(asked.peers.fields):
            return np.zeros((len(asked.measures), asked.peers.likeness.shape[1]), dtype=np.float32)
        nearness = np.clip(asked.batch.themes @ asked.peers.themes.T, 0, 1) ** STEEPNESS
        same_field = asked.field_rows()[:, None] == asked.peers.fields[None, :]
        nearness = (nearness * np.where(same_field, 1.0, OTHER_FIELD)).astype(np.float32)
        return calls.relative(self.name, asked.ids(), nearness @ asked.peers.likeness)

    def sentence(self, found: Found) -> Sentence | None:
        """Only where it is strong."""
        return Sentence.of("Passt zu ähnlichen Maßnahmen der Stadt") if found.score >= 0.7 else None
