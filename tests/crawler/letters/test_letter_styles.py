"""Letters as different offices write them: every field of `data/right.json` is read, and nothing that isn't said."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from crawler.letters.files.document import LetterDocument
from crawler.letters.files.pdf_lines import pdf_lines
from crawler.letters.letter import Letter, read_letter
from tests.crawler.letters.paper import a_pdf, down

DATA = Path(__file__).parent / "data"
RIGHT: dict[str, dict[str, Any]] = json.loads((DATA / "right.json").read_text(encoding="utf-8"))
#: what must never be made up
CORE = (
    "sum cap rate_percent own_contribution period_start period_end file_number notice_date interim_reports final_report"
)


@cache
def letter_of(name: str) -> Letter:
    """An office's letter, printed and read."""
    text = (DATA / f"{name}.txt").read_text(encoding="utf-8")
    return read_letter(LetterDocument(tuple(pdf_lines(a_pdf(down(text))))))


@pytest.mark.parametrize("name", RIGHT)
def test_a_letter_is_read_right_and_completely(name: str) -> None:
    letter = letter_of(name)

    read = letter.fields | {"kind": letter.kind.value}

    assert {field: read.get(field) for field in RIGHT[name]} == RIGHT[name]


@pytest.mark.parametrize("name", RIGHT)
def test_nothing_is_made_up(name: str) -> None:
    letter = letter_of(name)

    assert {field for field in CORE.split() if field in letter.fields} <= set(RIGHT[name]) | set(letter.check)


@pytest.mark.parametrize("name", RIGHT)
def test_every_field_comes_with_the_words_it_was_read_from(name: str) -> None:
    letter = letter_of(name)

    assert all(letter.evidence[field] for field in letter.fields)
