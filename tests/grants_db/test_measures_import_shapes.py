"""Shapes of lists as offices keep them, all invented: headings in rows, rows of one measure, sources, profiles."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlmodel import Session

from grants_db.errors import InputError
from grants_db.import_export.measure_list.measure_file import ReadMeasures
from grants_db.import_export.measures import import_measures, read_measures
from grants_db.measures.store import get_measure, list_measures
from grants_db.vocabulary import FinancingKind

Write = Callable[..., Path]
HEADINGS = ("Nr.", "HF", "Maßnahme", "Kosten", "gesichert")


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Writes a workbook with several sheets: name → rows; `merged` are ranges of the first one with their value."""

    def write(sheets: dict[str, Sequence[Sequence[object]]], merged: Sequence[tuple[Any, ...]] = ()) -> Path:
        file = tmp_path / "liste.xlsx"
        with xlsxwriter.Workbook(str(file)) as opened:
            for name, rows in sheets.items():
                page = opened.add_worksheet(name)
                for index, row in enumerate(rows):
                    page.write_row(index, 0, ["" if cell is None else cell for cell in row])
                for span in merged:
                    page.merge_range(*span)
                merged = ()
        return file

    return write


def sums(reading: ReadMeasures) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    return {record.number: (record.cost, record.secured) for record in reading.records}


def said(reading: ReadMeasures, words: str) -> bool:
    return any(words in str(note) for note in reading.notes)


def test_headings_under_groups_of_them_are_read_together(workbook: Write) -> None:
    file = workbook(
        ["", "", "", "Kosten", "", "", "Finanzierung gesichert", "", ""],
        ["Nr.", "HF", "Maßnahme", "2026", "2027", "Gesamt", "Eigenmittel", "Land", "EU"],
        ["1.1", 1, "Fest", 6000, 6000, 12000, 1000, 2000, 500],
    )

    (record,) = read_measures(file).records

    assert (record.cost, record.secured) == (Decimal(12000), Decimal(3500))
    assert record.year_costs == {2026: Decimal(6000), 2027: Decimal(6000)}
    assert [(part.code, part.kind) for part in record.parts] == [
        ("own", FinancingKind.OWN_BUDGET),
        ("land", FinancingKind.GRANT),
        ("eu", FinancingKind.GRANT),
    ]


def test_three_rows_of_headings_are_read_together(workbook: Write) -> None:
    file = workbook(
        ["Nr.", "HF", "Maßnahme", "Finanzierung"],
        ["", "", "", "Kosten", "gesichert", ""],
        ["", "", "", "gesamt", "Eigenmittel", "Spenden"],
        ["1.1", 1, "Fest", 1100, 100, 200],
    )

    reading = read_measures(file)

    assert sums(reading) == {"1.1": (Decimal(1100), Decimal(300))}


def test_sums_of_years_that_are_secured_or_spent_are_no_cost(workbook: Write) -> None:
    file = workbook(
        ["", "", "", "Kosten", "gesichert", "Ist"],
        ["Nr.", "HF", "Maßnahme", "2026", "2026", "2025"],
        ["1.1", 1, "Fest", 6000, 1000, 9000],
    )

    (record,) = read_measures(file).records

    assert (record.year_costs, record.cost, record.secured) == ({2026: Decimal(6000)}, Decimal(6000), Decimal(1000))


@pytest.mark.parametrize(
    "word", ["Ansatz 2026", "HH 2026", "Plan 2026", "2026", "Haushaltsansatz 2026 (€)", "2026 (Plan)"]
)
def test_a_year_is_a_cost_however_offices_put_it(written: Write, word: str) -> None:
    file = written("1.1|1|Fest|6.000|5.000", headings=("Nr", "HF", "Maßnahme", word, "gesichert"))

    assert [record.year_costs for record in read_measures(file).records] == [{2026: Decimal(6000)}]


@pytest.mark.parametrize("word", ["Ist 2024", "VE 2027", "Rechnungsergebnis 2024", "gesichert 2026"])
def test_other_sums_of_a_year_are_named_and_not_read(written: Write, word: str) -> None:
    reading = read_measures(written("1.1|1|Fest|6.000|5.000", headings=("Nr", "HF", "Maßnahme", "Kosten", word)))

    assert [record.year_costs for record in reading.records] == [{}]
    assert said(reading, f"Die Spalte „{word}“")


def test_marks_under_years_are_a_timeline(workbook: Write) -> None:
    file = workbook(("Nr.", "HF", "Maßnahme", "2026", "2027", "Kosten"), ["1.1", 1, "Fest", "x", "", 18000])

    (record,) = read_measures(file).records

    assert (record.cost, record.year_costs) == (Decimal(18000), {})


