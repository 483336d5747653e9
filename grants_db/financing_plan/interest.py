"""Interest on what goes back to a funder: five points above the base rate (§ 49a VwVfG), day by day. Pure.

The base rate (§ 247 BGB) changes twice a year and is published; no table of it is kept here, it has to be given.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from grants_db.errors import UsageError
from grants_db.financing_plan.over_the_years import DAYS_OF_A_YEAR, POINTS_ABOVE_BASE, DatedSum
from grants_db.rules.financing import CENT

NOTHING = Decimal(0)


@dataclass(frozen=True)
class BaseRate:
    """The base rate in percent a year from a day on; None: all the time."""

    percent: Decimal
    since: date | None = None


@dataclass(frozen=True)
class InterestRow:
    """A sum that bears interest from a day to another, and how much."""

    amount: Decimal
    start: date
    end: date
    interest: Decimal


def interest_row(amount: Decimal, start: date, end: date, rates: Sequence[BaseRate]) -> InterestRow:
    """Interest on a sum, rounded once, half up to the cent.

    Raises:
        UsageError: it ends before it begins, or nobody says the base rate of its beginning.
    """
    if end < start:
        raise UsageError("Zinsen vom {start} bis zum {end} gibt es nicht; bitte die Tage prüfen.", start=start, end=end)
    exact = NOTHING
    for first, last, percent in _spans(start, end, rates):
        exact += amount * (percent + POINTS_ABOVE_BASE) / 100 * (last - first).days / DAYS_OF_A_YEAR
    return InterestRow(amount, start, end, exact.quantize(CENT, ROUND_HALF_UP))


def from_the_newest(payments: Iterable[DatedSum], amount: Decimal, until: date) -> list[DatedSum]:
    """Of which payments a sum is what came too much: the newest that had come by then, the newest first.

    Raises:
        UsageError: less had come.
    """
    found, left = [], amount
    for payment in sorted((each for each in payments if each.on <= until), key=lambda each: each.on, reverse=True):
        part = min(left, payment.amount)
        if part:
            found.append(DatedSum(payment.on, part))
        left -= part
    if left:
        raise UsageError(
            "Bis zum {day} sind nur {there} € ausgezahlt, {amount} € können nicht zurückgehen.",
            day=until,
            there=amount - left,
            amount=amount,
        )
    return found


def _spans(start: date, end: date, rates: Sequence[BaseRate]) -> Iterable[tuple[date, date, Decimal]]:
    """The time cut where the base rate changes."""
    ordered = sorted(rates, key=lambda rate: rate.since or date.min)
    if not ordered or (ordered[0].since or date.min) > start:
        raise UsageError(
            "Welcher Basiszinssatz (§ 247 BGB) galt am {day}? Die Bundesbank veröffentlicht ihn; bitte angeben, z. B. "
            "--base-rate 2027-01-01=1.27, oder einen für die ganze Zeit.",
            day=start,
        )
    for rate, following in zip(ordered, [*ordered[1:], None], strict=True):
        first = max(start, rate.since or date.min)
        last = min(end, following.since or date.max) if following else end
        if first < last:
            yield first, last, rate.percent
