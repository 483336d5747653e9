"""What headings mean to the people who keep a list: given by hand, and remembered for files of the same shape."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from grants_db.errors import UsageError
from grants_db.import_export.layout.heading_form import normal
from grants_db.import_export.layout.known_headings import FIELDS, SOURCES, Meaning, MoneySource, Role
from grants_db.import_export.layout.sheet import Sheet, written_names

NOT_READ = "-"  # a heading that is to be passed over
HEAD_ROWS = 200
OUR_OWN = {"list_name", "list_number"}  # of our own exports; nobody's column means them
OF_MEASURES = (*(field for field in FIELDS if field not in OUR_OWN), *(source.code for source in SOURCES))


@dataclass(frozen=True)
class Remembered:
    """What the headings of a file meant, kept for files with the same headings."""

    shape: frozenset[str]
    mapping: Mapping[str, str]


def read_mapping(
    texts: Sequence[str], german: Mapping[str, str], fields: Collection[str] = OF_MEASURES
) -> dict[str, str]:
    """What was typed as "heading=field", by the heading's plain form.

    Args:
        texts: as typed.
        german: the fields' headings in our own files, which name them too.
        fields: those there are; measures have a year of cost besides.

    Raises:
        UsageError: no such field, or no heading.
    """
    names = {name: name for name in (*fields, NOT_READ)}
    names |= {heading.lower(): name for name, heading in german.items() if name in fields}
    years = fields is OF_MEASURES
    mapping = {}
    for text in texts:
        heading, equals, field = text.rpartition("=")
        field = field.strip().lower()
        if not equals or not normal(heading) or not (field in names or (years and re.fullmatch(r"20\d\d", field))):
            known = ", ".join(name for name in names if name == names[name] and name != NOT_READ)
            raise _no_mapping(text, known, years=years)
        mapping[normal(heading)] = names.get(field, field)
    return mapping


def _no_mapping(text: str, fields: str, *, years: bool) -> UsageError:
    if years:
        return UsageError(
            "„{text}“ ordnet keine Spalte zu. Gemeint ist „Ihre Überschrift=Feld“; Felder sind {fields}, ein Jahr "
            "für die Kosten dieses Jahres, oder „-“ für eine Spalte, die nicht gelesen werden soll.",
            text=text,
            fields=fields,
        )
    return UsageError(
        "„{text}“ ordnet keine Spalte zu. Gemeint ist „Ihre Überschrift=Feld“; Felder sind {fields}, oder „-“ für eine "
        "Spalte, die nicht gelesen werden soll.",
        text=text,
        fields=fields,
    )


def meanings(mapping: Mapping[str, str]) -> dict[str, Meaning]:
    """The mapping as the reader of headings takes it."""
    sources: dict[str, MoneySource] = {source.code: source for source in SOURCES}
    return {heading: _meaning(field, sources) for heading, field in mapping.items()}


def _meaning(field: str, sources: Mapping[str, MoneySource]) -> Meaning:
    if field == NOT_READ:
        return Role.OTHER
    return sources.get(field) or (int(field) if field.isdecimal() else field)


def mapping_for(sheets: Sequence[Sheet], given: Mapping[str, str], remembered: Sequence[Remembered]) -> dict[str, str]:
    """What is remembered of files with the headings of these sheets, and what is given, which leads."""
    shapes = {shape for sheet in sheets for shape in shapes_of(sheet)}
    mapping: dict[str, str] = {}
    for each in remembered:
        if each.shape in shapes:
            mapping |= each.mapping
    return mapping | dict(given)


def shapes_of(sheet: Sheet) -> list[frozenset[str]]:
    """Each of the first rows as the set of its texts; one of them is the row of headings."""
    rows = (written_names(row).values() for row in sheet.rows[:HEAD_ROWS])
    return [frozenset(normal(text) for text in texts) for texts in rows if len(texts) > 1]


def as_text(shape: frozenset[str], mapping: Mapping[str, str]) -> tuple[str, str]:
    """Both as they are stored."""
    return json.dumps(sorted(shape), ensure_ascii=False), json.dumps(dict(sorted(mapping.items())), ensure_ascii=False)


def from_text(shape: str, mapping: str) -> Remembered:
    """What `as_text` wrote."""
    return Remembered(frozenset(json.loads(shape)), json.loads(mapping))
