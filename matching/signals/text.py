"""Shared words and letter groups: the same thing said in (nearly) the same words."""

from grants_db.sentence import Sentence
from matching.signals.base import Asked, Found, cosines
from matching.spaces import Array, Calls


class TextLikeness:
    """The cosine of measure and call in one space of TF-IDF rows, against the measure's best call."""

    def __init__(self, space: str) -> None:
        self.space = space
        self.name = space

    def score(self, calls: Calls, asked: Asked) -> Array:
        """Measures × calls."""
        return calls.relative(self.name, asked.ids(), cosines(calls, asked.batch, self.space))

    def sentence(self, found: Found) -> Sentence | None:  # noqa: ARG002 - coverage names the shared words
        """Nothing of its own."""
        return None
