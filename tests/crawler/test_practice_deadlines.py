"""The deadlines listed for the practice texts are those the texts state."""

import re
from pathlib import Path

import pytest
import yaml

from crawler.demo_portal.content import DemoRecord, Page, Programme, load

MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
WEEKS_AND_MONTHS = {"P6W": "6 Wochen", "P8W": "acht Wochen", "P3M": "3 Monate"}
DEADLINES: dict[str, tuple[str, list[str] | str, bool]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "practice_deadlines.yml").read_text(encoding="utf-8")
)
RECORDS = {record.key: record for record in load().opportunities}


def text_of(record: DemoRecord) -> str:
    assert isinstance(record, Programme | Page)
    return record.text if isinstance(record, Page) else f"{record.deadline} {record.guideline} {record.status_note}"


def spellings(day: str) -> list[str]:
    """The ways the texts write a day or a duration: 2027-02-26 is „26. Februar 2027“ or „26.02.2027“."""
    if day in WEEKS_AND_MONTHS:
        return [WEEKS_AND_MONTHS[day]]
    *year, month, number = day.split("-")
    written = f"{int(number)}. {MONTHS[int(month) - 1]}"
    return [" ".join([written, *year]), ".".join([number, month, *year]), written]


def test_every_programme_and_page_is_listed() -> None:
    assert DEADLINES.keys() == {key for key, record in RECORDS.items() if isinstance(record, Programme | Page)}


@pytest.mark.parametrize("key", DEADLINES)
def test_a_listed_deadline_stands_in_its_text(key: str) -> None:
    kind, days, two_stage = DEADLINES[key]
    text = text_of(RECORDS[key])
    assert kind in ("any", RECORDS[key].kind)
    assert [day for day in days if days != "any" and not any(spelling in text for spelling in spellings(day))] == []
    assert two_stage == bool(re.search(r"zweistufig|Stufe|skizze", text, re.I))
