"""Days and periods as people write them, in forms, commands and cells of tables. Pure.

A slip of the keyboard in a year makes a date vanish from every list, so a day that is far away is asked back; a quarter
or a year where a day is asked is no day, and the question names the days it has.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

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
#: a day of which only the next one can be meant
NEXT_DAY = r"[0-9]{1,2}\.\s*(?:[0-9]{1,2}\.|[^\W\d_]{3,9}\.?)"
#: how long it is until a day
AHEAD = re.compile(r"in ([0-9]{1,3}) (tag(?:en)?|woche(?:n)?|monat(?:en)?|days?|weeks?|months?)")
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


def written_reach(text: str) -> tuple[date, date] | None:
    """The first and the last day of a day, a month, a quarter, a part of a year or a year; None for anything else.

    >>> written_reach("Q3 2026") == written_reach("3. Quartal 2026") == (date(2026, 7, 1), date(2026, 9, 30))
    True
    >>> [f"{day:%d.%m.%Y}" for text in ("März 2027", "03/2027", "2. Halbjahr 2027") for day in written_reach(text)]
    ['01.03.2027', '31.03.2027', '01.03.2027', '31.03.2027', '01.07.2027', '31.12.2027']
    >>> written_reach("Frühjahr 2027"), written_reach("2027/13")
    (None, None)
    """
    text = " ".join(text.split())
    if day := written_day(text):
        return day, day
    if found := re.fullmatch(r"(?:das )?(?:Jahr )?([0-9]{4})", text, re.I):
        return _months(int(found[1]), 1, 12)
    if found := re.fullmatch(r"([0-9]{1,2})[/.]\s?([0-9]{4})", text):
        return _months(int(found[2]), int(found[1]), int(found[1]))
    if found := re.fullmatch(r"([^\W\d_]{3,9})\.?\s+([0-9]{4})", text):
        number = month_number(found[1]) or 0
        return _months(int(found[2]), number, number)
    if found := re.fullmatch(r"(?:Q\s?([1-4])|([1-4])\.\s?(?:Quartal|Quarter|Q))[ /.]\s?([0-9]{4})", text, re.I):
        quarter = int(found[1] or found[2])
        return _months(int(found[3]), 3 * quarter - 2, 3 * quarter)
    if found := re.fullmatch(r"([12])\.\s?(?:Halbjahr|Hj\.?)[ /]\s?([0-9]{4})", text, re.I):
        half = int(found[1])
        return _months(int(found[2]), 6 * half - 5, 6 * half)
    return None


def read_day(text: str, today: date) -> date:
    """The day somebody typed; without a year it is the next one, a far one is meant when "!" follows it.

    "Anfang" and "Ende" of a month, a quarter or a year are its first and its last day.

    >>> today = date(2026, 11, 24)
    >>> typed = ("5.1.", "24.11.", "24. Dezember", "Ende 2026", "Anfang März 2027")
    >>> [f"{read_day(text, today):%d.%m.%Y}" for text in typed]
    ['05.01.2027', '24.11.2026', '24.12.2026', '31.12.2026', '01.03.2027']

    Raises:
        UsageError: no day; a period, of which the first and last day are named; one before 2000; one more than 15 years
            after today that isn't followed by "!".
    """
    typed = text.strip()
    meant = typed.endswith("!")
    said = typed.removesuffix("!").strip()
    if end := re.fullmatch(r"(?:zum |bis )?(Anfang|Ende)\s+(?:des\s+)?(.+)", said, re.I):
        reach = written_reach(end[2])
        day = reach and reach[end[1].lower() == "ende"]
    elif re.fullmatch(NEXT_DAY, said):
        day = _next(said, today)
    else:
        day = written_day(said)
    if day is None:
        if reach := written_reach(said):
            raise UsageError(
                "„{text}“ ist kein einzelner Tag, sondern reicht von {first} bis {last}. Bitte einen Tag nennen.",
                text=typed,
                first=reach[0],
                last=reach[1],
            )
        raise UsageError("„{text}“ ist kein Tag; bitte als TT.MM.JJJJ schreiben.", text=typed)
    return believed(day, today, meant=meant)


def read_day_ahead(text: str, today: date) -> date:
    """A day to come as somebody typed it: as `read_day`, or how long it is until then, in German or English.

    >>> today = date(2026, 11, 24)
    >>> [f"{read_day_ahead(text, today):%d.%m.%Y}" for text in ("in 2 Wochen", "in 10 days", "in 3 Monaten", "morgen")]
    ['08.12.2026', '04.12.2026', '24.02.2027', '25.11.2026']

    Raises:
        UsageError: no day, or one that does not lie ahead.
    """
    typed = " ".join(text.split()).casefold()
    if typed in ("morgen", "tomorrow"):
        day = today + timedelta(days=1)
    elif found := AHEAD.fullmatch(typed):
        day = _ahead(today, int(found[1]), found[2][0])
    else:
        day = read_day(text, today)
    if day <= today:
        raise UsageError("Der {day} liegt nicht nach heute; bitte einen späteren Tag nennen.", day=_german(day))
    return day


def _ahead(today: date, count: int, unit: str) -> date:
    """So many days, weeks or months (by their first letter) after today; a month ends where the next one is shorter."""
    if unit in "td":
        return today + timedelta(days=count)
    if unit == "w":
        return today + timedelta(weeks=count)
    year, month0 = divmod(today.year * 12 + today.month - 1 + count, 12)
    return date(year, month0 + 1, min(today.day, monthrange(year, month0 + 1)[1]))


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


def _months(year: int, first: int, last: int) -> tuple[date, date] | None:
    """From the first day of one month to the last day of another of the same year."""
    if not (1900 <= year <= LAST_YEAR and 1 <= first <= last <= 12):
        return None
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _next(text: str, today: date) -> date | None:
    """The next day of that name; the 29th of February may be some years away."""
    for year in range(today.year, today.year + 9):
        day = written_day(f"{text if text.endswith('.') and text.count('.') == 2 else text.rstrip('.') + ' '}{year}")
        if day is not None and day >= today:
            return day
    return None
