"""What officers decided about the same funder's opportunities for the same action field before."""

import numpy as np

from grants_db.messages import Message
from matching.index.arrays import Array
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Query, ScoredPair

#: a funder nobody decided about
UNKNOWN = 0.5


class FunderHistory:
    """The share of accepted among the decided opportunities of a funder in the field; unknown is in the middle."""

    name = "funder_history"
    against_best = False
    of_field = False

    def score(self, index: OpportunityIndex, query: Query) -> Array:
        """Measures × opportunities."""
        if not query.funders:
            return np.full((1, len(index.opportunities_)), UNKNOWN, dtype=np.float32)
        rows = {
            field: [query.funders.get((field, opportunity.funder), UNKNOWN) for opportunity in index.opportunities_]
            for field in {measure.action_field for measure in query.measures}
        }
        return np.array([rows[measure.action_field] for measure in query.measures], dtype=np.float32)

    def sentence(self, pair: ScoredPair) -> Message | None:
        """Only where it says something."""
        if pair.score >= 0.7:
            return Message.of(
                "Förderangebote von {funder} wurden hier schon angenommen", funder=pair.opportunity.funder
            )
        if pair.score <= 0.3:
            return Message.of("Förderangebote von {funder} wurden hier meist verworfen", funder=pair.opportunity.funder)
        return None
