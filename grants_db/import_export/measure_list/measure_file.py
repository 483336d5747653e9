"""What a whole measures file says: its sheets, their headings, and all measures together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from grants_db.errors import InputError
from grants_db.import_export.layout.decimal_point import counts_with_points
from grants_db.import_export.layout.import_findings import Context, Known, SheetReading
from grants_db.import_export.layout.known_headings import Meaning
from grants_db.import_export.layout.sheet import Sheet
from grants_db.import_export.layout.table_found import TableFound
from grants_db.import_export.layout.table_unit import STATEMENT, in_unit_of_table, statements
from grants_db.import_export.measure_list.concept_fields import ConceptFieldRow, fields_of_sheet, fields_told
from grants_db.import_export.measure_list.list_numbers import MeasureLists, names_lists
from grants_db.import_export.measure_list.measure_columns import find_header, names_grants_given
from grants_db.import_export.measure_list.measure_numbers import (
    MeasureEntry,
    check_numbers,
    fields_by_numbers,
    given_numbers,
    numbers_in_order,
    numbers_of_their_own,
    one_measure_each,
)
from grants_db.import_export.measure_list.measure_preview import table_found
from grants_db.import_export.measure_list.measure_rows import entries_of
from grants_db.import_export.measure_list.sheet_notes import (
    field_above,
    lines_beside,
    not_read,
    notes_on,
    said_above,
    says_a_dash_is_nothing,
    without_foreign_words,
)
from grants_db.import_export.sheet_shapes.profile_sheets import from_profiles
from grants_db.import_export.sheet_shapes.state_legend import with_legend
from grants_db.measures.store import natural
from grants_db.messages import Message

HEAD_ROWS = 200  # in which headings are looked for that make a file another kind of list


@dataclass
class ReadMeasures(SheetReading):
    """What a file says: measures, refused rows, what stays unknown, and notes."""

    path: Path = field(default_factory=Path)
    tables: list[TableFound] = field(default_factory=list)
    list_name: str = ""
    fields_in_doubt: dict[str, int | None] = field(default_factory=dict)  # as `Context.told`
    missing: list[tuple[str, str]] = field(default_factory=list)  # of the list: stored, and no longer in the file
    fields: list[ConceptFieldRow] = field(default_factory=list)  # of the city's own concept
    fields_before: dict[int, str] = field(default_factory=dict)  # what the stored ones are called
    further_units: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by number: beside the leading one

    def findings(self) -> list[Message]:
        """Everything a person should look at: refused first, then unknown, then notes."""
        return [*(finding.reason for finding in (*self.refused, *self.unknown)), *self.notes]

    def concept(self) -> Iterator[Message]:
        """The action fields that the file lists, and what becomes of the stored ones."""
        return fields_told(self.fields, self.fields_before)

    def columns(self) -> Iterator[Message]:
        """Where the headings were found, and what each column is read as."""
        yield from self.concept()
        for table in self.tables:
            yield from table.lines()


def understood(
    path: Path,
    sheets: Sequence[Sheet],
    city: str,
    lists: MeasureLists,
    today: date | None,
    given: Mapping[str, Meaning],
    action_fields: Mapping[int, tuple[str, ...]],
) -> ReadMeasures:
    """What the sheets of a file say of measures, and of the action fields they belong to.

    Raises:
        InputError: no row of headings with number and title, or a list of something else.
        OtherListError: it can't be told which list the file is.
    """
    reading = ReadMeasures(path=path)
    if any(names_grants_given(sheet.rows[:HEAD_ROWS]) for sheet in sheets):
        raise InputError(
            "{path} sieht aus wie eine Liste vergebener Zuwendungen (eine Spalte nennt die Empfänger), nicht wie eine "
            "Liste von Maßnahmen. Sind es Maßnahmen, bitte die Spalte mit ihren Namen „Maßnahme“ nennen.",
            path=path,
        )
    sheets = [with_legend(sheet) for sheet in _without_fields(sheets, reading)]
    action_fields = {**action_fields, **{each.number: (each.title, each.short) for each in reading.fields}}
    sheets = [sheet if find_header(sheet.rows, given, sheet.wide) else from_profiles(sheet) for sheet in sheets]
    headers = {
        sheet.name: header for sheet in sheets if (header := find_header(sheet.rows, given, sheet.wide)) is not None
    }
    if not headers and reading.fields:
        return reading
    if not headers:
        raise _without_header(path, [sheet.name for sheet in sheets if sheet.hidden])
    elsewhere = [text for sheet in sheets if sheet.name not in headers for text in statements(sheet.rows)]
    elsewhere += [line for sheet in sheets for line in lines_beside(sheet) if STATEMENT.match(line)]
    dash = says_a_dash_is_nothing(sheets)
    known: dict[str, Known] = {}
    fields_said = dict(lists.answers.fields)
    told: dict[str, int | None] = {}
    entries: list[MeasureEntry] = []
    section = ""
    for sheet in sheets:
        name = f"{path.name} [{sheet.name}]" if len(headers) > 1 else path.name
        if sheet.name not in headers:
            reading.notes.extend(not_read(sheet, path.name))
            continue
        header, unit = in_unit_of_table(headers[sheet.name], sheet.rows, [sheet.name, *elsewhere, *lines_beside(sheet)])
        header = without_foreign_words(header, sheet.rows)
        reading.tables.append(table_found(name, header))
        reading.notes.extend(notes_on(sheet, header, name, unit))
        point = counts_with_points(
            row.at(index) for row in sheet.rows if row.number > header.row for index in header.sums
        )
        context = Context(
            name, action_fields, city, known, lists.answers.same, sheet.spans, today, point, dash, fields_said, told
        )
        # the field a document's heading names holds until another one does
        context = replace(context, unit=said_above(sheet, header, "unit"))
        section = (
            said_above(sheet, header, "action_field")
            or field_above(sheet, headers, action_fields)
            or (section if sheet.above else "")
        )
        found = entries_of(sheet.rows, header, context, section, reading)
        numbers_in_order(found)
        entries.extend(found)
    entries = one_measure_each(entries)
    reading.notes.extend(numbers_of_their_own(entries, path.name))
    reading.notes.extend(fields_by_numbers(entries, action_fields, path.name))
    numbers = lists.numbers_for(entries, path)
    known.update(numbers.known)
    reading.list_name = numbers.name
    reading.notes.extend(numbers.place(entries, path.name))
    reading.notes.extend(given_numbers(entries, known, numbers.taken, path.name))
    check_numbers(entries)
    for each in entries:
        each.reader.read(each.number, each.section, each.further, reading, each.listed_as)
    named = any(each.in_list is not None for each in reading.records)
    if named and (lists.answers.list_name or not names_lists(entries)):  # else each row keeps to the list it names
        reading.records[:] = [replace(each, in_list=None) for each in reading.records]
    reading.fields_in_doubt = told
    gone = numbers.missing(each.number for each in entries)
    if len(gone) < sum(not each.sample for each in known.values()):  # else the file has nothing of the list
        reading.missing = sorted(gone, key=lambda one: natural(one[0]))
    return reading


def _without_fields(sheets: Sequence[Sheet], reading: ReadMeasures) -> list[Sheet]:
    """The sheets that list no action fields; those of the others are read."""
    others = []
    for sheet in sheets:
        place = f"{reading.path.name} [{sheet.name}]" if len(sheets) > 1 else reading.path.name
        found = None if sheet.hidden else fields_of_sheet(sheet, place, reading.notes)
        if found is None:
            others.append(sheet)
        else:
            reading.fields.extend(found)
    return others


def _without_header(path: Path, hidden: Sequence[str]) -> InputError:
    if hidden:
        return InputError(
            "In {path} fehlt auf den sichtbaren Blättern die Kopfzeile mit „Nr“ und „Maßnahme“; ausgeblendete Blätter "
            "werden nicht gelesen ({hidden}). Bitte das richtige Blatt einblenden.",
            path=path,
            hidden=", ".join(hidden),
        )
    return InputError(
        "In {path} fehlt die Kopfzeile: gebraucht werden wenigstens die Spalten „Nr“ und „Maßnahme“. „akquise measures "
        "template DATEI“ schreibt eine Vorlage.",
        path=path,
    )
