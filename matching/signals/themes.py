"""Shared themes of the glossary, whatever words and language they are put in."""

import numpy as np

from grants_db.sentence import Sentence
from matching.signals.base import Asked, Found, relative
from matching.spaces import Array, Calls


class Themes:
    """How much the mix of themes of the call is that of the measure."""

    name = "themes"

    def score(self, calls: Calls, asked: Asked) -> Array:
        """Measures × calls."""
        return relative(np.clip(asked.batch.themes @ calls.batch_.themes.T, 0, 1))

    def sentence(self, found: Found) -> Sentence | None:
        """Only where the likeness is strong."""
        return Sentence.of("Themen sehr ähnlich gemischt") if found.score >= 0.85 else None
