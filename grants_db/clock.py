"""Today and now. A day can be set that is taken for today (`AKQUISE_TODAY`, practice, tests); the time goes on.

Which day an instant falls on is told by the city's clock, not by that of the machine: a server often goes by UTC.
"""

from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

#: where the city is, unless the settings say otherwise
HOME_ZONE = "Europe/Berlin"
_CITY = {"zone": HOME_ZONE}


def use_zone(name: str) -> None:
    """From now on days and times of day are those of this zone (a name of the IANA's time zone database)."""
    _CITY["zone"] = name


def is_zone(name: str) -> bool:
    """Is it the name of a zone?"""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def city_zone() -> ZoneInfo:
    """The zone in use."""
    return _zone(_CITY["zone"])


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def this_instant() -> datetime:
    """This instant by the machine's clock."""
    return datetime.now(UTC)


def local(at: datetime) -> datetime:
    """An instant by the city's clock."""
    return at.astimezone(city_zone())


def local_day(at: datetime) -> date:
    """The day on which an instant fell in the city.

    >>> local_day(datetime(2026, 11, 30, 23, 30, tzinfo=UTC)).isoformat()
    '2026-12-01'
    """
    return local(at).date()


def on_day(at: datetime, day: date | None) -> datetime:
    """An instant, moved to the day that is taken for today."""
    return at if day is None else datetime.combine(day, at.timetz())
