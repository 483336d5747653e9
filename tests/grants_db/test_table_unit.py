"""Sums of a table that says somewhere beside them in what they are counted."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from grants_db.import_export.measures import read_measures

Workbook = Callable[..., Path]
HEADINGS = ["Nr", "HF", "Maßnahme", "Kosten", "gesichert"]
ROW = ["1.1", 1, "Sprachcafé", 12.5, 0]


def costs(file: Path) -> list[Decimal | None]:
    return [record.cost for record in read_measures(file).records]


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("Angaben in T€", 1_000),
        ("Finanzbedarf (Angaben in TEUR)", 1_000),
        ("alle Beträge in Tsd. Euro", 1_000),
        ("Kosten in Tausend Euro, Stand 2026", 1_000),
        ("Werte in 1.000 €", 1_000),
        ("Maßnahmenplan – Tsd. €", 1_000),
        ("Maßnahmenplan T€", 1_000),
        ("T EUR", 1_000),
        ("in Mio. €", 1_000_000),
        ("Angaben in Euro", 1),
        ("Gesamtbedarf: 1.200 T€", 1),
        ("Von drei Millionen Euro bleibt wenig", 1),
        ("Stadt in tausend Farben", 1),
        ("Kleine Maßnahmen (1.000 €)", 1),
    ],
)
def test_a_unit_above_the_table_counts_for_its_sums(workbook: Workbook, text: str, factor: int) -> None:
    assert costs(workbook([text], [], HEADINGS, ROW)) == [Decimal("12.5") * factor]


def test_a_unit_below_the_table_counts_too(workbook: Workbook) -> None:
    assert costs(workbook(HEADINGS, ROW, [], ["* Alle Angaben in TEUR"])) == [Decimal(12500)]


def test_a_unit_in_the_name_of_the_sheet_counts_too(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "m.xlsx")) as book:
        page = book.add_worksheet("Kosten in T€")
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, ROW)

    assert costs(tmp_path / "m.xlsx") == [Decimal(12500)]


def test_a_unit_on_the_cover_counts_too(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "m.xlsx")) as book:
        book.add_worksheet("Deckblatt").write(3, 1, "Alle Angaben in TEUR")
        page = book.add_worksheet("Liste")
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, ROW)

    assert costs(tmp_path / "m.xlsx") == [Decimal(12500)]


def test_a_unit_beside_the_headings_counts_too(written: Callable[..., Path]) -> None:
    file = written("1.1|1|Sprachcafé|12,5|0", headings=(*HEADINGS, "Angaben in T€"))

    assert costs(file) == [Decimal(12500)]


def test_the_unit_is_told(workbook: Workbook) -> None:
    notes = [str(note) for note in read_measures(workbook(["Angaben in T€"], HEADINGS, ROW)).notes]

    assert any("„Angaben in T€“; so wurden die Beträge gelesen" in note for note in notes)


def test_a_column_that_says_euros_keeps_to_it_and_is_to_be_checked(workbook: Workbook) -> None:
    headings = ["Nr", "HF", "Maßnahme", "Kosten (€)", "gesichert"]

    reading = read_measures(workbook(["Angaben in T€"], headings, ["1.1", 1, "Sprachcafé", 12500, 5]))

    assert [(record.cost, record.secured) for record in reading.records] == [(Decimal(12500), Decimal(5000))]
    assert any("„Kosten (€)“ sagt Euro" in str(note) and "prüfen" in str(note) for note in reading.notes)


def test_a_cell_with_another_unit_than_the_table_is_unknown(written: Callable[..., Path]) -> None:
    file = written("1.1|1|A|12.500 €|0", "1.2|1|B|12,5 T€|0", headings=["Nr", "HF", "Maßnahme", "Kosten", "gesichert"])
    file.write_text(f"Angaben in T€;;;;\n{file.read_text(encoding='utf-8')}", encoding="utf-8")

    assert costs(file) == [None, Decimal(12500)]


def test_two_units_leave_the_sums_unknown(workbook: Workbook) -> None:
    reading = read_measures(workbook(["Kosten in T€, gesichert in Euro"], HEADINGS, ["1.1", 1, "Sprachcafé", 12, 5000]))

    assert [(record.cost, record.secured) for record in reading.records] == [(None, None)]
    assert ["verschiedene Einheiten" in str(finding.reason) for finding in reading.unknown] == [True, True]


@pytest.mark.parametrize("heading", ["Kosten in 1.000 €", "Kosten (T €)", "Kosten in TEuro"])
def test_more_ways_to_say_thousands_in_a_heading(workbook: Workbook, heading: str) -> None:
    headings = ["Nr", "HF", "Maßnahme", heading, "gesichert"]

    assert costs(workbook(headings, ROW)) == [Decimal(12500)]


def test_a_title_of_digits_is_no_measure(written: Callable[..., Path]) -> None:
    reading = read_measures(written("1|1|684.01|1|0", headings=["Lfd. Nr.", "HF", "Titel", "Kosten", "gesichert"]))

    assert (reading.records, [finding.column for finding in reading.refused]) == ([], ["Titel"])


def test_a_title_of_the_budget_gives_way_to_the_name_of_the_measure(written: Callable[..., Path]) -> None:
    headings = ["Nr", "HF", "Titel", "Bezeichnung", "Kosten"]

    reading = read_measures(written("1.1|1|684.01|Sprachcafé|1", headings=headings))

    assert [record.title for record in reading.records] == ["Sprachcafé"]
    assert any("„Titel“ ist nicht bekannt" in str(note) for note in reading.notes)
