"""What a workbook shows and what it holds: formulas, number formats, hidden sheets. Unknown or refused, never wrong."""

import re
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from sqlmodel import Session

from grants_db.errors import InputError
from grants_db.import_export.measure_list.measure_file import ReadMeasures
from grants_db.import_export.measures import import_measures, read_measures
from grants_db.measures.store import get_measure
from grants_db.models.measure import Measure

HEADINGS = ("Nr", "HF", "Maßnahme", "Kosten", "Gesichert")
SHEET = "xl/worksheets/sheet1.xml"


def rewritten(file: Path, part: str, *changes: tuple[str, str]) -> Path:
    """The workbook with texts of one part replaced, as another program might have written it."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    for pattern, replacement in changes:
        parts[part], count = re.subn(pattern, replacement, parts[part])
        assert count, pattern
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file


@pytest.fixture
def with_formula(tmp_path: Path) -> Callable[..., Path]:
    """An .xlsx whose cost is a formula, with the result a library stores, and whose secured sum is one too."""

    def write(result: float | str = 0, secured: float = 500) -> Path:
        file = tmp_path / "formeln.xlsx"
        with xlsxwriter.Workbook(str(file)) as book:
            page = book.add_worksheet()
            page.write_row(0, 0, HEADINGS)
            page.write_row(1, 0, ["1.1", 1, "Sprachcafé"])
            page.write_formula(1, 3, "=1500*12", None, result)
            page.write_formula(1, 4, "=250*2", None, secured)
        return file

    return write


def calculated_by_a_program(file: Path) -> Path:
    """As a spreadsheet program stores it: nothing is to be calculated when it is opened."""
    return rewritten(file, "xl/workbook.xml", (r' fullCalcOnLoad="1"', ""))


def columns_of_formulas(reading: ReadMeasures) -> list[str]:
    return [finding.column for finding in reading.unknown if "Formel ohne Ergebnis" in str(finding.reason)]


def test_a_formula_that_nobody_calculated_is_unknown_not_nought(with_formula: Callable[..., Path]) -> None:
    reading = read_measures(with_formula())

    assert [(record.cost, record.secured) for record in reading.records] == [(None, Decimal(500))]
    assert columns_of_formulas(reading) == ["Kosten"]


@pytest.mark.parametrize("stored", ["<v></v>", "<v/>", ""])
def test_a_formula_without_any_result_is_unknown(with_formula: Callable[..., Path], stored: str) -> None:
    reading = read_measures(rewritten(with_formula(), SHEET, ("</f><v>0</v>", f"</f>{stored}")))

    assert [record.cost for record in reading.records] == [None]
    assert columns_of_formulas(reading) == ["Kosten"]


def test_noughts_only_are_no_results_where_no_program_calculated(with_formula: Callable[..., Path]) -> None:
    reading = read_measures(calculated_by_a_program(with_formula(secured=0)))

    assert columns_of_formulas(reading) == ["Kosten", "Gesichert"]


def test_a_nought_among_results_of_a_program_is_nought(with_formula: Callable[..., Path]) -> None:
    reading = read_measures(calculated_by_a_program(with_formula(result=18000, secured=0)))

    assert [(record.cost, record.secured) for record in reading.records] == [(Decimal(18000), Decimal(0))]
    assert reading.unknown == []


def test_results_that_a_library_stored_are_read_and_are_to_be_checked(with_formula: Callable[..., Path]) -> None:
    reading = read_measures(with_formula(result=18000))

    assert [record.cost for record in reading.records] == [Decimal(18000)]
    assert any("bitte die Beträge prüfen" in str(note) for note in reading.notes)


def test_a_fault_instead_of_a_result_is_shown(with_formula: Callable[..., Path]) -> None:
    (finding,) = read_measures(with_formula(result="#DIV/0!")).unknown

    assert (finding.column, finding.value) == ("Kosten", "#DIV/0!")


def test_a_formula_without_result_leaves_what_is_stored(
    session: Session, a_measure: Callable[..., Measure], with_formula: Callable[..., Path]
) -> None:
    a_measure(title="Sprachcafé", cost=Decimal(18000))

    import_measures(session, with_formula())

    assert get_measure(session, "1.1").cost == Decimal(18000)


@pytest.mark.parametrize(("column", "heading"), [(0, "Nr"), (1, "HF"), (2, "Maßnahme")])
def test_a_row_that_needs_a_formulas_result_is_refused(tmp_path: Path, column: int, heading: str) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "m.xlsx")) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, ["1.1", 1, "Sprachcafé", 1, 0])
        page.write_formula(1, column, "=Liste!A1")

    reading = read_measures(tmp_path / "m.xlsx")

    assert reading.records == []
    assert [(found.column, "Formel ohne Ergebnis" in str(found.reason)) for found in reading.refused] == [
        (heading, True)
    ]


FORMATS = [
    ('#,##0" T€"', 2500, "2500000"),
    ('#,##0.0 "TEUR"', 2.5, "2500"),
    ('0.0" Mio. €"', 1.5, "1500000"),
    ('0.0,," Mio. €"', 1500000, "1500000"),
    ('#,##0," T€"', 2500000, "2500000"),
    ('#,##0.00\\ "€"', 1751.46, "1751.46"),
    ("#,##0.00 [$€-407]", 1751.456, "1751.46"),
    ('_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-', 0, "0"),
    ('[>=1000000]0.0,," Mio. €";[>=1000]0," T€";0" €"', 2500, "2500"),
    ("#,##0.00", 1751.456, "1751.46"),
    ("#,##0.00;[Red]-#,##0.00", 12, "12"),
]
UNCLEAR = [
    ('0" Personen"', 40, "40 Personen"),
    ('"ca. "#,##0', 2500, "ca. 2.500"),
    ("0%", 0.5, "50%"),
    ("#,##0,", 2500000, "2500000 (anders gezeigt)"),
    ('#,##0".000"', 18, "18.000"),
    ("#,##0.00 [$$-409]", 12, "12,00 $"),
    ('0;-0;"n. n."', 0, "n. n."),
]


@pytest.fixture(params=[".xlsx", ".xls"])
def formatted(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str, float], Path]:
    """A workbook with one measure whose cost has this number format."""

    def write(code: str, value: float) -> Path:
        file = tmp_path / f"m{request.param}"
        if request.param == ".xlsx":
            with xlsxwriter.Workbook(str(file)) as book:
                page = book.add_worksheet()
                page.write_row(0, 0, HEADINGS)
                page.write_row(1, 0, ["1.1", 1, "Sprachcafé"])
                page.write_number(1, 3, value, book.add_format({"num_format": code}))
            return file
        book = xlwt.Workbook()
        page = book.add_sheet("Liste")
        for row, cells in enumerate((HEADINGS, ("1.1", 1, "Sprachcafé"))):
            for column, cell in enumerate(cells):
                page.write(row, column, cell)
        style = xlwt.XFStyle()
        style.num_format_str = code
        page.write(1, 3, value, style)
        book.save(str(file))
        return file

    return write


@pytest.mark.parametrize(("code", "value", "amount"), FORMATS)
def test_a_unit_in_the_number_format_counts(
    formatted: Callable[[str, float], Path], code: str, value: float, amount: str
) -> None:
    assert [record.cost for record in read_measures(formatted(code, value)).records] == [Decimal(amount)]


@pytest.mark.parametrize(("code", "value", "text"), UNCLEAR)
def test_a_number_that_is_shown_as_something_else_is_no_sum(
    formatted: Callable[[str, float], Path], code: str, value: float, text: str
) -> None:
    reading = read_measures(formatted(code, value))

    assert [record.cost for record in reading.records] == [None]
    assert (reading.unknown[0].column, reading.unknown[0].value) == ("Kosten", text)


def test_a_number_kept_as_a_number_is_the_one_that_is_shown(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "m.xlsx")) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADINGS)
        for row, (number, code) in enumerate([(1.1, "0.0"), (1.1, "0.00"), (1.11, "0.00"), (2, "0")], start=1):
            page.write_number(row, 0, number, book.add_format({"num_format": code}))
            page.write_row(row, 1, [1, "Sprachcafé", 1, 0])

    assert [record.number for record in read_measures(tmp_path / "m.xlsx").records] == ["1.1", "1.10", "1.11", "2"]


def test_a_number_that_lost_its_nought_is_refused_with_the_reason(workbook: Callable[..., Path]) -> None:
    file = workbook(HEADINGS, [1.1, 1, "Sprachcafé", 1, 0], [1.1, 1, "Elterncafé", 1, 0])

    (finding,) = read_measures(file).refused

    assert (finding.row, "aus 1.10 eine 1.1" in str(finding.reason)) == (3, True)


def an_ods(file: Path, *sheets: tuple[str, bool, Sequence[Sequence[object]]]) -> Path:
    """An .ods of sheets (name, hidden, rows); a cell is a text, a TableCell, or None for a covered one."""
    book = OpenDocumentSpreadsheet()
    out_of_sight = Style(name="ta1", family="table")
    out_of_sight.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(out_of_sight)
    for name, hidden, rows in sheets:
        page = Table(name=name, stylename=out_of_sight) if hidden else Table(name=name)
        for cells in rows:
            line = TableRow()
            for cell in cells:
                line.addElement(text_cell(cell) if isinstance(cell, str) else cell or CoveredTableCell())
            page.addElement(line)
        book.spreadsheet.addElement(page)
    book.save(str(file))
    return file


def text_cell(text: str, **more: object) -> TableCell:
    cell = TableCell(valuetype="string", **more)
    cell.addElement(P(text=text))
    return cell


def number_cell(value: float, text: str, **more: object) -> TableCell:
    cell = TableCell(valuetype="float", value=str(value), **more)
    cell.addElement(P(text=text))
    return cell


@pytest.mark.parametrize(
    ("value", "text", "amount"),
    [
        (2500, "2.500 T€", "2500000"),
        (2500000, "2.500 T€", "2500000"),
        (1751.46, "1.751 €", "1751.46"),
        (9000.5, "9000.5", "9000.5"),
        (2500000, "2.500", None),
        (40, "40 Personen", None),
    ],
)
def test_what_an_ods_shows_counts(tmp_path: Path, value: float, text: str, amount: str | None) -> None:
    rows = [HEADINGS, ["1.1", "1", "Sprachcafé", number_cell(value, text)]]

    (record,) = read_measures(an_ods(tmp_path / "m.ods", ("Liste", False, rows))).records

    assert record.cost == (Decimal(amount) if amount else None)


def test_a_formula_without_a_result_in_an_ods_is_unknown(tmp_path: Path) -> None:
    formulas = [TableCell(formula="of:=1500*12"), number_cell(500, "500", formula="of:=250*2")]
    rows = [HEADINGS, ["1.1", "1", "Sprachcafé", *formulas]]

    reading = read_measures(an_ods(tmp_path / "m.ods", ("Liste", False, rows)))

    assert [(record.cost, record.secured) for record in reading.records] == [(None, Decimal(500))]
    assert columns_of_formulas(reading) == ["Kosten"]


def test_merged_cells_of_an_ods_count_for_each_row(tmp_path: Path) -> None:
    field = text_cell("HF 2", numberrowsspanned="2", numbercolumnsspanned="1")
    rows = [HEADINGS, ["1.1", field, "Sprachcafé", "1"], ["1.2", None, "Elterncafé", "1"]]

    records = read_measures(an_ods(tmp_path / "m.ods", ("Liste", False, rows))).records

    assert [record.action_field for record in records] == [2, 2]


def test_merged_cells_of_an_xls_count_for_each_row(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("Liste")
    for column, heading in enumerate(HEADINGS):
        page.write(0, column, heading)
    page.write_merge(1, 2, 1, 1, "HF 2")
    for row, number in ((1, "1.1"), (2, "1.2")):
        page.write(row, 0, number)
        page.write(row, 2, "Sprachcafé")
    book.save(str(tmp_path / "m.xls"))

    assert [record.action_field for record in read_measures(tmp_path / "m.xls").records] == [2, 2]


OLD, NEW = ([list(HEADINGS), ["1.1", "1", title, "1", "0"]] for title in ("Altes Café", "Neues Café"))


def two_sheets(file: Path, *, both_hidden: bool = False) -> Path:
    """A workbook with an old list on a hidden sheet before the new one."""
    sheets = (("Stand 2024", True, OLD), ("Stand 2026", both_hidden, NEW))
    if file.suffix == ".ods":
        return an_ods(file, *sheets)
    if file.suffix == ".xls":
        book = xlwt.Workbook()
        for name, hidden, rows in sheets:
            page = book.add_sheet(name)
            page.visibility = 2 if hidden else 0  # hidden so that only a program shows it again
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    page.write(row, column, cell)
        book.save(str(file))
        return file
    with xlsxwriter.Workbook(str(file)) as workbook:
        workbook.add_worksheet("Deckblatt").activate()
        for name, hidden, rows in sheets:
            page = workbook.add_worksheet(name)
            for row, cells in enumerate(rows):
                page.write_row(row, 0, cells)
            if hidden:
                page.very_hidden()
    return file


@pytest.mark.parametrize("ending", [".xlsx", ".ods", ".xls"])
def test_a_hidden_sheet_is_not_read_and_named(tmp_path: Path, ending: str) -> None:
    reading = read_measures(two_sheets(tmp_path / f"m{ending}"))

    assert [record.title for record in reading.records] == ["Neues Café"]
    assert any("„Stand 2024“ ist ausgeblendet" in str(note) for note in reading.notes)


def test_a_list_on_hidden_sheets_only_is_refused_by_their_names(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"ausgeblendete Blätter .* \(Stand 2024, Stand 2026\)"):
        read_measures(two_sheets(tmp_path / "m.xlsx", both_hidden=True))
