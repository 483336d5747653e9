"""What the city's measures of the same action field say together: a terse measure is read in their company."""

from grants_db.sentence import Sentence
from matching.index.vector_index import Array, Calls
from matching.signals.base import Asked, Found


class FieldPeers:
    """The mean likeness of a call with all measures of the field, against the field's best call."""

    name = "field_peers"

    def score(self, calls: Calls, asked: Asked) -> Array:  # noqa: ARG002  # worked out once for all measures
        """Measures × calls: the row of the measure's field."""
        return asked.peers.by_field[asked.field_rows()]

    def sentence(self, found: Found) -> Sentence | None:
        """Only where it is strong."""
        if found.score < 0.6:
            return None
        return Sentence.of("Passt auch zu anderen Maßnahmen im Handlungsfeld {field}", field=found.measure.action_field)
