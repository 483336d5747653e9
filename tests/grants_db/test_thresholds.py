"""Each unit is warned as early as it asked for, and each threshold is said once."""

from datetime import date, timedelta

import pytest

from grants_db.rules.thresholds import USUAL, crossed, reached, thresholds_of

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("unit", "wanted", "expected"),
    [
        ("Amt 50", {}, USUAL),
        ("Amt 50", {"Amt 50": (42, 3)}, (42, 3)),
        ("Amt 51", {"Amt 50": (42, 3), "*": (10,)}, (10,)),
        ("Amt 51", {"Amt 51": ()}, USUAL),
    ],
)
def test_a_unit_s_own_thresholds_go_before_those_for_all(
    unit: str, wanted: dict[str, tuple[int, ...]], expected: tuple[int, ...]
) -> None:
    assert thresholds_of(unit, wanted) == expected


def test_a_threshold_is_crossed_on_one_day_only() -> None:
    due = TODAY + timedelta(days=42)
    nights = [TODAY + timedelta(days=number) for number in range(-2, 40)]
    told = [night for night in nights if crossed(due, night - timedelta(days=1), night, (42, 14))]
    assert told == [due - timedelta(days=42), due - timedelta(days=14)]


def test_a_skipped_night_is_made_up_for() -> None:
    assert crossed(TODAY + timedelta(days=12), TODAY - timedelta(days=5), TODAY, (14,))


def test_what_has_passed_or_has_no_day_warns_nobody() -> None:
    assert not crossed(TODAY - timedelta(days=1), date(2026, 1, 1), TODAY, USUAL)
    assert not crossed(None, date(2026, 1, 1), TODAY, USUAL)
    assert reached(None, USUAL) is None
