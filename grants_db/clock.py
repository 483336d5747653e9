"""Today and now. A day can be set that is taken for today (`AKQUISE_TODAY`, practice, tests); the time goes on."""

from datetime import UTC, date, datetime


def this_instant() -> datetime:
    """This instant by the machine's clock."""
    return datetime.now(UTC)


def local_day(at: datetime) -> date:
    """The day on which an instant fell here."""
    return at.astimezone().date()


def on_day(at: datetime, day: date | None) -> datetime:
    """An instant, moved to the day that is taken for today."""
    return at if day is None else datetime.combine(day, at.timetz())
