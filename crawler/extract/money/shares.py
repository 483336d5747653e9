"""Shares as they stand in a text: percentages, fractions in words, and an own share that is not asked for."""

import re
from dataclasses import dataclass
from decimal import Decimal

from crawler.text.sentences import holds

_PERCENT = re.compile(
    r"(?<![\d.,])(?P<n>\d{1,3}(?:[.,]\d{1,2})?)\s?"
    r"(?:Prozent\b|%(?!-?\s?Punkt)|v\.\s?H\.|vH\b|vom Hundert\b|per\s?cent\b)",
    re.IGNORECASE,
)
_FIRST_OF_RANGE = re.compile(r"(?<![\d.,])(?P<n>\d{1,3}(?:[.,]\d{1,2})?)\s?(?:bis|und|[-–]|to|and)\s?(?:zu\s)?$")
_WRITTEN = re.compile(
    r"\b(?P<w>drei|vier|fünf|sechs|sieben|acht|zehn|zwölf|fünfzehn|zwanzig|fünfundzwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|fünfundsiebzig|achtzig|neunzig|"
    r"hundert|five|seven|eight|ten|twelve|fifteen|twenty|twenty-five|thirty|forty|fifty|sixty|seventy|seventy-five|eighty|ninety)"
    r"\s(?:Prozent|per\s?cent|vom\sHundert)\b",
    re.IGNORECASE,
)
_GERMAN_TENS = "zehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert"
_ENGLISH_TENS = "ten twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {
    **{word: 10 * number for number, word in enumerate(_GERMAN_TENS.split(), start=1)},
    **{word: 10 * number for number, word in enumerate(_ENGLISH_TENS.split(), start=1)},
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "zwölf": 12,
    "seven": 7,
    "eight": 8,
    "twelve": 12,
    "fünfzehn": 15,
    "fünfundzwanzig": 25,
    "fünfundsiebzig": 75,
    "five": 5,
    "fifteen": 15,
    "twenty-five": 25,
    "seventy-five": 75,
}
_FRACTION = re.compile(
    r"\b(?:(?P<half>(?:die|zur|der)(?: andere[rn]?)? Hälfte|hälftig|half (?:of|the))|"
    r"(?P<two>zwei Dritteln?|two[- ]thirds)|"
    r"(?P<third>ein(?:em)? Drittel|one[- ]third|a third of)|(?P<three>drei Vierteln?|three[- ]quarters)|"
    r"(?P<quarter>ein(?:em)? Viertel|one[- ]quarter|a quarter of)|(?P<tenth>ein Zehntel|one[- ]tenth)|"
    r"(?P<fifth>ein(?:em)? Fünftel|one[- ]fifth|a fifth of)|(?P<four>vier Fünfteln?|four[- ]fifths))\b",
    re.IGNORECASE,
)
#: a fraction is one of money where such a word stands near it: "a quarter of all known species" is none
_OF_MONEY = re.compile(
    r"kosten|ausgaben|aufw[eä]nd|mittel|summe|betr[aä]g|zuwendung|zusch[uü]|förder|finanz|eigen|budget|honorar|preis|rechnung|"
    r"cost|grant|fund|financ|expen|contribut|award|amount|paid|pay\b|payment|support|trägt|tragen|beteilig|übern[ie]",
    re.IGNORECASE,
)
_NEAR = 80  # signs on either side
_FRACTIONS = {
    "half": "50",
    "two": "66.67",
    "third": "33.33",
    "three": "75",
    "quarter": "25",
    "tenth": "10",
    "fifth": "20",
    "four": "80",
}
_OWN = (
    r"(?:Eigen(?:anteil|mittel|beteiligung|leistung|beitrag|finanzierung)\w{0,3}|"
    r"eigene[ns]?\s(?:Geld(?:er|mittel)?|Mittel|Beitrag)|"
    r"own (?:contribution|share|funds|resources|money|means)|financial contribution|(?:contribution|money) of your own|"
    r"co-?(?:financing|funding)|match(?:ing|ed)?[- ]fund(?:ing|s)?)"
)
_ASKED = (
    r"(?:zwingend|nachgewiesen|nachzuweisen|verpflichtend|vorgeschrieben|Pflicht\b|Voraussetzung|Bedingung|erforderlich|nötig|notwendig|verlangt|vorausgesetzt|gefordert|erwartet|benötigt|eingesetzt|eingebracht|erbracht|"
    r"geleistet|einbringen|einzubringen|erbringen|zu\s|aufzubringen|aufbringen|mitbringen|vorgesehen|needed|required|"
    r"necessary|expected|mandatory|compulsory|asked)"
)
_NONE_ASKED = re.compile(
    rf"\b(?:kein(?:e|en|er|em|erlei)?|ohne|no|without(?: any)?|not require(?: any)?)\s"
    rf"(?:\w+[,\s]\s?){{0,2}}?(?P<a>{_OWN})\b|"
    rf"\b(?P<e>{_OWN}) (?:braucht|brauchen|benötigt|müsst|verlangen|fordern|erwarten|verlangt|fordert|erwartet)\s"
    r"(?:(?!kein)\w+\s){0,5}?(?:keine?n?|nicht)\b|"
    rf"\b(?P<b>{_OWN})\b[^.;!?]{{0,40}}?\b(?:(?:nicht|not)\s(?:\w+\s)?{_ASKED}|entfällt|entfallen|"
    r"(?:nicht|not)\s?(?=[.;!?]|$)|(?:sind|werden|wird|ist|braucht es|brauchen Sie|müssen Sie)\s(?:dabei\s|hier\s)?"
    rf"kein\w*(?:\s(?:\w+\s)?{_ASKED}|(?=[.;!?]|$)))|"
    rf"\b(?:do not|don't|need not|not need to|no need to|not required to|müssen keine?n?)\s"
    rf"(?:\w+\s){{0,5}}?(?P<d>{_OWN})\b|"
    rf"\b(?P<c>{_OWN}):? (?:none|no|nein|kein\w*|0\s?(?:%|Prozent))(?!\w)",
    re.IGNORECASE,
)
_IS_NO = re.compile(
    r"\b(?!es )\w+ (?:sind|gelten als|gilt als|are) (?:kein\w*|no) $", re.IGNORECASE
)  # "… sind keine Eigenmittel"
_DENIED = re.compile(r"\b(?:nicht|kein\w*|not|no|cannot|abgelehnt|ausgeschlossen|rejected)\b", re.IGNORECASE)
_SIGNS = (
    "%",
    "rozent",
    "v.",
    "vH",
    "undert",
    "cent",
    "älft",
    "half",
    "rittel",
    "third",
    "iertel",
    "quarter",
    "ehntel",
    "tenth",
    "ünftel",
    "fifth",
)
_OWN_SIGNS = ("igen", "own ", "your own", "co", "atch")
_HUNDRED = 100
_REST = 120  # signs of a clause before or after "no own share"


