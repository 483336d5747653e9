"""How close an opportunity is to integration work as a whole: such a one is worth reading for almost every measure."""

import numpy as np

from grants_db.sentence import Sentence
from matching.index.vector_index import Array, OpportunityIndex
from matching.signals.base import Query, ScoredPair

_WHOLE = slice(6, 7)


class IntegrationWords:
    """Closeness to the words of the profile of integration work, in one space of TF-IDF rows."""

    def __init__(self, space: str) -> None:
        self.space = space
        self.name = f"integration_{space}"

    def score(self, index: OpportunityIndex, query: Query) -> Array:  # noqa: ARG002  # the same for every measure
        """1 × opportunities."""
        return index.relative(f"profile {self.space}", [6], index.profiles_[self.space][_WHOLE])

    def sentence(self, pair: ScoredPair) -> Sentence | None:
        """Said once, by the compounds."""
        if self.space != "compounds" or pair.score < 0.5:
            return None
        return Sentence.of("Ein Förderangebot für Integrationsarbeit im Ganzen")


class IntegrationThemes:
    """Closeness to the themes of integration work."""

    name = "integration_themes"

    def score(self, index: OpportunityIndex, query: Query) -> Array:  # noqa: ARG002  # the same for every measure
        """1 × opportunities."""
        themes = index.profile_themes_[_WHOLE].astype(np.float32)
        return index.relative("profile themes", [6], np.clip(themes @ index.vectors_.themes.T, 0, 1))

    def sentence(self, pair: ScoredPair) -> Sentence | None:  # noqa: ARG002  # the words say it
        """Nothing of its own."""
        return None
