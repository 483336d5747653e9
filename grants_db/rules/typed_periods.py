"""A period typed in one line, where its first and its last day are asked. Pure."""

import re
from datetime import date
from typing import NamedTuple

from grants_db.errors import UsageError
from grants_db.rules.german_numbers import Period, parse_period
from grants_db.typed_days import FIRST_YEAR, LAST_YEAR, NEXT_DAY, believed, read_day, written_reach

#: 1.3. bis 31.8.: no year at all, so the next ones
NO_YEAR = re.compile(rf"(?:vom\s+|von\s+)?({NEXT_DAY})\s*(?:[-–—]|bis(?:\s+zum)?)\s*({NEXT_DAY})", re.I)

#: two ends of which one may be said as "Ende 2027"
TWO_ENDS = re.compile(r"(?:vom\s+|von\s+)?(.+?)\s*(?:[–—]|\s-\s|\bbis(?:\s+zum)?\b)\s*(.+)", re.I)
BEGIN_OR_END = re.compile(r"(?:Anfang|Ende)\s", re.I)


class TypedPeriod(NamedTuple):
    """From the first day to the last, both included."""

    first: date
    last: date


def read_period(text: str, today: date) -> TypedPeriod:
    """The period somebody typed; whole months, quarters and years reach from their first day to their last.

    Days without a year are the next ones; a far one is meant when "!" follows.

    >>> today = date(2026, 11, 24)
    >>> texts = ("01.03.-31.12.2026", "2027", "1.3.27 bis 28.2.28", "Q3 2027", "2027/28", "1.3.-31.8.")
    >>> [" ".join(f"{day:%d.%m.%y}" for day in read_period(text, today)) for text in texts[:3]]
    ['01.03.26 31.12.26', '01.01.27 31.12.27', '01.03.27 28.02.28']
    >>> [" ".join(f"{day:%d.%m.%y}" for day in read_period(text, today)) for text in texts[3:]]
    ['01.07.27 30.09.27', '01.01.27 31.12.28', '01.03.27 31.08.27']

    Raises:
        UsageError: no period, one without a beginning or an end, one that ends before it begins, or a day that nobody
            means.
    """
    typed = " ".join(text.split())
    meant = typed.endswith("!")
    said = typed.removesuffix("!").strip()
    if between := NO_YEAR.fullmatch(said):
        first = read_day(between[1], today)
        return _ordered(first, read_day(between[2], first))
    ends = TWO_ENDS.fullmatch(said)
    if ends and any(BEGIN_OR_END.match(end) for end in ends.groups()):
        return _ordered(_end(ends[1], 0, today), _end(ends[2], 1, today))
    period = parse_period(said)
    first, last = _days(period, typed)
    for day in (first, last):
        believed(day, None if meant else today)
    return _ordered(first, last)


def read_open_period(text: str, today: date) -> Period:
    """A period as people write it of a task: it may have no end ("ab 2026") or no days at all ("laufend").

    >>> today = date(2026, 11, 24)
    >>> read_open_period("ab 1.3.27", today).starts_on, read_open_period("laufend", today).ends_on
    (datetime.date(2027, 3, 1), None)

    Raises:
        UsageError: no period, one that ends before it begins, or a day that nobody means.
    """
    typed = " ".join(text.split())
    meant = typed.endswith("!")
    said = typed.removesuffix("!").strip()
    try:
        return Period(said, *read_period(typed, today))
    except UsageError:
        period = parse_period(said)
    if period.doubted or not period.readable:
        raise _unread(typed, period)
    for day in (period.starts_on, period.ends_on):
        if day is not None:
            believed(day, None if meant else today)
    if period.starts_on and period.ends_on:
        _ordered(period.starts_on, period.ends_on)
    return period


def _days(period: Period, typed: str) -> tuple[date, date]:
    if period.starts_on is None and period.ends_on is None:
        raise _unread(typed, period)
    if period.starts_on is None:
        raise UsageError("„{text}“ hat keinen Anfang; bitte beide Tage nennen, z. B. 01.03.-31.12.2026.", text=typed)
    if period.ends_on is None:
        raise UsageError("„{text}“ hat kein Ende; bitte beide Tage nennen, z. B. 01.03.-31.12.2026.", text=typed)
    return period.starts_on, period.ends_on


def _end(text: str, which: int, today: date) -> date:
    """The first (0) or the last (1) day of what stands on one side of a period."""
    reach = written_reach(text)
    return read_day(text, today) if reach is None or reach[0] == reach[1] else reach[which]


def _unread(typed: str, period: Period) -> UsageError:
    if period.doubted:
        return UsageError(
            "In „{text}“ steht ein Jahr vor {first} oder nach {last}; bitte prüfen und neu eingeben.",
            text=typed,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    return UsageError(
        "„{text}“ ist kein Zeitraum; bitte als 01.03.-31.12.2026 schreiben, oder als Jahr: 2027.", text=typed
    )


def _ordered(first: date, last: date) -> TypedPeriod:
    if last < first:
        raise UsageError("Der Zeitraum endet am {last}, vor seinem Beginn am {first}.", first=first, last=last)
    return TypedPeriod(first, last)
