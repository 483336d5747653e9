"""How much of what the measure asks for is met at all by the opportunity, however often it says it."""

from grants_db.messages import Message
from matching.index.arrays import Array
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Query, ScoredPair, listed, products


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
        """The shared words."""
        return Message.of("Gemeinsame Begriffe: {words}", words=listed(pair.shared)) if pair.shared else None