def test_money_that_is_applied_for_is_not_secured(written: Write) -> None:
    headings = ("Nr", "HF", "Maßnahme", "Kosten", "Eigenmittel", "Landesmittel (beantragt)")
    reading = read_measures(written("1.1|1|Fest|6.000|1.000|5.000", headings=headings))

    assert sums(reading) == {"1.1": (Decimal(6000), Decimal(1000))}
    assert said(reading, "nennt Geld, das noch nicht gesichert ist")


def test_a_source_word_alone_is_no_source(written: Write) -> None:
    reading = read_measures(written("1.1|1|Fest|6.000|1.000", headings=("Nr", "HF", "Maßnahme", "Kosten", "Land")))

    assert sums(reading) == {"1.1": (Decimal(6000), None)}
    assert said(reading, "„Land“ ist nicht bekannt")


def test_sources_become_financing_items_and_come_back_unchanged(workbook: Write, session: Session) -> None:
    headings = ("Nr", "HF", "Maßnahme", "Kosten", "Eigenmittel", "Stiftungen", "Spenden")
    file = workbook(headings, ["1.1", 1, "Fest", 9000, 1000, 500, 250])

    import_measures(session, file)
    again = import_measures(session, file)

    measure = get_measure(session, "1.1")
    assert [(item.kind, item.amount, item.note) for item in measure.financing] == [
        (FinancingKind.OWN_BUDGET, Decimal(1000), "Eigenmittel"),
        (FinancingKind.FOUNDATION, Decimal(500), "Stiftungen"),
        (FinancingKind.DONATION, Decimal(250), "Spenden"),
    ]
    assert (measure.secured, again.counts.unchanged) == (Decimal(1750), 1)


def test_a_source_that_is_gone_from_the_file_is_gone(workbook: Write, session: Session) -> None:
    headings = ("Nr", "HF", "Maßnahme", "Kosten", "Eigenmittel", "Stiftungen")
    import_measures(session, workbook(headings, ["1.1", 1, "Fest", 9000, 1000, 500]))

    import_measures(session, workbook(headings, ["1.1", 1, "Fest", 9000, 1200, ""]))

    measure = get_measure(session, "1.1")
    assert [(item.kind, item.amount) for item in measure.financing] == [(FinancingKind.OWN_BUDGET, Decimal(1200))]


def test_a_total_beyond_the_sources_keeps_its_rest(workbook: Write, session: Session) -> None:
    headings = ("Nr", "HF", "Maßnahme", "Kosten", "gesichert", "davon Eigenmittel", "davon Land")

    import_measures(session, workbook(headings, ["1.1", 1, "Fest", 9000, 4000, 1000, 500]))

    measure = get_measure(session, "1.1")
    assert (measure.secured, [item.amount for item in measure.financing]) == (
        Decimal(4000),
        [Decimal(1000), Decimal(500), Decimal(2500)],
    )


ITEMS = ("Nr.", "HF", "Maßnahme", "Kostenart", "Kosten", "gesichert")


def test_rows_of_one_measure_are_added_up(workbook: Write) -> None:
    file = workbook(
        ITEMS,
        ["1.1", 1, "Fest", "Personal", 10000, 5000],
        ["1.1", 1, "Fest", "Sachkosten", 8000, 0],
        ["1.1", 1, "Fest", "Summe", 18000, 5000],
        ["2.1", 2, "Café", "Personal", 20000, 6000],
        ["", "", "", "Sachkosten", 4000, ""],
        ["", "", "", "Gesamtsumme", 42000, 11000],
    )

    reading = read_measures(file)

    assert sums(reading) == {"1.1": (Decimal(18000), Decimal(5000)), "2.1": (Decimal(24000), Decimal(6000))}
    assert said(reading, "Zeilen 2, 3: 1.1 steht in mehreren Zeilen")


def test_rows_merged_with_a_measures_number_belong_to_it(book: Write) -> None:
    rows = [ITEMS, ["1.1", 1, "Fest", "Personal", 10000, 5000], ["", "", "", "Sachkosten", 8000, 0]]

    reading = read_measures(book({"L": rows}, [(1, 0, 2, 0, "1.1"), (1, 2, 2, 2, "Fest")]))

    assert sums(reading) == {"1.1": (Decimal(18000), Decimal(5000))}


def test_a_sum_that_each_row_of_a_measure_repeats_counts_once(workbook: Write) -> None:
    headings = ("Nr.", "HF", "Maßnahme", "Gesamtkosten", "Mittelgeber", "gesichert")
    file = workbook(headings, ["1.1", 1, "Fest", 18000, "Stadt", 5000], ["1.1", 1, "Fest", 18000, "Land", 3000])

    assert sums(read_measures(file)) == {"1.1": (Decimal(18000), Decimal(8000))}


