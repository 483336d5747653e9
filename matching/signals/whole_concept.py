"""How close an opportunity is to the concept as a whole: such a one is worth reading for almost every measure."""

from grants_db.messages import Message
from matching.index.arrays import Array
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Query, ScoredPair


class ConceptWords:
    """Closeness to the words of the concept's profile, in one space of TF-IDF rows."""

    against_best = False
    of_field = True

    def __init__(self, space: str) -> None:
        self.space = space
        self.name = f"concept_{space}"

    def score(self, index: OpportunityIndex, query: Query) -> Array:  # noqa: ARG002  # the same for every measure
        """1 × opportunities."""
        return index.profiles_[self.space][[index.concept_.whole]]

    def sentence(self, pair: ScoredPair) -> Message | None:
        """Said once, by the compounds."""
        if self.space != "compounds" or pair.score < 0.5:
            return None
        return Message.of("Ein Förderangebot für das ganze Konzept")


class ConceptThemes:
    """Closeness to the themes of the concept."""

    name = "concept_themes"
    against_best = False
    of_field = True

    def score(self, index: OpportunityIndex, query: Query) -> Array:  # noqa: ARG002  # the same for every measure
        """1 × opportunities."""
        return index.profiles_["themes"][[index.concept_.whole]]

    def sentence(self, pair: ScoredPair) -> Message | None:  # noqa: ARG002  # the words say it
        """Nothing of its own."""
        return None
