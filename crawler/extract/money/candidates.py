"""Every sum and every share of a text as a candidate, with the evidence of what it is to a call.

What the sentence's own phrases say of it (`amounts`, `rates`) is one piece of evidence among the others; what it is
follows from learned weights, as for days (`crawler.extract.roles`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crawler.extract.money.amounts import amounts_of
from crawler.extract.money.evidence import slots_of
from crawler.extract.money.figures import FoundSum, find_sums
from crawler.extract.money.rates import rates_of
from crawler.extract.money.shares import FoundShare, find_shares
from crawler.extract.roles.passage import Sentence, sentences_of
from crawler.text.sentences import Prose, ProseSentence, holds

SUM, RATE = "sum", "rate"  #: kinds of candidates, and their names in the table of weights
MAXIMUM, MINIMUM, POT = "maximum", "minimum", "pot"  #: what a sum may be
HIGHEST_RATE, OWN_SHARE = "highest_rate", "own_share"  #: what a rate may be
_MOST_OF_A_SENTENCE = 12  # a "sentence" with more is a table whose columns are unknown
_SMALL, _LARGE, _HUGE = Decimal(100), Decimal(1_000_000), Decimal(10_000_000)
_LOW_RATE, _HIGH_RATE = 30, 60
_SIGNS = ("€", "EUR", "uro", "%", "rozent", "v.", "vH", "undert", "cent", "älft", "half", "rittel", "third", "iertel",
          "quarter", "ehntel", "ünftel", "fifth", "tenth", "igen", "own ", " own", "co-", "atch")  # fmt: skip


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
    told: list[tuple[Sentence, list[FoundSum], list[FoundShare]]] = []
    for sentence in sentences_of(text, "money"):
        if holds(sentence.text, _SIGNS) or _names_currency(sentence):
            sums, shares = find_sums(sentence.text) or _bare_sums(sentence), find_shares(sentence.text)
            if sums or shares:
                told.append((sentence, sums, shares))
    ranks = _Ranks([(sentence, found) for sentence, sums, _ in told for found in sums])
    for sentence, sums, shares in told:
        as_prose = ProseSentence(sentence.text, sentence.intro or sentence.above, sentence.before)
        if 0 < len(sums) <= _MOST_OF_A_SENTENCE:
            yield from _sums(sentence, as_prose, sums, ranks)
        if 0 < len(shares) <= _MOST_OF_A_SENTENCE:
            yield from _shares(sentence, as_prose, shares)


class _Ranks:
    """How the sums of a text stand to each other: a pot is larger than what is paid out of it."""

    def __init__(self, found: Sequence[tuple[Sentence, FoundSum]]) -> None:
        values = [one.value for _, one in found]
        self.count = len(values)
        self.of_all = max((one.value for sentence, one in found if _OF_ALL & sentence.classes), default=Decimal(0))
        self.of_each = max((one.value for sentence, one in found if sentence.classes >= _OF_EACH), default=Decimal(0))

    def of(self, one: FoundSum) -> Iterator[str]:
        """What a sum's place among the others says of it."""
        if self.count == 1:
            yield "only_sum"
            return
        if one.value < self.of_all:
            yield "below_a_pot"
        if one.value > self.of_each > 0:
            yield "above_a_cap"


_OF_ALL, _OF_EACH = frozenset(("total", "provide")), frozenset(("most", "each"))


def _sums(
    sentence: Sentence, as_prose: ProseSentence, sums: Sequence[FoundSum], ranks: _Ranks
) -> Iterator[MoneyCandidate]:
    phrases = {phrase.value: phrase.role.value for phrase in amounts_of(as_prose)}
    for found, span in zip(sums, _spans(sums), strict=True):
        shape = [f"phrase_{phrases.get(found.value, 'none')}", *ranks.of(found)]
        shape += ["small"] if found.value < _SMALL else ["huge"] if found.value >= _HUGE else []
        shape += ["large"] if found.value >= _LARGE else []
        shape += ["alone"] if len(sums) == 1 else []
        evidence = _evidence(sentence, found, span, sums, shape)
        yield MoneyCandidate(SUM, found.value, sentence, found.start, found.end, evidence)


def _shares(sentence: Sentence, as_prose: ProseSentence, shares: Sequence[FoundShare]) -> Iterator[MoneyCandidate]:
    phrases = {rate.value: rate.role.value for rate in rates_of(as_prose)}
    for share, span in zip(shares, _spans(shares), strict=True):
        shape = [f"phrase_{phrases.get(share.value, 'none')}"]
        shape += ["low" if share.value <= _LOW_RATE else "high" if share.value >= _HIGH_RATE else "middle"]
        evidence = _evidence(sentence, share, span, shares, shape)
        yield MoneyCandidate(RATE, share.value, sentence, share.start, share.end, evidence)


def _spans(figures: Sequence[FoundSum | FoundShare]) -> list[tuple[int, int]]:
    """Where each figure stands; both ends of a range stand where the range does."""
    spans = [(one.start, one.end) for one in figures]
    for place, one in enumerate(figures[:-1]):
        if one.pair == "low" and figures[place + 1].pair == "high":
            spans[place] = spans[place + 1] = (one.start, figures[place + 1].end)
    return spans


def _evidence(
    sentence: Sentence,
    one: FoundSum | FoundShare,
    span: tuple[int, int],
    figures: Sequence[FoundSum | FoundShare],
    shape: list[str],
) -> frozenset[str]:
    start, end = span
    others = frozenset(other.start for other in figures if not start <= other.start < end)
    shape += [f"range_{one.pair}"] if one.pair else []
    told = slots_of(sentence, start, end, others, shape)
    if one.pair != "high" or told.isdisjoint(("bound=least", "bound=from")):
        return told
    # "mindestens 4.000 und höchstens 12.000 Euro": the word before a range bounds only its lower end
    return frozenset(re.sub("=(?:least|from)$", "=most", name) for name in told)


# --- figures whose currency stands in their heading ---------------------------------------------------------------

_BARE = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:[. ]\d{3}){1,3}|\d{3,9})(?:,(?:\d{2}|-{1,2}))?(?![\d.,]?\d)")
_CURRENCY = re.compile(r"€|\bEUR\b|\bEuro\b")
_LONGEST_ENTRY = 40


def _names_currency(sentence: Sentence) -> bool:
    heads = sentence.columns or ((sentence.above,) if len(sentence.text) <= _LONGEST_ENTRY else ())
    return any(_CURRENCY.search(head) for head in heads)


def _bare_sums(sentence: Sentence) -> list[FoundSum]:
    """Numbers under a heading with a currency: "Höchstbetrag in Euro | …" above "5.000"."""
    if not _names_currency(sentence):
        return []
    found = []
    for match in _BARE.finditer(sentence.text):
        head = sentence.column_of(match.start()) if sentence.columns else sentence.above
        if _CURRENCY.search(head):
            value = Decimal(re.sub(r"[. ]", "", match.group().partition(",")[0]))
            found.append(FoundSum(value, match.start(), match.end()))
    return found