@dataclass(frozen=True, slots=True)
class FoundShare:
    """A share in percent, where it stands, and whether it is the one end of a span ("low", "high")."""

    value: Decimal
    start: int
    end: int
    pair: str = ""


def find_shares(text: str) -> list[FoundShare]:
    """Every share of a text in its order; 0 where an own share is named and denied.

    >>> find_shares("Soils host a quarter of all known species, and half of them are in danger.")
    []
    >>> [str(share.value) for share in find_shares("Kosten zu 60 bis 80 %, zwei Drittel; kein Eigenanteil")]
    ['60', '80', '66.67', '0']
    """
    found: list[FoundShare] = []
    if holds(text, _SIGNS):
        for match in _PERCENT.finditer(text):
            value = _number(match["n"])
            first = _FIRST_OF_RANGE.search(text, max(0, match.start() - 20), match.start())
            pair = ""
            if first is not None and (low := _number(first["n"])) < value:
                found.append(FoundShare(low, first.start(), first.end("n"), "low"))
                pair = "high"
            elif found and found[-1].value < value and _JOINT.fullmatch(text, found[-1].end, match.start()):
                found[-1] = FoundShare(found[-1].value, found[-1].start, found[-1].end, "low")
                pair = "high"
            found.append(FoundShare(value, match.start(), match.end(), pair))
        found += [FoundShare(Decimal(_VALUES[m["w"].lower()]), m.start(), m.end()) for m in _WRITTEN.finditer(text)]
        found += [
            FoundShare(Decimal(_FRACTIONS[str(m.lastgroup)]), m.start(), m.end())
            for m in _FRACTION.finditer(text)
            if _OF_MONEY.search(text, max(0, m.start() - _NEAR), m.end() + _NEAR)
        ]
    found = [share for share in found if 0 < share.value <= _HUNDRED]
    if holds(text, _OWN_SIGNS):
        for match in _NONE_ASKED.finditer(text):
            group = next(name for name in "abcde" if match[name])
            if group == "a" and _is_condition(text, match.start(group), match.end()):
                continue  # "ohne Eigenanteil ist keine Förderung möglich"
            found.append(FoundShare(Decimal(0), match.start(group), match.end(group), "none"))
    return sorted(found, key=lambda share: share.start)


def _is_condition(text: str, start: int, end: int) -> bool:
    """Whether "no own share" is what gets nothing, or what something else is not."""
    return bool(_DENIED.search(text, end, end + _REST) or _IS_NO.search(text, max(0, start - _REST), start))


_JOINT = re.compile(r"\s?(?:bis|und|[-–]|to|and)\s?(?:zu\s)?")


def _number(written: str) -> Decimal:
    return Decimal(written.replace(",", "."))
