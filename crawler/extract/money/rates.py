"""Rates in funding prose: the highest share of the costs, a municipality's, and the own contribution asked.

A percentage is taken only where the sentence says of what; pro-rata figures of participants, hours, capital, flat rates
and reductions are left alone. An own contribution is only taken when it is stated, never computed from a rate.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from crawler.extract.money import rate_cues as words
from crawler.text.sentences import Fact, Prose, ProseSentence, holds, quote
from crawler.text.word_signs import SIGNS
from grants_db.vocabulary import ApplicantRoute


class RateRole(StrEnum):
    """What a percentage says about the call."""

    RATE = "rate"  # Förderquote, Fördersatz
    BONUS = "bonus"  # erhöht die Quote um …
    OWN_SHARE = "own_share"  # Eigenanteil
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage, what it is, whose it is, and the sentence it stands in.

    Attributes:
        value: percent.
        role: what it says.
        applicant: "municipal" or "other" where the sentence gives it to one kind of applicant, else "".
        source: "eu" or "national" where the sentence names only that part of a mixed funding, else "".
        quote: the sentence.
        outright: the sentence names the grant itself; in a guideline's own text only these are believed.
    """

    value: Decimal
    role: RateRole
    applicant: str
    source: str
    quote: str
    outright: bool = True


MOST_RATES = 12  # a "sentence" with more is a table whose columns are unknown


def max_rate(text: Prose, *, guideline: bool = False) -> Fact[Decimal] | None:
    """The highest rate stated for any applicant, percent of the eligible costs; stated parts and bonuses are added up.

    With `guideline`, the text is a guideline's own, and only what is said outright counts.

    >>> max_rate(Prose("Der Zuschuss beträgt bis zu 80 Prozent der zuwendungsfähigen Ausgaben.")).value
    Decimal('80')
    """
    return _highest(_believed(text, guideline))


def municipal_rate(
    text: Prose, route: ApplicantRoute = ApplicantRoute.UNCLEAR, *, guideline: bool = False
) -> Fact[Decimal] | None:
    """A municipality's rate: its own where one is stated; else, where it may apply itself, the rate for everybody."""
    rates = _believed(text, guideline)
    own = [rate for rate in rates if rate.applicant == "municipal" and rate.role is RateRole.RATE]
    if own:
        return _highest(own)
    if route is not ApplicantRoute.DIRECT:
        return None
    return _highest([rate for rate in rates if not rate.applicant])


def own_share_min(text: Prose, *, guideline: bool = False) -> Fact[Decimal] | None:
    """The own contribution asked, percent: the first one stated, which is the general case."""
    own = (rate for rate in _believed(text, guideline) if rate.role is RateRole.OWN_SHARE)
    return next((Fact(rate.value, rate.quote) for rate in own), None)


_RATE = SIGNS.sign("Prozent % v. vH Hundert cent oll")


@lru_cache(maxsize=4)
def parse_rates(text: Prose) -> tuple[Rate, ...]:
    """Every percentage of the text that speaks of the funding, in its order."""
    return tuple(rate for sentence in text.with_sign(_RATE) for rate in rates_of(sentence))


def _believed(text: Prose, guideline: bool) -> list[Rate]:
    return [rate for rate in parse_rates(text) if rate.outright or not guideline]


def _highest(rates: list[Rate]) -> Fact[Decimal] | None:
    best = max((rate for rate in rates if rate.role is RateRole.RATE), key=lambda rate: rate.value, default=None)
    if best is None:
        return None
    total = best.value
    if best.source:
        # "ESF+ bis zu 40 Prozent, das Land bis zu 20 Prozent": the parts are paid together
        other = "national" if best.source == "eu" else "eu"
        total += max(
            (rate.value for rate in rates if rate.role is RateRole.RATE and rate.source == other), default=Decimal(0)
        )
    total += max((rate.value for rate in rates if rate.role is RateRole.BONUS), default=Decimal(0))
    return Fact(total if total <= 100 else best.value, best.quote)


def rates_of(sentence: ProseSentence) -> Iterator[Rate]:
    """The percentages of one sentence."""
    text = sentence.text
    if holds(text, ("Prozent", "%", "v.", "vH", "Hundert", "cent")):
        begin = 0
        percentages = list(words.PERCENT.finditer(text))
        for match in percentages if len(percentages) <= MOST_RATES else ():
            yield from _rates_at(sentence, match, begin)
            begin = match.end()
    full = words.FULL.search(text) if "oll" in text else None
    if full and not words.NOT_FULL.search(_clause(text, full.start(), full.end())):
        yield Rate(
            Decimal(100),
            RateRole.RATE,
            _applicant(sentence, full.start(), full.end()),
            "",
            quote(text, full.start(), full.end()),
            not words.EXCEPTION.search(text),
        )


def _clause(text: str, start: int, end: int) -> str:
    """The words between the commas (or ends) around a place."""
    begin = max(text.rfind(mark, 0, start) for mark in ",;:") + 1
    stop = min((place for mark in ",;" if (place := text.find(mark, end)) >= 0), default=len(text))
    return text[begin:stop]


def _rates_at(sentence: ProseSentence, match: re.Match[str], begin: int) -> Iterator[Rate]:
    value = Decimal(match.group("n").replace(",", "."))
    if not 0 < value <= 100:
        return
    role = _role(sentence, match, begin)
    if role is RateRole.OTHER:
        return
    low = words.LOW_END.search(sentence.text[max(0, match.start() - 20) : match.start()])
    if role is RateRole.OWN_SHARE and low is not None:
        value = Decimal(low.group(1).replace(",", "."))
    yield Rate(
        value,
        role,
        _applicant(sentence, begin, match.end()),
        _source(sentence, begin, match.end()),
        quote(sentence.text, match.start(), match.end()),
        _outright(sentence, match),
    )


