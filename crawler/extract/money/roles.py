"""The most and the least one application can get, the highest rate and the own share, from prose on any page."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
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
RIVAL_RATE = 0.1  #: the same of a higher rate beside one that is sure
SURELY_OWN = 0.8  #: from which probability on a share is proposed as an own one though nothing calls it so
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
        likely = list(_likely(candidates, kind, role, table))
        if any(one.probability >= PROPOSED_FIGURE or one.plain or role != HIGHEST_RATE for one in likely):
            found[name] = _chosen(
                likely, max if name.startswith("max") else min, RIVAL_RATE if role == HIGHEST_RATE else RIVAL
            )
    most, least = found.get("max_amount"), found.get("min_amount")
    if most is not None and least is not None and not most.check and least.check and least.value >= most.value:
        del found["min_amount"]  # a fixed sum has no lower end
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
    beyond = {one.value for one in candidates if role == MAXIMUM and _begins_a_class(one.evidence)}
    each = min(_caps_of_each(candidates), default=None) if role == MAXIMUM else None
    for place, one in enumerate(candidates):
        if one.kind != kind or one.value < _SMALLEST.get(role, one.value):
            continue
        told, asked = one.evidence, role
        if role == MINIMUM and place + 1 < len(candidates) and _LOW in told:
            told, asked = candidates[place + 1].evidence, MAXIMUM
        if role == MINIMUM and place + 1 < len(candidates) and _turns_down_both(one, candidates[place + 1]):
            told = told | _DENIED
        probability = table.probability(kind, asked, told)
        plain = (asked == MAXIMUM and is_plainly_granted(told)) or (asked == OWN_SHARE and _NOTHING in told)
        if probability < (LEAST_PLAIN if plain else _least(asked, told)):
            continue
        plain = plain or (asked == MAXIMUM and _HIGH in told) or (asked == OWN_SHARE and is_plainly_own(told))
        if _is_another_thing(one, told if told >= _DENIED else one.evidence, asked, probability):
            continue
        doubted = one.value in costs or _is_of_all(one, each) or (one.value in beyond and _EACH_PROJECT not in told)
        against = frozenset(doubts(told, asked)) if asked in DOUBTED else frozenset[str]()
        if asked == MAXIMUM and (against & _NOTHING_OF_IT or (against >= _LARGE_SUM and probability < SURE_FIGURE)):
            continue  # "das teuerste Projekt erhielt 2.750 Euro", "im Haushalt stehen 1,1 Millionen Euro"
        doubted = doubted or bool(against) or (asked == MAXIMUM and _bounds_a_class(one))
        doubted = doubted or (role == MINIMUM and not COST.isdisjoint(told)) or _is_asked_of_one(one, asked)
        yield _Likely(one.value, one, probability, doubted, plain)


def _least(role: str, told: AbstractSet[str]) -> float:
    """From which probability on a figure is proposed: a bound in so many words is asked about sooner."""
    if role == HIGHEST_RATE:
        return RIVAL_RATE
    bounds = _UPPER if role == MAXIMUM else _LOWER if role == MINIMUM else frozenset[str]()
    return LEAST_PLAIN if not told.isdisjoint(bounds) and told.isdisjoint(_OF_COST) else PROPOSED_FIGURE


_UPPER = frozenset(("lead=most", "label=most", "is=range_high"))
_LOWER = frozenset(("lead=least", "label=least"))
_OF_COST = frozenset(("noun=cost", "is=phrase_cost", "also=not", "bound=above", "bound=below", "noun=pot"))
_NOTHING_OF_IT, _LARGE_SUM = frozenset(("beside=record",)), frozenset(("is=large",))


def _is_asked_of_one(one: MoneyCandidate, role: str) -> bool:
    """ "At least 10 % must be put in by the council": surely asked of somebody, and not called an own share."""
    return role == OWN_SHARE and one.evidence.isdisjoint(_OWN) and not _is_asked_of_somebody(one.evidence)


def _caps_of_each(candidates: Sequence[MoneyCandidate]) -> Iterator[Decimal]:
    """The caps that are said to be each project's."""
    return (one.value for one in candidates if one.kind == SUM and one.evidence >= _CAP_OF_EACH)


