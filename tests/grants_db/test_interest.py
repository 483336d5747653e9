"""Interest on what goes back: five points above the base rate, by the days, cut where the base rate changes."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants_db.errors import UsageError
from grants_db.financing_plan.interest import BaseRate, from_the_newest, interest_row
from grants_db.financing_plan.over_the_years import WAIVED_UP_TO, DatedSum, LateUse

ONE_RATE = [BaseRate(Decimal("1.27"))]


def test_a_year_costs_five_points_more_than_the_base_rate() -> None:
    row = interest_row(Decimal(10_000), date(2027, 1, 1), date(2028, 1, 1), ONE_RATE)
    assert row.interest == Decimal("627.00")


def test_the_time_is_cut_where_the_base_rate_changes() -> None:
    rates = [BaseRate(Decimal(1), date(2027, 1, 1)), BaseRate(Decimal(2), date(2027, 7, 1))]
    row = interest_row(Decimal(36_500), date(2027, 6, 21), date(2027, 7, 11), rates)
    assert row.interest == Decimal("60.00") + Decimal("70.00")


def test_a_base_rate_nobody_gave_is_asked_for() -> None:
    later = [BaseRate(Decimal(1), date(2027, 7, 1))]
    for rates in ([], later):
        with pytest.raises(UsageError, match=r"Welcher Basiszinssatz \(§ 247 BGB\) galt am 01\.06\.2027\?"):
            interest_row(Decimal(1), date(2027, 6, 1), date(2027, 8, 1), rates)


def test_what_came_too_much_is_what_came_last() -> None:
    paid = [DatedSum(date(2027, 3, 1), Decimal(50)), DatedSum(date(2027, 9, 1), Decimal(30))]
    assert from_the_newest(paid, Decimal(45), date(2028, 1, 1)) == [
        DatedSum(date(2027, 9, 1), Decimal(30)),
        DatedSum(date(2027, 3, 1), Decimal(15)),
    ]
    with pytest.raises(UsageError, match=r"Bis zum 01\.08\.2027 sind nur 50 € ausgezahlt"):
        from_the_newest(paid, Decimal(51), date(2027, 8, 1))


@given(st.integers(0, 10**8), st.integers(0, 3000), st.integers(-88, 500))
def test_one_rate_gives_what_a_late_use_gives(cents: int, days: int, rate: int) -> None:
    amount, percent = Decimal(cents).scaleb(-2), Decimal(rate).scaleb(-2)
    start = date(2026, 1, 15)
    end = date.fromordinal(start.toordinal() + days)
    ours = interest_row(amount, start, end, [BaseRate(percent)]).interest
    assert ours == LateUse(amount, start, start, end).interest(percent, end) or ours <= WAIVED_UP_TO
