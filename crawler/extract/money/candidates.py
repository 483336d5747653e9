"""Every sum and every percentage of a text as a candidate, with the evidence of what it is to a call.

What the sentence's own phrases say of it (`amounts`, `rates`) is one piece of evidence among the others; what it is
follows from learned weights, as for days (`crawler.extract.roles`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from crawler.extract.money.amounts import amounts_of
from crawler.extract.money.figures import find_sums
from crawler.extract.money.rates import rates_of
from crawler.extract.roles.evidence import evidence_of
from crawler.extract.roles.passage import Sentence, sentences_of
from crawler.text.sentences import Prose, ProseSentence

SUM, RATE = "sum", "rate"  #: kinds of candidates, and their names in the table of weights
MAXIMUM, MINIMUM, POT = "maximum", "minimum", "pot"  #: what a sum may be
HIGHEST_RATE, OWN_SHARE = "highest_rate", "own_share"  #: what a rate may be
_PERCENT = re.compile(
    r"(?<![\d.,])(?P<n>\d{1,3}(?:[.,]\d{1,2})?)\s?(?:Prozent\b|%(?!-?\s?Punkt)|v\.\s?H\.|vH\b|per\s?cent\b)",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"\b(?P<w>fünf|zehn|fünfzehn|zwanzig|fünfundzwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig|hundert|"
    r"ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\s(?:Prozent|per\s?cent|percent)\b",
    re.IGNORECASE,
)
_GERMAN_TENS = "zehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert"
_ENGLISH_TENS = "ten twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {
    **{word: 10 * number for number, word in enumerate(_GERMAN_TENS.split(), start=1)},
    **{word: 10 * number for number, word in enumerate(_ENGLISH_TENS.split(), start=1)},
    "fünf": 5,
    "fünfzehn": 15,
    "fünfundzwanzig": 25,
}
_HALF = re.compile(r"\b(?:die Hälfte|zur Hälfte|half of)\b", re.IGNORECASE)
_MOST_OF_A_SENTENCE = 12  # a "sentence" with more is a table whose columns are unknown
_SMALL, _LARGE = Decimal(100), Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class MoneyCandidate:
    """A sum in euros or a share in percent, where it stands, and its evidence."""

    kind: str
    value: Decimal
    sentence: Sentence
    start: int
    end: int
    evidence: frozenset[str]


def money_in(text: Prose) -> Iterator[MoneyCandidate]:
    """All candidates of a text in their order."""
    for sentence in sentences_of(text, "money"):
        if not any(sign in sentence.text for sign in _SIGNS):
            continue
        as_prose = ProseSentence(sentence.text, sentence.intro or sentence.above, sentence.before)
        yield from _sums(sentence, as_prose)
        yield from _rates(sentence, as_prose)


_SIGNS = ("€", "EUR", "uro", "%", "rozent", "v.", "vH", "cent", "älfte", "half")


def _sums(sentence: Sentence, as_prose: ProseSentence) -> Iterator[MoneyCandidate]:
    sums = find_sums(sentence.text)
    if not sums or len(sums) > _MOST_OF_A_SENTENCE:
        return
    phrases = list(amounts_of(as_prose))
    starts = frozenset(found.start for found in sums)
    for place, found in enumerate(sums):
        shape = [f"phrase_{phrases[place].role.value}"] if place < len(phrases) else []
        shape += [f"range_{found.pair}"] if found.pair else []
        shape += ["small"] if found.value < _SMALL else ["large"] if found.value >= _LARGE else []
        shape += [f"has_{name}" for name in _OF_SENTENCE if name in sentence.classes]
        if len(sums) == 1:
            shape.append("alone")
        evidence = evidence_of(sentence, found.start, found.end, starts, shape)
        yield MoneyCandidate(SUM, found.value, sentence, found.start, found.end, evidence)


_OF_SENTENCE = ("pot", "grant", "most", "least", "each_one", "per_head", "average", "cost", "own", "income", "given")


def _rates(sentence: Sentence, as_prose: ProseSentence) -> Iterator[MoneyCandidate]:
    found = [
        *(
            (match.start(), match.end(), Decimal(match["n"].replace(",", ".")))
            for match in _PERCENT.finditer(sentence.text)
        ),
        *(
            (match.start(), match.end(), Decimal(_VALUES[match["w"].lower()]))
            for match in _WRITTEN.finditer(sentence.text)
        ),
        *((match.start(), match.end(), Decimal(50)) for match in _HALF.finditer(sentence.text)),
    ]
    found = sorted(one for one in found if 0 < one[2] <= 100)
    if not found or len(found) > _MOST_OF_A_SENTENCE:
        return
    phrases = {rate.value: rate.role.value for rate in rates_of(as_prose)}
    starts = frozenset(start for start, _, _ in found)
    for start, end, value in found:
        shape = [f"phrase_{phrases.get(value, 'none')}"]
        shape += [f"has_{name}" for name in _OF_SENTENCE if name in sentence.classes]
        shape += ["low" if value <= _LOW_RATE else "high" if value >= _HIGH_RATE else "middle"]
        evidence = evidence_of(sentence, start, end, starts, shape)
        yield MoneyCandidate(RATE, value, sentence, start, end, evidence)


_LOW_RATE, _HIGH_RATE = 30, 60
