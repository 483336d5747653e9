"""The columns of a measures file: their headings in our own files, and finding the rows the headings stand in."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from grants_db.import_export.layout.assigned_columns import ONE_FIELD, assigned
from grants_db.import_export.layout.header import OWN_TITLE, Header, Heading
from grants_db.import_export.layout.heading_form import normal
from grants_db.import_export.layout.known_headings import Meaning, MoneySource, Role, meaning_of
from grants_db.import_export.layout.proposed_columns import told_by_words
from grants_db.import_export.layout.sheet import TableRow, written_names
from grants_db.rules.cell import Shown, as_text

#: heading in our own files, by the field it fills; the order of an export
HEADINGS = {
    "number": "Nr",
    "action_field": "Handlungsfeld",
    "goal": "Ziel",
    "title": "Maßnahme",
    "description": "Beschreibung",
    "kind": "Art",
    "binding": "Bindung",
    "state": "Status",
    "unit": "Zuständig",
    "further_units": "Auch zuständig",
    "carrier": "Träger",
    "carrier_kind": "Trägerart",
    "period": "Zeitraum",
    "starts_on": "Beginn",
    "ends_on": "Ende",
    "cost": "Kosten",
    "secured": "Gesichert",
    "gap": "Lücke",  # computed; written for people, ignored when read
    "sample": "Muster",
    "list_name": "Liste",
    "list_number": "Nr in der Liste",
}
#: of an export: a template is one list, whose name nobody need write into each row
OF_LISTS = ("list_name", "list_number")
MOST_HEADER_ROWS = 3
#: a list without numbers is one of measures where so many columns beside the title are known
ENOUGH = 2
#: a row without a heading for titles names so many of the others
ENOUGH_OTHERS = 3
FIELDS_OF_MEASURES = {"number", "action_field", "unit", "cost", "secured", "state", "period", "goal"}
MONEY_OR_DUTY = {"cost", "secured", "action_field", "unit", "gap"}
#: a list of grants that were given
RECIPIENT = re.compile(r"(zuwendungs|förder|mittel|letzt)?empfänger|begünstigte|antragsteller|zuschussnehmer", re.I)
GIVEN = re.compile(r"zuwendung|zuschuss|förder(summe|betrag|ung)|bewillig|ausgezahlt|auszahlung|spende", re.I)


def find_header(
    rows: Sequence[TableRow],
    given: Mapping[str, Meaning] | None = None,
    wide: Mapping[tuple[int, int], int] | None = None,
) -> Header | None:
    """The first rows that name number and title of measures, else the first that name a title and more.

    Up to three rows of headings are read as one ("gesamt", "2026" under or over a merged "Kosten").
    """
    weak: Header | None = None
    for place, row in enumerate(rows):
        if not _may_head(row, given or {}):
            continue
        headings, last = _headings(rows, place, wide or {})
        header = assigned(headings, rows[last].number, rows[last + 1 :], given or {})
        header = replace(header, top=row.number)
        if header.is_for_measures:
            return header
        if weak is None and _is_list_without_numbers(header):
            weak = replace(header, numbered="number" in header.columns)
    return weak


def fitness(rows: Sequence[TableRow]) -> int:
    """How many columns of measures the rows offer; decides between the separators of a .csv."""
    best = 0
    for row in rows:
        found = {meaning for text in written_names(row).values() if (meaning := meaning_of(text)) is not None}
        best = max(best, len(found - {Role.OTHER}))
        if {"number", "title"} <= found:
            return 100 + best
    return best


def names_grants_given(rows: Sequence[TableRow]) -> bool:
    """Are there headings of a list of grants that were given to others?"""
    for row in rows:
        names = list(written_names(row).values())
        if (
            any(RECIPIENT.search(name) for name in names)
            and any(GIVEN.search(name) for name in names)
            and not any(re.search(r"maßnahme|handlungsfeld", name, re.I) for name in names)
        ):
            return True
    return False


def unnamed_columns(header: Header, rows: Sequence[TableRow]) -> list[str]:
    """The letters of columns that hold something in the rows under the header but have no heading."""
    below = [row for row in rows if row.number > header.row]
    unnamed = [at for at in range(max((len(row.texts) for row in below), default=0)) if at not in header.names]
    return [letters(at) for at in unnamed if any(row.texts[at].strip() for row in below if at < len(row.texts))]


def letters(index: int) -> str:
    """A column as spreadsheets name it: A, B … Z, AA."""
    before, last = divmod(index, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def _may_head(row: TableRow, given: Mapping[str, Meaning]) -> bool:
    """Does the row name a title among other things, or enough else that one of its headings may be the title's?"""
    names = written_names(row)
    if len(names) < 2:
        return False
    meanings = {Heading(text).meaning(given) for text in names.values()}
    if "title" in meanings or len(names) < ENOUGH_OTHERS:
        return "title" in meanings
    told = {field for text in names.values() for field in told_by_words(normal(text))[:1]}
    return len(FIELDS_OF_MEASURES & (meanings | told)) >= ENOUGH_OTHERS


def _is_list_without_numbers(header: Header) -> bool:
    if "title" not in header.columns:
        return False
    known = header.places.keys() - {"title"}
    if not OWN_TITLE.search(header.names[header.columns["title"]]):
        return "action_field" in known and len(known) > ENOUGH
    return len(known) >= ENOUGH and bool(known & MONEY_OR_DUTY or header.year_costs or header.sources)


