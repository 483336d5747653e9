"""Days as people write them, in forms, commands and cells of tables. Pure.

A slip of the keyboard in a year makes a date vanish from every list, so a day that is far away is asked back.
"""

import re
from datetime import date

from grants_db.errors import UsageError

#: the names of each month, German and English; three letters of one are enough
MONTHS = (
    *(("januar", "jänner", "january"), ("februar", "february"), ("märz", "mrz", "march"), ("april",)),
    *(("mai", "may"), ("juni", "june"), ("juli", "july"), ("august",), ("september",)),
    *(("oktober", "october"), ("november",), ("dezember", "december")),
)
DAY = r"[0-9]{1,2}\.\s*[0-9]{1,2}\.\s*(?:[0-9]{4}|[0-9]{2})(?![0-9])"
ISO_DAY = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
NAMED_DAY = r"[0-9]{1,2}\.?\s*[^\W\d_]{3,9}\.?\s*(?:[0-9]{4}|[0-9]{2})(?![0-9])"
#: a day within other text; what it matches may still be none (31.02.2027)
WRITTEN_DAY = rf"(?:{ISO_DAY}|{DAY}|{NAMED_DAY})"
FIRST_YEAR = 2000
YEARS_AHEAD = 15
#: beyond it nothing is meant, and what follows from a day could not be counted
LAST_YEAR = 2200


def written_day(text: str) -> date | None:
    """The day a text is, whichever it is; None where it is none. Two digits of a year mean 20xx.

    >>> {written_day(text) for text in ("1.12.26", "01.12.2026", "2026-12-01", "1. Dezember 2026", " 1. Dez. 26 ")}
    {datetime.date(2026, 12, 1)}
    >>> [written_day(text) for text in ("31.02.2027", "1.12.", "1.12.026", "12/2026", "gestern")]
    [None, None, None, None, None]
    """
    text = text.strip()
    if not re.fullmatch(WRITTEN_DAY, text):
        return None
    parts = re.findall(r"[0-9]+|[^\W\d_]+", text)
    day, month, year = reversed(parts) if re.fullmatch(ISO_DAY, text) else parts
    number = int(month) if month.isdecimal() else month_number(month) or 0
    try:
        return date(int(year) if len(year) == 4 else 2000 + int(year), number, int(day))
    except ValueError:
        return None


def read_day(text: str, today: date) -> date:
    """The day somebody typed; a far one is meant when "!" follows it.

    Raises:
        UsageError: no day; one before 2000; one more than 15 years after today that isn't followed by "!".
    """
    typed = text.strip()
    meant = typed.endswith("!")
    day = written_day(typed.removesuffix("!"))
    if day is None:
        raise UsageError("„{text}“ ist kein Tag; bitte als TT.MM.JJJJ schreiben.", text=typed)
    return believed(day, today, meant=meant)


def believed(day: date, today: date | None, *, meant: bool = False) -> date:
    """The day, where somebody may well mean it; without `today` none is too far ahead.

    Raises:
        UsageError: it lies before 2000, or more than 15 years after today and isn't said to be meant.
    """
    if day.year < FIRST_YEAR or day.year > LAST_YEAR:
        raise UsageError(
            "Der {day} liegt nicht zwischen {first} und {last}. Bitte das Jahr prüfen und den Tag neu eingeben.",
            day=_german(day),
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    if today and not meant and (day.year - YEARS_AHEAD, day.month, day.day) > (today.year, today.month, today.day):
        raise UsageError(
            "Der {day} liegt mehr als {years} Jahre nach heute. Bitte das Jahr prüfen und den Tag neu eingeben; "
            "ist er so gemeint, „{day}!“ schreiben.",
            day=_german(day),
            years=YEARS_AHEAD,
        )
    return day


def month_number(name: str) -> int | None:
    """The number of a month by its name or the beginning of it; None where no month is called that."""
    begins = name.lower()
    named = (number for number, names in enumerate(MONTHS, 1) if any(full.startswith(begins) for full in names))
    return next(named, None) if len(begins) >= 3 else None


def _german(day: date) -> str:
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"
