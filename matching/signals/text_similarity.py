"""Shared letter groups: the same thing said in nearly the same words."""

from grants_db.sentence import Sentence
from matching.index.vector_index import Array, Calls
from matching.signals.base import Asked, Found, cosines


class LetterLikeness:
    """The cosine of measure and call over TF-IDF rows of letter groups, against the measure's best call."""

    name = "letters"

    def score(self, calls: Calls, asked: Asked) -> Array:
        """Measures × calls."""
        return calls.relative(self.name, asked.ids(), cosines(calls, asked.batch, "letters"))

    def sentence(self, found: Found) -> Sentence | None:  # noqa: ARG002 - coverage names the shared words
        """Nothing of its own."""
        return None
