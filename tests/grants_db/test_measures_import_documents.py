"""Tables of council annexes in Word and PDF, invented here; and those of the shared letters with their right values."""

import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from grants_db.errors import InputError
from grants_db.import_export.measure_list.measure_file import ReadMeasures
from grants_db.import_export.measures import read_measures

LETTERS = Path(__file__).parents[2].parent / "shared" / "letters"
HEADINGS = ["Nr.", "HF", "Maßnahme", "Zuständig", "Kosten", "gesichert"]
EDGES = [50, 90, 200, 450, 550, 640, 740]
ROWS = [
    ["1.1", "HF 1", "Fest der Kulturen", "Amt 41", "18.000", "5.000"],
    ["1.2", "HF 1", "Antirassismus-\nwoche", "Amt 50", "9.000", "0"],
    ["2.1", "HF 2", "Sprachcafé", "Amt 50", "24.000", "6.000"],
]
Sums = dict[str, tuple[Decimal | None, Decimal | None]]


def line_of_text(x: float, y: float, text: str) -> str:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 9 Tf {x} {y} Td ({escaped}) Tj ET\n"


def ruled(rows: Sequence[Sequence[str]], top: float, edges: Sequence[float] = EDGES) -> str:
    """A table with lines around every cell, as drawn on a page."""
    drawn, height = "", 24
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            for place, part in enumerate(cell.split("\n")):
                drawn += line_of_text(edges[column] + 3, top - row * height - 10 - place * 10, part)
    for row in range(len(rows) + 1):
        drawn += f"{edges[0]} {top - row * height} m {edges[-1]} {top - row * height} l S\n"
    for edge in edges:
        drawn += f"{edge} {top} m {edge} {top - len(rows) * height} l S\n"
    return drawn


