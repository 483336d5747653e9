"""Calendar arithmetic for periods as German law counts them (§§ 187, 188 BGB). Pure."""

import calendar
import re
from datetime import date, timedelta

DURATION = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?")


def parse_duration(text: str) -> tuple[int, int]:
    """An ISO 8601 duration of years, months, weeks and days as (months, days); ValueError for anything else."""
    found = DURATION.fullmatch(text)
    if found is None or text == "P":
        raise ValueError(f"{text!r} is no duration like P6M, P8W or P1Y")
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    return years * 12 + months, weeks * 7 + days


def later(day: date, duration: str) -> date:
    """The day on which a period of `duration` that begins with the event on `day` ends.

    Months end on the day of the same number, or on the month's last day where it has none (§ 188 BGB).

    >>> later(date(2026, 12, 31), "P4M")
    datetime.date(2027, 4, 30)
    """
    months, days = parse_duration(duration)
    return _month_later(day, months) + timedelta(days=days)


def last_day(first: date, duration: str) -> date:
    """The last day of a period of `duration` that begins with the day `first` itself (§§ 187 II, 188 II BGB).

    Months end on the day before the one of the same number, or on the month's last day where it has none.

    >>> last_day(date(2028, 2, 29), "P1Y"), last_day(date(2026, 12, 1), "P3M")
    (datetime.date(2029, 2, 28), datetime.date(2027, 2, 28))
    """
    months, days = parse_duration(duration)
    end = first - timedelta(days=1)
    if months:
        same = _month_later(first, months)
        end = same - timedelta(days=1) if same.day == first.day else same
    return end + timedelta(days=days)


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def earlier(day: date, duration: str) -> date:
    """The last day that lies a whole `duration` before `day`.

    >>> earlier(date(2027, 3, 31), "P1M")
    datetime.date(2027, 2, 28)
    """
    months, days = parse_duration(duration)
    return _month_later(day, -months) - timedelta(days=days)


def _month_later(day: date, months: int) -> date:
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, calendar.monthrange(year, month0 + 1)[1]))
