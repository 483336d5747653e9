"""The level of the funder: most EU calls are too large or too far for one measure of one city."""

import numpy as np

from grants_db.sentence import Sentence
from grants_db.vocabulary import Level
from matching.index.vector_index import Array, Calls
from matching.signals.base import Asked, Found


class NearLevel:
    """1 for a call of the Land, the federation or a foundation, 0 for one of the EU."""

    name = "level"

    def score(self, calls: Calls, asked: Asked) -> Array:  # noqa: ARG002  # the same for every measure
        """1 × calls."""
        return np.array([[float(call.level != Level.EU) for call in calls.calls_]], dtype=np.float32)

    def sentence(self, found: Found) -> Sentence | None:  # noqa: ARG002  # the level stands in every row anyway
        """Nothing of its own."""
        return None
