"""Days as people write them: what is understood, and what is asked back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants_db.errors import UsageError
from grants_db.typed_days import MONTHS, read_day, written_day

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "text",
    [
        *("1.12.26", "01.12.26", "1.12.2026", "01.12.2026", " 1. 12. 2026 ", "2026-12-01", "2026-12-1"),
        *("1. Dezember 2026", "1. Dez. 26", "1.Dezember 2026", "01 dez 2026", "1 December 2026", "1. DEZEMBER 2026"),
    ],
)
def test_a_day_is_read_in_every_way_people_write_it(text: str) -> None:
    assert read_day(text, TODAY) == date(2026, 12, 1)


@given(st.dates(date(2000, 1, 1), date(2041, 11, 24)))
def test_every_day_is_read_in_each_of_the_four_ways(day: date) -> None:
    month = MONTHS[day.month - 1][0]
    written = (
        f"{day.day}.{day.month}.{day.year - 2000:02d}",
        f"{day:%d.%m.%Y}",
        day.isoformat(),
        f"{day.day}. {month.title()} {day.year}",
    )
    assert {read_day(text, TODAY) for text in written} == {day}


@pytest.mark.parametrize(
    "text",
    [
        *("", "gestern", "31.02.2027", "31.02.", "2027-13-01", "1.12", "1.12.026", "1.12.20266", "Ende gut"),
        *("1/12/2026", "20261201", "2026-W49-2", "1. Dezimal 2026", "1. De 2026", "0.0.2026", "!", "1.12.26!!"),
    ],
)
def test_what_is_no_day_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(UsageError, match=r"ist kein Tag; bitte als TT\.MM\.JJJJ schreiben"):
        read_day(text, TODAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(
            ("5.1.", date(2027, 1, 5)),
            ("24.11.", TODAY),
            ("23.11.", date(2027, 11, 23)),
            ("5. Januar", date(2027, 1, 5)),
        ),
        *(("29.2.", date(2028, 2, 29)), ("1. Dez.", date(2026, 12, 1)), (" 5. 1. ", date(2027, 1, 5))),
    ],
)
def test_a_day_without_a_year_is_the_next_one(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(
            ("Ende 2026", date(2026, 12, 31)),
            ("Ende Februar 2028", date(2028, 2, 29)),
            ("Ende Q3 2027", date(2027, 9, 30)),
        ),
        *(
            ("Anfang 2027", date(2027, 1, 1)),
            ("zum Ende des Jahres 2027", None),
            ("bis Ende März 2027", date(2027, 3, 31)),
        ),
    ],
)
def test_the_beginning_and_the_end_of_a_period_are_days(text: str, day: date | None) -> None:
    if day is None:
        with pytest.raises(UsageError, match="ist kein Tag"):
            read_day(text, TODAY)
    else:
        assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Dezember 2026", "01.12.2026", "31.12.2026"),
        ("Q3 2026", "01.07.2026", "30.09.2026"),
        ("3. Quartal 2026", "01.07.2026", "30.09.2026"),
        ("2. Halbjahr 2027", "01.07.2027", "31.12.2027"),
        ("2027", "01.01.2027", "31.12.2027"),
    ],
)
def test_a_period_where_a_day_is_asked_names_its_days(text: str, first: str, last: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_day(text, TODAY)
    assert f"sondern reicht von {first} bis {last}. Bitte einen Tag nennen." in str(refused.value.sentence)


@pytest.mark.parametrize("text", ["01.12.1926", "31.12.1999", "0026-12-01", "31.12.9999", "31.12.9999!"])
def test_a_year_that_nobody_means_is_asked_back(text: str) -> None:
    with pytest.raises(UsageError, match=r"liegt nicht zwischen 2000 und 2200\. Bitte das Jahr prüfen"):
        read_day(text, TODAY)


@pytest.mark.parametrize("text", ["25.11.2041", "1.12.99", "2062-12-01"])
def test_a_day_more_than_15_years_ahead_is_asked_back_and_can_be_meant(text: str) -> None:
    with pytest.raises(UsageError, match=r"mehr als 15 Jahre nach heute\. .* „\d\d\.\d\d\.20\d\d!“ schreiben"):
        read_day(text, TODAY)
    assert read_day(f"{text}!", TODAY) == written_day(text)


def test_the_day_in_15_years_is_the_last_that_needs_no_question() -> None:
    assert read_day("24.11.41", TODAY) == date(2041, 11, 24)
    assert read_day("1.1.2000", TODAY) == date(2000, 1, 1)
    leap_day = date(2028, 2, 29)
    assert read_day("28.02.2043", leap_day) == date(2043, 2, 28)
    with pytest.raises(UsageError):
        read_day("01.03.2043", leap_day)


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    try:
        day = read_day(text, TODAY)
    except UsageError:
        return
    assert date(2000, 1, 1) <= day <= TODAY + timedelta(days=365 * 175)
