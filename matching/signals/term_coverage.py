"""How much of what the measure asks for is met at all by the opportunity, however often it says it."""

import numpy as np

from grants_db.sentence import Sentence
from matching.index.vector_index import Array, OpportunityIndex
from matching.signals.base import Query, ScoredPair, listed


class TermCoverage:
    """BM25 (k1 1.2, b 0.75) of the measure's compound parts: each counts, repetition little, long texts are discounted.

    Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), with log(1 + count) for the measure's side.
    """

    name = "coverage"

    def score(self, index: OpportunityIndex, query: Query) -> Array:
        """Measures × opportunities."""
        parts = query.vectors.rows.parts.copy()
        parts.data = np.log1p(parts.data)
        scores = np.asarray((parts @ index.transposed("bm25")).toarray(), dtype=np.float32)
        return index.relative(self.name, query.ids(), scores)

    def sentence(self, pair: ScoredPair) -> Sentence | None:
        """The shared words."""
        return Sentence.of("Gemeinsame Begriffe: {words}", words=listed(pair.shared)) if pair.shared else None
