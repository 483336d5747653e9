"""A word has one German and one English name, wherever it is written: screen, export, digest, calendar."""

import inspect
import re
from collections import defaultdict
from datetime import date

import pytest

from docs.tools import catalogue
from grants_db import vocabulary
from grants_db.import_export.measure_list.measure_columns import HEADINGS as MEASURE_HEADINGS
from grants_db.import_export.opportunity_record import HEADINGS
from grants_db.models.about import ValueKind
from grants_db.models.derived_facts import DERIVED
from grants_db.models.opportunity_facts import FIELDS
from grants_db.reports.digest import DigestContent, DigestLine
from grants_db.reports.night_news import FieldOfAction
from grants_db.vocabulary import DigestSection
from grants_db.vocabulary_base import Vocabulary
from tui.formatting import i18n
from tui.formatting.labels import fact_name, label
from tui.jobs.digest import as_text
from tui.text.facts import measure_facts

WORDS: list[Vocabulary] = [
    member
    for found in vars(vocabulary).values()
    if inspect.isclass(found) and issubclass(found, Vocabulary)
    for member in found
]
NAMED = {**FIELDS, **DERIVED}


def english_names() -> dict[str, set[str]]:
    """Every English name of a word of the vocabularies and of a field, by its German."""
    names = defaultdict(set)
    for word in WORDS:
        names[word.german].add(word.english)
    for about in NAMED.values():
        names[about.german].add(about.english)
    return names


def test_the_catalogue_calls_no_word_otherwise_than_the_vocabularies_and_the_fields() -> None:
    names = english_names()
    texts = {entry.id: entry.string for entry in catalogue.catalogue() if isinstance(entry.id, str) and entry.id}
    assert {german: texts[german] for german in names.keys() & texts if texts[german] not in names[german]} == {}
    assert names.keys() & texts


def test_a_field_has_one_name_in_both_tables() -> None:
    assert FIELDS.keys() & DERIVED.keys() == set()
    germans = [about.german for about in NAMED.values()]
    assert len(germans) == len(set(germans))


@pytest.mark.parametrize("name", HEADINGS)
def test_a_heading_of_the_export_is_the_name_on_screen(name: str) -> None:
    unit = {ValueKind.SUM: " €", ValueKind.RATE: " %"}.get(NAMED[name].kind, "")
    assert HEADINGS[name] == fact_name(name) + unit


def test_a_section_of_the_digest_is_the_word_of_the_vocabulary() -> None:
    lines = {section: [DigestLine("Titel", (), (), "")] for section in DigestSection}
    content = DigestContent("", date(2026, 11, 24), {FieldOfAction(1, "Teilhabe"): lines})
    for language in ("de", "en"):
        i18n.use(language)
        said = [line.strip() for line in as_text(content).splitlines()]
        assert [section for section in DigestSection if label(section) not in said] == []


def test_what_the_screen_says_of_a_measure_are_the_headings_of_its_file() -> None:
    on_screen = re.findall(r'FactLine\(_\("([^"]+)"\)', inspect.getsource(measure_facts))
    assert len(on_screen) > 5
    assert set(on_screen) - set(MEASURE_HEADINGS.values()) == {"je Jahr"}
