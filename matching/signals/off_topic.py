"""Is it about social and civic work at all? Most of a crawl is about business, research, energy or roads."""

import numpy as np

from grants_db.messages import Message
from matching.index.arrays import Array
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Query, ScoredPair

#: a measure further from its field is of another subject itself; an opportunity under this is off topic
CLOSE, OFF = 0.5, 0.4


class OffTopic:
    """The mean weight of its themes in the profile of civic work, from -1 (off topic) to 1, brought to [0, 1]."""

    name = "civic"
    against_best = False
    of_field = True

    def score(self, index: OpportunityIndex, query: Query) -> Array:  # noqa: ARG002  # the same for every measure
        """1 × opportunities."""
        return index.remembered_.once("civic", lambda: _scores(index))

    def sentence(self, pair: ScoredPair) -> Message | None:
        """Only the warning is worth a line, and only beside a measure that is about its field itself."""
        if pair.closeness < CLOSE or pair.score / pair.closeness >= OFF:
            return None
        return Message.of("Vor allem ein anderes Gebiet als das Konzept")


def _scores(index: OpportunityIndex) -> Array:
    themes = index.vectors_.themes
    shares = themes / np.maximum(themes.sum(axis=1, keepdims=True), 1e-9)
    mean = shares @ index.civic_themes_.astype(np.float32)
    return np.asarray(np.clip((mean + 1) / 2, 0, 1)[None, :], dtype=np.float32)
