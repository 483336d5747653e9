"""The most and the least one application can get, the highest rate and the own share, from prose on any page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

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
from crawler.extract.roles.weights import EvidenceWeights, read_weights
from crawler.text.sentences import Fact, Prose, quote

WEIGHTS = Path(__file__).parent / "weights.csv"  #: what each piece of evidence counts
#: from which probability on a figure is stated, and from which on it is proposed; chosen by cross-validation
SURE_FIGURE, PROPOSED_FIGURE = 0.5, 0.2
SMALLEST_GRANT = Decimal(100)  # below, a sum is a price per something whose unit stands elsewhere
_ASKED = {
    "max_amount": (SUM, MAXIMUM),
    "min_amount": (SUM, MINIMUM),
    "max_rate": (RATE, HIGHEST_RATE),
    "own_share_min": (RATE, OWN_SHARE),
}


@lru_cache(maxsize=1)
def money_weights() -> EvidenceWeights:
    """The weights that the program ships."""
    return read_weights(WEIGHTS)


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
    table = weights or money_weights()
    candidates = list(money_in(text))
    found: dict[str, FigureReading] = {}
    for name, (kind, role) in _ASKED.items():
        likely = list(_likely(candidates, kind, role, table))
        sure = [one for one, probability in likely if probability >= SURE_FIGURE and not _is_doubtful(one, role)]
        proposed = [one for one, probability in likely if probability >= PROPOSED_FIGURE]
        if chosen := sure or proposed:
            best = (max if name.startswith("max") else min)(chosen, key=_value)
            words = quote(best.sentence.text, best.start, best.end)
            found[name] = FigureReading(best.value, words, check=not sure)
    return found


def _likely(
    candidates: Sequence[MoneyCandidate], kind: str, role: str, table: EvidenceWeights
) -> Iterator[tuple[MoneyCandidate, float]]:
    """The candidates of a kind and how likely each has the role; a range starts at a least where it ends at a cap."""
    for place, one in enumerate(candidates):
        if one.kind != kind or (role == MAXIMUM and one.value < SMALLEST_GRANT):
            continue
        probability = table.probability(kind, role, one.evidence)
        if role == MINIMUM and place + 1 < len(candidates) and _LOW in one.evidence:
            probability = table.probability(kind, MAXIMUM, candidates[place + 1].evidence)
        yield one, probability


_LOW = "is=range_low"


def _is_doubtful(one: MoneyCandidate, role: str) -> bool:
    """What the words beside a sum call a cost, or money for all, is at most proposed as a cap.

    "Grants of up to EUR 5,000 are available" names the grant, "stehen jährlich bis zu 50.000 Euro bereit" the money.
    """
    told = one.evidence
    if role != MAXIMUM:
        return False
    return "is=phrase_cost" in told or (_FOR_ALL in told and ("noun=grant" not in told or "also=yearly" in told))


_FOR_ALL = "is=phrase_programme_total"


def stated(found: Mapping[str, FigureReading], name: str) -> Fact[Decimal] | None:
    """A figure that is stated outright."""
    figure = found.get(name)
    return Fact(figure.value, figure.quote) if figure is not None and not figure.check else None


def _value(one: MoneyCandidate) -> Decimal:
    return one.value
