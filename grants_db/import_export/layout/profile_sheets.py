"""Profiles of single measures, label beside value, as rows of a table with headings."""

from collections.abc import Iterator, Sequence

from grants_db.import_export.layout.known_headings import Meaning, MoneySource, Role, meaning_of
from grants_db.import_export.layout.sheet import Sheet, TableRow
from grants_db.rules.cell import Cell, as_text

LEAST_LABELS = 4  # fewer known labels are no profile


def from_profiles(sheet: Sheet) -> Sheet:
    """The sheet with a row for each profile on it; as it is where it holds none."""
    profiles = list(_profiles(sheet.rows))
    if not profiles:
        return sheet
    labels = list(dict.fromkeys(label for _, profile in profiles for label in profile))
    heading = TableRow(0, list(labels))
    rows = [TableRow(number, [profile.get(label, "") for label in labels]) for number, profile in profiles]
    return Sheet(sheet.name, [heading, *rows], hidden=sheet.hidden, unsure=sheet.unsure, above=sheet.above)


def _profiles(rows: Sequence[TableRow]) -> Iterator[tuple[int, dict[str, Cell]]]:
    """Each profile with the number of its first row; a label that comes again begins the next one."""
    first, profile = 0, dict[str, Cell]()
    for row in rows:
        for label, value in _pairs(row):
            if label in profile:
                if _is_profile(profile):
                    yield first, profile
                profile = {}
            if not profile:
                first = row.number
            profile[label] = value
    if _is_profile(profile):
        yield first, profile


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
        is_value = not (isinstance(after, str) and _is_field(meaning_of(after.rstrip(" :"))))
        yield label, after if is_value else ""
        place += 2 if is_value else 1


def _is_field(meaning: Meaning | None) -> bool:
    return isinstance(meaning, str | MoneySource) or meaning is Role.HOPED


def _is_profile(profile: dict[str, Cell]) -> bool:
    found = [meaning_of(label) for label, value in profile.items() if as_text(value)]
    return "title" in found and sum(_is_field(each) or isinstance(each, int) for each in found) >= LEAST_LABELS
