"""Profiles of single measures, label beside value, as rows of a table with headings.

A profile may begin with a line of its own, "Maßnahme 1.4 Forum Erinnerungskultur", and stand under an action field's.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from grants_db.import_export.layout.known_headings import Meaning, MoneySource, Role, meaning_of
from grants_db.import_export.layout.measure_words import looks_like_section
from grants_db.import_export.layout.sheet import Sheet, TableRow
from grants_db.rules.cell import Cell, as_text

MOST_LEADING = 3  # columns among which the one with the labels is looked for
LEAST_LABELS = 4  # fewer known labels are no profile
NUMBER, TITLE, FIELD = "Nr", "Maßnahme", "Handlungsfeld"  # headings of what stands in a line of its own
#: that line: a word for it, a number, or both before the title
HEAD = re.compile(
    r"(?:(?P<word>Maßnahmen?(?:blatt|steckbrief|nummer|-?Nr\.?)?|Projekt(?:blatt|steckbrief)?|Vorhaben|Steckbrief|M)"
    r"\s*(?:Nr\.?)?[\s:]*)?(?P<number>(?:[A-Z]{1,3}[ .-]?)?\d{1,2}(?:[.\-/]\d{1,3}){0,3})?[a-z]?\s*[.:)–-]?\s+"
    r"(?P<title>[^\W\d_„“\"(].{2,200}|[„“\"(].{2,200})",
    re.S,
)


def from_profiles(sheet: Sheet) -> Sheet:
    """The sheet with a row for each profile on it, or for each measure that is a column; as it is without any."""
    if turned := _turned(sheet):
        return turned
    profiles = list(_profiles(sheet.rows))
    if not profiles:
        return sheet
    labels = list(dict.fromkeys(label for _, profile in profiles for label in profile))
    heading = TableRow(0, list(labels))
    rows = [TableRow(number, [profile.get(label, "") for label in labels]) for number, profile in profiles]
    return Sheet(sheet.name, [heading, *rows], hidden=sheet.hidden, unsure=sheet.unsure, above=sheet.above)


def _turned(sheet: Sheet) -> Sheet | None:
    """The sheet with its columns as rows, where the headings stand below each other and each measure is a column."""
    at = next((at for at in range(MOST_LEADING) if len(_labels(sheet.rows, at)) >= LEAST_LABELS), None)
    if at is None:
        return None
    labels = _labels(sheet.rows, at)
    width = max(len(row.cells) for row in labels.values())
    columns = [
        index for index in range(at + 1, width) if sum(as_text(row.at(index)) != "" for row in labels.values()) > 1
    ]
    meanings = {meaning_of(label) for label in labels}
    if len(columns) < 2 or "title" not in meanings or not _is_told_apart(labels, columns):
        return None
    heading = TableRow(0, list(labels))
    rows = [TableRow(index + 1, [row.at(index) for row in labels.values()]) for index in columns]
    return Sheet(sheet.name, [heading, *rows], hidden=sheet.hidden, unsure=sheet.unsure, above=sheet.above)


def _labels(rows: Sequence[TableRow], at: int) -> dict[str, TableRow]:
    """The rows that begin with a known heading in this column, by it; a sheet of profiles has some twice: none then."""
    found: dict[str, TableRow] = {}
    for row in rows:
        label = as_text(row.at(at)).rstrip(" :")
        if not isinstance(row.at(at), str) or any(as_text(row.at(before)) for before in range(at)):
            continue
        if (label and _is_field(meaning_of(label))) or isinstance(meaning_of(label), int):
            if label in found:
                return {}
            found[label] = row
    return found


def _is_told_apart(labels: Mapping[str, TableRow], columns: Sequence[int]) -> bool:
    """Has every column a title of its own, and is no value a heading, as it is in profiles with two labels a row?"""
    titles = [row for label, row in labels.items() if meaning_of(label) == "title"]
    names = [as_text(titles[0].at(index)) for index in columns]
    values = [as_text(row.at(index)).rstrip(" :") for row in labels.values() for index in columns]
    return (
        all(names) and len(set(names)) == len(names) and not any(_is_field(meaning_of(text)) for text in values if text)
    )


def _profiles(rows: Sequence[TableRow]) -> Iterator[tuple[int, dict[str, Cell]]]:
    """Each profile with the number of its first row; a label that comes again begins the next one."""
    first, profile, section, over = 0, dict[str, Cell](), "", ""  # `over`: the field its own line stands under
    for row in rows:
        alone = " ".join(row.names.values())
        if looks_like_section(alone) and not list(_pairs(row))[1:]:
            section = alone if meaning_of(row.texts[0].rstrip(" :")) != "action_field" else section
        if head := _head(row):
            if _is_profile(profile):
                yield first, _under(over, profile)
            first, profile, over = row.number, head, section
            continue
        for label, value in _pairs(row):
            if label in profile:
                if _is_profile(profile):
                    yield first, _under(over, profile)
                profile = {}
            if not profile:
                first = row.number
            profile[label] = value
    if _is_profile(profile):
        yield first, _under(over, profile)


def _under(section: str, profile: dict[str, Cell]) -> dict[str, Cell]:
    """The profile with the action field that a line over it names, where it names none itself."""
    own = any(meaning_of(label) == "action_field" for label in profile)
    return profile if own or not section else {**profile, FIELD: section}


def _head(row: TableRow) -> dict[str, Cell] | None:
    """Number and title from a line that begins a profile; None where it is another line."""
    texts = list(row.names.values())
    if not texts or len(texts) > 2 or looks_like_section(texts[0]):
        return None
    found = HEAD.fullmatch(" ".join(texts))
    if found is None or not (found["word"] or (found["number"] and re.search(r"\d[.\-/]\d", found["number"]))):
        return None
    if meaning_of(texts[0].rstrip(" :")) not in (None, "title", "number") or (found["word"] and not found["number"]):
        return None
    return {NUMBER: found["number"] or "", TITLE: found["title"].strip()}


def _pairs(row: TableRow) -> Iterator[tuple[str, Cell]]:
    """Labels with the value to their right; a label without one has an empty value."""
    filled = [cell for cell in row.cells if as_text(cell)]
    place = 0
    while place < len(filled):
        label = as_text(filled[place]).rstrip(" :")
        if not isinstance(filled[place], str) or meaning_of(label) is None:
            if place == 0:
                return  # the row doesn't begin with a label: prose, or a table
            place += 1
            continue
        after = filled[place + 1] if place + 1 < len(filled) else ""
        is_value = len(filled) == 2 or not (isinstance(after, str) and _is_field(meaning_of(after.rstrip(" :"))))
        yield label, after if is_value else ""
        place += 2 if is_value else 1


def _is_field(meaning: Meaning | None) -> bool:
    return isinstance(meaning, str | MoneySource) or meaning is Role.HOPED


def _is_profile(profile: dict[str, Cell]) -> bool:
    found = [meaning_of(label) for label, value in profile.items() if as_text(value)]
    return "title" in found and sum(_is_field(each) or isinstance(each, int) for each in found) >= LEAST_LABELS
