"""How close an opportunity is to integration work as a whole: such a one is worth reading for almost every measure."""

from grants_db.messages import Message
from matching.index.arrays import Array
from matching.index.profiles import WHOLE
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Query, ScoredPair


class IntegrationWords:
    """Closeness to the words of the profile of integration work, in one space of TF-IDF rows."""

    against_best = False
    of_field = True

    def __init__(self, space: str) -> None:
        self.space = space
        self.name = f"integration_{space}"

    def score(self, index: OpportunityIndex, query: Query) -> Array:  # noqa: ARG002  # the same for every measure
        """1 × opportunities."""
        return index.profiles_[self.space][[WHOLE]]

    def sentence(self, pair: ScoredPair) -> Message | None:
        """Said once, by the compounds."""
        if self.space != "compounds" or pair.score < 0.5:
            return None
        return Message.of("Ein Förderangebot für Integrationsarbeit im Ganzen")


class IntegrationThemes:
    """Closeness to the themes of integration work."""

    name = "integration_themes"
    against_best = False
    of_field = True

    def score(self, index: OpportunityIndex, query: Query) -> Array:  # noqa: ARG002  # the same for every measure
        """1 × opportunities."""
        return index.profiles_["themes"][[WHOLE]]

    def sentence(self, pair: ScoredPair) -> Message | None:  # noqa: ARG002  # the words say it
        """Nothing of its own."""
        return None
