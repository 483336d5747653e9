"""Layouts of lists as offices keep them, all invented: boxes to tick, goals over measures, several sums in a cell …"""

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from time import process_time

import docx
import pytest
from sqlmodel import Session

from grants_db.errors import InputError
from grants_db.import_export.measures import import_measures, read_measures
from grants_db.import_export.measures_export import export_measures
from grants_db.measures.store import get_measure
from grants_db.vocabulary import MeasureState
from tests.grants_db.test_measures_import_shapes import said, sums

Write = Callable[..., Path]


def test_action_fields_as_columns_of_crosses_and_states_as_ticked_boxes(workbook: Write, session: Session) -> None:
    file = workbook(
        ["Nr.", "Was soll getan werden?", "Handlungsfeld", "", "", "Kosten", "gesichert", "Umsetzung"],
        ["", "", 1, 2, 3, "", "", ""],
        ["1", "Erzählabend im Hof", "☒", "☐", "☒", 900, 0, "☐ geplant\n☒ läuft\n☐ beendet"],
        ["2", "Wörterkiste", "☐", "☒", "☐", 450, 450, "☐ geplant\n☐ läuft\n☒ beendet"],
    )

    report = import_measures(session, file)

    first, second = get_measure(session, "1"), get_measure(session, "2")
    assert (report.counts.new, first.action_fields, second.action_fields) == (2, [1, 3], [2])
    assert (first.state, second.state) == (MeasureState.OPEN, MeasureState.DONE)


def test_further_action_fields_come_back_from_an_export(workbook: Write, session: Session, tmp_path: Path) -> None:
    file = workbook(["Nr.", "Handlungsfeld", "Maßnahme", "Kosten"], ["7", "HF 4 und HF 5", "Hoffest", 100])
    import_measures(session, file)
    export_measures(session, tmp_path / "liste.csv")

    counts = import_measures(session, tmp_path / "liste.csv").counts

    assert (counts.unchanged, counts.changed) == (1, 0)
    assert get_measure(session, "7").action_fields == [4, 5]


def test_a_number_in_two_columns_begins_with_its_field(workbook: Write) -> None:
    file = workbook(
        ["Kennung", "", "Gegenstand", "Kosten"],
        ["HF", "lfd.", "", ""],
        [1, 1, "Chor der Höfe", 300],
        [1, 2, "Bücherrad", 400],
        [2, 1, "Lesenacht", 500],
    )

    assert list(sums(read_measures(file))) == ["1.1", "1.2", "2.1"]


def test_a_goal_over_measures_is_no_measure(workbook: Write) -> None:
    file = workbook(
        ["Gliederung", "Ziel / Maßnahme", "verantwortlich", "Kosten"],
        ["Handlungsfeld 2", "", "", ""],
        ["2.1", "Ziel: Alle lesen gern (Rahmen 9.000 €)", "", ""],
        ["2.1.1", "Vorlesestunde", "Stadtbibliothek", 300],
        ["2.2", "Kurse für Ältere", "", ""],
        ["2.2.1", "Abendkurs", "Volkshochschule", 700],
    )

    reading = read_measures(file)

    assert [(record.number, record.goal) for record in reading.records] == [
        ("2.1.1", "Alle lesen gern (Rahmen 9.000 €)"),
        ("2.2.1", "Kurse für Ältere"),
    ]
    assert said(reading, "Ziel über den Maßnahmen darunter")


def test_rows_of_a_form_that_hold_only_their_number_are_passed_over(workbook: Write) -> None:
    file = workbook(
        ["lfd. Nr.", "Handlungsfeld (bitte auswählen)", "Maßnahme", "meldende Stelle", "Kosten"],
        [1, "Weltoffenheit und Internationalität", "Gesprächsreihe", "Kulturbüro", 800],
        [2, "", "", "", ""],
    )

    reading = read_measures(file)

    assert [(record.action_field, record.unit) for record in reading.records] == [(1, "Kulturbüro")]
    assert not reading.refused
    assert said(reading, "nur eine Nummer")


