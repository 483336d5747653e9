"""Sums in funding prose, German and English: what each one is, and the most and the least one application can get.

A sum is only taken for a grant when the sentence says so; costs, a whole programme's money, sums per place, hour or
square metre, thresholds and incomes are read and told apart, so that they gate nothing. Rates are left to `rates`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from crawler.extract.money import amount_cues as words
from crawler.extract.money.figures import FoundSum, find_sums
from crawler.text.sentences import Fact, Prose, ProseSentence, quote
from crawler.text.word_signs import SIGNS


class AmountRole(StrEnum):
    """What a sum of money says about the call."""

    MAXIMUM = "maximum"  # Höchstbetrag je Antrag, fester Betrag
    MINIMUM = "minimum"  # Mindestbetrag der Förderung, Bagatellgrenze
    COST = "cost"  # Grenze der Kosten, nicht der Förderung
    PER_UNIT = "per_unit"  # je Stelle, Stunde, Quadratmeter …
    PROGRAMME_TOTAL = "programme_total"  # Mittel des ganzen Programms
    OTHER = "other"  # Einkommen, Umsatz, Schwelle, unklar


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in EUR, what it is, and the sentence it stands in.

    `outright`: the grant and the bound are named right beside the sum; in a guideline's own text, full of thresholds of
    other rules, only these are believed.
    """

    value: Decimal
    role: AmountRole
    quote: str
    outright: bool = False


MOST_SUMS = 12  # a "sentence" with more is a table whose columns are unknown
_SUM = SIGNS.sign("€ EUR uro")
SMALLEST_GRANT = Decimal(100)  # below, a sum is a price per something whose unit stands elsewhere


@lru_cache(maxsize=4)
def parse_amounts(text: Prose) -> tuple[Amount, ...]:
    """Every sum of money in the text, in its order, with what it is.

    >>> found = parse_amounts(Prose("Die Zuwendung beträgt höchstens 5.000 EUR je Antrag."))
    >>> [(str(amount.value), amount.role.value) for amount in found]
    [('5000', 'maximum')]
    """
    return tuple(amount for sentence in text.with_sign(_SUM) for amount in amounts_of(sentence))


def max_amount(text: Prose, *, guideline: bool = False) -> Fact[Decimal] | None:
    """The most one application can get: the highest of the stated caps and fixed sums.

    With `guideline`, the text is a guideline's own, and only what is said outright counts.
    """
    stated = [
        amount
        for amount in parse_amounts(text)
        if amount.role is AmountRole.MAXIMUM and amount.value >= SMALLEST_GRANT and (amount.outright or not guideline)
    ]
    best = max(stated, key=lambda amount: amount.value, default=None)
    return None if best is None else Fact(best.value, best.quote)


def min_amount(text: Prose, *, guideline: bool = False) -> Fact[Decimal] | None:
    """The least that is granted or may be applied for: the lowest of the stated minima."""
    stated = [
        amount
        for amount in parse_amounts(text)
        if amount.role is AmountRole.MINIMUM and amount.value > 0 and (amount.outright or not guideline)
    ]
    best = min(stated, key=lambda amount: amount.value, default=None)
    return None if best is None else Fact(best.value, best.quote)


def amounts_of(sentence: ProseSentence) -> Iterator[Amount]:
    """The sums of one sentence."""
    sums = find_sums(sentence.text)
    if not sums:
        return
    if len(sums) > MOST_SUMS:
        yield from (
            Amount(found.value, AmountRole.OTHER, quote(sentence.text, found.start, found.end)) for found in sums
        )
        return
    masked = _without_shares(sentence.text)
    for position, found in enumerate(sums):
        begin = sums[position - 1].end if position else 0
        end = sums[position + 1].start if position + 1 < len(sums) else len(masked)
        role = _role(sentence, masked, found, begin, end)
        outright = role in (AmountRole.MAXIMUM, AmountRole.MINIMUM) and _outright(sentence, masked, found, begin)
        yield Amount(found.value, role, quote(sentence.text, found.start, found.end), outright)


def _outright(sentence: ProseSentence, masked: str, found: FoundSum, begin: int) -> bool:
    left, right = masked[max(0, found.start - 140) : found.start], masked[found.end : found.end + 60]
    if "|" in sentence.text or words.OTHER_RULES.search(sentence.context) or words.CLASS_OF_GRANTS.search(left):
        return False
    bound = f"{masked[max(begin, found.start - 60) : found.start]} {right}"
    bounds = (words.MAXIMUM, words.MINIMUM, words.NOT_EXCEED, words.NOT_BELOW)
    bounded = any(pattern.search(bound) for pattern in bounds)
    return bounded and words.GRANT_ITSELF.search(f"{sentence.intro[-80:]} {left} {right}") is not None


def _without_shares(text: str) -> str:
    """The text with "80 Prozent der Ausgaben" blanked: there the costs are the base of a rate, not what a sum is of."""
    return words.SHARE_OF_COSTS.sub(lambda share: " " * len(share.group()), text)


