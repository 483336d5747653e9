"""Is an opportunity for some measures rather than for all? What fits everything is worth less for each.

Some opportunities lie near to every measure of a city, as hubs do in any space of many dimensions (Radovanović et al.,
Hubs in space, 2010): frame programmes that name all there is. Taking the mean off is the plainest remedy.
"""

import numpy as np

from grants_db.messages import Message
from matching.index.arrays import Array
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Query, ScoredPair

#: measures that are thought to be there besides, to which nothing is near: of a few one can't say what fits all
UNSEEN = 10


class Specificity:
    """1 less the mean likeness of an opportunity with all of the city's measures."""

    name = "specificity"
    against_best = False
    of_field = False

    def score(self, index: OpportunityIndex, query: Query) -> Array:  # noqa: ARG002  # neighbours know them
        """1 × opportunities."""
        mean = query.neighbours.together / (len(query.neighbours.likeness) + UNSEEN)
        return np.asarray(1 - mean[None, :], dtype=np.float32)

    def sentence(self, pair: ScoredPair) -> Message | None:  # noqa: ARG002  # differs little among those shown
        """Nothing of its own."""
        return None
