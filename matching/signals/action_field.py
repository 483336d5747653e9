"""How close an opportunity is to what the measure's action field is there for (action_field_profiles.yml)."""

import numpy as np

from grants_db.sentence import Sentence
from matching.index.vector_index import Array, OpportunityIndex
from matching.signals.base import Query, ScoredPair


class FieldWords:
    """Closeness to the words of the field's profile, in one space of TF-IDF rows."""

    def __init__(self, space: str) -> None:
        self.space = space
        self.name = f"field_{space}"

    def score(self, index: OpportunityIndex, query: Query) -> Array:
        """Measures × opportunities: the row of the field; letter groups by their root, their cosines crowd low."""
        closeness = index.relative(f"profile {self.space}", range(7), index.profiles_[self.space])[query.field_rows()]
        return np.sqrt(closeness) if self.space == "letters" else closeness

    def sentence(self, pair: ScoredPair) -> Sentence | None:  # noqa: ARG002  # the themes say it
        """Nothing of its own."""
        return None


class FieldThemes:
    """Closeness to the themes of the field's profile."""

    name = "field_themes"

    def score(self, index: OpportunityIndex, query: Query) -> Array:
        """Measures × opportunities: the row of the measure's field."""
        likeness = index.profile_themes_.astype(np.float32) @ index.vectors_.themes.T
        return index.relative("profile themes", range(7), np.clip(likeness, 0, 1))[query.field_rows()]

    def sentence(self, pair: ScoredPair) -> Sentence | None:
        """Only where it is strong."""
        if pair.score < 0.75:
            return None
        return Sentence.of("Themen des Handlungsfelds {field}", field=pair.measure.action_field)


class FieldLatent:
    """Closeness to the field's profile in the latent space."""

    name = "field_latent"

    def score(self, index: OpportunityIndex, query: Query) -> Array:
        """Measures × opportunities: the row of the measure's field."""
        return index.relative("profile latent", range(7), index.profiles_["latent"])[query.field_rows()]

    def sentence(self, pair: ScoredPair) -> Sentence | None:  # noqa: ARG002  # the words and themes say it
        """Nothing of its own."""
        return None
