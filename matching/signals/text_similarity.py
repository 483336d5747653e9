"""Shared letter groups: the same thing said in nearly the same words."""

from grants_db.sentence import Sentence
from matching.index.vector_index import Array, OpportunityIndex
from matching.signals.base import Query, ScoredPair, cosines


class LetterSimilarity:
    """The cosine over TF-IDF rows of letter groups, against the measure's best opportunity."""

    name = "letters"

    def score(self, index: OpportunityIndex, query: Query) -> Array:
        """Measures × opportunities."""
        return index.relative(self.name, query.ids(), cosines(index, query.vectors, "letters"))

    def sentence(self, pair: ScoredPair) -> Sentence | None:  # noqa: ARG002 - coverage names the shared words
        """Nothing of its own."""
        return None
