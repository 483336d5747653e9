"""Does a stretch of prose speak of several calls that can't be told apart? Then no fact holds for all of them."""

import re
from itertools import pairwise

from crawler.text.page.call_words import (
    ANY_DAY,
    APPLYING,
    LEAST_CALLS,
    PLURAL,
    SUM,
    UNTIL,
    WHEN,
    lines_of,
    names_applicants,
)
from crawler.text.page.reader import WebPage

#: the last day for something that is no application
_OTHER_DAY = re.compile(
    r"laufzeit|projektbeginn|projektende|durchführ|abrechn|nachweis|verwend|entscheid|jury|beginn|sitzung|stand\b|"
    r"vom\b",
    re.IGNORECASE,
)
_OTHER_SUM = re.compile(
    r"eigenanteil|eigenmittel|insgesamt|zur verfügung|haushalt|gesamt|topf\b(?!.{0,12}gib)|verfügbar", re.IGNORECASE
)
#: names of pots of money; general words like "Förderprogramm" name none
_NAME = re.compile(
    r"„([^„“”\n]{3,60})[“”]|"
    r"\b(?!(?:Förder|Landes|Bundes|Sonder|Gesamt|Projekt|Arbeits|Aktions|Rahmen|Teil|Einzel)(?:programm|fonds|preis|budget))"
    r"([A-ZÄÖÜ][\w-]{2,40}(?:fonds|topf|preis|programm|stipendium|budget|wettbewerb))(?:e?s)?\b"
)
#: what money is for, as a thing of its own: "für Deutschkurse", not "für Vorhaben im Quartier"
_PURPOSE = re.compile(
    r"\b[Ff]ür (?:den |die |das |eine?n? |Ihre?n? )?"
    r"(?!(?:Projekt|Vorhaben|Maßnahme|Antr|Förder|Zuwend|Person|Jahr|Frag|Runde)|"
    r"\w*(?:jahr|runde|termin|monat|kosten|ausgaben|mittel)\w*\b)([A-ZÄÖÜ][a-zäöüß-]{3,40})"
)
#: a time to apply that is no day
_SOME_TIME = re.compile(
    r"\b(?:Anfang|Mitte|Ende) (?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)|"
    r"\b(?:\d{1,2}|zwei|drei|vier|sechs|acht|zwölf) (?:Wochen|Monate) (?:vor|vorher)\b",
)


def is_mixed(page: WebPage) -> bool:
    """Does one stretch state a sum and a last day by turns, several times, or for several pots by name?"""
    if APPLYING.search(page.text) is None:
        return False
    least = LEAST_CALLS if PLURAL.search(page.title) else LEAST_CALLS + 1
    return any(
        _turns(section.text) >= least or any(_pots(section.text, names) >= LEAST_CALLS for names in (_NAME, _PURPOSE))
        for section in page.sections
    )


def _turns(text: str) -> int:
    """How many pairs of a sum and a last day follow each other."""
    found = [
        (day.start(), "day", text[day.start() : day.end() + 10]) for day in ANY_DAY.finditer(text) if _ends(text, day)
    ]
    found += [(amount.start(), "sum", amount[0]) for amount in SUM.finditer(text) if _is_most(text, amount)]
    kinds: list[str] = []
    said: dict[str, set[str]] = {"day": set(), "sum": set()}
    for _, kind, words in sorted(found):
        said[kind].add(words)
        if kinds[-1:] != [kind]:
            kinds.append(kind)
    return min(len(said["day"]), len(said["sum"]), (len(kinds) + 1) // 2)


def _pots(text: str, names: re.Pattern[str]) -> int:
    """How many pots or purposes are named with a sum and a time to apply of their own, each other than the others'."""
    firsts: dict[str, int] = {}
    for found in names.finditer(text):
        name = next(filter(None, found.groups()))
        if not names_applicants(name):
            firsts.setdefault(name.casefold(), found.start())
    starts = sorted(firsts.values())
    said: set[tuple[str, str]] = set()
    for start, end in pairwise([*starts, len(text)]):
        part = text[start:end]
        amount = next((found for found in SUM.finditer(part) if _is_most(part, found)), None)
        when = next((day for line in lines_of(part) if (day := _when(line)) and _is_for_applying(line)), None)
        if amount is not None and when is not None:
            said.add((amount[0], when[0]))
    return min(len({amount for amount, _ in said}), len({when for _, when in said}))


def _when(line: str) -> re.Match[str] | None:
    return WHEN.search(line) or _SOME_TIME.search(line)


def _is_for_applying(line: str) -> bool:
    return bool(APPLYING.search(line) or UNTIL.search(line)) and _OTHER_DAY.search(line) is None


def _ends(text: str, day: re.Match[str]) -> bool:
    near = _clause(text, day)
    return UNTIL.search(near) is not None and _OTHER_DAY.search(near) is None


def _is_most(text: str, amount: re.Match[str]) -> bool:
    return _OTHER_SUM.search(_clause(text, amount)) is None


def _clause(text: str, found: re.Match[str]) -> str:
    """The words around a find, as far as its clause goes."""
    before = re.split(r"[;,\n]|[.!?] ", text[max(0, found.start() - 80) : found.start()])[-1]
    return before + re.split(r"[;,\n]|[.!?] ", text[found.start() : found.end() + 40])[0]
