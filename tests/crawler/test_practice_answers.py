"""What is read from the practice texts against what a careful reader finds there.

Texts and readers were written apart from each other, so this says how they do on prose they have not seen.
"""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from crawler.demo_portal.content import DemoRecord, Page, Programme, SediaCall, load
from crawler.demo_portal.markup import to_html
from crawler.extract.facts import GUIDELINE, Facts, extract_facts
from crawler.text.sentences import Prose, plain

FIELDS = ("applicant_route", "min_amount", "max_amount", "max_rate", "own_share_min", "early_start", "cumulation")
NOT_STATED = (None, "unstated", "unclear")
ARGUABLE = "any"
ANSWERS: dict[str, list[str | int | None]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "practice_answers.yml").read_text(encoding="utf-8")
)


def read(record: DemoRecord) -> Facts:
    """The facts of a record, from its texts in the order of its page."""
    if isinstance(record, Programme):
        sections = [
            ("Volltext", record.summary),
            ("Voraussetzungen", record.conditions),
            ("Fristen", record.deadline),
            ("Verfahren", record.procedure),
            (GUIDELINE, record.guideline),
        ]
        codes = {"applicant": record.applicants, "region": record.area, "instrument": record.instruments}
        short_text = record.teaser
    else:
        assert isinstance(record, SediaCall | Page)
        sections, codes, short_text = [("Text", record.text), ("Conditions", getattr(record, "conditions", ""))], {}, ""
    texts = [(name, Prose(plain(to_html(text)))) for name, text in sections if text]
    return extract_facts(title=record.title, short_text=Prose(short_text), sections=texts, codes=codes)


def verdict(answer: str | int | None, found: object) -> str:
    """right, wrong, missed, or an empty text where nothing is stated and nothing read."""
    if found in NOT_STATED:
        return "" if answer in NOT_STATED else "missed"
    expected = Decimal(answer) if isinstance(answer, int) else answer
    return "right" if found == expected else "wrong"


@pytest.fixture(scope="module")
def verdicts() -> dict[tuple[str, str], str]:
    """The verdict by key of the record and name of the fact."""
    records = {record.key: record for record in load().opportunities}
    facts = {key: read(records[key]) for key in ANSWERS}
    return {
        (key, name): verdict(answer, getattr(facts[key], name))
        for key, answers in ANSWERS.items()
        for name, answer in zip(FIELDS, answers, strict=True)
        if answer != ARGUABLE
    }


def test_what_is_read_is_seldom_wrong(verdicts: dict[tuple[str, str], str]) -> None:
    counted = Counter(verdicts.values())
    wrong = [fact for fact, said in verdicts.items() if said == "wrong"]
    assert counted["right"] / (counted["right"] + counted["wrong"]) >= 0.93, wrong


def test_more_than_half_of_what_is_stated_is_read(verdicts: dict[tuple[str, str], str]) -> None:
    counted = Counter(verdicts.values())
    assert counted["right"] / (counted["right"] + counted["wrong"] + counted["missed"]) >= 0.55
