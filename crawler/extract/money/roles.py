"""The most and the least one application can get, the highest rate and the own share, from prose on any page."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from crawler.extract.money.amounts import min_amount
from crawler.extract.money.candidates import (
    HIGHEST_RATE,
    MAXIMUM,
    MINIMUM,
    OWN_SHARE,
    RATE,
    SUM,
    MoneyCandidate,
    money_in,
)
from crawler.extract.roles.weights import EvidenceWeights, shipped_weights
from crawler.text.sentences import Fact, Prose, quote

#: from which probability on a figure is stated, and from which on it is proposed; chosen by cross-validation
SURE_FIGURE, PROPOSED_FIGURE = 0.7, 0.4
SMALLEST_GRANT = Decimal(100)  # below, a sum is a price per something whose unit stands elsewhere
_ASKED = {
    "max_amount": (SUM, MAXIMUM),
    "min_amount": (SUM, MINIMUM),
    "max_rate": (RATE, HIGHEST_RATE),
    "own_share_min": (RATE, OWN_SHARE),
}


@dataclass(frozen=True, slots=True)
class FigureReading:
    """A figure with its sentence; `check` where it is a proposal."""

    value: Decimal
    quote: str
    check: bool


def figures_from_prose(text: Prose, weights: EvidenceWeights | None = None) -> dict[str, FigureReading]:
    """The figures a text without a catalogue's categories states or proposes, by the names of their facts.

    Of several caps and rates the highest counts, of several least sums and own shares the lowest.
    """
    table = weights or shipped_weights()
    candidates = list(money_in(text))
    found: dict[str, FigureReading] = {}
    for name, (kind, role) in _ASKED.items():
        likely = [
            (one, table.probability(kind, role, one.evidence))
            for one in candidates
            if one.kind == kind and (name != "max_amount" or one.value >= SMALLEST_GRANT)
        ]
        sure = [one for one, probability in likely if probability >= SURE_FIGURE]
        proposed = [one for one, probability in likely if probability >= PROPOSED_FIGURE]
        if name == "min_amount" and (least := min_amount(text)) is not None:  # told by few phrases, and surely
            found[name] = FigureReading(least.value, least.quote, check=False)
        elif chosen := sure or proposed:
            best = (max if name.startswith("max") else min)(chosen, key=_value)
            words = quote(best.sentence.text, best.start, best.end)
            found[name] = FigureReading(best.value, words, check=not sure or name == "min_amount")
    return found


def stated(found: Mapping[str, FigureReading], name: str) -> Fact[Decimal] | None:
    """A figure that is stated outright."""
    figure = found.get(name)
    return Fact(figure.value, figure.quote) if figure is not None and not figure.check else None


def _value(one: MoneyCandidate) -> Decimal:
    return one.value
