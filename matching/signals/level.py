"""The level of the funder: most EU opportunities are too large or too far for one measure of one city."""

import numpy as np

from grants_db.messages import Message
from grants_db.vocabulary import Level
from matching.index.arrays import Array
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Query, ScoredPair


class NearLevel:
    """1 for an opportunity of the Land, the federation or a foundation, 0 for one of the EU."""

    name = "level"
    against_best = False
    of_field = True

    def score(self, index: OpportunityIndex, query: Query) -> Array:  # noqa: ARG002  # the same for every measure
        """1 × opportunities."""
        return index.remembered_.once("level", lambda: _near(index))

    def sentence(self, pair: ScoredPair) -> Message | None:  # noqa: ARG002  # the level stands in every row anyway
        """Nothing of its own."""
        return None


def _near(index: OpportunityIndex) -> Array:
    return np.array([[float(opportunity.level != Level.EU) for opportunity in index.opportunities_]], dtype=np.float32)
