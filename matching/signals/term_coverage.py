"""How much of what the measure asks for is met at all by the opportunity, however often it says it."""

from grants_db.messages import Message
from matching.index.arrays import Array
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Query, ScoredPair, listed, products

#: shared words that reach less than this of the measure's best opportunity are a coincidence
CARRIES = 0.15


class TermCoverage:
    """BM25 of the measure's compound parts, against its best opportunity.

    score(q, d) = Σ over the parts t of q: ln(1 + c(t, q)) · w(t, d), with the weights w of `weighting.bm25`: each part
    counts, repetition little, long texts are discounted.
    """

    name = "coverage"
    against_best = True
    of_field = False

    def score(self, index: OpportunityIndex, query: Query) -> Array:
        """Measures × opportunities."""
        return products(index, query, "bm25")

    def sentence(self, pair: ScoredPair) -> Message | None:
        """The shared words, where they carry something."""
        if not pair.shared or pair.score < CARRIES:
            return None
        return Message.of("Gemeinsame Begriffe: {words}", words=listed(pair.shared))
