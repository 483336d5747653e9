"""Texts made from plain values, and texts from outside made harmless."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from grants_db import vocabulary
from grants_db.rules.deadline import Deadline
from grants_db.vocabulary import DeadlineKind
from grants_db.vocabulary_base import Vocabulary
from tui.formatting import format as text
from tui.formatting import i18n
from tui.formatting.labels import SIGNALS, labels, score_parts

TODAY = date(2026, 11, 24)
VOCABULARIES = Vocabulary.__subclasses__()


@pytest.mark.parametrize(
    ("stated", "long", "short"),
    [
        (Deadline(DeadlineKind.FIXED, ("2027-03-31",)), "31.03.2027", "31.03.2027"),
        (Deadline(DeadlineKind.FIXED, ("2026-01-31", "2027-03-31")), "31.03.2027", "31.03.2027"),
        (Deadline(DeadlineKind.FIXED, ("2026-06-30",)), "30.06.2026 (vorbei)", "30.06.2026"),
        (Deadline(DeadlineKind.ANNUAL, ("10-31",)), "31.10.2027 (jährlich)", "31.10.2027 jährl."),
        (Deadline(DeadlineKind.FIXED, ("--03-15",)), "15. März, ohne Jahr, bitte prüfen", "15.03. (Jahr?)"),
        (
            Deadline(DeadlineKind.FIXED, ("2026-02-01", "--09-15")),
            "15. September, ohne Jahr, bitte prüfen",
            "15.09. (Jahr?)",
        ),
        (Deadline(DeadlineKind.FIXED, ("2027-02-01", "--09-15")), "01.02.2027", "01.02.2027"),
        (Deadline(DeadlineKind.RELATIVE, ("P8W",)), "8 Wochen vorher", "8 Wochen vorher"),
        (Deadline(DeadlineKind.RELATIVE, ("P1M",)), "1 Monat vorher", "1 Monat vorher"),
        (Deadline(DeadlineKind.ROLLING), "laufend", "laufend"),
        (Deadline(DeadlineKind.BEFORE_START), "vor Beginn der Maßnahme", "vor Beginn"),
        (Deadline(), "nicht angegeben", "–"),
    ],
)
def test_a_deadline_is_written_in_a_few_words(stated: Deadline, long: str, short: str) -> None:
    assert text.deadline(stated, TODAY) == long
    assert text.deadline_in_a_column(stated, TODAY) == short


@pytest.mark.parametrize("kind", DeadlineKind)
@pytest.mark.parametrize(
    "dates", [(), ("2027-03-31",), ("10-31",), ("--10-31",), ("--99-99",), ("P8W",), ("kein Tag",)]
)
def test_any_deadline_can_be_shown_and_fits_its_column(kind: DeadlineKind, dates: tuple[str, ...]) -> None:
    stated = Deadline(kind, dates)
    assert text.deadline(stated, TODAY)
    assert cell_len(text.shortened(text.deadline_in_a_column(stated, TODAY), 17)) <= 17


def test_an_unknown_sum_is_a_dash_and_never_zero() -> None:
    assert text.money(None) == "–"
    assert text.money(Decimal(0)) == "0,00 €"


def test_an_amount_range_says_only_what_is_stated() -> None:
    assert text.amount_range(None, Decimal(50000)) == "bis 50.000,00 €"
    assert text.amount_range(Decimal(5000), None) == "ab 5.000,00 €"
    assert text.amount_range(None, None) == "–"


def test_an_instant_is_shown_on_the_users_clock() -> None:
    assert text.instant(datetime(2026, 11, 24, 2, 15, tzinfo=UTC)) == "24.11.2026 02:15"


@pytest.mark.parametrize("count", [0, 1, 2])
def test_days_left_are_words_for_today_and_tomorrow(count: int) -> None:
    assert text.days_left(count) == ["heute", "morgen", "noch 2 Tage"][count]


@given(st.text(), st.integers(0, 60))
def test_shortened_text_never_exceeds_its_width_and_is_printable(value: str, width: int) -> None:
    shown = text.shortened(value, width)
    assert cell_len(shown) <= width
    assert shown.isprintable()


@given(st.text())
def test_harmless_text_holds_nothing_a_terminal_would_obey(value: str) -> None:
    assert all(sign.isprintable() or sign == "\n" for sign in text.harmless(value))


@given(st.floats(0, 1), st.integers(1, 40))
def test_a_bar_has_its_width_and_grows_with_its_share(share: float, width: int) -> None:
    assert len(text.bar(share, width)) == width
    assert text.bar(share, width).count(" ") <= text.bar(share / 2, width).count(" ")


@pytest.mark.parametrize("words", VOCABULARIES, ids=lambda each: each.__name__)
def test_every_word_of_a_vocabulary_has_a_name_in_both_languages(words: type[Vocabulary]) -> None:
    assert all(member.german and member.english for member in words)
    assert len({member.german for member in words}) == len(words), "no two words of a vocabulary read alike"


def test_a_stored_word_that_no_vocabulary_knows_is_shown_as_it_is() -> None:
    assert labels(vocabulary.Instrument, ["grant", "barter"]) == "Zuschuss, barter"


def test_every_signal_of_the_matcher_has_a_name_for_people() -> None:
    from matching.signals.registry import SIGNALS as MATCHERS

    named = {signal for signals in SIGNALS.values() for signal in signals}
    assert {signal.name for signal in MATCHERS} <= named


def test_the_parts_of_a_score_still_add_up() -> None:
    parts = {"words": 0.25, "ideas": 0.125, "level": 0.5, "new_signal": 0.0625}
    assert sum(value for _name, value in score_parts(parts)) == sum(parts.values())


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    "value", ["0", "0.005", "0.015", "-0.5", "999.995", "1234.5", "-1234567.891", "12345678901234.56"]
)
def test_sums_and_counts_are_written_as_the_country_s_conventions_say(language: str, value: str) -> None:
    i18n.use(language)
    locale = i18n.written_as()
    amount = Decimal(value)
    assert text.money(amount) == format_currency(amount, "EUR", locale=locale).replace("\u00a0", " ")
    assert text.number(int(amount)) == format_decimal(int(amount), locale=locale)