def _role(sentence: ProseSentence, masked: str, found: FoundSum, begin: int, end: int) -> AmountRole:
    left, right = masked[max(0, found.start - 500) : found.start], masked[found.end : min(end, found.end + 120)]
    near_left = masked[max(begin, found.start - 90) : found.start]
    if _per_unit(near_left, right, sentence):
        return AmountRole.PER_UNIT
    if words.TOTAL.search(sentence.text) or words.IN_ALL.match(right):
        return AmountRole.PROGRAMME_TOTAL
    subject = _subject(left, right, sentence)
    if words.FUNDED_WITH.search(right) and words.WITH.search(near_left) and subject is not AmountRole.OTHER:
        subject = AmountRole.MAXIMUM
    if words.FORWARDED.search(right) or words.STATE_AID.search(sentence.context):
        return AmountRole.OTHER
    if subject is not AmountRole.MAXIMUM:
        return subject
    return _bound(sentence, left, near_left, right, found)


def _bound(sentence: ProseSentence, left: str, near_left: str, right: str, found: FoundSum) -> AmountRole:
    """Is a sum of the grant its upper or its lower end?"""
    operators = [(m.end(), AmountRole.MAXIMUM) for m in words.MAXIMUM.finditer(left)]
    operators += [(m.end(), AmountRole.MINIMUM) for m in words.MINIMUM.finditer(left)]
    last = max(operators, default=None)
    if found.pair == "low":
        # a range of caps ("maximal zwischen … und …") has no lower end
        capped = words.MAXIMUM.search(sentence.context[: len(sentence.intro) + found.start]) is not None
        return AmountRole.OTHER if capped else AmountRole.MINIMUM
    if found.pair == "high":
        return AmountRole.MAXIMUM
    if words.NOT_BELOW.search(right[:60]):
        return AmountRole.MINIMUM
    if words.NOT_EXCEED.search(right[:60]):
        return AmountRole.MAXIMUM
    if words.EXCEED.search(right[:60]):
        return AmountRole.MINIMUM if "muss" in sentence.context else AmountRole.OTHER
    if words.THRESHOLD_FROM.search(near_left):
        return AmountRole.OTHER
    if words.THRESHOLD.search(near_left) and not near_left.rstrip().endswith(("nicht über", "nicht mehr als")):
        return AmountRole.OTHER
    return last[1] if last is not None else AmountRole.MAXIMUM


def _subject(left: str, right: str, sentence: ProseSentence) -> AmountRole:
    """What the sum is a sum of: the last thing named before it, else after it, else in the lead-in or before."""
    if words.DE_MINIMIS.search(left) or words.INSTITUTIONAL.search(left):
        return AmountRole.OTHER
    named = _last_named(left) or _last_named(_without_shares(sentence.intro))
    if named is None and words.BOUND.search(left):
        return AmountRole.MAXIMUM
    named = named or _first_named(right[:90]) or (AmountRole.MAXIMUM if words.BOUND.search(right[:90]) else None)
    if named is None and words.ANAPHORA.search(sentence.text):
        named = _last_named(sentence.before)
    if named is None and sentence.intro and words.SHARE_OF_COSTS.search(sentence.before):
        return AmountRole.MAXIMUM  # "- bis zu 50 Prozent der Ausgaben, / - maximal EUR 10.000"
    return named or AmountRole.OTHER


def _last_named(text: str) -> AmountRole | None:
    named = list(_named(text))
    return max(named)[1] if named else None


def _first_named(text: str) -> AmountRole | None:
    named = list(_named(text))
    return min(named)[1] if named else None


def _named(text: str) -> Iterator[tuple[int, AmountRole]]:
    for pattern, role in (
        (words.GRANT, AmountRole.MAXIMUM),
        (words.COST, AmountRole.COST),
        (words.OTHER, AmountRole.OTHER),
    ):
        for match in pattern.finditer(text):
            yield match.end(), role


def _per_unit(near_left: str, right: str, sentence: ProseSentence) -> bool:
    if words.PER_TIME.search(right) or words.MONTHLY.search(near_left):
        return True
    after = words.UNIT.match(right.lstrip(" ,(")) or words.UNIT.match(right[1:30].lstrip())
    counted = after is not None and after.group().startswith(("pro", "je", "per", "für jede", "/", "each", "every"))
    if after is not None and counted and not _whole(after.group("unit")):
        return True
    for place in (near_left, sentence.intro[-120:]):
        for unit in words.UNIT.finditer(place):
            if words.NOT_WHOLE.search(unit.group("unit")) and not unit.group().startswith("für die"):
                return True
    opening = words.UNIT.match(sentence.text)  # "Pro Vollzeitstelle werden …" holds for all that follows
    return opening is not None and words.NOT_WHOLE.search(opening.group("unit")) is not None


def _whole(unit: str) -> bool:
    nouns = [word for word in re.split(r"[\s/]+", unit) if word[:1].isupper() or word.isascii()]
    return not words.NOT_WHOLE.search(unit) and any(words.WHOLE.search(noun.strip(".,;:")) for noun in nouns)
