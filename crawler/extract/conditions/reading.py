"""May a project begin before the award, and may other public money be added: judged by the sentences that speak of it.

"Stellen Sie den Antrag vor Beginn" counts as forbidding an early start: whoever has begun is too late. A rule against
it leads over an exception "auf Antrag"; where two sentences differ, it is a proposal. Leave for one kind of other money
and a ban on another together are a limit.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from crawler.extract.conditions.candidates import Condition, ConditionCandidate, conditions_in
from crawler.extract.roles.weights import EvidenceWeights, read_weights
from crawler.text.sentences import Fact, Prose, quote
from grants_db.vocabulary import Cumulation, EarlyStart

_Word = TypeVar("_Word", EarlyStart, Cumulation)

WEIGHTS = Path(__file__).parent / "weights.csv"  #: what each piece of evidence counts
#: from which probability on a rule is stated, and from which on it is proposed; chosen by cross-validation
SURE_CONDITION, PROPOSED_CONDITION = 0.6, 0.3


@lru_cache(maxsize=1)
def condition_weights() -> EvidenceWeights:
    """The weights that the program ships."""
    return read_weights(WEIGHTS)


@dataclass(frozen=True, slots=True)
class ConditionReading(Generic[_Word]):
    """A rule with the sentence it was read from; `check` where it is a proposal."""

    value: _Word
    quote: str
    check: bool


def early_start(text: Prose) -> Fact[EarlyStart]:
    """May the project begin before the award, as far as it is stated outright?

    >>> early_start(Prose("Mit dem Vorhaben dürfen Sie erst nach der Bewilligung beginnen.")).value.value
    'forbidden'
    """
    return _stated(early_start_from_prose(text), EarlyStart.UNSTATED)


def cumulation(text: Prose) -> Fact[Cumulation]:
    """May the money be combined with other public money, as far as it is stated outright?

    >>> cumulation(Prose("Sie können den Zuschuss mit anderen Förderprogrammen kombinieren.")).value.value
    'allowed'
    """
    return _stated(cumulation_from_prose(text), Cumulation.UNSTATED)


def early_start_from_prose(text: Prose, weights: EvidenceWeights | None = None) -> ConditionReading[EarlyStart]:
    """The rule on an early start that a text states or proposes."""
    likely = _likeliest(text, Condition.EARLY_START, weights)
    both = {words for probability, words in likely.values() if probability >= SURE_CONDITION}
    if len(both) > 1:  # a rule and, elsewhere, an exception from it
        return ConditionReading(EarlyStart.FORBIDDEN, likely[EarlyStart.FORBIDDEN][1], check=True)
    for least, check in ((SURE_CONDITION, False), (PROPOSED_CONDITION, True)):
        for value in (EarlyStart.FORBIDDEN, EarlyStart.ALLOWED):
            if value in likely and likely[value][0] >= least:
                return ConditionReading(value, likely[value][1], check)
    return ConditionReading(EarlyStart.UNSTATED, "", check=False)


def cumulation_from_prose(text: Prose, weights: EvidenceWeights | None = None) -> ConditionReading[Cumulation]:
    """The rule on other money that a text states or proposes."""
    likely = _likeliest(text, Condition.CUMULATION, weights)
    for least, check in ((SURE_CONDITION, False), (PROPOSED_CONDITION, True)):
        found = {value: words for value, (probability, words) in likely.items() if probability >= least}
        if Cumulation.LIMITED in found:
            return ConditionReading(Cumulation.LIMITED, found[Cumulation.LIMITED], check)
        if Cumulation.PROHIBITED in found:
            both = Cumulation.ALLOWED in found and found[Cumulation.ALLOWED] != found[Cumulation.PROHIBITED]
            both = both or _ONE_KIND.search(found[Cumulation.PROHIBITED]) is not None
            value = Cumulation.LIMITED if both else Cumulation.PROHIBITED
            return ConditionReading(value, found[Cumulation.PROHIBITED], check)
        if Cumulation.ALLOWED in found:
            return ConditionReading(Cumulation.ALLOWED, found[Cumulation.ALLOWED], check)
    return ConditionReading(Cumulation.UNSTATED, "", check=False)


#: other money of one kind of funder: to ban it is a limit
_ONE_KIND = re.compile(
    r"\b(?:ander|weiter|sonstig)\w{1,3} (?:kirchlich|städtisch|kommunal|privat|diakonisch|bezirklich)\w{1,2} |"
    r"\bother (?:church|council|lottery|private|parish) ",
    re.IGNORECASE,
)
_SUM = re.compile(r"(?:€|\bEUR|\bEuro)\s?\d|\d\s?(?:€|EUR\b|Euro\b)")
#: evidence that more money than the grant is spoken of
_OF_MORE_MONEY = frozenset(
    f"has={word}" for word in ("other", "other_money", "combine", "cofinance", "same", "subsidiary", "sum", "public")
)


def _caps_the_grant(candidate: ConditionCandidate) -> bool:
    """ "The EU grant cannot exceed EUR 150,000": how much there is, and nothing on other money."""
    return _OF_MORE_MONEY.isdisjoint(candidate.evidence) and _SUM.search(candidate.sentence.text) is not None


def _is_a_mere_yes(candidate: ConditionCandidate) -> bool:
    return "form=yes" in candidate.evidence and len(candidate.sentence.words) <= _MOST_OF_A_MERE_YES


_MOST_OF_A_MERE_YES = 4  # "Ja, gern."


@lru_cache(maxsize=8)
def _likeliest(
    text: Prose, kind: Condition, weights: EvidenceWeights | None
) -> dict[EarlyStart | Cumulation, tuple[float, str]]:
    """For each value how likely the likeliest sentence says it, and that sentence."""
    table = weights or condition_weights()
    values: type[EarlyStart] | type[Cumulation] = EarlyStart if kind is Condition.EARLY_START else Cumulation
    found: dict[EarlyStart | Cumulation, tuple[float, str]] = {}
    asked: frozenset[str] = frozenset()
    for candidate in conditions_in(text, kind):
        if kind is Condition.CUMULATION and "form=question" in candidate.evidence:
            asked = candidate.evidence - {"form=question"}
            continue  # what is asked is not yet said
        if kind is Condition.CUMULATION and _caps_the_grant(candidate):
            continue
        # a mere "Ja." says what was asked
        told = asked if asked and _is_a_mere_yes(candidate) else candidate.evidence
        judged = [(table.probability(kind, role, told), role) for role in table.roles(kind)]
        if not judged:
            continue
        # on other money a sentence says one thing; on beginning early it may also name the exception
        for probability, role in judged if kind is Condition.EARLY_START else [max(judged)]:
            if probability > found.get(values(role), (0.0, ""))[0]:
                found[values(role)] = (probability, quote(candidate.sentence.text))
    return found


def _stated(reading: ConditionReading[_Word], unstated: _Word) -> Fact[_Word]:
    return Fact(unstated, "") if reading.check else Fact(reading.value, reading.quote)
