"""How close a call is to integration work as a whole: such a call is worth reading for almost every measure."""

import numpy as np

from grants_db.sentence import Sentence
from matching.index.vector_index import Array, Calls
from matching.signals.base import Asked, Found

_WHOLE = slice(6, 7)


class IntegrationWords:
    """Closeness to the words of the profile of integration work, in one space of TF-IDF rows."""

    def __init__(self, space: str) -> None:
        self.space = space
        self.name = f"integration_{space}"

    def score(self, calls: Calls, asked: Asked) -> Array:  # noqa: ARG002  # the same for every measure
        """1 × calls."""
        return calls.relative(f"profile {self.space}", [6], calls.profiles_[self.space][_WHOLE])

    def sentence(self, found: Found) -> Sentence | None:
        """Said once, by the compounds."""
        if self.space != "compounds" or found.score < 0.5:
            return None
        return Sentence.of("Ein Förderangebot für Integrationsarbeit im Ganzen")


class IntegrationThemes:
    """Closeness to the themes of integration work."""

    name = "integration_themes"

    def score(self, calls: Calls, asked: Asked) -> Array:  # noqa: ARG002  # the same for every measure
        """1 × calls."""
        themes = calls.profile_themes_[_WHOLE].astype(np.float32)
        return calls.relative("profile themes", [6], np.clip(themes @ calls.batch_.themes.T, 0, 1))

    def sentence(self, found: Found) -> Sentence | None:  # noqa: ARG002  # the words say it
        """Nothing of its own."""
        return None