def test_of_an_old_and_a_new_state_the_new_one_counts(workbook: Write) -> None:
    file = workbook(
        ["Nr.", "HF", "Maßnahme", "bisher (2025)", "", "neu (2027)", ""],
        ["", "", "", "Kosten", "gesichert", "Kosten", "gesichert"],
        ["1.1", 1, "Gastmahl", 1000, 1000, 1500, 700],
        ["1.2", 1, "Plakate", 400, 400, "entfällt", ""],
    )

    reading = read_measures(file)

    assert sums(reading)["1.1"] == (Decimal(1500), Decimal(700))
    assert reading.records[1].state is MeasureState.GIVEN_UP
    assert said(reading, "bisherigen Stand")


def test_a_cell_with_several_sums_says_their_total_and_what_of_it_is_there(workbook: Write) -> None:
    file = workbook(
        ["Nr.", "HF", "Maßnahme", "Kosten", "Finanzierung"],
        [
            *("1.1", 1, "Werkstatt", "Honorar: 800 €\nRaum: 200 €\nGesamt: 1.000 €"),
            "Haushalt: 300 € (gesichert)\nLand: 700 € (beantragt)",
        ],
        ["1.2", 1, "Ausflug", "Bus 450 €, Eintritt 150 €", "Stiftung: 600 € (bewilligt)"],
        ["1.3", 1, "Beirat", "kostenneutral", "–"],
        ["1.4", 1, "Umzug", "2.000 € je Jahr", "Haushalt: 500 € (gesichert); Rest offen"],
    )

    reading = read_measures(file)

    assert sums(reading) == {
        "1.1": (Decimal(1000), Decimal(300)),
        "1.2": (Decimal(600), Decimal(600)),
        "1.3": (Decimal(0), None),
        "1.4": (None, None),
    }
    assert said(reading, "gelesen als 1.000 €, bitte prüfen")


def test_money_in_rows_counts_where_the_row_says_that_it_is_there(workbook: Write) -> None:
    file = workbook(
        ["Nr.", "HF", "Maßnahme", "Kosten gesamt", "Quelle", "Betrag in €", "Stand der Mittel"],
        ["1.1", 1, "Atelier", 3000, "Haushalt", 1000, "beschlossen"],
        ["", "", "", "", "Land", 1000, "bewilligt"],
        ["", "", "", "", "Fonds", 1000, "beantragt"],
    )

    assert sums(read_measures(file)) == {"1.1": (Decimal(3000), Decimal(2000))}


def test_a_year_may_stand_over_its_cost_and_what_of_it_is_secured(workbook: Write) -> None:
    file = workbook(
        ["Angaben in T€"],
        ["Nr.", "HF", "Maßnahme", "2027", "", "2028", ""],
        ["", "", "", "Kosten", "gesichert", "Kosten", "gesichert"],
        ["1.1", 1, "Lotsen", 12, 6, 14.5, 0],
    )

    (record,) = read_measures(file).records

    assert (record.cost, record.secured) == (Decimal(26500), Decimal(6000))
    assert record.year_costs == {2027: Decimal(12000), 2028: Decimal(14500)}


def test_a_unit_named_over_the_table_answers_for_all_its_measures(workbook: Write) -> None:
    file = workbook(
        ["Zuständig:", "Amt für Kultur"],
        [],
        ["Nr.", "HF", "Maßnahme", "Kosten"],
        ["1.1", 1, "Bühne frei", 100],
    )

    assert [record.unit for record in read_measures(file).records] == ["Amt für Kultur"]


def test_signs_mean_what_the_legend_says(workbook: Write) -> None:
    file = workbook(
        ["Nr.", "HF", "Maßnahme", "Kosten", "Stand"],
        ["1.1", 1, "Tafelrunde", 100, "●"],
        ["1.2", 1, "Bänke", 200, "○"],
        ["1.3", 1, "Radweg", 300, "✕"],
        ["Legende: ● erledigt ○ geplant ✕ aufgegeben"],
    )

    states = [record.state for record in read_measures(file).records]

    assert states == [MeasureState.DONE, MeasureState.OPEN, MeasureState.GIVEN_UP]


