"""What the signals say of a pair, in sentences for people: facets first, the others by weight, shared words at last."""

from collections.abc import Mapping
from dataclasses import replace

from grants_db.messages import Message
from matching.signals.base import ScoredPair
from matching.signals.facets import FacetLikeness
from matching.signals.registry import SIGNALS
from matching.signals.term_coverage import TermCoverage

#: sentences of signals beside a match
MOST_REASONS = 5
_FACETS = [signal for signal in SIGNALS if isinstance(signal, FacetLikeness)]
_OTHERS = [signal for signal in SIGNALS if not isinstance(signal, FacetLikeness)]


def signal_sentences(pair: ScoredPair, parts: Mapping[str, float], shares: Mapping[str, float]) -> tuple[Message, ...]:
    """The sentences of one pair.

    Args:
        pair: the measure and the opportunity, with what both say; each signal's score is put into it.
        parts: signal → what it adds to the score.
        shares: signal → its weight.
    """

    others = sorted(_OTHERS, key=lambda signal: (signal.name == TermCoverage.name, -parts[signal.name]))
    said: list[Message] = []
    for signal in (*_FACETS, *others):
        share = shares.get(signal.name, 0.0)
        sentence = signal.sentence(replace(pair, score=parts[signal.name] / share if share else 0.0))
        if sentence is not None:
            said.append(sentence)
        if len(said) == MOST_REASONS:
            break
    return tuple(said)
