"""Deadlines that were moved by a word among a call's updates, while its fields still say the old day.

The updates are prose about a whole call. A day is taken only from a sentence that speaks of a deadline that is
extended, postponed or moved, and that names our topic or none; a day without a year is the next one after the
deadline it moves.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

#: a deadline is moved by weeks; a day further away means something else
LONGEST_MOVE_DAYS = 250
_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|"
        "october oct|november nov|december dec".split("|"),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = re.compile(
    rf"\b(?:(?P<iso>\d{{4}}-\d\d-\d\d)|(?P<d1>\d{{1,2}})[./](?P<m1>\d{{1,2}})[./](?P<y1>\d{{4}})|"
    rf"(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{_MONTH})\b\.?,?(?:\s+(?P<y2>\d{{4}}))?|"
    rf"(?P<m3>{_MONTH})\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b,?(?:\s+(?P<y3>\d{{4}}))?)",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:extend(?:ed|s)?|extension|postpon(?:ed|ement)|prolong(?:ed|ation)|moved|new deadline)\b", re.I
)
_DEADLINE = re.compile(r"\b(?:deadline|closing date|submission (?:date|of (?:proposals|applications)))\b", re.I)
_TO = re.compile(r"\b(?:until|till|to|is|by)\b|:", re.I)
_DENIED = re.compile(r"\b(?:not|no|nor|neither|cannot|will not|any)\b", re.I)
_TOPIC = re.compile(r"\b[A-Z][A-Z0-9]*(?:-[A-Za-z0-9]+){2,}\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|\n+")


@dataclass(frozen=True)
class Extension:
    """A day a deadline was moved to, and the sentence that says so."""

    old: date
    new: date
    quote: str


def extension(updates: Iterable[str], identifier: str, stated: Sequence[date]) -> Extension | None:
    """The latest day one of the stated days was moved to; None where nothing says so, or not plainly.

    Args:
        updates: plain texts, in any order.
        identifier: of our topic; a sentence about others is not about us.
        stated: the days the record's fields give.
    """
    found = [
        moved
        for text in updates
        for sentence in _SENTENCE.split(text)
        if (moved := _moved(" ".join(sentence.split()), identifier, stated)) is not None
    ]
    return max(found, key=lambda moved: moved.new, default=None)


def _moved(sentence: str, identifier: str, stated: Sequence[date]) -> Extension | None:
    said = _MOVED.search(sentence)
    if said is None or not _DEADLINE.search(sentence) or _DENIED.search(sentence):
        return None
    topics = _TOPIC.findall(sentence)
    if topics and identifier not in topics:
        return None
    towards = [match.end() for match in _TO.finditer(sentence, said.start())]
    for place in reversed(towards):
        day = _DAY.match(sentence, _skip(sentence, place))
        if day is not None:
            return _extension(day, sentence, stated)
    return None


def _skip(sentence: str, place: int) -> int:
    """Past words between "to" and the day: `the`, a weekday, a time of day."""
    between = re.compile(
        r"\s*(?:(?:the|on|new date of|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}[:.]\d\d(?:\s*h(?:ours)?)?|"
        r"\(?(?:CET|CEST|Brussels time|Brussels local time)\)?)[\s,]*)*",
        re.IGNORECASE,
    ).match(sentence, place)
    return between.end() if between else place


def _extension(found: re.Match[str], sentence: str, stated: Sequence[date]) -> Extension | None:
    """Which stated day was moved: the only one that lies shortly before the new day."""
    moves = [
        Extension(old, new, sentence[:500])
        for old in stated
        for new in _days(found, old)
        if 0 < (new - old).days <= LONGEST_MOVE_DAYS
    ]
    return moves[0] if len(moves) == 1 else None


def _days(found: re.Match[str], after: date) -> list[date]:
    """The day as written; without a year the first one on or after the day that was moved."""
    try:
        if found["iso"]:
            return [date.fromisoformat(found["iso"])]
        if found["d1"]:
            return [date(int(found["y1"]), int(found["m1"]), int(found["d1"]))]
        day, month, year = (
            (found["d2"], found["m2"], found["y2"]) if found["d2"] else (found["d3"], found["m3"], found["y3"])
        )
        number = _MONTHS[month.lower()]
        if year:
            return [date(int(year), number, int(day))]
        days = [date(after.year + later, number, int(day)) for later in (0, 1)]
    except ValueError:
        return []
    return [next(candidate for candidate in days if candidate >= after)] if days[1] >= after else []
