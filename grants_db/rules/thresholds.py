"""Warning thresholds: how many days before a date a unit wants to be told, each threshold once. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta

#: days before a date on which it is due soon, where a unit has set none of its own
USUAL = (28, 14, 7, 3, 1)
#: the key under which all units that are not named find theirs
OTHERS = "*"

Thresholds = Mapping[str, tuple[int, ...]]


def thresholds_of(unit: str, wanted: Thresholds) -> tuple[int, ...]:
    """A unit's own thresholds, else those for all others, else the usual ones."""
    return wanted.get(unit) or wanted.get(OTHERS) or USUAL


def reached(days_left: int | None, thresholds: tuple[int, ...]) -> int | None:
    """The narrowest threshold that a date lies within; None for dates further away, past or without a day.

    >>> reached(6, (28, 7, 1)), reached(29, (28, 7, 1)), reached(-1, (28,))
    (7, None, None)
    """
    if days_left is None or days_left < 0:
        return None
    return min((days for days in thresholds if days_left <= days), default=None)


def crossed(due: date | None, since: date, today: date, thresholds: tuple[int, ...]) -> bool:
    """Did a date come within one of the thresholds after `since`? So that each threshold is said once."""
    if due is None or due < today:
        return False
    return any(since < due - timedelta(days=days) <= today for days in thresholds)
