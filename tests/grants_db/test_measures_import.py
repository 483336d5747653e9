"""The form of measures files as offices keep them: encodings, sheets, headings, sections, sums."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from sqlmodel import Session

from grants_db.import_export.measure_list.measure_file import ReadMeasures
from grants_db.import_export.measures import import_measures, read_measures
from grants_db.measures.store import list_measures

SHARED = Path(__file__).parents[2].parent / "shared" / "imports"
HEADINGS = ("Nr", "Handlungsfeld", "Maßnahme", "Kosten", "Gesichert")
Write = Callable[..., Path]


def reasons(reading: ReadMeasures) -> list[tuple[int, str, str]]:
    return [(finding.row, finding.column, finding.value) for finding in reading.refused]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared files of an office are not here")
@pytest.mark.parametrize("name", ["massnahmen-export.csv", "massnahmen-arbeitsstand.xlsx"])
def test_an_offices_file_comes_in_as_expected(name: str, session: Session) -> None:
    expected = json.loads(
        (SHARED / "expected.json").read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal
    )

    import_measures(session, SHARED / name)

    stored = {
        measure.number: {
            "number": measure.number,
            "action_field": measure.action_field_number,
            "title": measure.title,
            "unit": measure.unit.name if measure.unit else None,
            "cost": measure.cost,
            "secured": measure.secured,
        }
        for measure in list_measures(session)
    }
    assert stored == {entry["number"]: entry for entry in expected}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared files of an office are not here")
def test_the_bad_rows_of_an_offices_export_are_refused_with_their_place() -> None:
    reading = read_measures(SHARED / "massnahmen-export.csv")

    assert reasons(reading) == [(17, "Handlungsfeld", "HF 7"), (18, "Nr", "1.1"), (19, "Kosten", "-5.000 €")]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared files of an office are not here")
@pytest.mark.parametrize("name", ["massnahmen-export.csv", "massnahmen-arbeitsstand.xlsx"])
def test_the_same_file_twice_changes_nothing(name: str, session: Session) -> None:
    import_measures(session, SHARED / name)

    again = import_measures(session, SHARED / name)

    assert (again.counts.new, again.counts.changed, again.counts.unchanged) == (0, 0, 15)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encodings_and_separators_of_spreadsheet_programs_are_read(
    written: Write, encoding: str, separator: str
) -> None:
    file = written("1.1|HF 1|Übersetzung für Ämter|1.000 €|0", encoding=encoding, separator=separator)

    assert [record.title for record in read_measures(file).records] == ["Übersetzung für Ämter"]


def test_a_hint_at_the_separator_is_not_a_row(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_text("sep=,\nNr,Handlungsfeld,Maßnahme\n1.1,1,Sprachcafé\n", encoding="utf-8")

    assert [record.number for record in read_measures(file).records] == ["1.1"]


def test_title_lines_above_the_headings_are_passed_over(workbook: Write) -> None:
    file = workbook(["Integrationskonzept, Arbeitsstand"], [], HEADINGS, ["1.1", "HF 1", "Sprachcafé", 1000, 0])

    assert [record.number for record in read_measures(file).records] == ["1.1"]


def test_a_section_row_gives_its_field_to_the_rows_below(workbook: Write) -> None:
    headings = ("Nr.", "Maßnahme", "Kosten\ngesamt", "davon\ngesichert")
    file = workbook(
        headings,
        ["HF 2 „Spracherwerb“"],
        ["2.1", "Sprachcafé", 1000, 0],
        ["Handlungsfeld 4"],
        ["4.1", "Stadtteilfest", 500, 0],
        ["Gesellschaftliche Teilhabe"],
        ["5.1", "Wahlhilfe", 500, 0],
    )

    assert [(record.number, record.action_field) for record in read_measures(file).records] == [
        ("2.1", 2),
        ("4.1", 4),
        ("5.1", 5),
    ]


def test_rows_below_an_unknown_section_are_refused(workbook: Write) -> None:
    file = workbook(("Nr", "Maßnahme"), ["HF 2"], ["2.1", "Sprachcafé"], ["HF 9 Neues"], ["9.1", "Irgendwas"])

    reading = read_measures(file)

    assert [record.number for record in reading.records] == ["2.1"]
    assert [(finding.row, finding.value) for finding in reading.refused] == [(5, "HF 9 Neues")]


def test_a_section_may_stand_in_the_number_column_with_its_subtotal(workbook: Write) -> None:
    file = workbook(
        ("Nr", "Maßnahme", "Kosten"),
        ["HF 1", "Weltoffenheit", 1000],
        ["1.1", "Fachtag", 1000],
        ["HF 2", "Spracherwerb", 500],
        ["2.1", "Sprachcafé", 500],
    )

    reading = read_measures(file)

    assert [(record.number, record.action_field) for record in reading.records] == [("1.1", 1), ("2.1", 2)]
    assert reading.refused == []


def test_a_cell_merged_over_several_rows_counts_for_each_unless_it_is_a_sum(tmp_path: Path) -> None:
    file = tmp_path / "m.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Handlungsfeld", "Nr", "Maßnahme", "Zuständig", "Kosten"])
        for row, number in ((1, "2.1"), (2, "2.2"), (3, "2.3")):
            page.write_row(row, 1, [number, "Sprachcafé"])
        page.merge_range(1, 0, 3, 0, "HF 2")
        page.merge_range(1, 3, 2, 3, "Amt 50")
        page.merge_range(1, 4, 2, 4, 9000)

    records = read_measures(file).records

    assert [(record.action_field, record.unit, record.cost) for record in records] == [
        (2, "Amt 50", Decimal(9000)),
        (2, "Amt 50", None),
        (2, "", None),
    ]


def test_a_sum_row_is_named_and_left_out(written: Write) -> None:
    reading = read_measures(written("1.1|HF 1|Sprachcafé|1.000|0", "||Summe|1.000|0", "Gesamt:|||1.000|0"))

    assert (len(reading.records), reading.refused) == (1, [])
    assert any("Zeile 3: Summenzeile" in str(note) for note in reading.notes)


def test_a_stray_line_is_named_not_dropped(written: Write) -> None:
    reading = read_measures(written("1.1|HF 1|Sprachcafé|1.000|0", "||||", "|siehe Protokoll|||"))

    assert any("Zeile 4" in str(note) and "siehe Protokoll" in str(note) for note in reading.notes)


def test_a_sheet_without_measures_is_named(tmp_path: Path) -> None:
    file = tmp_path / "m.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        page = book.add_worksheet("Maßnahmen")
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, ["1.1", "1", "Sprachcafé", 1000, 0])
        book.add_worksheet("Legende").write(0, 0, "a Vorhandenes")
        book.add_worksheet("Leer")

    notes = [str(note) for note in read_measures(file).notes]

    assert any("Legende" in note for note in notes)
    assert not any("Leer" in note for note in notes)


def test_two_sheets_with_measures_are_both_read(tmp_path: Path) -> None:
    file = tmp_path / "m.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        for field in (1, 2):
            page = book.add_worksheet(f"HF {field}")
            page.write_row(0, 0, HEADINGS)
            page.write_row(1, 0, [f"{field}.1", str(field), "Sprachcafé", 1000, 0])

    assert [record.number for record in read_measures(file).records] == ["1.1", "2.1"]


def test_an_unknown_heading_is_named(written: Write) -> None:
    file = written("1.1|HF 1|Sprachcafé|1.000|0|rot", headings=(*HEADINGS, "Ampel"))

    assert any("„Ampel“" in str(note) for note in read_measures(file).notes)


def test_two_rows_of_headings_are_read_as_one(tmp_path: Path) -> None:
    file = tmp_path / "m.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Nr", "HF", "Maßnahme"])
        page.merge_range(0, 3, 0, 5, "Kosten")
        page.write(0, 6, "davon gesichert")
        page.write_row(1, 3, ["gesamt", 2026, 2027])
        page.write_row(2, 0, ["1.1", 1, "Sprachcafé", 3000, 1000, 2000, 500])

    (record,) = read_measures(file).records

    assert (record.cost, record.secured) == (Decimal(3000), Decimal(500))
    assert record.year_costs == {2026: Decimal(1000), 2027: Decimal(2000)}


def test_a_column_without_a_heading_is_named(written: Write) -> None:
    reading = read_measures(written("1.1|HF 1|Sprachcafé|1.000|0||wichtig"))

    assert any("Die Spalte G hat keine Überschrift" in str(note) for note in reading.notes)


def test_the_headings_repeated_on_a_later_page_are_no_row(written: Write) -> None:
    reading = read_measures(written("1.1|HF 1|Sprachcafé|1.000|0", "|".join(HEADINGS), "1.2|HF 1|Fest|1.000|0"))

    assert [record.number for record in reading.records] == ["1.1", "1.2"]
    assert reading.refused == []