def test_rows_that_call_themselves_something_else_are_no_measures(workbook: Write) -> None:
    file = workbook(
        ["Nr.", "Vorgangstyp", "Titel", "Handlungsfeld", "Kosten", "Status"],
        ["A-1", "Ziel", "Sprache stärken", "HF 2", "", "offen"],
        ["A-2", "Maßnahme", "Sprachbad", "HF 2", 900, "offen"],
        ["A-3", "Meilenstein", "Auftakt", "HF 2", 50, "erledigt"],
    )

    reading = read_measures(file)

    assert [(record.number, record.goal) for record in reading.records] == [("A-2", "Sprache stärken")]
    assert said(reading, "Meilenstein, keine Maßnahme")


def test_a_turned_table_has_a_measure_in_each_column(workbook: Write) -> None:
    file = workbook(
        ["Übersicht 2027"],
        ["Nummer", "1.1", "2.1"],
        ["Maßnahme", "Gartenfest", "Lernstube"],
        ["Handlungsfeld", 1, 2],
        ["Zuständig", "Grünamt", "Schulamt"],
        ["Kosten", 500, 900],
        ["davon gesichert", 500, 100],
    )

    reading = read_measures(file)

    assert sums(reading) == {"1.1": (Decimal(500), Decimal(500)), "2.1": (Decimal(900), Decimal(100))}
    assert [record.unit for record in reading.records] == ["Grünamt", "Schulamt"]


def test_a_document_without_tables_is_read_by_its_labelled_lines(tmp_path: Path) -> None:
    document = docx.Document()
    for line in (
        "Teil B: Maßnahmen",
        "Handlungsfeld 2: Spracherwerb",
        "Maßnahme 2.1: Reimwerkstatt",
        "Zuständig: Stadtbibliothek",
        "Kosten: 1.200 €",
        "Davon gesichert: noch keine Mittel",
        "Stand: ☒ geplant ☐ läuft",
        "Maßnahme 2.2: Hörspielnacht",
        "Zuständig: Jugendamt",
        "Kosten: 350 €",
        "Davon gesichert: 350 € (Haushalt 2027)",
        "Stand: ☐ geplant ☒ läuft",
    ):
        document.add_paragraph(line)
    content = io.BytesIO()
    document.save(content)
    (tmp_path / "konzept.docx").write_bytes(content.getvalue())

    reading = read_measures(tmp_path / "konzept.docx")

    assert sums(reading) == {"2.1": (Decimal(1200), Decimal(0)), "2.2": (Decimal(350), Decimal(350))}
    assert [(record.title, record.action_field, record.unit) for record in reading.records] == [
        ("Reimwerkstatt", 2, "Stadtbibliothek"),
        ("Hörspielnacht", 2, "Jugendamt"),
    ]


def test_profiles_that_begin_with_their_action_field_keep_it(workbook: Write) -> None:
    file = workbook(
        ["Handlungsfeld", "HF 2"],
        ["Nr.", "2.1"],
        ["Maßnahme", "Reimwerkstatt"],
        ["Kosten", 300],
        [],
        ["Handlungsfeld", "HF 5"],
        ["Nr.", "5.1"],
        ["Maßnahme", "Hofkino"],
        ["Kosten", 900],
    )

    assert [(record.number, record.action_field) for record in read_measures(file).records] == [("2.1", 2), ("5.1", 5)]


def test_no_cost_is_no_measure_given_up(workbook: Write) -> None:
    file = workbook(["Nr.", "HF", "Maßnahme", "Kosten"], ["1", 1, "Beirat", "entfällt"], ["2", 1, "Fest", "abgelehnt"])

    assert {record.state for record in read_measures(file).records} == {MeasureState.OPEN}


def test_columns_are_known_by_what_stands_in_them_and_said_so(workbook: Write) -> None:
    file = workbook(
        ["Nr.", "HF", "Worum es geht", "Haus", "Kosten"],
        ["1.1", 1, "Gesprächsreihe am Kamin", "Kulturamt", 100],
        ["1.2", 1, "Ausstellung im Treppenhaus", "Stadtarchiv", 250],
    )

    reading = read_measures(file)

    assert [(record.title, record.unit, record.cost) for record in reading.records] == [
        ("Gesprächsreihe am Kamin", "Kulturamt", Decimal(100)),
        ("Ausstellung im Treppenhaus", "Stadtarchiv", Decimal(250)),
    ]
    assert said(reading, "nach Ähnlichkeit oder Inhalt gelesen als „Maßnahme“")


