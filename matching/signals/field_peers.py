"""What the city's measures of the same action field say together: a terse measure is read in their company."""

from grants_db.messages import Message
from matching.index.arrays import Array
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Query, ScoredPair


class FieldPeers:
    """The mean likeness of an opportunity with all measures of the field, against the field's best opportunity."""

    name = "field_peers"
    against_best = False
    of_field = True

    def score(self, index: OpportunityIndex, query: Query) -> Array:  # noqa: ARG002  # worked out once for all measures
        """Measures × opportunities: the row of the measure's field."""
        return query.neighbours.by_field[query.fields]

    def sentence(self, pair: ScoredPair) -> Message | None:
        """Only where it is strong."""
        if pair.score < 0.6:
            return None
        return Message.of("Passt auch zu anderen Maßnahmen im Handlungsfeld {field}", field=pair.measure.action_field)
