"""Values of an opportunity's facts in German words, for the cells of a table: numbers and days it keeps as such."""

from typing import Any

from grants_db.models.about import ValueKind
from grants_db.models.opportunity_facts import FIELDS
from grants_db.office_contact import OfficeContact
from grants_db.rules.deadline import GERMAN_MONTHS, Deadline, days_without_a_year
from grants_db.rules.regions import region_name
from grants_db.vocabulary import DeadlineKind
from grants_db.vocabulary_base import Vocabulary


def german_value(field: str, value: Any) -> str:
    """A stated value of a field as people read it.

    >>> german_value("regions", ["DE-ST"]), german_value("applicant_route", "direct")
    ('Sachsen-Anhalt', 'Stadt selbst')
    """
    about = FIELDS[field]
    match about.kind:
        case ValueKind.DEADLINE:
            return german_deadline(value)
        case ValueKind.REGIONS:
            return ", ".join(region_name(region) for region in value)
        case ValueKind.LINES:
            return "; ".join(map(str, value))
        case ValueKind.CONTACT:
            return str(OfficeContact.from_json(value))
    words = value if isinstance(value, list) else [value]
    return ", ".join(german_word(about.words, str(word)) for word in words)


def german_deadline(stored: dict[str, Any]) -> str:
    """A deadline's JSON as a German reader expects it; a day without a year says that it is to be checked.

    >>> german_deadline({"kind": "fixed", "dates": ["2027-03-15", "--09-15"]})
    '15.03.2027; 15. September, ohne Jahr, bitte prüfen'
    """
    deadline = Deadline.from_json(stored)
    dated = ", ".join(german_day(day) for day in deadline.dates if not day.startswith("--"))
    days = ", ".join(f"{day.day}. {GERMAN_MONTHS[day.month - 1]}" for day in days_without_a_year(deadline))
    said = [part for part in (dated, f"{days}, ohne Jahr, bitte prüfen" if days else "") if part]
    return "; ".join(said) or german_word(DeadlineKind, deadline.kind.value)


def german_word(vocabulary: type[Vocabulary] | None, word: str) -> str:
    """A stored word by its German name; one that no vocabulary knows stands as it is."""
    known = {member.value: member.german for member in vocabulary or ()}
    return known.get(word, word)


def german_day(text: str) -> str:
    """A date of a deadline as people write it; a duration as it is.

    >>> german_day("2026-12-31"), german_day("10-31"), german_day("P8W")
    ('31.12.2026', 'jährlich 31.10.', 'P8W')
    """
    parts = text.split("-")
    if not all(part.isdecimal() for part in parts):
        return text
    day = ".".join(reversed(parts))
    return day if len(parts) == 3 else f"jährlich {day}."
