"""Measures in, as offices keep them: what comes in, what is refused, what stays unknown, each with its place."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from sqlmodel import Session

from grants_db.exchange.measures_file import MeasureFile, import_measures, read_measures
from grants_db.measures import get_measure, list_measures
from grants_db.vocabulary import Binding, CarrierKind, MeasureKind

SHARED = Path(__file__).parents[2].parent / "shared" / "imports"
HEADINGS = ("Nr", "Handlungsfeld", "Maßnahme", "Kosten", "Gesichert")
Write = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Write:
    """Writes rows as a .csv (one text a row, cells divided by |) under the usual headings."""

    def write(*rows: str, headings: Sequence[str] = HEADINGS, encoding: str = "utf-8", separator: str = ";") -> Path:
        text = io.StringIO()
        csv.writer(text, delimiter=separator).writerows([headings, *(row.split("|") for row in rows)])
        file = tmp_path / "massnahmen.csv"
        file.write_bytes(text.getvalue().encode(encoding))
        return file

    return write


def workbook(file: Path, *rows: Sequence[object], sheet: str = "Tabelle1") -> Path:
    with xlsxwriter.Workbook(str(file), {"strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet)
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for index, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(index, column, cell, day)
                elif cell is not None:
                    page.write(index, column, cell)
    return file


def reasons(reading: MeasureFile) -> list[tuple[int, str, str]]:
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


def test_title_lines_above_the_headings_are_passed_over(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "m.xlsx", ["Integrationskonzept, Arbeitsstand"], [], HEADINGS, ["1.1", "HF 1", "Sprachcafé", 1000, 0]
    )

    assert [record.number for record in read_measures(file).records] == ["1.1"]


def test_a_section_row_gives_its_field_to_the_rows_below(tmp_path: Path) -> None:
    headings = ("Nr.", "Maßnahme", "Kosten\ngesamt", "davon\ngesichert")
    file = workbook(
        tmp_path / "m.xlsx",
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


def test_rows_below_an_unknown_section_are_refused(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "m.xlsx", ("Nr", "Maßnahme"), ["HF 2"], ["2.1", "Sprachcafé"], ["HF 9 Neues"], ["9.1", "Irgendwas"]
    )

    reading = read_measures(file)

    assert [record.number for record in reading.records] == ["2.1"]
    assert [(finding.row, finding.value) for finding in reading.refused] == [(5, "HF 9 Neues")]


def test_a_section_may_stand_in_the_number_column_with_its_subtotal(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "m.xlsx",
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


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("1.1|HF 7|Sprachcafé|1|0", "Handlungsfeld", "HF 7"),
        ("1.1||Sprachcafé|1|0", "Handlungsfeld", ""),
        ("1.1|HF 1||1|0", "Maßnahme", ""),
        ("|HF 1|Sprachcafé|1|0", "Nr", ""),
        ("1.1|HF 1|Sprachcafé|-1|0", "Kosten", "-1"),
        ("1.1|HF 1|Sprachcafé|1|−5 €", "Gesichert", "−5 €"),
        ("1.1|HF 1|Sprachcafé|1000000 Mio. €|0", "Kosten", "1000000 Mio. €"),
        (f"1.1|HF 1|Sprachcafé|{'9' * 60}|0", "Kosten", "9" * 60),
    ],
)
def test_a_bad_row_is_refused_with_column_and_value(written: Write, row: str, column: str, value: str) -> None:
    reading = read_measures(written("9.9|HF 1|Sprachcafé|1|0", row))

    assert reasons(reading) == [(3, column, value)]
    assert [record.number for record in reading.records] == ["9.9"]


@pytest.mark.parametrize(
    ("heading", "value"),
    [("Art", "x"), ("Bindung", "Q"), ("Trägerart", "Raumschiff"), ("Zuständig", "A" * 201), ("Zeitraum", "2028-2026")],
)
def test_a_word_that_is_not_known_refuses_its_row(written: Write, heading: str, value: str) -> None:
    file = written(f"1.1|HF 1|Sprachcafé|1|0|{value}", headings=(*HEADINGS, heading))

    ((row, column, _),) = reasons(read_measures(file))

    assert (row, column) == (2, heading)


def test_every_fault_of_a_row_is_named_at_once(written: Write) -> None:
    reading = read_measures(written("1.1|HF 7||-1|0"))

    assert [column for _, column, _ in reasons(reading)] == ["Maßnahme", "Handlungsfeld", "Kosten"]


def test_a_number_that_became_a_date_is_refused_with_advice(tmp_path: Path) -> None:
    file = workbook(tmp_path / "m.xlsx", HEADINGS, [date(2026, 2, 1), "HF 1", "Sprachcafé", 1, 0])

    (finding,) = read_measures(file).refused

    assert (finding.value, "als Text formatieren" in str(finding.reason)) == ("01.02.2026", True)


@pytest.mark.parametrize("text", ["01. Feb", "1.Feb", "Feb 26", "01.02.2026"])
def test_a_number_that_was_saved_as_a_date_is_refused_with_advice(written: Write, text: str) -> None:
    (finding,) = read_measures(written(f"{text}|HF 1|Sprachcafé|1|0")).refused

    assert (finding.value, "als Text formatieren" in str(finding.reason)) == (text, True)


def test_a_number_kept_as_a_number_reads_as_written(tmp_path: Path) -> None:
    file = workbook(tmp_path / "m.xlsx", HEADINGS, [1.1, 1, "Sprachcafé", 1, 0], [2, 1.0, "Fest", 1, 0])

    assert [record.number for record in read_measures(file).records] == ["1.1", "2"]


@pytest.mark.parametrize("text", ["ca. 15.000 €/Jahr", "n. n.", "-", "", "5.000–8.000 €", "siehe Anlage", "1.23"])
def test_an_unclear_sum_stays_unknown_and_is_named(written: Write, text: str) -> None:
    reading = read_measures(written(f"1.1|HF 1|Sprachcafé|{text}|0"))

    (record,) = reading.records
    assert (record.cost, record.cost_note) == (None, text)
    assert [(finding.row, finding.column, finding.value) for finding in reading.unknown] == [(2, "Kosten", text)]


def test_a_measure_secured_beyond_its_cost_is_named(written: Write) -> None:
    reading = read_measures(written("6.1|HF 6|Fortbildung|30.000 €|40.000 €"))

    assert any("6.1 ist über die Kosten hinaus gesichert; Lücke 0 €" in str(note) for note in reading.notes)


@pytest.mark.parametrize("heading", ["Kosten in T€", "Kosten (TEUR)", "Kosten\n[Tsd. €]", "Kosten T€"])
def test_a_column_of_thousands_is_never_read_as_euros(written: Write, heading: str) -> None:
    headings = ("Nr", "Handlungsfeld", "Maßnahme", heading, "Gesichert")
    reading = read_measures(written("1.1|HF 1|A|96|0", "1.2|HF 1|B|1,5|0", "1.3|HF 1|C|96.000 €|0", headings=headings))

    assert [record.cost for record in reading.records] == [Decimal(96000), Decimal(1500), None]
    assert [(finding.row, finding.value) for finding in reading.unknown] == [(4, "96.000 €")]


def test_years_of_cost_are_read(written: Write) -> None:
    headings = (*HEADINGS, "Kosten 2026", "Kosten 2027 (€)")
    (record,) = read_measures(written("1.1|HF 1|Sprachcafé|30.000|0|10.000|20 T€", headings=headings)).records

    assert record.year_costs == {2026: Decimal(10000), 2027: Decimal(20000)}


def test_a_missing_total_is_the_sum_of_the_years(written: Write) -> None:
    headings = (*HEADINGS, "Kosten 2026", "Kosten 2027")
    reading = read_measures(written("1.1|HF 1|Sprachcafé||0|10.000|20.000", headings=headings))

    assert reading.records[0].cost == Decimal(30000)
    assert any("aus den Jahren summiert" in str(note) for note in reading.notes)


def test_a_year_that_cannot_be_read_leaves_the_total_unknown(written: Write) -> None:
    headings = (*HEADINGS, "Kosten 2026", "Kosten 2027")
    reading = read_measures(written("1.1|HF 1|Sprachcafé||0|10.000|offen", headings=headings))

    assert reading.records[0].cost is None


def test_a_recommendation_is_carried_by_the_third_party_it_names(written: Write) -> None:
    headings = (*HEADINGS, "Bindung", "Zuständig")
    rows = ("1.1|HF 1|A|1|0|H|Kulturverein Neu e. V.", "1.2|HF 1|B|1|0|H|Sportbund", "1.3|HF 1|C|1|0|V|Amt 50")

    first, second, third = read_measures(written(*rows, headings=headings)).records

    assert (first.binding, first.carrier, first.carrier_kind) == (
        Binding.RECOMMENDATION,
        "Kulturverein Neu e. V.",
        CarrierKind.ASSOCIATION,
    )
    assert (second.carrier, second.carrier_kind) == ("Sportbund", CarrierKind.UNKNOWN)
    assert (third.unit, third.carrier, third.carrier_kind) == ("Amt 50", "Stadt Magdeburg", CarrierKind.CITY)


def test_a_stated_carrier_leads(written: Write) -> None:
    headings = (*HEADINGS, "Bindung", "Zuständig", "Träger", "Trägerart")
    (record,) = read_measures(written("1.1|HF 1|A|1|0|V|Amt 50|Hochschule|Hochschule", headings=headings)).records

    assert (record.carrier, record.carrier_kind) == ("Hochschule", CarrierKind.UNIVERSITY)


def test_other_names_for_the_columns_are_understood(written: Write) -> None:
    headings = (
        "Lfd. Nr.",
        "HF",
        "Maßnahmentitel",
        "Gesamtkosten (in €)",
        "davon finanziert",
        "Federführung",
        "Laufzeit",
    )
    (record,) = read_measures(written("7|III|Lotsen|5.000|0|Amt 50|2026/27", headings=headings)).records

    assert (record.number, record.action_field, record.unit, record.cost) == ("7", 3, "Amt 50", Decimal(5000))
    assert record.ends_on == date(2027, 12, 31)


@pytest.mark.parametrize("text", ["d", "d)", "D", "Lösungsvorschlag"])
def test_the_kind_is_read_from_letter_or_word(written: Write, text: str) -> None:
    (record,) = read_measures(written(f"1.1|HF 1|A|1|0|{text}", headings=(*HEADINGS, "Art"))).records

    assert record.kind is MeasureKind.SOLUTION


def test_real_dates_make_a_period(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "m.xlsx",
        (*HEADINGS, "Beginn", "Ende"),
        ["1.1", "HF 1", "Sprachcafé", 1, 0, date(2026, 3, 1), date(2028, 2, 28)],
    )

    (record,) = read_measures(file).records

    assert (record.period, record.starts_on, record.ends_on) == (
        "01.03.2026 – 28.02.2028",
        date(2026, 3, 1),
        date(2028, 2, 28),
    )


def test_a_period_that_cannot_be_read_keeps_its_words(written: Write) -> None:
    reading = read_measures(written("1.1|HF 1|A|1|0|nach Bedarf", headings=(*HEADINGS, "Zeitraum")))

    assert (reading.records[0].period, reading.records[0].starts_on) == ("nach Bedarf", None)
    assert [finding.value for finding in reading.unknown] == ["nach Bedarf"]


def test_a_title_that_looks_like_a_formula_is_text(written: Write, tmp_path: Path) -> None:
    from_csv = read_measures(written("6.3|HF 6|=SUMME(A1:A9)|1|0"))
    from_xlsx = read_measures(workbook(tmp_path / "m.xlsx", HEADINGS, ["6.3", "HF 6", "=SUMME(A1:A9)", 1, 0]))

    assert from_csv.records[0].title == from_xlsx.records[0].title == "=SUMME(A1:A9)"


def test_line_breaks_stay_in_descriptions_and_leave_titles(written: Write) -> None:
    file = written("1.1|HF 1|Sprach-\r\ncafé|1|0|eins\r\nzwei", headings=(*HEADINGS, "Beschreibung"))
    (record,) = read_measures(file).records

    assert (record.title, record.description) == ("Sprach- café", "eins\nzwei")


def test_control_characters_are_stripped(written: Write) -> None:
    (record,) = read_measures(written("1.1|HF 1|Sprach\x1b[31mcafé\x07|1|0")).records

    assert record.title == "Sprach[31mcafé"


def test_a_changed_file_changes_the_measure(written: Write, session: Session) -> None:
    import_measures(session, written("1.1|HF 1|Sprachcafé|1.000|0"))

    report = import_measures(session, written("1.1|HF 1|Sprachcafé|2.000|500"))

    assert (report.counts.new, report.counts.changed) == (0, 1)
    assert (get_measure(session, "1.1").cost, get_measure(session, "1.1").secured) == (Decimal(2000), Decimal(500))


def test_the_summary_counts_rows_not_faults(written: Write, session: Session) -> None:
    report = import_measures(session, written("1.1|HF 7||-1|0", "1.2|HF 1|Fest|n. n.|0"))

    assert str(report.summary()) == (
        "1 Maßnahmen neu, 0 geändert, 0 unverändert, 1 Zeilen abgewiesen, 1 Angaben bleiben unbekannt."
    )
    assert len(report.findings()) == 4


def test_a_huge_cell_is_shown_short(written: Write) -> None:
    (finding,) = read_measures(written(f"1.1|{'x' * 5000}|Sprachcafé|1|0")).refused

    assert len(str(finding.reason)) < 300
