"""Sums and periods as offices write them; what isn't clear is unknown."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants_db.rules.cell import Cell, Formula, Shown
from grants_db.rules.german_numbers import parse_period, parse_sum


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("120.000 €", "120000"),
        ("8.500,50", "8500.50"),
        ("96 T€", "96000"),
        ("96T€", "96000"),
        ("1.200 TEUR", "1200000"),
        ("15 Tsd. €", "15000"),
        ("1,2 Mio. €", "1200000"),
        ("0,3 Mio. EUR", "300000"),
        ("12.000,– €", "12000"),
        ("1.000,--", "1000"),
        ("75.000 € (brutto)", "75000"),
        ("€ 500", "500"),
        ("500 Euro", "500"),
        ("120 000 €", "120000"),
        ("120\u202f000 €", "120000"),
        ("1,234.56", "1234.56"),
        ("0 €", "0"),
        ("−5.000", "-5000"),
        (Decimal(45000), "45000"),
        (Decimal("8500.5"), "8500.5"),
        (Decimal("33333.333333"), "33333.33"),
    ],
)
def test_a_clear_sum_is_read_to_the_cent(cell: Cell, amount: str) -> None:
    assert parse_sum(cell) == Decimal(amount)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "-",
        "n. n.",
        "offen",
        "ca. 15.000 €/Jahr",
        "15.000 € p. a.",
        "bis zu 5.000 €",
        "5.000–8.000 €",
        "5.000 € + MwSt.",
        "45.000 € netto",
        "1,234",
        "12.50",
        "1.234 Mio. €",
        "0,0001 €",
        "12 34",
        "1e5",
        "01.03.2026",
        Shown(Decimal("0.5"), "50 %", "%"),
        Shown(Decimal(2500), "2.500 (anders gezeigt)", "anders gezeigt"),
        Formula.WITHOUT_RESULT,
        date(2026, 1, 1),
    ],
)
def test_an_unclear_sum_is_unknown(cell: Cell) -> None:
    assert parse_sum(cell) is None


@given(st.decimals(0, 10**11, places=2))
def test_a_sum_written_in_german_is_read_back(amount: Decimal) -> None:
    german = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))

    assert parse_sum(f"{german} €") == amount


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    amount, period = parse_sum(text), parse_period(text)

    assert amount is None or isinstance(amount, Decimal)
    assert period.text == " ".join(text.split())


@pytest.mark.parametrize(
    ("cell", "starts_on", "ends_on"),
    [
        ("2026–2028", date(2026, 1, 1), date(2028, 12, 31)),
        ("2026 bis 2030", date(2026, 1, 1), date(2030, 12, 31)),
        ("2026/27", date(2026, 1, 1), date(2027, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        (Decimal(2026), date(2026, 1, 1), date(2026, 12, 31)),
        ("01.03.2026 – 28.02.2028", date(2026, 3, 1), date(2028, 2, 28)),
        ("1.3.2026-28.2.2028", date(2026, 3, 1), date(2028, 2, 28)),
        ("03/2026 – 02/2028", date(2026, 3, 1), date(2028, 2, 29)),
        ("März 2026 bis Februar 2028", date(2026, 3, 1), date(2028, 2, 29)),
        ("ab 2026", date(2026, 1, 1), None),
        ("ab 01.03.2026", date(2026, 3, 1), None),
        ("bis 2027", None, date(2027, 12, 31)),
        ("laufend", None, None),
        ("", None, None),
        (date(2026, 3, 1), date(2026, 3, 1), None),
        ("1.12.26", date(2026, 12, 1), None),
        ("2026-12-01", date(2026, 12, 1), None),
        ("1. Dezember 2026", date(2026, 12, 1), None),
        ("1.12.26 – 28. Februar 2028", date(2026, 12, 1), date(2028, 2, 28)),
        ("01.12.26-31.03.27", date(2026, 12, 1), date(2027, 3, 31)),
        ("ab 1.12.26", date(2026, 12, 1), None),
        ("bis zum 31.12.27", None, date(2027, 12, 31)),
        ("Sept. 2026", date(2026, 9, 1), date(2026, 9, 30)),
        ("01.03.-31.12.2026", date(2026, 3, 1), date(2026, 12, 31)),
        ("1.3. bis 31.12.26", date(2026, 3, 1), date(2026, 12, 31)),
        ("1. März – 31. Dezember 2026", date(2026, 3, 1), date(2026, 12, 31)),
        ("Q3 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("Q3 2026 – Q1 2027", date(2026, 7, 1), date(2027, 3, 31)),
        ("2. Halbjahr 2026", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026 ff.", date(2026, 1, 1), None),
        ("Ende 2026", None, date(2026, 12, 31)),
        ("bis Ende März 2027", None, date(2027, 3, 31)),
    ],
)
def test_a_period_gives_its_first_and_last_day(cell: Cell, starts_on: date | None, ends_on: date | None) -> None:
    period = parse_period(cell)

    assert (period.starts_on, period.ends_on, period.readable) == (starts_on, ends_on, True)


@pytest.mark.parametrize(
    "text",
    [
        "Sommer 2026",
        "nach Bedarf",
        "31.02.2026",
        "13/2026",
        "2026, 2027",
        "9999",
        "5/26",
        "Q5 2026",
        "1.12.-31.03.2026",
    ],
)
def test_a_period_that_is_not_clear_has_no_days(text: str) -> None:
    period = parse_period(text)

    assert (period.text, period.starts_on, period.ends_on, period.readable) == (text, None, None, False)


@pytest.mark.parametrize("cell", ["1.12.1926", "ab 31.12.1999", "1.12.62", "1.12.26 – 28.2.62", date(1900, 1, 1)])
def test_a_day_that_nobody_means_is_not_taken(cell: Cell) -> None:
    period = parse_period(cell, date(2026, 11, 24))

    assert (period.starts_on, period.ends_on, period.doubted) == (None, None, True)


def test_a_period_of_whole_years_may_reach_far() -> None:
    assert parse_period("2026–2045", date(2026, 11, 24)).ends_on == date(2045, 12, 31)
