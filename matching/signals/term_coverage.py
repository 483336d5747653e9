"""How much of what the measure asks for is met at all by the call, however often it says it."""

import numpy as np

from grants_db.sentence import Sentence
from matching.index.vector_index import Array, Calls
from matching.signals.base import Asked, Found, listed


class Coverage:
    """BM25 (k1 1.2, b 0.75) of the measure's compound parts: each counts, repetition little, long calls are discounted.

    Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), with log(1 + count) for the measure's side.
    """

    name = "coverage"

    def score(self, calls: Calls, asked: Asked) -> Array:
        """Measures × calls."""
        query = asked.batch.rows.parts.copy()
        query.data = np.log1p(query.data)
        scores = np.asarray((query @ calls.posted("bm25")).toarray(), dtype=np.float32)
        return calls.relative(self.name, asked.ids(), scores)

    def sentence(self, found: Found) -> Sentence | None:
        """The shared words."""
        return Sentence.of("Gemeinsame Begriffe: {words}", words=listed(found.shared)) if found.shared else None
