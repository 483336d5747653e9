"""The border: what may go on, what is mended, what is refused."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import OpportunityItem, ScrapedRecord, Unreadable, checked, clean
from grants_db.vocabulary import Level


def a_record(**changes: Any) -> ScrapedRecord:
    values = {
        "external_id": "a/b",
        "url": "https://stiftung.example/a",
        "title": "Kleine Förderung",
        "level": Level.FOUNDATION,
    }
    return ScrapedRecord("https://stiftung.example/list", values | changes)


def test_a_good_record_passes_unchanged() -> None:
    statement = checked(a_record(description="Zeile eins\n\n- Zeile zwei", max_amount=Decimal("2000")))
    assert isinstance(statement, OpportunityItem)
    assert statement.description == "Zeile eins\n\n- Zeile zwei"
    assert statement.max_amount == Decimal("2000.00")


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("\x1b[31mrot\x1b[0m", "rot"),
        ("\x1b]0;Titel\x07Text", "Text"),
        ("ab\u202ecd\u2066e", "abcde"),
        ("Maß\u00adnahme\u200b", "Maßnahme"),
        ("a\x00b\x07c\x9b", "abc"),
        ("\ud800a", "a"),
        ("a\r\nb\tc", "a\nb\tc"),
        ("Ä – „ö“ …", "Ä – „ö“ …"),
    ],
)
def test_what_acts_on_a_screen_dies_at_the_border(given_text: str, kept: str) -> None:
    assert clean(given_text) == kept


@given(st.text())
def test_cleaned_text_is_printable_but_for_lines_and_tabs(text: str) -> None:
    cleaned = clean(text)
    assert "\x1b" not in cleaned
    cleaned.encode()
    assert clean(cleaned) == cleaned


def test_evidence_is_cleaned_too() -> None:
    statement = checked(a_record(evidence={"deadline": "bis \x1b[1m31.3.\x1b[0m"}))
    assert isinstance(statement, OpportunityItem)
    assert statement.evidence == {"deadline": "bis 31.3."}


@pytest.mark.parametrize(
    "changes",
    [
        {"title": " \n "},
        {"title": "\u200b"},
        {"url": "javascript:alert(1)"},
        {"url": "/foerderung"},
        {"external_id": ""},
        {"level": "moon"},
        {"applicant_route": "somehow"},
        {"applicant_types": ["witch"]},
        {"deadline": {"kind": "never", "dates": [], "stages": []}},
        {"opens_on": "gestern"},
        {"max_amount": Decimal("NaN")},
    ],
)
def test_a_record_that_cannot_be_is_refused_with_its_field(changes: dict[str, Any]) -> None:
    refused = checked(a_record(**changes))
    assert isinstance(refused, Unreadable)
    assert next(iter(changes)) in str(refused.sentence)


@pytest.mark.parametrize("wrong", [Decimal(-1), Decimal(10) ** 13])
def test_a_sum_that_cannot_be_is_left_out(wrong: Decimal) -> None:
    statement = checked(a_record(max_amount=wrong))
    assert isinstance(statement, OpportunityItem)
    assert statement.max_amount is None


def test_a_rate_above_everything_is_left_out_and_a_third_is_rounded() -> None:
    statement = checked(a_record(max_rate=Decimal(120), own_share_min=Decimal("33.333")))
    assert isinstance(statement, OpportunityItem)
    assert statement.max_rate is None
    assert statement.own_share_min == Decimal("33.33")


def test_texts_without_end_are_cut() -> None:
    statement = checked(a_record(title="x" * 5_000, description="y" * 3_000_000))
    assert isinstance(statement, OpportunityItem)
    assert len(statement.title) == 1_000
    assert len(statement.description) == 1_000_000
