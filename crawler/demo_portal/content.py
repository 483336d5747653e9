"""Reads the practice portal's data files; what each record looks like is left to the portal modules.

A record carries, beside its texts, what a reader should find in it: `kind` is its main deadline kind and `fits` the
action fields (1-6) it was written for, an empty list where it is off-topic. Both are for tests and teaching and are
never served.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

PRACTICE_TODAY = date(2026, 11, 24)  # the day the texts are written for: with `--today` pinned to it they never age
DATA = Path(__file__).parent / "data"
NIGHTS = (1, 2)


@dataclass(frozen=True, kw_only=True)
class DemoRecord:
    """What every opportunity of the practice portal states about itself."""

    key: str  # unique within its file; part of its address
    title: str
    kind: str  # a value of DeadlineKind
    fits: list[int]
    nights: list[int] = field(default_factory=lambda: list(NIGHTS))


@dataclass(frozen=True, kw_only=True)
class Programme(DemoRecord):
    """A programme of the export; texts by the tab of the web page they stand on, codes as the export writes them."""

    folder: str  # below Foerderprogramm, e.g. Land/Sachsen-Anhalt
    funder: str  # key in contacts.yml
    area: list[str]
    subjects: list[str]
    applicants: list[str]
    instruments: list[str] = field(default_factory=lambda: ["zuschuss"])
    issued: date = date(2025, 3, 3)
    teaser: str = ""
    summary: str = ""
    conditions: str = ""
    deadline: str = ""
    procedure: str = ""
    documents: str = ""
    guideline: str = ""
    citation: str = ""
    status_note: str = ""
    has_control_character: bool = False


@dataclass(frozen=True, kw_only=True)
class SediaCall(DemoRecord):
    """A record of the EU search; `form` is the middle part of its reference, sums in EUR."""

    id: int
    identifier: str
    form: str = "TOPICS"
    type: str = "1"
    status: str = "open"
    programme: str
    call: str = ""
    action: str = ""
    opens: date
    deadlines: list[date] = field(default_factory=list)
    model: str = ""
    midnight_in_brussels: bool = False  # as older records write a day: 22:00 or 23:00 UTC of the day before
    budget: int | None = None
    grants: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    text: str
    conditions: str = ""
    german_title: str = ""
    german_text: str = ""


@dataclass(frozen=True, kw_only=True)
class FoundationProgramme(DemoRecord):
    """An entry of the foundations' database; a `deadline` that is a list holds days as the page writes them."""

    funder: str
    text: str
    target: str = ""
    apply: str = ""
    regions: str | list[str] = "Bundesweit"
    areas: list[str]
    costs: list[str] = field(default_factory=list)
    maximum: str = ""
    own_money: str = ""
    deadline: str | list[str] = ""
    early_start: str = ""
    forbidden: bool = False  # robots.txt forbids the page


@dataclass(frozen=True, kw_only=True)
class Page(DemoRecord):
    """A page of plain prose at an address of its own."""

    url: str
    funder: str
    level: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A funder's public contact, invented; telephone numbers are from the range kept free for films."""

    key: str
    name: str
    road: str
    number: str
    zip_code: str
    city: str
    phone: str
    website: str
    email: str


@dataclass(frozen=True, kw_only=True)
class NightChange:
    """What the second night shows otherwise: `old` becomes `new` in the text or list called `part`."""

    file: str
    key: str
    change: str  # deadline | amount | cosmetic | new | gone
    part: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Content:
    """Everything the portal shows on one night."""

    programmes: list[Programme]
    calls: list[SediaCall]
    foundation_programmes: list[FoundationProgramme]
    pages: list[Page]
    contacts: dict[str, Contact]

    @property
    def opportunities(self) -> list[DemoRecord]:
        """All records a crawler should bring home: without the forbidden page and what the EU search filters out."""
        calls = [call for call in self.calls if call.type in ("1", "2", "8") and call.status in ("open", "forthcoming")]
        allowed = [programme for programme in self.foundation_programmes if not programme.forbidden]
        return [*self.programmes, *calls, *allowed, *self.pages]


R = TypeVar("R")


def load(night: int = 1) -> Content:
    """The portal's content on the first or second night."""
    if night not in NIGHTS:
        raise ValueError(f"the practice portal has the nights {NIGHTS}, not {night}")
    return Content(
        programmes=[
            programme for file in ("land", "federal", "eu_programmes") for programme in _records(file, Programme, night)
        ],
        calls=_records("eu", SediaCall, night),
        foundation_programmes=_records("foundations", FoundationProgramme, night),
        pages=_records("pages", Page, night),
        contacts={row["key"]: Contact(**row) for row in _rows("contacts")},
    )


def watched_pages() -> list[Page]:
    """The pages of plain prose, to be registered for watching: their `url`, `funder`, `level` and `title`."""
    return load().pages


def night_changes() -> list[NightChange]:
    """How the second night differs from the first."""
    return [NightChange(**row) for row in _rows("second_night")]


def _records(file: str, record: type[R], night: int) -> list[R]:
    changes = [change for change in night_changes() if change.file == file and night == 2]
    rows = [_changed(row, changes) for row in _rows(file)]
    return [record(**row) for row in rows if night in row.get("nights", NIGHTS)]


def _changed(row: Mapping[str, Any], changes: list[NightChange]) -> dict[str, Any]:
    row = dict(row)
    for change in changes:
        if change.key == row["key"] and change.part:
            row[change.part] = _replaced(row[change.part], change)
    return row


def _replaced(value: Any, change: NightChange) -> Any:
    if isinstance(value, list):
        day = isinstance(value[0], date)
        new = date.fromisoformat(change.new) if day else change.new
        return [new if str(entry) == change.old else entry for entry in value]
    if str(value).count(change.old) != 1:
        raise ValueError(f"{change.old!r} must stand once in {change.part} of {change.key}")
    return type(value)(str(value).replace(change.old, change.new))


@cache
def _rows(file: str) -> list[dict[str, Any]]:
    rows = yaml.load((DATA / f"{file}.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)  # ten times safe_load's pace
    if not isinstance(rows, list):
        raise TypeError(f"{file}.yml must hold a list")
    return rows
