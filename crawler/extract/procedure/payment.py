"""How the money is paid: on request in advance, by draw-down, after proof, in parts or in one sum.

Each sentence that speaks of paying is asked for what it says (`payment.yml`); one that denies it, or tells of an
exception, doesn't count. What is only named, or holds in a case, is a proposal.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from crawler.extract.procedure.outline import PAYMENT
from crawler.text.sentences import Prose, quote
from grants_db.vocabulary import PaymentMode

_WORDS = Path(__file__).parent / "payment.yml"
#: what the words are about: money that is paid to whoever is funded
_PAYING = re.compile(
    r"\b(?:\w*[Aa]uszahl\w*|\w*[Aa]usgezahlt\w*|ausbezahlt\w*|auszuzahlen|ge?zahlt|Zahlung\w*|\w*zahlung(?:en)?|"
    r"überw[ei]+s\w*|Zuwendung\w*|Zusch[uü]ss\w*|Förder\w+|Mittel\w*|\w+mittel\w*|\w*[Aa]bruf\w*|[Ee]rstattet|"
    r"Erstattung\w*|\w*erstattungsprinzip\w*|grants?|fund(?:s|ing)?|award|paid|pay|payments?|costs?)\b"
)
_NOT = re.compile(
    r"\b(?:nicht|kein\w*|ausgeschlossen|not|no|cannot|never|zurück\w*|Rückforderung\w*|Rückzahlung\w*|erstatten sind|"
    r"zu erstatten|Verzinsung|Zinsen|unwirksam)\b"
)
#: "nicht eher, als sie benötigt werden" says when, and denies nothing
_NOT_BEFORE = re.compile(r"\bnicht (?:eher|früher|vor)\b")
_EXCEPTION = re.compile(r"\b(?:Ausnahme\w*|ausnahmsweise|Einzelf[aä]ll\w*|exception\w*|Härtef\w+)\b", re.IGNORECASE)
_AHEAD = re.compile(r"Vorschuss|Vorschüsse|Voraus|vorab|advance|up-?\s?front|pre-?financ", re.IGNORECASE)
#: the proof opens the last part only
_LAST_PART = re.compile(
    r"\b(?:Schluss|Rest)(?:rate|zahlung|betrag)\w*|\bEinbehalt\w*|\bletzte (?:Rate|Tranche)|"
    r"\b(?:final|last|remaining) (?:instal+ment|payment|balance)",
    re.IGNORECASE,
)
#: other rules are named, or a case
_ELSEWHERE = re.compile(
    r"\b(?:[Ss]ofern|[Ss]oweit das|Nebenbestimmung\w*|Europäischen? Kommission|Voraussetzung für den Abruf)\b"
)
_MANY_MODES = 4  # of which a text with several programmes tells
_SHORTEST = 20  # signs; less is a heading


@dataclass(frozen=True, slots=True)
class PaymentReading:
    """The modes that a text names, the sentence of the first, and whether they are a proposal."""

    modes: tuple[PaymentMode, ...] = ()
    quote: str = ""
    check: bool = False


NO_PAYMENT = PaymentReading()


def payment_modes(text: Prose) -> PaymentReading:
    """The modes of payment that a text names.

    >>> [mode.value for mode in payment_modes(Prose("Die Auszahlung erfolgt in zwei Raten im Abrufverfahren.")).modes]
    ['draw_down', 'instalments']
    """
    sure: dict[PaymentMode, str] = {}
    likely: dict[PaymentMode, str] = {}
    for sentence in text.with_sign(PAYMENT):
        words = sentence.text
        if len(words) < _SHORTEST or not _PAYING.search(words) or _EXCEPTION.search(words):
            continue
        if _NOT.search(_NOT_BEFORE.sub("", words)):
            continue
        for mode, is_sure in _said(words).items():
            (sure if is_sure else likely).setdefault(mode, quote(words))
    found = sure or likely
    if not found:
        return NO_PAYMENT
    modes = tuple(mode for mode in PaymentMode if mode in found)
    return PaymentReading(modes, next(iter(found.values())), found is likely or len(found) >= _MANY_MODES)


def _said(words: str) -> dict[PaymentMode, bool]:
    """The modes a sentence names, and whether it is sure of them."""
    found: dict[PaymentMode, bool] = {}
    doubtful = _ELSEWHERE.search(words) is not None
    small = words.lower()
    for mode, saying, is_sure in _sayings():
        if saying.search(small):
            found[mode] = found.get(mode, False) or (is_sure and not doubtful)
    if PaymentMode.REIMBURSEMENT in found:
        if _LAST_PART.search(words):
            del found[PaymentMode.REIMBURSEMENT]
        elif not _AHEAD.search(words):  # asked for afterwards
            found.pop(PaymentMode.ADVANCE, None)
    return found


@lru_cache(maxsize=1)
def _sayings() -> tuple[tuple[PaymentMode, re.Pattern[str], bool], ...]:
    """What says which mode, and whether it says so outright."""
    table = yaml.load(_WORDS.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return tuple(
        (PaymentMode(mode), re.compile("|".join(sayings).replace("PROOF", table["proof"])), level == "sure")
        for level in ("sure", "likely")
        for mode, sayings in table[level].items()
    )
