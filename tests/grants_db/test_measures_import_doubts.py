"""What is unclear in a list of measures: two names of a field, letters converted twice, sums nobody told of."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import Session

from grants_db.import_export.measure_list.list_numbers import Answers
from grants_db.import_export.measures import import_measures, open_measures, read_measures
from grants_db.measures.store import get_measure
from tests.grants_db.test_measures_import_documents import line_of_text, pdf, sums

Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("HF 2 Gesundheit", "Handlungsfeld 2 heißt hier „Spracherwerb“; eingetragen nach der Nummer, bitte prüfen"),
        ("HF 4: Verwaltung öffnen", "der Name passt eher zu 6 „Verwaltung“"),
    ],
)
def test_a_fields_number_with_another_name_is_to_be_checked(
    session: Session, written: Write, field: str, words: str
) -> None:
    file = written(f"1.1|{field}|Lotsen|9.000|0", f"1.2|{field}|Kurse|9.000|0")

    reading = read_measures(file)

    (doubt,) = [str(finding.reason) for finding in reading.unknown]
    assert words in doubt
    assert [record.action_field for record in reading.records] == [int(field[3])] * 2
    open_measures(file, (), Answers(fields=((field, 5),))).store(session)
    assert get_measure(session, "1.1").action_field_number == 5


def test_a_fields_number_with_a_part_of_its_name_is_no_doubt(written: Write) -> None:
    fields = ("HF 2 Sprache", "3 – Arbeitsmarkt", "HF 1 / HF 3", "Handlungsfeld 6: Öffnung der Verwaltung")

    reading = read_measures(written(*(f"{row}|{field}|Fest|1|0" for row, field in enumerate(fields, start=1))))

    assert (len(reading.records), reading.unknown) == (4, [])


@pytest.mark.parametrize("taken_for", ["cp1252", "latin-1"])
def test_letters_that_were_converted_twice_are_repaired_and_said(tmp_path: Path, taken_for: str) -> None:
    text = "Nr;HF;Maßnahme;Zuständig;Kosten;gesichert\n1;1;Fest für Töchter;Büro Süd;18.000;5.000\n"
    file = tmp_path / "liste.csv"
    file.write_text(text.encode().decode(taken_for), encoding="utf-8")

    reading = read_measures(file)

    (record,) = reading.records
    assert (record.title, record.unit, record.cost) == ("Fest für Töchter", "Büro Süd", Decimal(18000))
    assert any("doppelt umgewandelt" in str(note) for note in reading.notes)


def test_a_workbook_with_letters_converted_twice_is_repaired_too(workbook: Write) -> None:
    def twice(text: str) -> str:
        return text.encode().decode("cp1252")

    file = workbook(["Nr", "HF", twice("Maßnahme"), "Kosten"], ["1", 1, twice("Fest für Töchter – 5 €"), 18000])

    reading = read_measures(file)

    assert [record.title for record in reading.records] == ["Fest für Töchter – 5 €"]
    assert any("doppelt umgewandelt" in str(note) for note in reading.notes)


def test_what_is_secured_stays_unknown_where_a_column_among_its_sources_is_not_known(
    session: Session, workbook: Write
) -> None:
    headings = ["Nr", "HF", "Maßnahme", "Kosten", "Eigenmittel", "Topf 7", "Landesmittel"]

    report = import_measures(session, workbook(headings, ["1.1", 1, "Fest", 9000, 1000, 700, 500]))

    assert get_measure(session, "1.1").secured is None
    assert any("„Topf 7“ steht bei den gesicherten Mitteln" in str(note) for note in report.file.notes)
    assert "1 Angaben bleiben unbekannt" in str(report.summary())


def test_words_under_a_merged_heading_are_headings_and_numbers_of_columns_no_measure(tmp_path: Path) -> None:
    import xlsxwriter

    file = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        page = book.add_worksheet()
        page.merge_range("D1:F1", "Geld")
        page.write_row(0, 0, ["Nr", "HF", "Vorhaben"])
        page.write_row(1, 3, ["Gesamtvolumen", "davon da", "Bedarf"])
        page.write_row(2, 0, ["1", "2", "3", "4", "5", "6"])
        page.write_row(3, 0, ["1.1", 1, "Fest", 9000, 4000, 5000])

    reading = read_measures(file)

    assert sums(reading) == {"1.1": (Decimal(9000), Decimal(4000))}
    assert (reading.refused, reading.unknown) == ([], [])


EDGES = (50, 90, 300, 420, 520)
PLAIN = (
    ("Nr.", "Maßnahme", "Zuständig", "Kosten", "gesichert"),
    ("", "", "", "(EUR)", "(EUR)"),
    ("HF 2 Spracherwerb",),
    ("2.1", "Sprachcafé im", "Amt 50", "24.000", "6.000"),
    ("", "Stadtteil Süd", "", "", ""),
    ("2.2", "Lesepaten", "Stadtbücherei", "4.250", "4.250"),
    ("", "Summe", "", "28.250", "10.250"),
)


def page_of(lines: tuple[tuple[str, ...], ...], edges: tuple[int, ...]) -> str:
    """Lines of text without any ruling, the first ones apart from what follows."""
    drawn = line_of_text(50, 570, "Anlage 2 zur Vorlage 0815/26")
    for place, line in enumerate(lines):
        top = 520 - place * 12 - (6 if place > 2 else 0)
        for edge, text in zip(edges, line, strict=False):
            drawn += line_of_text(edge, top, text) if text else ""
    return drawn


def test_a_pdf_without_lines_is_read_by_its_plain_columns(tmp_path: Path) -> None:
    file = tmp_path / "liste.pdf"
    file.write_bytes(pdf(page_of(PLAIN, EDGES)))

    reading = read_measures(file)

    assert [(one.number, one.title, one.unit, one.action_field) for one in reading.records] == [
        ("2.1", "Sprachcafé im Stadtteil Süd", "Amt 50", 2),
        ("2.2", "Lesepaten", "Stadtbücherei", 2),
    ]
    assert sums(reading)["2.1"] == (Decimal(24000), Decimal(6000))


def test_a_list_without_action_fields_has_them_by_its_numbers_and_says_so(written: Write) -> None:
    file = written("1.1|Fest|1|0", "2.3|Kurs|1|0", headings=("Nr", "Maßnahme", "Kosten", "gesichert"))

    reading = read_measures(file)

    assert [(record.number, record.action_field) for record in reading.records] == [("1.1", 1), ("2.3", 2)]
    assert any("die erste Ziffer der Nummer" in str(note) for note in reading.notes)


@pytest.mark.parametrize("taken_for", ["mac_roman", "cp850"])
def test_letters_that_another_system_converted_twice_are_repaired(tmp_path: Path, taken_for: str) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("Nr;HF;Maßnahme\n1;1;Fest für Töchter\n".encode().decode(taken_for), encoding="utf-8")

    assert [record.title for record in read_measures(file).records] == ["Fest für Töchter"]


def test_equal_sums_of_several_items_of_cost_add_up(workbook: Write) -> None:
    rows = [["1.1", 1, "Fest", item, 500] for item in ("Honorare", "Miete")]

    (record,) = read_measures(workbook(["Nr", "HF", "Maßnahme", "Kostenart", "Kosten"], *rows)).records

    assert record.cost == Decimal(1000)