def test_parts_below_a_total_are_not_counted_again(workbook: Write) -> None:
    file = workbook(
        ITEMS,
        ["1.1", 1, "Fest", "", 18000, 5000],
        ["", "", "", "davon Personal", 10000, ""],
        ["", "", "", "davon Sachkosten", 8000, ""],
        ["1.2", 1, "Markt", "", 9000, 0],
        ["", "", "", "Personal", 5000, ""],
        ["", "", "", "Miete", 4000, ""],
    )

    assert sums(read_measures(file)) == {"1.1": (Decimal(18000), Decimal(5000)), "1.2": (Decimal(9000), Decimal(0))}


def test_a_sum_with_another_below_it_is_unknown_and_named(workbook: Write) -> None:
    file = workbook(ITEMS, ["1.1", 1, "Fest", "", 9000, 0], ["", "", "", "Personal", 5000, ""])

    reading = read_measures(file)

    assert sums(reading) == {"1.1": (None, Decimal(0))}
    assert ["ob sie zusammen zählen, ist unklar" in str(finding.reason) for finding in reading.unknown] == [True]


def test_a_number_twice_without_a_difference_but_the_sum_is_refused(workbook: Write) -> None:
    reading = read_measures(workbook(HEADINGS, ["1.1", 1, "Fest", 1, 0], ["1.1", 1, "Fest", 2, 0]))

    assert (sums(reading), len(reading.refused)) == ({"1.1": (Decimal(1), Decimal(0))}, 1)


def test_the_same_measure_under_a_second_field_counts_once(workbook: Write) -> None:
    reading = read_measures(workbook(HEADINGS, ["1.1", 1, "Fest", 9, 0], ["1.1", 3, "Fest", 9, 0]))

    assert (sums(reading), reading.refused) == ({"1.1": (Decimal(9), Decimal(0))}, [])
    assert said(reading, "steht auch unter Handlungsfeld 3")


def test_two_fields_in_a_cell_are_the_first_and_the_other_is_named(workbook: Write) -> None:
    reading = read_measures(workbook(HEADINGS, ["1.1", "HF 1 / HF 3", "Fest", 9, 0], ["1.2", "2, 5", "Café", 9, 0]))

    assert [record.action_field for record in reading.records] == [1, 2]
    assert said(reading, "1.1 nennt mehrere Handlungsfelder; sie steht unter dem ersten, dient auch: 3")


def test_several_units_stay_together(workbook: Write) -> None:
    headings = ("Nr.", "HF", "Maßnahme", "Zuständig")
    (record,) = read_measures(workbook(headings, ["1.1", 1, "Fest", "Amt 50\nVHS"])).records

    assert record.unit == "Amt 50 / VHS"


def test_footnotes_subtotals_and_legends_are_noted_and_left_out(workbook: Write) -> None:
    file = workbook(
        ("Nr.", "Maßnahme", "Kosten"),
        ["", "Handlungsfeld 1: Weltoffenheit", ""],
        ["1.1", "Fest", 18000],
        ["", "Zwischensumme HF 1", 18000],
        ["* ohne Personalkosten"],
        ["1) vorbehaltlich der Haushaltslage"],
        ["", "Legende: HF = Handlungsfeld", ""],
    )

    reading = read_measures(file)

    assert (sums(reading), reading.refused) == ({"1.1": (Decimal(18000), None)}, [])
    assert [number for number in (5, 6, 7, 8) if not said(reading, f"Zeile {number - 1}:")] == []


def test_a_list_without_numbers_gets_them_and_keeps_them(workbook: Write, session: Session) -> None:
    headings = ("Maßnahme", "Zuständig", "Kosten")
    first = workbook(headings, ["HF 1"], ["Fest", "Amt 41", 1], ["HF 2"], ["Café", "Amt 50", 2])
    import_measures(session, first)

    report = import_measures(
        session,
        workbook(headings, ["HF 1"], ["Markt", "Amt 41", 3], ["Fest", "Amt 41", 1], ["HF 2"], ["Café", "Amt 50", 2]),
    )

    assert {measure.number: measure.title for measure in list_measures(session)} == {
        "1.1": "Fest",
        "1.2": "Markt",
        "2.1": "Café",
    }
    assert (report.counts.new, report.counts.unchanged) == (1, 2)
    assert said(report.file, "Die Liste hat keine Nummern")