def _is_of_all(one: MoneyCandidate, each: Decimal | None) -> bool:
    """ "Je Projekt höchstens 5.000 Euro, insgesamt 150.000 Euro": a total above what each project gets is the pot."""
    return each is not None and each < one.value and not one.evidence.isdisjoint(_IN_ALL)


def _is_another_thing(one: MoneyCandidate, told: AbstractSet[str], role: str, probability: float) -> bool:
    """ "Together not more than 100 %" is what all money may come to, "below 1,000 euros" no least sum.

    A share is an own one only where something calls it so.
    """
    if role == OWN_SHARE:
        of_whom = _is_asked_of_somebody(told) or probability >= SURELY_OWN
        return told.isdisjoint(_OWN) and (one.value > _MOST_OF_OTHERS or not of_whom)
    if role == HIGHEST_RATE:
        return one.value >= _ALL and "also=not" in told and "bound=none" not in told
    if role == MAXIMUM:
        return "bound=above" in told and "also=not" not in told  # "who asks for more than … needs an audit"
    return role == MINIMUM and _BELOW in told and "also=not" not in told


def _turns_down_both(one: MoneyCandidate, following: MoneyCandidate) -> bool:
    """ "Requests of less than 500 or more than 5,000 euros are rejected": what is said of the second is of both."""
    return (
        _BELOW in one.evidence
        and following.evidence >= _TURNED_DOWN
        and one.sentence.number == following.sentence.number
    )


def _begins_a_class(told: AbstractSet[str]) -> bool:
    return "also=not" not in told and not told.isdisjoint(_CLASS_BEGINS)


def _is_asked_of_somebody(told: AbstractSet[str]) -> bool:
    """ "Durch die Kommunen ist ein Anteil von 10 % aufzubringen": it need not be called an own one."""
    return not told.isdisjoint(_ASKED_FOR) and not told.isdisjoint(_APPLICANTS)


_ASKED_FOR = frozenset(("verb=required", "bound=least"))
_APPLICANTS, _MOST_OF_OTHERS = frozenset(("all=project", "left=it")), 50  # percent


def _bounds_a_class(one: MoneyCandidate) -> bool:
    """ "Anträge bis 5.000 Euro werden laufend bearbeitet": what follows from the size of an application."""
    return _CLASS_OF_APPLICATIONS.search(one.sentence.text, max(0, one.start - _NEAR), one.start) is not None


_NEAR = 100  # characters
_CLASS_OF_APPLICATIONS = re.compile(
    r"(?:^|[ .;:|-])\w{0,20}(?:anträge|antrag|bewerbungen|beträge|summen|applications|requests|bids)n?\s"
    r"(?:(?:von|mit|über|for|of|in)\s(?:\w+\s){0,4})?(?:bis|unter|up to|under|below)\s(?:zu\s)?(?:€|EUR)?\s?$",
    re.IGNORECASE,
)
_OWN = frozenset(
    f"{where}={name}"
    for where in "all near noun of label heading lead_in before beside above left right range_none is".split()
    for name in ("own", "own_after", "named_own", "range_none", "cofinanced")
)
_ALL = Decimal(100)
_SMALLEST = {MAXIMUM: SMALLEST_GRANT, HIGHEST_RATE: Decimal("0.01")}
#: a sum that is named again as where the next class of grants begins bounds the class below: "bis …", "über …"
_CLASS_BEGINS = frozenset(("bound=above", "bound=from"))
_DENIED = frozenset(("also=not",))
_TURNED_DOWN = frozenset(("bound=above", "also=not"))
_EACH_PROJECT, _BELOW = "each=project", "bound=below"
_CAP_OF_EACH = frozenset((_EACH_PROJECT, "bound=most"))
_IN_ALL = frozenset(("left=total", "right=total"))
_NOTHING = "is=range_none"  # an own share is named and denied
_LOW, _HIGH = "is=range_low", "is=range_high"  # neither costs nor a pot are often told as a range


def _chosen(likely: Sequence[_Likely], best_of: Callable[..., _Likely], rival: float) -> FigureReading:
    """The best of the sure ones, else of all; where one beyond it may well be meant, that one is proposed."""
    sure = [one for one in likely if one.sure]
    if sure:
        best = best_of((*sure, *(one for one in likely if not one.doubted and one.probability >= rival)), key=_value)
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
