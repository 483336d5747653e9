"""What the signals say of a pair, in sentences for people: the weightiest first, shared words at last."""

from collections.abc import Mapping, Sequence

from grants_db.messages import Message
from matching.shared_terms import SharedTerm
from matching.signals.base import ScoredPair
from matching.signals.registry import SIGNALS
from matching.signals.term_coverage import TermCoverage
from matching.text.documents import MeasureText, OpportunityText

#: sentences of signals beside a match
MOST_REASONS = 4


def signal_sentences(
    measure: MeasureText,
    opportunity: OpportunityText,
    parts: Mapping[str, float],
    shares: Mapping[str, float],
    terms: Sequence[SharedTerm],
    closeness: float,
) -> tuple[Message, ...]:
    """The sentences of one pair.

    Args:
        measure: the measure, and
        opportunity: what is proposed for it.
        parts: signal → what it adds to the score.
        shares: signal → its weight.
        terms: the words that both share.
        closeness: how far the measure is about its action field.
    """
    shared = tuple(dict.fromkeys(term.opportunity for term in terms))
    said: list[Message] = []
    for signal in sorted(SIGNALS, key=lambda each: (each.name == TermCoverage.name, -parts[each.name])):
        share = shares.get(signal.name, 0.0)
        score = parts[signal.name] / share if share else 0.0
        sentence = signal.sentence(ScoredPair(measure, opportunity, score, shared, closeness))
        if sentence is not None:
            said.append(sentence)
    return tuple(said[:MOST_REASONS])