def pdf(*pages: str, trailer: str = "") -> bytes:
    """A PDF with what is drawn on its pages."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for drawn in pages:
        content = drawn.encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        page = "/Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Resources << /Font << /F1 3 0 R >> >> /Contents"
        objects.append(f"<< {page} {len(objects)} 0 R >>".encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    written, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R {trailer}>>\nstartxref\n{len(written)}\n%%EOF\n".encode()
    return written + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


@pytest.fixture
def annex(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(content: bytes) -> Path:
        file = tmp_path / "anlage.pdf"
        file.write_bytes(content)
        return file

    return write


@pytest.fixture
def word(tmp_path: Path) -> Callable[..., Path]:
    """Writes a Word document of headings, texts and tables (lists of rows)."""

    def write(*blocks: str | list[list[str]], merged: Sequence[tuple[int, int, int, int]] = ()) -> Path:
        document = docx.Document()
        for block in blocks:
            if isinstance(block, str):
                document.add_paragraph(block)
                continue
            table = document.add_table(rows=len(block), cols=len(block[0]))
            for row, cells in enumerate(block):
                for column, text in enumerate(cells):
                    table.cell(row, column).text = text
            for top, left, bottom, right in merged:
                table.cell(top, left).merge(table.cell(bottom, right))
        file = tmp_path / "anlage.docx"
        document.save(str(file))
        return file

    return write


def sums(reading: ReadMeasures) -> Sums:
    return {record.number: (record.cost, record.secured) for record in reading.records}


@pytest.mark.skipif(not LETTERS.is_dir(), reason="the shared letters are not here")
@pytest.mark.parametrize("name", ["anlage-massnahmen-zwei-seiten.pdf", "anlage-je-handlungsfeld.docx"])
def test_a_shared_annex_comes_in_whole(name: str) -> None:
    right = json.loads((LETTERS / "right.json").read_text(encoding="utf-8"))["annexes"][name]["measures"]

    reading = read_measures(LETTERS / name)

    def amount(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    assert [
        (one.number, one.title, one.unit, one.cost, one.secured, str(one.action_field)) for one in reading.records
    ] == [
        (
            one["number"],
            one["title"],
            one["unit"],
            amount(one["cost"]),
            amount(one["secured"]),
            "".join(filter(str.isdigit, one["action_field"].split(":")[0])),
        )
        for one in right
    ]
    assert reading.refused == []


def test_a_table_that_goes_on_over_a_page_is_one(annex: Callable[[bytes], Path]) -> None:
    file = annex(pdf(ruled([HEADINGS, *ROWS[:2]], 540), ruled([["", "", "gegen rechts", "", "", ""], ROWS[2]], 560)))

    reading = read_measures(file)

    assert [record.title for record in reading.records] == [
        "Fest der Kulturen",
        "Antirassismuswoche gegen rechts",
        "Sprachcafé",
    ]
    assert sums(reading)["2.1"] == (Decimal(24000), Decimal(6000))


def test_the_unit_and_the_field_over_a_table_of_a_pdf_count(annex: Callable[[bytes], Path]) -> None:
    def table(*rows: list[str]) -> list[list[str]]:
        return [["Nr.", "Maßnahme", "Kosten"], *rows]

    edges = [50, 90, 300, 400]
    page = (
        line_of_text(50, 575, "Alle Angaben in T€")
        + line_of_text(50, 560, "Handlungsfeld 1: Bildung")
        + ruled(table(["1", "A", "18"]), 550, edges)
        + line_of_text(50, 460, "Handlungsfeld 2: Gesundheit")
        + ruled(table(["2", "B", "1,5"]), 450, edges)
    )

    reading = read_measures(annex(pdf(page)))

    assert [(record.action_field, record.cost) for record in reading.records] == [
        (1, Decimal(18000)),
        (2, Decimal(1500)),
    ]


LOCKED = f"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >> "


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (pdf("0.5 g 0 0 842 595 re f\n"), "ist eingescannt"),
        (pdf(line_of_text(50, 560, "Der Rat beschließt.")), "keine Tabelle mit Linien"),
        (pdf(line_of_text(50, 560, "x"), trailer=LOCKED), "Kennwort geschützt"),
        (pdf(ruled([HEADINGS, *ROWS], 540))[:300], "beschädigt"),
        (b"%PDF-1.4\n", "beschädigt"),
        (pdf(ruled([["Schritt", "Termin"], ["Beratung", "14.01.2027"]], 540, [50, 200, 300])), "fehlt die Kopfzeile"),
    ],
)
def test_a_pdf_of_no_use_is_one_sentence(annex: Callable[[bytes], Path], content: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_measures(annex(content))


def test_merged_cells_sections_and_legends_of_a_word_table_are_read(word: Callable[..., Path]) -> None:
    table = [
        ["Nr.", "Handlungsfeld", "Maßnahme", "Kosten", "davon gesichert"],
        ["1.1", "HF 1", "Fest", "18", "5"],
        ["1.2", "", "Markt", "9,5", "-"],
        ["Handlungsfeld 2", "", "", "", ""],
        ["2.1", "", "Café", "24", "6"],
        ["", "", "Summe", "51,5", "11"],
    ]
    file = word("Alle Beträge in T€", table, "- = nicht gesichert", merged=[(1, 1, 2, 1), (3, 0, 3, 4)])

    reading = read_measures(file)

    assert sums(reading) == {
        "1.1": (Decimal(18000), Decimal(5000)),
        "1.2": (Decimal(9500), Decimal(0)),
        "2.1": (Decimal(24000), Decimal(6000)),
    }
    assert [record.action_field for record in reading.records] == [1, 1, 2]


def test_a_field_holds_until_the_next_heading_that_names_one(word: Callable[..., Path]) -> None:
    def table(number: str) -> list[list[str]]:
        return [["Nr.", "Maßnahme", "Kosten"], [number, "Fest", "1"]]

    file = word("Handlungsfeld 1", "Ziel 1", table("1"), "Ziel 2", table("2"), "Handlungsfeld 2", table("3"))

    assert [record.action_field for record in read_measures(file).records] == [1, 1, 2]


def test_profiles_in_word_are_measures(word: Callable[..., Path]) -> None:
    profile = [
        ["Nr.", "1.1"],
        ["Maßnahme", "Fest"],
        ["Handlungsfeld", "HF 1"],
        ["Zuständig", "Amt 41"],
        ["Kosten", "5 €"],
    ]

    assert sums(read_measures(word("Steckbrief", profile))) == {"1.1": (Decimal(5), None)}


def test_changes_that_are_tracked_are_read_as_they_would_be_accepted(word: Callable[..., Path], tmp_path: Path) -> None:
    file = word([["Nr.", "HF", "Maßnahme", "Kosten"], ["1.1", "1", "Fest", "1"]])
    document = docx.Document(str(file))
    cell = document.tables[0].cell(1, 2)
    (run,) = cell.paragraphs[0].runs
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for tag, words in (("del", "delText"), ("ins", "t")):
        change = run._r.makeelement(f"{{{namespace}}}{tag}", {})
        text = change.makeelement(f"{{{namespace}}}{words}", {})
        text.text = "weg" if tag == "del" else " der Kulturen"
        inner = change.makeelement(f"{{{namespace}}}r", {})
        inner.append(text)
        change.append(inner)
        run._r.addnext(change)
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    document.save(str(tmp_path / "geändert.docx"))

    assert [record.title for record in read_measures(tmp_path / "geändert.docx").records] == ["Fest der Kulturen"]


def test_a_document_without_a_table_is_one_sentence(word: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match="keine Tabelle"):
        read_measures(word("Der Rat beschließt."))