def _headings(
    rows: Sequence[TableRow], place: int, wide: Mapping[tuple[int, int], int]
) -> tuple[dict[int, Heading], int]:
    """The headings that begin in a row, with those over it and under it; and the place of their last row."""
    headings = {index: Heading(text) for index, text in written_names(rows[place]).items()}
    if place and _heads_groups(rows[place - 1], headings):
        groups = _spread(rows[place - 1], wide, headings)
        headings = {index: replace(each, groups=_named(groups.get(index))) for index, each in headings.items()}
        headings |= {at: Heading(text) for at, text in written_names(rows[place - 1]).items() if at not in headings}
    last = place
    while last + 1 < len(rows) and last - place + 1 < MOST_HEADER_ROWS:
        if not _continues(headings, rows[last + 1], _grouped_columns(rows[last], rows[last + 1], wide)):
            break
        over = _spread(rows[last], wide, written_names(rows[last + 1]))
        for index, text in written_names(rows[last + 1]).items():
            above = headings.get(index)
            headings[index] = Heading(text, (*above.groups, above.own) if above else _named(over.get(index)))
        last += 1
    return dict(sorted(headings.items())), last


def _grouped_columns(row: TableRow, below: TableRow, wide: Mapping[tuple[int, int], int]) -> Set[int]:
    """The columns under a heading merged over several, or with nothing beside it where the row below has words."""
    columns: set[int] = set()
    at = sorted(written_names(row))
    end = max((*at, *below.names), default=0) + 1
    for index, following in zip(at, [*at[1:], end], strict=True):
        named = [column for column in range(index, following) if column in below.names]
        reach = wide.get((row.number, index), named[-1] if len(named) > 1 and named[0] == index else index)
        columns.update(range(index, reach + 1) if reach > index else ())
    return columns


def _named(group: str | None) -> tuple[str, ...]:
    return (group,) if group else ()


def _spread(row: TableRow, wide: Mapping[tuple[int, int], int], wanted: Mapping[int, object]) -> dict[int, str]:
    """The row's texts, each over the columns to its right up to the next one, or as far as its cell is merged."""
    spread: dict[int, str] = {}
    names = written_names(row)
    text, reach = "", None
    for index in range(max([*names, *wanted], default=-1) + 1):
        if index in names:
            text, reach = names[index], wide.get((row.number, index))
        if text and (reach is None or index <= reach or index in names):
            spread[index] = text
    return spread


def _heads_groups(above: TableRow, headings: Mapping[int, Heading]) -> bool:
    """Does the row over the headings head groups of them? It names money over years, totals or sources."""
    names = written_names(above)
    if not names or any(isinstance(cell, Decimal | Shown) for cell in above.cells):
        return False
    over = _spread(above, {}, headings)
    loose = (meaning_of(each.own) for index, each in headings.items() if index in over)
    return any(isinstance(each, int | MoneySource) or each is Role.TOTAL for each in loose) and any(
        _names_money(text) for text in names.values()
    )


@lru_cache(maxsize=1000)
def _names_money(text: str) -> bool:
    found = meaning_of(text)
    return (
        isinstance(found, MoneySource)
        or found in ("cost", "secured", "gap", Role.PAST, Role.HOPED)
        or (
            len(text) < 60
            and re.search(r"kosten|bedarf|finanzierung|mittel|ansatz|haushalt|budget|plan", text, re.I) is not None
        )
    )


def _continues(headings: Mapping[int, Heading], below: TableRow, under: Set[int] = frozenset()) -> bool:
    """Is the row a further row of headings? It says nothing of a measure and names years, totals or sources.

    Words that stand in nothing but columns `under` one merged heading are headings in any case.
    """
    names = written_names(below)
    said = {meaning_of(each.own): index for index, each in headings.items()}
    key = {said.get("number"), said.get("title")} - {None} - under
    if key & names.keys() or not names:
        return False
    if _counts_fields(headings, names):
        return True
    if any(isinstance(cell, Decimal | Shown) and not _is_year(as_text(cell)) for cell in below.cells):
        return False
    if len(names) > 1 and names.keys() <= under and not any(re.search(r"\d", name) for name in names.values()):
        return True
    known = [meaning_of(name) for name in names.values()]
    if len(known) > 1 and None not in known and any(isinstance(each, str) for each in known):
        return True  # nothing but headings: no row of a measure reads so
    if all(
        isinstance(each, int | MoneySource | Role) or each in ("secured", "cost", "starts_on", "ends_on", "gap")
        for each in known
    ):
        return any(each is not Role.OTHER for each in known)
    return any(_starts_with_davon(name) for name in names.values())


def _counts_fields(headings: Mapping[int, Heading], names: Mapping[int, str]) -> bool:
    """Are all action fields named under one heading for them, a column each?"""
    at = next((index for index, each in headings.items() if meaning_of(each.own) == "action_field"), None)
    if at is None or len(names) < 2 or min(names) != at or max(names) - at >= len(names):
        return False
    return not (names.keys() & headings.keys() - {at}) and all(ONE_FIELD.fullmatch(name) for name in names.values())


def _is_year(text: str) -> bool:
    return re.fullmatch(r"20\d\d", text) is not None


def _starts_with_davon(text: str) -> bool:
    return text.lower().startswith("davon ")
