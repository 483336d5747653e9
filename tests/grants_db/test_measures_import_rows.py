"""What a row of a measures file becomes: what comes in, what is refused, what stays unknown, each with its place."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import Session

from grants_db.import_export.measure_list.measure_file import ReadMeasures
from grants_db.import_export.measures import import_measures, read_measures
from grants_db.measures.store import get_measure
from grants_db.vocabulary import Binding, CarrierKind, MeasureKind

HEADINGS = ("Nr", "Handlungsfeld", "Maßnahme", "Kosten", "Gesichert")
Write = Callable[..., Path]


def reasons(reading: ReadMeasures) -> list[tuple[int, str, str]]:
    return [(finding.row, finding.column, finding.value) for finding in reading.refused]


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


def test_a_number_that_became_a_date_is_refused_with_advice(workbook: Write) -> None:
    file = workbook(HEADINGS, [date(2026, 2, 1), "HF 1", "Sprachcafé", 1, 0])

    (finding,) = read_measures(file).refused

    assert (finding.value, "als Text formatieren" in str(finding.reason)) == ("01.02.2026", True)


@pytest.mark.parametrize("text", ["01. Feb", "1.Feb", "Feb 26", "01.02.2026"])
def test_a_number_that_was_saved_as_a_date_is_refused_with_advice(written: Write, text: str) -> None:
    (finding,) = read_measures(written(f"{text}|HF 1|Sprachcafé|1|0")).refused

    assert (finding.value, "als Text formatieren" in str(finding.reason)) == (text, True)


def test_a_number_kept_as_a_number_reads_as_written(workbook: Write) -> None:
    file = workbook(HEADINGS, [1.1, 1, "Sprachcafé", 1, 0], [2, 1.0, "Fest", 1, 0])

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


def test_real_dates_make_a_period(workbook: Write) -> None:
    file = workbook(
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


@pytest.mark.parametrize("text", ["1.12.26", "01.12.2026", "2026-12-01", "1. Dezember 2026"])
def test_a_day_in_a_cell_is_read_as_people_write_it(written: Write, text: str) -> None:
    headings = (*HEADINGS, "Beginn", "Ende")
    (record,) = read_measures(written(f"1.1|HF 1|A|1|0|{text}|31.3.27", headings=headings)).records
    assert (record.starts_on, record.ends_on) == (date(2026, 12, 1), date(2027, 3, 31))


def test_a_day_that_nobody_means_is_not_taken_from_a_cell_and_said(written: Write) -> None:
    file = written("1.1|HF 1|A|1|0|1.12.1926|1.12.62", headings=(*HEADINGS, "Beginn", "Ende"))
    reading = read_measures(file, today=date(2026, 11, 24))
    (record,) = reading.records
    assert (record.starts_on, record.ends_on) == (None, None)
    assert [(finding.column, "bitte das Jahr prüfen" in str(finding.reason)) for finding in reading.unknown] == [
        ("Beginn", True),
        ("Ende", True),
    ]


def test_the_last_day_of_a_far_year_that_the_period_names_is_no_slip(written: Write) -> None:
    file = written("1.1|HF 1|A|1|0|2026–2045|31.12.2045", headings=(*HEADINGS, "Zeitraum", "Ende"))
    reading = read_measures(file, today=date(2026, 11, 24))
    assert ([record.ends_on for record in reading.records], reading.unknown) == ([date(2045, 12, 31)], [])


def test_a_title_that_looks_like_a_formula_is_text(written: Write, workbook: Write) -> None:
    from_csv = read_measures(written("6.3|HF 6|=SUMME(A1:A9)|1|0"))
    from_xlsx = read_measures(workbook(HEADINGS, ["6.3", "HF 6", "=SUMME(A1:A9)", 1, 0]))

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
