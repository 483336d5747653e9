"""Sums of money as they stand in a text: which figures, in which spelling, where. What they mean: `amounts`."""

import re
from dataclasses import dataclass
from decimal import Decimal

from crawler.text.sentences import holds


@dataclass(frozen=True, slots=True)
class FoundSum:
    """A sum of money as it stands in a text; `pair` marks the first and second sum of a range ("low", "high")."""

    value: Decimal
    start: int
    end: int
    pair: str = ""


_NUMBER = r"\d{1,3}(?:[.,' ’]\d{3}){1,5}(?:[.,](?:\d{1,2}|-{1,2}|–))?|\d{1,12}(?:[.,](?:\d{1,3}|-{1,2}|–))?"
_SCALE = (
    r"(?:Mio\b\.?|Millionen|Million|million|millions|Mill\.|Mrd\b\.?|Milliarden|Milliarde|billion|"
    r"Tsd\b\.?|Tausend|thousand|bn\b|mil\b\.?|[mkMK]\b(?!²))"
)
_CURRENCY = r"(?:€|EUR\b|EURO\b|[Ee]uros?\b)"
_SUM = re.compile(
    rf"(?<![\d.,]){_CURRENCY}\s?(?P<n1>{_NUMBER})(?!\s?\d)(?:\s?(?P<s1>{_SCALE}))?"
    rf"|(?<![\d,§])(?<![\d§]\.)(?P<n2>{_NUMBER})[\s-]?(?:(?P<s2>{_SCALE})[\s-]?)?(?P<t>T)?{_CURRENCY}(?!-)"
)
_SCALES = (
    (("mrd", "millia", "bil", "bn"), 10**9),
    (("m",), 10**6),
    (("t", "k"), 1000),
)
_TO = r"(?:(?:bis|hin|zu|höchstens|maximal|max\.|a maximum of|at most|up to|EUR|€)\s?){0,3}"
_SECOND_OF_RANGE = re.compile(
    rf"\s?(?P<joint>[-–—]|to|bis|and|und)\s?(?P<n>{_NUMBER})(?![\d.,]?\d)(?:\s?(?P<s>{_SCALE}))?(?!\s?(?:%|Prozent|per\s?cent|€|EUR))"
)
_FIRST_OF_RANGE = re.compile(rf"(?P<n>{_NUMBER})\s?(?P<s>{_SCALE})?\s?(?:bis|und|and|up to|to|[-–])\s?{_TO}$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BEFORE_A_YEAR = re.compile(
    r"\b(?:Jan|Feb|Mär|Mar|Apr|Mai|May|Jun|Jul|Aug|Sep|O[kc]t|Nov|De[zc])[a-zä]{0,6}\.?(?: \d{1,2},)?\s$|"
    r"\b(?:Jahr\w{0,2}|Haushaltsjahr\w{0,2}|im|in|seit|year|since)\s$"
)
_BETWEEN = re.compile(
    r"(?:zwischen|between|von|from|mindestens|minimal|at least)\s(?:mindestens\s|minimal\s|of\s)?(?:EUR|€)?\s?$", re.I
)


_UNITS = "ein zwei drei vier fünf sechs sieben acht neun zehn zwölf fünfzehn zwanzig dreißig vierzig fünfzig hundert"
_ENGLISH_UNITS = "one two three four five six seven eight nine ten twelve fifteen twenty thirty forty fifty hundred"
_WORDS = dict(zip(_UNITS.split(), (*range(1, 11), 12, 15, 20, 30, 40, 50, 100), strict=True)) | dict(
    zip(_ENGLISH_UNITS.split(), (*range(1, 11), 12, 15, 20, 30, 40, 50, 100), strict=True)
)
#: "fünftausend Euro", "eine halbe Million Euro", "five thousand euros"
_IN_WORDS = re.compile(
    rf"\b(?P<n>{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?:e[nr]?)?(?P<half> halbe)?[\s-]?"
    r"(?P<s>hundert|tausend|million(?:en)?|hundred|thousand)[\s-](?:euros?|EUR|€)(?!\w)",
    re.IGNORECASE,
)
_SCALES_IN_WORDS = {"h": 100, "t": 1000, "m": 10**6}


def _in_words(text: str) -> list[FoundSum]:
    """The sums that are written out."""
    return [
        FoundSum(
            Decimal(_WORDS[match["n"].lower()] * _SCALES_IN_WORDS[match["s"][0].lower()]) / (2 if match["half"] else 1),
            match.start(),
            match.end(),
        )
        for match in _IN_WORDS.finditer(text)
    ]


