"""Shared words, compound parts and letter groups: the same thing said in (nearly) the same words."""

from grants_db.sentence import Sentence
from matching.signals.base import Asked, Found, cosines, listed, relative
from matching.spaces import Array, Calls


class TextLikeness:
    """The cosine of measure and call in one space of TF-IDF rows, against the measure's best call."""

    def __init__(self, space: str) -> None:
        self.space = space
        self.name = space

    def score(self, calls: Calls, asked: Asked) -> Array:
        """Measures × calls."""
        return relative(cosines(calls, asked.batch, self.space))

    def sentence(self, found: Found) -> Sentence | None:
        """The shared words; only one of the spaces needs to name them."""
        if self.space != "compounds" or not found.shared:
            return None
        return Sentence.of("Gemeinsame Begriffe: {words}", words=listed(found.shared))
