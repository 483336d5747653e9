"""Interest on what goes back to a funder: five points above the base rate (§ 49a VwVfG), day by day. Pure.

The base rate (§ 247 BGB) changes on 1 January and 1 July. What is known of it stands in `data/base_rates.yml` and in a
city's own file; a day for which none is known is asked for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from grants_db.errors import UsageError
from grants_db.financing_plan.over_the_years import DAYS_OF_A_YEAR, POINTS_ABOVE_BASE, DatedSum
from grants_db.rules.financing import CENT
from grants_db.rules.obligation_rules import PublishedRate

NOTHING = Decimal(0)


@dataclass(frozen=True)
class BaseRate:
    """The base rate in percent a year.

    Attributes:
        since: from that day on; None: all the time.
        until: it is not known beyond, this day excluded; None: until another one holds.
        to_check: was it not read in the Bundesbank's own announcement?
    """

    percent: Decimal
    since: date | None = None
    until: date | None = None
    to_check: bool = False


@dataclass(frozen=True)
class InterestRow:
    """A sum that bears interest from a day to another, and how much."""

    amount: Decimal
    start: date
    end: date
    interest: Decimal


def base_rates(published: Sequence[PublishedRate], given: Sequence[BaseRate] = ()) -> list[BaseRate]:
    """The rates that are known, the first first: those that somebody gives lead from their first day on.

    The newest published one holds until the end of its half-year: then another is announced.
    """
    if any(rate.since is None for rate in given):
        return list(given)
    first = min((rate.since for rate in given if rate.since is not None), default=date.max)
    known = [each for each in published if each.since < first]
    found = [BaseRate(each.base_rate, each.since, None, each.seen != "authority") for each in known]
    if found:
        found[-1] = replace(found[-1], until=_half_year_end(known[-1].since))
    return [*found, *sorted(given, key=lambda rate: rate.since or date.min)]


def rates_between(start: date, end: date, rates: Sequence[BaseRate]) -> list[BaseRate]:
    """Those of the rates that hold on some day of the time."""
    following = [*(rate.since or date.min for rate in rates[1:]), date.max]
    return [
        rate
        for rate, then in zip(rates, following, strict=True)
        if (rate.since or date.min) < end and then > start and rate.since != then
    ]


def interest_row(amount: Decimal, start: date, end: date, rates: Sequence[BaseRate]) -> InterestRow:
    """Interest on a sum, rounded once, half up to the cent.

    Raises:
        UsageError: it ends before it begins, or nobody says the base rate of one of its days.
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
        raise _unknown(start)
    for rate, following in zip(ordered, [*ordered[1:], None], strict=True):
        first = max(start, rate.since or date.min)
        last = min(end, following.since or date.max) if following else end
        if first < last and rate.until is not None and rate.until < last:
            raise _unknown(max(first, rate.until))
        if first < last:
            yield first, last, rate.percent


def _unknown(day: date) -> UsageError:
    return UsageError(
        "Welcher Basiszinssatz (§ 247 BGB) galt am {day}? Die Bundesbank veröffentlicht ihn; bitte angeben, z. B. "
        "--base-rate 2027-01-01=1.27, oder einen für die ganze Zeit.",
        day=day,
    )


def _half_year_end(day: date) -> date:
    """The day on which the next base rate holds.

    >>> _half_year_end(date(2026, 7, 1)), _half_year_end(date(2026, 1, 1))
    (datetime.date(2027, 1, 1), datetime.date(2026, 7, 1))
    """
    return date(day.year, 7, 1) if day < date(day.year, 7, 1) else date(day.year + 1, 1, 1)