def find_sums(text: str) -> list[FoundSum]:
    """Every sum of money in a text with its place; German and English separators, "1,5 Mio. €", "96 T€", "12.000,– €".

    >>> [str(found.value) for found in find_sums("bis zu EUR 1,5 Mio., 96 T€ oder 12.000,– €")]
    ['1500000', '96000', '12000']
    """
    if not holds(text, ("€", "EUR", "uro")):
        return []
    found: list[FoundSum] = []
    for match in _SUM.finditer(text):
        number, scale = (
            match.group("n1") or match.group("n2"),
            match.group("s1") or match.group("s2") or match.group("t"),
        )
        value = _decimal(number, scale or "")
        if value is None:
            continue
        high = _high_end(text, match, value, scale or "") if match.group("n1") else None
        if high is not None:
            found += [FoundSum(value, match.start(), match.end(), "low"), high]
            continue
        low = None if match.group("n1") else _low_end(text, match, scale or "")
        if low is not None:
            found.append(low)
        elif found and _joins_range(text, found[-1], match):
            found[-1] = FoundSum(found[-1].value, found[-1].start, found[-1].end, "low")
            low = found[-1]
        found.append(FoundSum(value, match.start(), match.end(), "high" if low is not None else ""))
    if holds(text, ("ausend", "illion", "undert", "housand", "undred")) and (written := _in_words(text)):
        found = sorted((*found, *written), key=lambda one: one.start)
    return found


def _joins_range(text: str, first: FoundSum, second: re.Match[str]) -> bool:
    between = text[first.end : second.start()]
    left = text[max(0, first.start - 25) : first.start]
    if re.fullmatch(rf"\s?(?:und|and|&)\s{_TO}", between):
        return _BETWEEN.search(left) is not None
    return re.fullmatch(rf"\s?(?:bis|to|up to|[-–])\s?{_TO}", between) is not None


def _high_end(text: str, first: re.Match[str], low: Decimal, scale: str) -> FoundSum | None:
    """The number without a currency after "EUR 5.000 –"; a lower one counts something else ("EUR 5,000 to 20")."""
    second = _SECOND_OF_RANGE.match(text, first.end())
    if second is None:
        return None
    if second["joint"] in ("and", "und") and not _BETWEEN.search(text[max(0, first.start() - 25) : first.start()]):
        return None
    value = _decimal(second["n"], second["s"] or scale)
    return None if value is None or value <= low else FoundSum(value, second.start("n"), second.end(), "high")


def _low_end(text: str, match: re.Match[str], scale: str) -> FoundSum | None:
    """The number without a currency before "bis 7.000 EUR"."""
    begin = max(0, match.start() - 40)
    first = _FIRST_OF_RANGE.search(text[begin : match.start()])
    if first is None or re.search(r"[\d.,§]$", text[begin : begin + first.start()]):
        return None
    joint = text[begin + first.end("n") : match.start()]
    if ("und" in joint or "and" in joint) and not _BETWEEN.search(
        text[max(0, begin + first.start() - 25) : begin + first.start()]
    ):
        return None
    if _YEAR.fullmatch(first["n"]) and _BEFORE_A_YEAR.search(
        text[max(0, begin + first.start() - 25) : begin + first.start()]
    ):
        return None  # "bis 30. Juni 2027 bis zu 2.200 Euro"
    value = _decimal(first.group("n"), first.group("s") or scale)
    return None if value is None else FoundSum(value, begin + first.start(), begin + first.end("n"), "low")


def _decimal(number: str, scale: str) -> Decimal | None:
    """The value of a number as written; None where it can be read in two ways."""
    number = re.sub(r"[.,](?:-{1,2}|–)$", "", number)
    number = re.sub(r"[' ’]", "", number)
    factor = next((factor for starts, factor in _SCALES if scale.lower().startswith(starts)), 1) if scale else 1
    marks = re.findall(r"[.,]", number)
    if not marks:
        return Decimal(number) * factor
    last = max(number.rfind("."), number.rfind(","))
    digits_behind = len(number) - last - 1
    grouped = digits_behind == 3 and len(set(marks)) == 1
    if grouped and len(marks) == 1 and scale:
        # "1,500 Mio. €" is one and a half million, "EUR 1,500 million" one and a half billion
        german = scale[:3].lower() in ("mio", "mrd", "tsd") or scale in (
            "Millionen",
            "Million",
            "Milliarden",
            "Milliarde",
        )
        grouped = (number[last] == ".") == german
    if grouped:
        return Decimal(re.sub(r"[.,]", "", number)) * factor
    whole, fraction = re.sub(r"[.,]", "", number[:last]), number[last + 1 :]
    return (Decimal(f"{whole}.{fraction}") * factor).normalize() + 0
