"""What time does to an award: yearly sums that lapse, money used too late, a sum too small for its years. Pure."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal

from grants_db.rules.durations import later
from grants_db.rules.financing import CENT

NOTHING = Decimal(0)
#: federal conditions ask for five points above the base rate (ANBest-P Nr. 8)
POINTS_ABOVE_BASE = Decimal(5)
DAYS_OF_A_YEAR = 365


@dataclass(frozen=True)
class YearOfAward:
    """What an award gives in a budget year, what of it was used, and what a change notice moved to later years.

    `is_told`: the plan says what was used; else it is what was paid out. `overpaid` came, was not needed by the costs
    the year ended with, and did not go back yet.
    """

    year: int
    awarded: Decimal
    used: Decimal
    moved: Decimal = NOTHING
    is_told: bool = False
    overpaid: Decimal = NOTHING

    @property
    def lapsing(self) -> Decimal:
        """What lapses unless it is moved: money of a budget year isn't there in the next (Jährlichkeit)."""
        return max(self.awarded - self.used - self.moved, NOTHING)


@dataclass(frozen=True)
class YearShare:
    """A year's part of an award.

    Attributes:
        year: of the budget.
        awarded: what it gives, after what the costs came to.
        used: what the plan says was used of it; None: it says nothing.
        is_over: all costs of the year are known.
    """

    year: int
    awarded: Decimal
    used: Decimal | None
    is_over: bool


@dataclass(frozen=True)
class DatedSum:
    """A sum on a day: paid out by the funder, or spent by the city."""

    on: date
    amount: Decimal


@dataclass(frozen=True)
class LateUse:
    """Money that was not spent in time: interest runs from its payment to the day it was spent, or is open."""

    amount: Decimal
    paid_on: date
    limit: date
    spent_on: date | None

    def interest(self, base_rate: Decimal, until: date, waived_up_to: Decimal | None = None) -> Decimal:
        """Interest at a base rate in percent a year, to the cent; what isn't spent yet counts until that day.

        0 where it comes to no more than the general conditions waive; None: they waive nothing that is known.
        """
        days = ((self.spent_on or until) - self.paid_on).days
        yearly = self.amount * (base_rate + POINTS_ABOVE_BASE) / 100
        interest = (yearly * days / DAYS_OF_A_YEAR).quantize(CENT, ROUND_HALF_UP)
        return NOTHING if waived_up_to is not None and interest <= waived_up_to else interest


def used_by_year(
    shares: Sequence[YearShare], came: Mapping[int, Decimal], back: Mapping[int, Decimal]
) -> list[YearOfAward]:
    """What of each year's part was used, the first year first.

    Used is what the plan says, else what was paid in the year; what was paid beyond counts for the next year, what the
    plan says was used beyond what was paid is taken off it. Where all costs of a year are known, what was paid beyond
    is overpaid instead: paying money out is no use of it (interest runs from the payment, ANBest-P Nr. 8). What goes
    back later takes the oldest of it first.

    Args:
        shares: by year, the first first.
        came: what was paid out, by year.
        back: what was repaid without interest, by year.
    """
    found: list[YearOfAward] = []
    waiting, returned, paid = dict(came), dict(back), NOTHING
    for share in shares:
        paid += sum((waiting.pop(year) for year in list(waiting) if year <= share.year), NOTHING)
        for year in [each for each in returned if each <= share.year]:
            paid -= _returned(found, returned.pop(year))
        used = share.used if share.used is not None else min(max(paid, NOTHING), share.awarded)
        paid -= used
        overpaid = max(paid, NOTHING) if share.is_over else NOTHING
        paid -= overpaid
        is_told = share.used is not None
        found.append(YearOfAward(share.year, share.awarded, used, is_told=is_told, overpaid=overpaid))
    _returned(found, sum(returned.values(), NOTHING))
    return found


def _returned(years: list[YearOfAward], amount: Decimal) -> Decimal:
    """Take what went back off what the years were overpaid, the oldest first; gives what is left of it."""
    for at, year in enumerate(years):
        taken = min(year.overpaid, amount)
        years[at], amount = replace(year, overpaid=year.overpaid - taken), amount - taken
    return amount


def late_uses(payments: Sequence[DatedSum], spendings: Sequence[DatedSum], within: str, today: date) -> list[LateUse]:
    """What of each payment was spent after `within` (ISO 8601), or is unspent after it on that day.

    What is spent comes from the oldest payment there is.
    """
    found: list[LateUse] = []
    waiting = deque(sorted(spendings, key=lambda each: each.on))
    for payment in sorted(payments, key=lambda each: each.on):
        limit, left = later(payment.on, within), payment.amount
        while left > 0 and waiting:
            spent = waiting.popleft()
            used = min(left, spent.amount)
            left -= used
            if spent.amount > used:
                waiting.appendleft(DatedSum(spent.on, spent.amount - used))
            if spent.on > limit:
                found.append(LateUse(used, payment.on, limit, spent.on))
        if left > 0 and today > limit:
            found.append(LateUse(left, payment.on, limit, None))
    return found


def full_months(first: date, last: date) -> int:
    """How many full months a period has, its last day within it.

    >>> full_months(date(2027, 1, 1), date(2028, 12, 31)), full_months(date(2027, 3, 15), date(2027, 12, 31))
    (24, 9)
    """
    behind = last + timedelta(days=1)
    return (behind.year - first.year) * 12 + behind.month - first.month - (behind.day < first.day)


def smallest_total(rate: Decimal, minimum_per_year: Decimal, months: int) -> Decimal:
    """The costs from which a share of `rate` percent reaches the least a funder gives for each full project year.

    >>> smallest_total(Decimal(75), Decimal(100000), 24)
    Decimal('266666.67')
    """
    return (minimum_per_year * (months // 12) * 100 / rate).quantize(CENT, ROUND_UP)