def test_headings_nobody_listed_are_known_by_the_words_in_them(workbook: Write) -> None:
    file = workbook(
        [
            "Pos.",
            "Vorhaben und seine Posten",
            "bewirtschaftende Stelle",
            "Kosten",
            "haushaltsseitig gesichert",
        ],
        ["Handlungsfeld 2", "", "", "", ""],
        ["2.1", "Sprachtreff", "Sozialamt", 900, 300],
        ["2.2", "Lesenacht", "Schulamt", 500, 500],
    )

    reading = read_measures(file)

    assert sums(reading) == {"2.1": (Decimal(900), Decimal(300)), "2.2": (Decimal(500), Decimal(500))}
    assert [record.unit for record in reading.records] == ["Sozialamt", "Schulamt"]


def test_each_action_field_may_have_a_table_of_its_own_on_one_sheet(workbook: Write) -> None:
    headings = ["Nr.", "Maßnahme", "Kosten", "Umsetzung", ""]
    states = ["", "", "", "läuft", "erledigt"]
    file = workbook(
        ["Handlungsfeld 1"],
        headings,
        states,
        ["1", "Chor", 100, "x", ""],
        ["2", "Fest", 200, "", "x"],
        ["Handlungsfeld 2"],
        headings,
        states,
        ["3", "Kurs", 300, "x", ""],
    )

    records = read_measures(file).records

    assert [(record.number, record.action_field, record.state) for record in records] == [
        ("1", 1, MeasureState.OPEN),
        ("2", 1, MeasureState.DONE),
        ("3", 2, MeasureState.OPEN),
    ]


def test_an_export_of_a_database_names_its_columns_with_underscores(written: Write) -> None:
    file = written(
        "massnahme_id,titel,handlungsfeld,zustaendiges_amt,kosten_gesamt_eur,gesichert_eur",
        "7,Hofkino,HF2|HF5,Kulturamt,1200.00,200.00",
    )

    (record,) = read_measures(file).records

    assert (record.number, record.action_field, record.further_fields) == ("7", 2, "5")
    assert (record.cost, record.secured, record.unit) == (Decimal(1200), Decimal(200), "Kulturamt")


def test_a_lone_column_of_sums_that_speaks_of_money_is_the_cost(workbook: Write) -> None:
    file = workbook(["Nr.", "HF", "Maßnahme", "Betrag"], ["1.1", 1, "Kamingespräch", 100], ["1.2", 1, "Bilder", 250])

    reading = read_measures(file)

    assert [record.cost for record in reading.records] == [Decimal(100), Decimal(250)]
    assert said(reading, "gelesen als „Kosten“")


def test_a_list_of_people_present_is_no_list_of_measures(workbook: Write) -> None:
    file = workbook(
        ["Nr.", "Amt", "Rolle", "Handlungsfeld", "Fahrtkosten (€)"],
        [1, "Kulturamt", "Leitung", "HF 1", 12],
        [2, "Schulamt", "Mitglied", "HF 2", 8],
        [3, "Sportamt", "Mitglied", "HF 5", 9],
    )

    with pytest.raises(InputError, match="fehlt die Kopfzeile"):
        read_measures(file)


@pytest.mark.parametrize(
    "long",
    ["x" * 40_000, "1 " + " " * 40_000 + "2", "€ " * 20_000, "☐ a " * 10_000],
    ids=["letters", "blanks", "signs", "boxes"],
)
def test_a_cell_of_any_length_is_read_in_no_time(written: Write, long: str) -> None:
    file = written(
        f"1.1|1|Fest|100|{long}|{long}", headings=["Nr", "HF", "Maßnahme", "Kosten", f"{long[:30_000]}", "Finanzierung"]
    )
    started = process_time()

    read_measures(file)

    assert process_time() - started < 5  # of the processor; some thousandths, where time grows with the length alone
