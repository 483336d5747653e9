"""The most and the least one application can get, the highest rate and the own share, from prose on any page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

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
from crawler.extract.money.doubts import COST, DOUBTED, doubts, is_plainly_granted, is_plainly_own
from crawler.extract.roles.weights import EvidenceWeights, read_weights
from crawler.text.sentences import Fact, Prose, quote

WEIGHTS = Path(__file__).parent / "weights.csv"  #: what each piece of evidence counts
#: from which probability on a figure is stated, and from which on it is proposed; chosen by cross-validation
SURE_FIGURE, PROPOSED_FIGURE = 0.5, 0.2
RIVAL = 0.4  #: from which probability on a higher sum keeps a lower one from being stated
LEAST_PLAIN = 0.05  #: from which probability on a sum is stated that the words plainly call the bound of a grant
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
        if likely := list(_likely(candidates, kind, role, table)):
            found[name] = _chosen(likely, max if name.startswith("max") else min)
    return found


class _Likely(NamedTuple):
    """A candidate that likely has the role it is asked for, what its words make doubtful, and what they say plainly."""

    value: Decimal
    candidate: MoneyCandidate
    probability: float
    doubted: bool
    plain: bool

    @property
    def sure(self) -> bool:
        """May it be stated outright?"""
        return not self.doubted and self.probability >= (LEAST_PLAIN if self.plain else SURE_FIGURE)


def _likely(candidates: Sequence[MoneyCandidate], kind: str, role: str, table: EvidenceWeights) -> Iterator[_Likely]:
    """The candidates of a kind that likely have a role; a range starts at a least where it ends at a cap."""
    costs = {one.value for one in candidates if role == MAXIMUM and not COST.isdisjoint(doubts(one.evidence))}
    for place, one in enumerate(candidates):
        if one.kind != kind or (role == MAXIMUM and one.value < SMALLEST_GRANT):
            continue
        told, asked = one.evidence, role
        if role == MINIMUM and place + 1 < len(candidates) and _LOW in told:
            told, asked = candidates[place + 1].evidence, MAXIMUM
        probability = table.probability(kind, asked, told)
        plain = (asked == MAXIMUM and is_plainly_granted(told)) or (asked == OWN_SHARE and _NOTHING in told)
        if probability < (LEAST_PLAIN if plain else PROPOSED_FIGURE):
            continue
        plain = plain or (asked == MAXIMUM and _HIGH in told) or (asked == OWN_SHARE and is_plainly_own(told))
        doubted = one.value in costs or (asked in DOUBTED and any(doubts(told, asked)))
        yield _Likely(one.value, one, probability, doubted, plain)


_NOTHING = "is=range_none"  # an own share is named and denied
_LOW, _HIGH = "is=range_low", "is=range_high"  # neither costs nor a pot are often told as a range


def _chosen(likely: Sequence[_Likely], best_of: Callable[..., _Likely]) -> FigureReading:
    """The best of the sure ones, else of all; where one beyond it may well be meant, that one is proposed."""
    sure = [one for one in likely if one.sure]
    if sure:
        best = best_of((*sure, *(one for one in likely if not one.doubted and one.probability >= RIVAL)), key=_value)
    else:
        best = best_of(
            [one for one in likely if not one.doubted or one.probability >= SURE_FIGURE] or likely, key=_value
        )
    words = quote(best.candidate.sentence.text, best.candidate.start, best.candidate.end)
    return FigureReading(best.value, words, check=not best.sure)


def stated(found: Mapping[str, FigureReading], name: str) -> Fact[Decimal] | None:
    """A figure that is stated outright."""
    figure = found.get(name)
    return Fact(figure.value, figure.quote) if figure is not None and not figure.check else None


def _value(one: _Likely) -> Decimal:
    return one.value
