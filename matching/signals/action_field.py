"""How close a call is to what the measure's action field is there for (action_field_profiles.yml)."""

import numpy as np

from grants_db.sentence import Sentence
from matching.index.vector_index import Array, Calls
from matching.signals.base import Asked, Found


class FieldWords:
    """Closeness to the words of the field's profile, in one space of TF-IDF rows."""

    def __init__(self, space: str) -> None:
        self.space = space
        self.name = f"field_{space}"

    def score(self, calls: Calls, asked: Asked) -> Array:
        """Measures × calls: the row of the measure's field; letter groups by their root, their cosines crowd low."""
        closeness = calls.relative(f"profile {self.space}", range(7), calls.profiles_[self.space])[asked.field_rows()]
        return np.sqrt(closeness) if self.space == "letters" else closeness

    def sentence(self, found: Found) -> Sentence | None:  # noqa: ARG002  # the themes say it
        """Nothing of its own."""
        return None


class FieldThemes:
    """Closeness to the themes of the field's profile."""

    name = "field_themes"

    def score(self, calls: Calls, asked: Asked) -> Array:
        """Measures × calls: the row of the measure's field."""
        likeness = calls.profile_themes_.astype(np.float32) @ calls.batch_.themes.T
        return calls.relative("profile themes", range(7), np.clip(likeness, 0, 1))[asked.field_rows()]

    def sentence(self, found: Found) -> Sentence | None:
        """Only where it is strong."""
        if found.score < 0.75:
            return None
        return Sentence.of("Themen des Handlungsfelds {field}", field=found.measure.action_field)


class FieldLatent:
    """Closeness to the field's profile in the latent space."""

    name = "field_latent"

    def score(self, calls: Calls, asked: Asked) -> Array:
        """Measures × calls: the row of the measure's field."""
        return calls.relative("profile latent", range(7), calls.profiles_["latent"])[asked.field_rows()]

    def sentence(self, found: Found) -> Sentence | None:  # noqa: ARG002  # the words and themes say it
        """Nothing of its own."""
        return None