@pytest.mark.parametrize("names", [("HF 1 Feste", "HF 2"), ("1 Feste", "2 Sprache"), ("Weltoffenheit", "Spracherwerb")])
def test_a_sheet_is_the_field_it_is_called_by(book: Write, names: tuple[str, str]) -> None:
    headings = ("Nr.", "Maßnahme", "Kosten")
    file = book({names[0]: [headings, [1, "A", 1], [2, "B", 2]], names[1]: [headings, [1, "C", 3]]})

    reading = read_measures(file)

    assert [(record.number, record.action_field) for record in reading.records] == [("1.1", 1), ("1.2", 1), ("2.1", 2)]
    assert said(reading, "Die Nummern beginnen in jedem Handlungsfeld von vorn")


def test_numbers_that_go_on_over_the_sheets_stay(book: Write) -> None:
    headings = ("Nr.", "Maßnahme", "Kosten")
    file = book({"HF 1": [headings, [1, "A", 1]], "HF 2": [headings, [2, "B", 3]]})

    assert [record.number for record in read_measures(file).records] == ["1", "2"]


def test_profiles_are_measures(book: Write) -> None:
    def profile(number: str, title: str, cost: object) -> list[list[object]]:
        return [
            ["Maßnahmenblatt"],
            ["Nr.", number],
            ["Maßnahme:", title],
            ["Handlungsfeld", "HF 1"],
            ["Zuständig", "Amt 41", "Laufzeit", "2026–2028"],
            ["Kosten", cost],
            ["davon gesichert", "5.000 €"],
        ]

    file = book(
        {"Eins": profile("1.1", "Fest", "18.000 €"), "Zwei": [*profile("1.2", "A", 1), *profile("1.3", "B", 2)]}
    )

    reading = read_measures(file)

    assert sums(reading) == {
        "1.1": (Decimal(18000), Decimal(5000)),
        "1.2": (Decimal(1), Decimal(5000)),
        "1.3": (Decimal(2), Decimal(5000)),
    }
    assert {(record.unit, record.period) for record in reading.records} == {("Amt 41", "2026–2028")}


def test_decimal_points_are_read_where_nothing_speaks_against_them(written: Write) -> None:
    points = read_measures(written("1.1|1|A|24000.50|500.00", "1.2|1|B|16400000|0"))
    mixed = read_measures(written("1.1|1|A|24000.50|500.00", "1.2|1|B|18.000|0"))

    assert sums(points) == {"1.1": (Decimal("24000.50"), Decimal(500)), "1.2": (Decimal(16400000), Decimal(0))}
    assert sums(mixed) == {"1.1": (None, None), "1.2": (Decimal(18000), Decimal(0))}


def test_all_or_nothing_of_the_cost_is_secured(written: Write) -> None:
    reading = read_measures(written("1.1|1|A|7.800|ja", "1.2|1|B|500|nein", "1.3|1|C|500|offen"))

    assert [record.secured for record in reading.records] == [Decimal(7800), Decimal(0), None]


def test_a_rounded_sum_is_read_and_said(written: Write) -> None:
    reading = read_measures(written("1.1|1|A|ca. 8.500 €|0"))

    assert sums(reading) == {"1.1": (Decimal(8500), Decimal(0))}
    assert said(reading, "„ca. 8.500 €“ ist ungefähr; gelesen als 8.500 €")


def test_numbers_kept_as_numbers_follow_their_neighbours(workbook: Write) -> None:
    rows = [[number, 1, f"Maßnahme {place}", 1, 0] for place, number in enumerate((1.8, 1.9, 1.1, 1.11, 2.1))]

    assert [record.number for record in read_measures(workbook(HEADINGS, *rows)).records] == [
        "1.8",
        "1.9",
        "1.10",
        "1.11",
        "2.1",
    ]


def test_text_behind_the_ending_xls_is_read(tmp_path: Path) -> None:
    file = tmp_path / "sap.xls"
    file.write_bytes("Nr.\tHF\tMaßnahme\tKosten\r\n1.1\tHF 1\tFest\t18.000,00\r\n".encode("utf-16"))

    assert sums(read_measures(file)) == {"1.1": (Decimal(18000), None)}


def test_a_list_of_grants_given_is_refused(workbook: Write) -> None:
    file = workbook(("Lfd. Nr.", "Empfänger", "Projekt", "Bewilligte Zuwendung"), [1, "Verein A", "Fest", 1000])

    with pytest.raises(InputError, match="Liste vergebener Zuwendungen"):
        read_measures(file)


def test_an_offices_own_kinds_do_not_refuse_its_rows(written: Write) -> None:
    headings = ("Nr", "HF", "Maßnahme", "Art der Maßnahme")
    reading = read_measures(written("1.1|1|A|Projekt", "1.2|1|B|Beratung", headings=headings))

    assert [record.kind for record in reading.records] == [None, None]
    assert said(reading, "Für die Spalte „Art der Maßnahme“ gibt es hier keinen Platz")
