"""Words that go together in the fitted opportunities: an opportunity can fit without sharing a single word."""

import numpy as np

from grants_db.messages import Message
from matching.index.arrays import Array
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Query, ScoredPair


class LatentSimilarity:
    """The cosine in the latent space of the opportunities (truncated SVD of compound parts and ideas)."""

    name = "latent"
    against_best = True
    of_field = False

    def score(self, index: OpportunityIndex, query: Query) -> Array:
        """Measures × opportunities."""
        return np.asarray(np.clip(query.vectors.latent @ index.vectors_.latent.T, 0, 1))

    def sentence(self, pair: ScoredPair) -> Message | None:
        """Only where it is strong and no shared words say it already."""
        if pair.shared or pair.score < 0.7:
            return None
        return Message.of("Sprachlich verwandt, obwohl keine Begriffe gemeinsam sind")
