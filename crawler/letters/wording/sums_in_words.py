"""Sums of money written out: "dreitausendfünfhundert Euro", also where the figures are only in words. Pure."""

import re
from decimal import Decimal

from crawler.extract.money.figures import FoundSum

_ONES = {
    "ein": 1, "eins": 1, "eine": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7,
    "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15,
    "sechzehn": 16, "siebzehn": 17, "achtzehn": 18, "neunzehn": 19,
}  # fmt: skip
_TENS = {
    "zwanzig": 20, "dreißig": 30, "dreissig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70,
    "achtzig": 80, "neunzig": 90,
}  # fmt: skip
_PART = "|".join(sorted({*_ONES, *_TENS, "hundert", "tausend", "und"}, key=len, reverse=True))
_SUM = re.compile(rf"\b(?P<words>(?:(?:{_PART})[ -]?)+)\s?(?:Euro|EUR|€)", re.IGNORECASE)
_BELOW_HUNDRED = re.compile(
    rf"(?:(?P<one>{'|'.join(sorted(_ONES, key=len, reverse=True))})(?:und(?P<ten>{'|'.join(_TENS)}))?|"
    rf"(?P<tens>{'|'.join(_TENS)}))?"
)


def sums_in_words(text: str) -> list[FoundSum]:
    """Every sum in words with its place.

    >>> [str(found.value) for found in sums_in_words("wir geben dreitausendfünfhundert Euro, einundzwanzig Euro mehr")]
    ['3500', '21']
    """
    found = []
    for match in _SUM.finditer(text):
        value = number_in_words(match["words"])
        if value:
            found.append(FoundSum(Decimal(value), match.start(), match.end()))
    return found


def number_in_words(words: str) -> int | None:
    """The number a German word says, below a million; None where it says none.

    >>> [number_in_words(word) for word in ("siebenundvierzigtausendachthundert", "hunderteins", "undzwanzig")]
    [47800, 101, None]
    """
    word = re.sub(r"[\s-]", "", words.lower())
    before, thousand, after = word.partition("tausend")
    if not thousand:
        return _below_thousand(word)
    high = _below_thousand(before) if before else 1
    low = _below_thousand(after.removeprefix("und")) if after else 0
    return None if high is None or low is None else high * 1000 + low


def _below_thousand(word: str) -> int | None:
    before, hundred, after = word.partition("hundert")
    if not hundred:
        return _below_hundred(word)
    high = _ONES.get(before) if before else 1
    low = _below_hundred(after.removeprefix("und")) if after else 0
    return None if high is None or low is None else high * 100 + low


def _below_hundred(word: str) -> int | None:
    found = _BELOW_HUNDRED.fullmatch(word)
    if not found or not word:
        return None
    return _ONES.get(found["one"] or "", 0) + _TENS.get(found["ten"] or found["tens"] or "", 0)
