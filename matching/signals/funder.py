"""What officers decided about the same funder's calls for the same action field before."""

import numpy as np

from grants_db.sentence import Sentence
from matching.index.vector_index import Array, Calls
from matching.signals.base import Asked, Found

#: a funder nobody decided about
UNKNOWN = 0.5


class FunderHistory:
    """The share of accepted among the decided calls of a funder in the field; unknown is in the middle."""

    name = "funder_history"

    def score(self, calls: Calls, asked: Asked) -> Array:
        """Measures × calls."""
        if not asked.funders:
            return np.full((1, len(calls.calls_)), UNKNOWN, dtype=np.float32)
        rows = {
            field: [asked.funders.get((field, call.funder), UNKNOWN) for call in calls.calls_]
            for field in {measure.action_field for measure in asked.measures}
        }
        return np.array([rows[measure.action_field] for measure in asked.measures], dtype=np.float32)

    def sentence(self, found: Found) -> Sentence | None:
        """Only where it says something."""
        if found.score >= 0.7:
            return Sentence.of("Förderangebote von {funder} wurden hier schon angenommen", funder=found.call.funder)
        if found.score <= 0.3:
            return Sentence.of("Förderangebote von {funder} wurden hier meist verworfen", funder=found.call.funder)
        return None
