"""How close an opportunity is to what the measure's action field is there for (matching/index/profiles.py)."""

import numpy as np

from grants_db.messages import Message
from matching.index.arrays import Array
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Query, ScoredPair


class FieldLetters:
    """Closeness to the letter groups of the field's profile."""

    name = "field_letters"
    against_best = False
    of_field = True

    def score(self, index: OpportunityIndex, query: Query) -> Array:
        """Measures × opportunities: the root of the row of the field; cosines of letter groups crowd low."""
        return np.sqrt(index.profiles_["letters"][query.fields])

    def sentence(self, pair: ScoredPair) -> Message | None:  # noqa: ARG002  # the themes say it
        """Nothing of its own."""
        return None


class FieldThemes:
    """Closeness to the themes of the field's profile."""

    name = "field_themes"
    against_best = False
    of_field = True

    def score(self, index: OpportunityIndex, query: Query) -> Array:
        """Measures × opportunities: the row of the measure's field."""
        return index.profiles_["themes"][query.fields]

    def sentence(self, pair: ScoredPair) -> Message | None:
        """Only where it is strong."""
        if pair.score < 0.75:
            return None
        return Message.of("Inhalte des Handlungsfelds {field}", field=pair.measure.action_field)


class FieldLatent:
    """Closeness to the field's profile in the latent space."""

    name = "field_latent"
    against_best = False
    of_field = True

    def score(self, index: OpportunityIndex, query: Query) -> Array:
        """Measures × opportunities: the row of the measure's field."""
        return index.profiles_["latent"][query.fields]

    def sentence(self, pair: ScoredPair) -> Message | None:  # noqa: ARG002  # the words and themes say it
        """Nothing of its own."""
        return None
