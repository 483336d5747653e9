"""A deadline as a value, and its next day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants_db.rules.deadline import Deadline, all_passed, next_date, upcoming_dates
from grants_db.vocabulary import DeadlineKind, DeadlineStage

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("kind", "dates", "due"),
    [
        (DeadlineKind.FIXED, ("2026-12-31",), date(2026, 12, 31)),
        (DeadlineKind.FIXED, ("2026-11-24",), TODAY),
        (DeadlineKind.FIXED, ("2026-11-23",), None),
        (DeadlineKind.FIXED, ("2027-03-01", "2026-12-01"), date(2026, 12, 1)),
        (DeadlineKind.FIXED, ("unlesbar",), None),
        (DeadlineKind.ANNUAL, ("10-31",), date(2027, 10, 31)),
        (DeadlineKind.ANNUAL, ("11-24",), TODAY),
        (DeadlineKind.ANNUAL, ("03-31", "12-15"), date(2026, 12, 15)),
        (DeadlineKind.ANNUAL, ("02-29",), date(2027, 2, 28)),
        (DeadlineKind.ANNUAL, ("02-30",), None),
        (DeadlineKind.RELATIVE, ("P8W",), None),
        (DeadlineKind.ROLLING, (), None),
        (DeadlineKind.NONE, (), None),
    ],
)
def test_the_next_day_is_the_first_one_ahead(kind: DeadlineKind, dates: tuple[str, ...], due: date | None) -> None:
    assert next_date(Deadline(kind, dates), TODAY) == due


def test_29_february_is_kept_in_leap_years() -> None:
    assert next_date(Deadline(DeadlineKind.ANNUAL, ("02-29",)), date(2028, 1, 1)) == date(2028, 2, 29)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.dates(date(2000, 1, 1), date(2000, 12, 31)))
def test_an_annual_day_lies_at_most_a_year_ahead(today: date, day: date) -> None:
    due = next_date(Deadline(DeadlineKind.ANNUAL, (f"{day:%m-%d}",)), today)

    assert due is not None
    assert today <= due <= today + timedelta(days=366)


def test_each_date_has_its_place_among_the_upcoming() -> None:
    assert upcoming_dates(Deadline(DeadlineKind.FIXED, ("2026-10-01", "2026-12-01")), TODAY) == [
        None,
        date(2026, 12, 1),
    ]


@pytest.mark.parametrize(
    ("kind", "dates", "passed"),
    [
        (DeadlineKind.FIXED, ("2026-10-01", "2026-11-23"), True),
        (DeadlineKind.FIXED, ("2026-10-01", "2026-11-24"), False),
        (DeadlineKind.FIXED, (), False),
        (DeadlineKind.ANNUAL, ("10-31",), False),
    ],
)
def test_passed_means_every_dated_day(kind: DeadlineKind, dates: tuple[str, ...], passed: bool) -> None:
    assert all_passed(Deadline(kind, dates), TODAY) is passed


def test_a_deadline_is_read_back_as_it_was_written() -> None:
    deadline = Deadline(
        DeadlineKind.FIXED,
        ("2026-10-01", "2027-02-01"),
        ("", "17:00"),
        (DeadlineStage.SKETCH, DeadlineStage.APPLICATION),
        two_stage=True,
        evidence="Skizzen bis 1. Oktober",
    )

    assert Deadline.from_json(deadline.as_json()) == deadline


def test_an_empty_statement_is_no_deadline() -> None:
    assert Deadline.from_json({}) == Deadline()
