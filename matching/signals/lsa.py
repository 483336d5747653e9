"""Words that go together in the fitted calls: a call can fit without sharing a single word."""

import numpy as np

from grants_db.sentence import Sentence
from matching.index.vector_index import Array, Calls
from matching.signals.base import Asked, Found


class Latent:
    """The cosine in the latent space of the calls (truncated SVD of compound parts and ideas)."""

    name = "latent"

    def score(self, calls: Calls, asked: Asked) -> Array:
        """Measures × calls."""
        return calls.relative(self.name, asked.ids(), np.clip(asked.batch.latent @ calls.batch_.latent.T, 0, 1))

    def sentence(self, found: Found) -> Sentence | None:
        """Only where it is strong and no shared words say it already."""
        if found.shared or found.score < 0.7:
            return None
        return Sentence.of("Sprachlich verwandt, obwohl keine Begriffe gemeinsam sind")