def _outright(sentence: ProseSentence, match: re.Match[str]) -> bool:
    left, right = sentence.text[max(0, match.start() - 160) : match.start()], sentence.text[match.end() :][:90]
    named = words.GRANT_ITSELF.search(f"{sentence.intro[-100:]} {left} {right}")
    return named is not None and not words.OTHER_RULES.search(sentence.context)


def _role(sentence: ProseSentence, match: re.Match[str], begin: int) -> RateRole:
    text = sentence.text
    left, near_left, right = (
        text[: match.start()],
        text[max(begin, match.start() - 110) : match.start()],
        text[match.end() : match.end() + 130],
    )
    if _is_own_share(sentence, near_left, right):
        # "bis zu 20 Prozent Eigenleistungen werden anerkannt" is no least
        upper = words.NOT_EXCEED.search(right) or words.UP_TO.search(near_left[-25:])
        return RateRole.OTHER if upper else RateRole.OWN_SHARE
    if words.NOT_EXCEED.search(right) and words.COSTS_THEMSELVES.search(left):
        return RateRole.OTHER
    if words.BASED_ON.search(near_left) or words.ADDED_FLAT.search(left):
        return RateRole.OTHER
    if words.FOREIGN_BASE.search(right) or words.GUARANTEED.search(right):
        return RateRole.OTHER
    if words.AT_LEAST.search(near_left):
        return RateRole.OTHER
    if words.BY.search(near_left):
        raises = words.RAISES.search(text) and words.GRANT_SUBJECT.search(f"{sentence.before} {sentence.context}")
        return RateRole.BONUS if raises else RateRole.OTHER
    if "punkt" in match.group("p").lower() or "points" in match.group("p"):
        return RateRole.OTHER
    if words.PAID.match(right):
        return RateRole.RATE
    subject = words.GRANT_SUBJECT.search(sentence.intro + " " + left)
    if words.BASE.search(right):
        if re.search(r"\b(?:müssen|muss|sollen|dürfen)\b", right[:110]) and subject is None:
            return RateRole.OTHER
        return RateRole.BONUS if words.ADDITIONAL.search(near_left) else RateRole.RATE
    return RateRole.RATE if subject is not None and _ends_a_rate(right, sentence) else RateRole.OTHER


def _ends_a_rate(right: str, sentence: ProseSentence) -> bool:
    """No base is named: a rate only where nothing else is ("bis zu 90 Prozent", "80 Prozent bei Vorhaben …")."""
    if re.match(r"\s?(?:der|des|Ihrer|Ihres|aller|von|an|am|mehr|weniger|teil|ige)\b", right):
        return False
    return (
        re.search(
            r"(?:Höhe (?:der|des|Ihre[rs])|[Ff]örder(?:satz|sätze|quote|höhe)|[Ff]unding rate|Zuschuss|Zuwendung|"
            r"förderfähig|co-?financing rate|100 Prozent)",
            sentence.context,
        )
        is not None
    )


def _is_own_share(sentence: ProseSentence, near_left: str, right: str) -> bool:
    if re.match(r"\s?(?:des|Ihres|der) Eigen", right) or "elbstbehalt" in near_left:
        return False
    if re.search(r"mehr als\s$", near_left):
        return False
    around = near_left + " % " + right[:70]
    if (
        words.OWN.search(near_left)
        or words.OWN.match(right.lstrip())
        or words.BY_OWN_MEANS.search(right)
        or re.match(r"\s?(?:als |an )?(?:\w+ ){0,2}Eigen", right)
    ):
        return words.OWN_ACT.search(sentence.context) is not None
    if re.search(r"\bbeteiligen\b", around) and words.PARTAKE.search(near_left):
        return re.search(r"\bSie\b|Antragstell|Zuwendungsempf|Träger\b", sentence.context) is not None
    return False


def _applicant(sentence: ProseSentence, begin: int, end: int) -> str:
    clause = sentence.text[max(begin, end - 160) : end] + re.split("[,;]", sentence.text[end : end + 60])[0]
    if sentence.intro:
        clause = f"{sentence.intro[-60:]} {clause}"
    other, municipal = (
        words.OTHER_APPLICANT.search(clause),
        re.search(rf"\b(?:[Aa]ls|[Ff]ür|[Bb]ei|[Vv]on)\s(?:\S+\s){{0,3}}?{words.MUNICIPAL.pattern}", clause),
    )
    if municipal and not (other and "nicht" in other.group()):
        return "municipal"
    return "other" if other else ""


def _source(sentence: ProseSentence, begin: int, end: int) -> str:
    clause = sentence.text[begin : end + 90]
    eu, national = words.EU_PART.search(clause), words.NATIONAL_PART.search(clause)
    if not eu and not national:
        return ""
    return (
        ""
        if eu and national and eu.start() > 0 and _both(clause)
        else ("eu" if eu and (not national or eu.start() < national.start()) else "national")
    )


def _both(clause: str) -> bool:
    return re.search(r"ESF[- ]?(?:\+|Plus)?[- ]+(?:und|sowie) (?:aus )?(?:\w+ )?(?:Bundes|Landes)", clause) is not None
