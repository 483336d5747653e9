"""Working days and public holidays of a Land, and the rule for dates that end on one. Pure.

A place is a Land, as ISO 3166-2: of what an authority is given its seat, of work of our own the city's.
"""

from datetime import date, timedelta
from functools import cache

SATURDAY = 5
#: where the first city and its Land's authorities are
HOME = "DE-ST"


@cache
def _holidays_of(year: int, place: str) -> dict[date, str]:
    import holidays  # only where days are counted: it takes as long to load as a hundred measures to store

    return dict(holidays.country_holidays("DE", subdiv=place.removeprefix("DE-"), years=year, language="de").items())


def holiday_name(day: date, place: str = HOME) -> str:
    """The public holiday's name on `day`, or an empty text."""
    return _holidays_of(day.year, place).get(day, "")


def is_working_day(day: date, place: str = HOME) -> bool:
    """Monday to Friday and no public holiday."""
    return day.weekday() < SATURDAY and not holiday_name(day, place)


def next_working_day(day: date, place: str = HOME) -> date:
    """`day` itself if it is a working day, else the next: where an authority's period ends (§ 31 VwVfG, § 193 BGB).

    An application cut-off of a call (Ausschlussfrist) does not move; never ask this for one.

    >>> next_working_day(date(2027, 5, 1))  # a Saturday and a holiday
    datetime.date(2027, 5, 3)
    """
    while not is_working_day(day, place):
        day += timedelta(days=1)
    return day


def working_days_before(day: date, count: int, place: str = HOME) -> date:
    """The working day `count` working days before `day` (backward planning).

    >>> working_days_before(date(2026, 11, 24), 2)
    datetime.date(2026, 11, 20)
    """
    while count > 0:
        day -= timedelta(days=1)
        count -= is_working_day(day, place)
    return day
