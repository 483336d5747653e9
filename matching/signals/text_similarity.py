"""Shared letter groups: the same thing said in nearly the same words."""

from grants_db.messages import Message
from matching.index.arrays import Array
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Query, ScoredPair, products


class LetterSimilarity:
    """The cosine over TF-IDF rows of letter groups, against the measure's best opportunity."""

    name = "letters"
    against_best = True
    of_field = False

    def score(self, index: OpportunityIndex, query: Query) -> Array:
        """Measures × opportunities."""
        return products(index, query, "letters")

    def sentence(self, pair: ScoredPair) -> Message | None:  # noqa: ARG002 - coverage names the shared words
        """Nothing of its own."""
        return None
