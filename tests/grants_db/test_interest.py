"""Interest on what goes back: five points above the base rate, by the days, cut where the base rate changes."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants_db.errors import UsageError
from grants_db.financing_plan.interest import BaseRate, base_rates, from_the_newest, interest_row, rates_between
from grants_db.financing_plan.over_the_years import DatedSum, LateUse
from grants_db.rules.obligation_rules import load_rules, shipped_rules

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
    assert ours == LateUse(amount, start, start, end).interest(percent, end)


def test_the_table_gives_the_rate_of_each_half_year_and_says_which_it_took() -> None:
    rates = base_rates(shipped_rules().base_rates)
    row = interest_row(Decimal(36_500), date(2026, 6, 21), date(2026, 7, 11), rates)
    assert row.interest == Decimal("62.70") + Decimal("65.20")  # ten days at 6.27 %, ten at 6.52 %
    used = rates_between(date(2026, 6, 21), date(2026, 7, 11), rates)
    assert [(each.since, each.percent, each.to_check) for each in used] == [
        (date(2026, 1, 1), Decimal("1.27"), True),
        (date(2026, 7, 1), Decimal("1.52"), True),
    ]


@pytest.mark.parametrize(
    ("start", "end", "day"),
    [
        (date(2026, 12, 1), date(2027, 1, 2), "01.01.2027"),
        (date(2027, 3, 1), date(2027, 4, 1), "01.03.2027"),
        (date(2016, 6, 30), date(2016, 7, 2), "30.06.2016"),
    ],
)
def test_a_day_that_the_table_does_not_reach_is_asked_for(start: date, end: date, day: str) -> None:
    with pytest.raises(UsageError, match=re.escape(f"galt am {day}?")):
        interest_row(Decimal(1), start, end, base_rates(shipped_rules().base_rates))


def test_the_last_day_before_the_table_ends_is_counted() -> None:
    rates = base_rates(shipped_rules().base_rates)
    assert interest_row(Decimal(36_500), date(2026, 12, 22), date(2027, 1, 1), rates).interest == Decimal("65.20")


def test_rates_that_are_given_lead_from_their_first_day_and_leave_no_gap_unsaid() -> None:
    known = shipped_rules().base_rates
    rates = base_rates(known, [BaseRate(Decimal(2), date(2026, 7, 11))])
    assert interest_row(Decimal(36_500), date(2026, 7, 1), date(2026, 7, 21), rates).interest == Decimal("135.20")
    later = base_rates(known, [BaseRate(Decimal(2), date(2027, 7, 1))])
    with pytest.raises(UsageError, match=r"galt am 01\.01\.2027\?"):
        interest_row(Decimal(1), date(2026, 12, 1), date(2027, 8, 1), later)


def test_a_city_s_own_file_brings_the_next_half_year(tmp_path: Path) -> None:
    own = tmp_path / "eigene.yml"
    text = '- since: 2027-01-01\n  base_rate: "1.77"\n  seen: authority\n  source: Bundesbank\n'
    own.write_text(text, encoding="utf-8")
    rates = base_rates(load_rules(own).base_rates)
    assert interest_row(Decimal(36_500), date(2026, 12, 22), date(2027, 1, 11), rates).interest == Decimal("132.90")
    assert [each.to_check for each in rates_between(date(2027, 1, 1), date(2027, 1, 11), rates)] == [False]
