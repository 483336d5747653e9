"""Files that can't be used: each is one clear sentence, and nothing is stored."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from sqlmodel import Session

from grants_db.errors import InputError
from grants_db.import_export import table_reader
from grants_db.import_export.measures import import_measures, read_measures
from grants_db.import_export.workbook.raw_sheet import MOST_ROWS
from grants_db.import_export.workbook.workbook_process import MOST_UNPACKED_BYTES
from grants_db.measures.store import list_measures

OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
GOOD = "Nr;Handlungsfeld;Maßnahme\n1.1;1;Sprachcafé\n"


@pytest.fixture(scope="module")
def a_workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("good") / "m.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Nr", "Handlungsfeld", "Maßnahme"])
        page.write_row(1, 0, ["1.1", "1", "Sprachcafé"])
    return file.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("m.csv", b"", "ist leer"),
        ("m.csv", b"\n;;;\n\n", "keine einzige ausgefüllte Zeile"),
        ("m.csv", b"\xef\xbb\xbf", "keine einzige ausgefüllte Zeile"),
        ("m.csv", "Liebe Frau Müller,\nanbei die Liste.\n".encode(), "fehlt die Kopfzeile"),
        ("m.csv", b"PK\x03\x04rest", "enthält aber keinen Text"),
        ("m.csv", b"%PDF-1.7", "enthält aber keinen Text"),
        ("m.csv", b"N\x00r\x00;\x00", "Zeichen"),
        ("m.csv", b"Nr;Ma\x81\xb0nahme\n", "Zeichen"),
        ("m.pdf", b"%PDF-1.7", "beschädigt"),
        ("m.pptx", b"PK", "werden nicht gelesen"),
        ("massnahmen", GOOD.encode(), "werden nicht gelesen"),
        ("m.xlsx", GOOD.encode(), "keine Tabelle, obwohl sie auf .xlsx endet"),
        ("m.ods", b"<html>", "keine Tabelle, obwohl sie auf .ods endet"),
        ("m.xlsx", b"PK\x03\x04" + b"\x00" * 100, "beschädigt"),
        ("m.xls", OLE_MAGIC + b"\x00" * 2000, "beschädigt"),
        ("m.xlsx", OLE_MAGIC + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "Kennwort"),
    ],
)
def test_a_file_of_no_use_is_one_sentence(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)

    with pytest.raises(InputError, match=sentence) as caught:
        read_measures(file)
    assert name in str(caught.value)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="gibt es nicht"):
        read_measures(tmp_path / "fehlt.xlsx")


def test_a_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "ordner.csv").mkdir()

    with pytest.raises(InputError, match="nicht lesbar"):
        read_measures(tmp_path / "ordner.csv")


def test_a_workbook_cut_short_is_one_sentence(tmp_path: Path, a_workbook: bytes) -> None:
    file = tmp_path / "m.xlsx"
    file.write_bytes(a_workbook[:-400])

    with pytest.raises(InputError, match="beschädigt"):
        read_measures(file)


def test_a_zip_that_is_no_workbook_is_one_sentence(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "m.xlsx", "w") as archive:
        archive.writestr("brief.txt", "Guten Tag")

    with pytest.raises(InputError, match="beschädigt oder keine Tabelle"):
        read_measures(tmp_path / "m.xlsx")


@pytest.mark.slow
def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "m.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(MOST_UNPACKED_BYTES + 1))

    with pytest.raises(InputError, match="viel zu groß"):
        read_measures(tmp_path / "m.xlsx")


def test_an_endless_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    with file.open("wb") as opened:
        opened.truncate(table_reader.MOST_BYTES + 1)

    with pytest.raises(InputError, match="größer als 20 MB"):
        read_measures(file)


def test_an_ods_behind_a_password_is_one_sentence(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "m.ods", "w") as archive:
        archive.writestr("content.xml", b"\x17\x03")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")

    with pytest.raises(InputError, match="Kennwort"):
        read_measures(tmp_path / "m.ods")


def test_an_xls_behind_a_password_is_one_sentence(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("Liste").write(0, 0, "Nr")
    book.save(str(tmp_path / "m.xls"))
    content = (tmp_path / "m.xls").read_bytes()
    harmless, password = b"\xc1\x00\x02\x00", b"\x2f\x00\x02\x00"  # two records of the same length
    (tmp_path / "m.xls").write_bytes(content.replace(harmless, password, 1))

    with pytest.raises(InputError, match="Kennwort"):
        read_measures(tmp_path / "m.xls")


def test_too_many_rows_are_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_text("Nr;Handlungsfeld;Maßnahme\n" + "1.1;1;x\n" * (MOST_ROWS + 1), encoding="utf-8")

    with pytest.raises(InputError, match="mehr als 20000"):
        read_measures(file)


def test_a_cell_without_an_end_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_text(GOOD + '1.2;1;"' + "x" * 140_000, encoding="utf-8")

    with pytest.raises(InputError, match="Anführungszeichen"):
        read_measures(file)


def test_a_file_of_no_use_stores_nothing(tmp_path: Path, session: Session) -> None:
    file = tmp_path / "m.csv"
    file.write_text("nichts", encoding="utf-8")

    with pytest.raises(InputError):
        import_measures(session, file)
    assert list_measures(session) == []


def test_an_ods_file_is_read(tmp_path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    page = Table(name="Maßnahmen")
    for cells in (["Nr", "Handlungsfeld", "Maßnahme"], ["1.1", "1", "Sprachcafé"]):
        row = TableRow()
        for text in cells:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            row.addElement(cell)
        page.addElement(row)
    book.spreadsheet.addElement(page)
    book.save(str(tmp_path / "m.ods"))

    assert [record.title for record in read_measures(tmp_path / "m.ods").records] == ["Sprachcafé"]


def test_a_sheet_that_begins_further_down_keeps_its_row_numbers(tmp_path: Path) -> None:
    file = tmp_path / "m.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        page = book.add_worksheet()
        page.write_row(4, 2, ["Nr", "Handlungsfeld", "Maßnahme"])
        page.write_row(6, 2, ["1.1", "9", "Sprachcafé"])

    assert [(finding.row, finding.column) for finding in read_measures(file).refused] == [(7, "Handlungsfeld")]


def read_or_refuse(file: Path) -> bool:
    """Was the file read? Anything but our own sentence goes through and fails the test."""
    try:
        read_measures(file)
    except InputError:
        return False
    return True


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_no_bytes_in_a_csv_break_the_reading(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "m.csv").write_bytes(GOOD.encode() + content)

    assert read_or_refuse(tmp_path / "m.csv") in (True, False)


@pytest.mark.slow  # a process for each
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(places=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), min_size=1, max_size=5))
def test_no_torn_workbook_breaks_the_reading(tmp_path: Path, a_workbook: bytes, places: list[tuple[int, int]]) -> None:
    content = bytearray(a_workbook)
    for place, byte in places:
        content[place % len(content)] = byte
    (tmp_path / "torn.xlsx").write_bytes(content)

    assert read_or_refuse(tmp_path / "torn.xlsx") in (True, False)
