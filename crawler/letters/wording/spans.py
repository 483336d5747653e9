"""Times from one day to another in a sentence: days, months without days, a beginning with a length. Pure."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.extract.deadline.dates import MONTHS, NUMBER_WORDS, DayMention, days_in

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_MONTHS = re.compile(
    rf"(?<![\d.]\s)(?<!\d)(?P<m1>{_MONTH})\.?(?:\s(?P<y1>20\d\d))?\s?(?:bis(?: einschließlich| Ende| zum)?|[-–—]|"
    rf"und)\s?"
    rf"(?:einschließlich\s)?(?P<m2>{_MONTH})\.?\s(?P<y2>20\d\d)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?<![\d./])(?P<m1>0?[1-9]|1[0-2])\s?[/.]\s?(?P<y1>20\d\d)\s?(?:bis|[-–—])\s?(?P<m2>0?[1-9]|"
    r"1[0-2])\s?[/.]\s?(?P<y2>20\d\d)"
)
_NUMBER = "|".join((r"\d{1,2}", *NUMBER_WORDS, "dreißig", "vierundzwanzig", "sechsunddreißig"))
_MORE_NUMBERS = {"dreißig": 30, "vierundzwanzig": 24, "sechsunddreißig": 36}
_LENGTH = re.compile(
    rf"\b(?P<n>{_NUMBER})\s?(?:\(\d+\)\s)?(?P<unit>Monat|Jahr)e?n?\b(?!\s(?:nach|vor)\b)", re.IGNORECASE
)
_RANGE_GAP = re.compile(
    r"\s*(?:bis|und endet(?: (?:am|mit dem|mit Ablauf des|zum))?|[-–—‑])\s*(?:(?:einschließlich|zum|spätestens|"
    r"längstens)\s)*\s*$"
)
_ORDINALS = ("erst", "zwei", "drit", "vier")
_NTH = r"(?:[1-4]\.|(?:erste|zweite|dritte|vierte)[nrms]?|IV|I{1,3})"
_QUARTER = re.compile(
    rf"\b(?:(?:(?P<from>{_NTH})\s?(?:bis(?: zum)?|[-–])\s)?(?P<n>{_NTH})\.?\s?(?:Quartals?|(?P<half>Halbjahr)(?:e?s)?)|"
    r"Q(?P<q>[1-4]))(?:\s?/?\s?(?:des Jahres )?(?P<year>20\d\d))?"
)
_FROM = re.compile(r"\b(?:ab(?: dem)?|[Bb]eginn\w*(?: am| ist der|:)?)\s(?:dem\s|den\s)?$")


@dataclass(frozen=True, slots=True)
class Span:
    """A time from its first to its last day, and where it stands; one of the days may be unsaid.

    `rough`: it is said in quarters or halves of a year, its days are worked out.
    """

    first: date | None
    last: date | None
    start: int
    end: int
    rough: bool = False


def spans_in(text: str) -> Iterator[Span]:
    """Every time that a sentence names.

    >>> [(str(span.first), str(span.last)) for span in spans_in("von März 2027 bis Februar 2028, 1.1. bis 30.6.2029")]
    [('2027-03-01', '2028-02-29'), ('2029-01-01', '2029-06-30')]
    >>> [str(span.last) for span in spans_in("ab dem 1. April 2027 für die Dauer von 18 Monaten")]
    ['2028-09-30']
    """
    found = [*_of_months(text), *_of_days(text), *_of_quarters(text)]
    yield from sorted(found, key=lambda span: span.start)


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def months_after(first: date, months: int) -> date:
    """The last day of so many months that begin on `first`."""
    number = first.month - 1 + months
    year, month = first.year + number // 12, number % 12 + 1
    return date(year, month, min(first.day, calendar.monthrange(year, month)[1])) - timedelta(days=1)


def number_of(word: str) -> int:
    """A number in figures or as a word."""
    return int(word) if word.isdigit() else (NUMBER_WORDS | _MORE_NUMBERS)[word.lower()]


def _of_months(text: str) -> Iterator[Span]:
    for pattern in (_MONTHS, _NUMBERED):
        for found in pattern.finditer(text):
            if days_in(text[max(0, found.start() - 6) : found.end()]):
                continue  # "1. März bis 30. Juni 2027" is one of days
            first, last = (int(m) if m.isdigit() else MONTHS[m.lower()] for m in (found["m1"], found["m2"]))
            until = int(found["y2"])
            since = int(found["y1"]) if found["y1"] else until - (first > last)
            yield Span(date(since, first, 1), last_of_month(until, last), found.start(), found.end())


def _of_quarters(text: str) -> Iterator[Span]:
    """ "Q1 2028 bis Q3 2029", "2. bis 4. Quartal 2028", "im zweiten Halbjahr 2028"; one year may stand for both."""
    parts = list(_QUARTER.finditer(text))
    place = 0
    while place < len(parts):
        first, last = parts[place], parts[place]
        after = parts[place + 1] if place + 1 < len(parts) else None
        if after and _RANGE_GAP.fullmatch(text[first.end() : after.start()]):
            last = after
            place += 1
        place += 1
        until = last["year"] or ""
        since = first["year"] or until
        size = 6 if first["half"] else 3
        begins = _nth(first["from"] or first["n"] or first["q"])
        ends = _nth(last["n"] or last["q"])
        if until and max(begins, ends) * size <= 12 and (since, begins) <= (until, ends):
            begin = date(int(since), (begins - 1) * size + 1, 1)
            yield Span(begin, last_of_month(int(until), ends * size), first.start(), last.end(), rough=True)


def _nth(word: str) -> int:
    word = word.lower().strip(". ")
    romans = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
    return int(word) if word.isdigit() else romans.get(word) or 1 + _ORDINALS.index(word[:4])


def _of_days(text: str) -> Iterator[Span]:
    days = days_in(text)
    skip = False
    for place, day in enumerate(days):
        if skip:
            skip = False
            continue
        after = days[place + 1] if place + 1 < len(days) else None
        if after is not None and (day.opens or _RANGE_GAP.fullmatch(text[day.end : after.start])):
            skip = True
            first, last = _both(day, after)
            if first and last and first <= last:
                yield Span(first, last, day.start, after.end)
        elif day.year and _FROM.search(text[: day.start]):
            first = date(day.year, day.month, day.day)
            yield Span(first, _after_length(text, day, first), day.start, day.end)


def _after_length(text: str, day: DayMention, first: date) -> date | None:
    """The last day where a length is said beside the first one: "ab dem 1. April für 18 Monate"."""
    length = _LENGTH.search(text[: day.end + 70], day.end) or _LENGTH.search(text[: day.start], max(0, day.start - 60))
    if length is None:
        return None
    number = number_of(length["n"])
    return months_after(first, number * 12 if length["unit"].lower() == "jahr" else number)


def _both(day: DayMention, after: DayMention) -> tuple[date | None, date | None]:
    if not after.year:
        return None, None
    year = day.year or after.year - ((day.month, day.day) > (after.month, after.day))
    return date(year, day.month, day.day), date(after.year, after.month, after.day)
