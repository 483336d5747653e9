"""Shared themes of the glossary: the same kind of work for the same kind of people, in whatever words."""

import numpy as np

from grants_db.messages import Message
from matching.index.arrays import Array
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Query, ScoredPair


class ThemeSimilarity:
    """The cosine over the themes of the glossary, against the measure's best opportunity."""

    name = "themes"
    against_best = True
    of_field = False

    def score(self, index: OpportunityIndex, query: Query) -> Array:
        """Measures × opportunities."""
        return np.asarray(np.clip(query.vectors.themes @ index.vectors_.themes.T, 0, 1), dtype=np.float32)

    def sentence(self, pair: ScoredPair) -> Message | None:  # noqa: ARG002  # the shared words say it
        """Nothing of its own."""
        return None
