"""A call's deadline as a value, and what it means on a given day. Pure: no session, no clock."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from grants_db.vocabulary import DeadlineKind, DeadlineStage

_ANY_YEAR = 2000  # a leap year
GERMAN_MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()


@dataclass(frozen=True)
class Deadline:
    """Until when one can apply, as the text states it.

    Attributes:
        kind: the main case.
        dates: in text order; `YYYY-MM-DD` (fixed), `MM-DD` (annual), ISO 8601 duration with the unit as written, `P8W`
            (relative); `--MM-DD` a day without a year that isn't said to return: no date, it is shown as stated, to be
            checked.
        times: `HH:MM` where a time of day is stated, one a date, else an empty text; or empty.
        stages: application or sketch, one a date.
        two_stage: a sketch or expression of interest comes first.
        evidence: the quoted text.
        check: it is a proposal: the words leave it open, or a day lacks its year. Somebody has to look at it.
    """

    kind: DeadlineKind = DeadlineKind.NONE
    dates: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    stages: tuple[DeadlineStage, ...] = ()
    two_stage: bool = False
    evidence: str = ""
    check: bool = False

    @property
    def lacks_a_year(self) -> bool:
        """Is there a day of which nobody said in which year it is? It opens and closes nothing by itself."""
        return bool(days_without_a_year(self))

    @property
    def is_unsure(self) -> bool:
        """Is it there, but to be checked?"""
        return self.check or self.lacks_a_year

    @property
    def is_proposal(self) -> bool:
        """Is it read from words that leave it open? It opens and closes nothing until somebody has looked at it."""
        return self.check and not self.lacks_a_year

    def as_json(self) -> dict[str, Any]:
        """Plain lists and texts, for the database and exports."""
        return {
            "kind": self.kind.value,
            "dates": list(self.dates),
            "times": list(self.times),
            "stages": [stage.value for stage in self.stages],
            "two_stage": self.two_stage,
            "evidence": self.evidence,
            **({"check": True} if self.check else {}),
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Deadline":
        """Read what `as_json` wrote."""
        return cls(
            kind=DeadlineKind(stored.get("kind", "none")),
            dates=tuple(stored.get("dates", ())),
            times=tuple(stored.get("times", ())),
            stages=tuple(DeadlineStage(stage) for stage in stored.get("stages", ())),
            two_stage=bool(stored.get("two_stage", False)),
            evidence=str(stored.get("evidence", "")),
            check=bool(stored.get("check", False)),
        )


def next_date(deadline: Deadline, today: date) -> date | None:
    """The first application date on or after `today`: fixed dates as they are, annual ones at their next occurrence.

    None where nothing is dated (rolling, relative, none …) or every date has passed.

    >>> next_date(Deadline(DeadlineKind.ANNUAL, ("10-31",)), date(2026, 11, 24))
    datetime.date(2027, 10, 31)
    """
    ahead = [day for day in upcoming_dates(deadline, today) if day is not None]
    return min(ahead, default=None)


def upcoming_dates(deadline: Deadline, today: date) -> list[date | None]:
    """For each date of the deadline its next day on or after `today`, None where it has passed or is no day.

    A proposal has none.
    """
    if deadline.is_proposal:
        return [None for _ in deadline.dates]
    match deadline.kind:
        case DeadlineKind.FIXED | DeadlineKind.ROLLING | DeadlineKind.CLOSED:
            days = [_iso_day(text) for text in deadline.dates]
            return [day if day is not None and day >= today else None for day in days]
        case DeadlineKind.ANNUAL:
            return [_next_occurrence(text, today) for text in deadline.dates]
        case _:
            return [None for _ in deadline.dates]


def last_day(deadline: Deadline) -> date:
    """The day after which all its dates have passed; `date.max` without dates, or where one is no day with a year.

    A proposal never passes.
    """
    if deadline.is_proposal:
        return date.max
    days = [_iso_day(text) for text in deadline.dates]
    known = [day for day in days if day is not None]
    return max(known) if days and len(known) == len(days) else date.max


def all_passed(deadline: Deadline, today: date) -> bool:
    """Are there dates with a year, and have they all passed?"""
    return last_day(deadline) < today


def hour_at(deadline: Deadline, position: int) -> str:
    """`HH:MM` of a deadline's date by its place among all; empty where none is stated.

    >>> hour_at(Deadline(DeadlineKind.FIXED, ("2027-03-31", "2027-09-30"), ("", "12:00")), 1)
    '12:00'
    """
    return deadline.times[position] if position < len(deadline.times) else ""


def hour_on(deadline: Deadline, day: date) -> str:
    """The same by its day; a day that returns every year keeps its hour."""
    written = (day.isoformat(), day.strftime("%m-%d"))
    return next((hour_at(deadline, place) for place, text in enumerate(deadline.dates) if text in written), "")


def days_without_a_year(deadline: Deadline) -> list[date]:
    """The days of which nobody said in which year they are, in text order; the year of these values means nothing."""
    days = [_iso_day(f"{_ANY_YEAR}-{text[len('--') :]}") for text in deadline.dates if text.startswith("--")]
    return [day for day in days if day is not None]


def last_sure_day(deadline: Deadline) -> date:
    """The day after which only days without a year may be ahead; `date.max` where every day has its year."""
    if not deadline.lacks_a_year:
        return date.max
    days = [_iso_day(text) for text in deadline.dates]
    return max((day for day in days if day is not None), default=date.min)


def hangs_on_a_missing_year(deadline: Deadline, today: date) -> bool:
    """Is a day without a year all that may still be ahead? Then nobody knows whether one can apply."""
    return last_sure_day(deadline) < today


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _next_occurrence(month_day: str, today: date) -> date | None:
    """The next `MM-DD`; 29 February falls on the 28th in other years, so that nobody is a day late."""
    try:
        month, day = (int(part) for part in month_day.split("-"))
        for year in (today.year, today.year + 1):
            last = 28 if (month, day) == (2, 29) and not _leap(year) else day
            occurrence = date(year, month, last)
            if occurrence >= today:
                return occurrence
    except ValueError:
        return None
    return None


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
