"""A city's own concept: its action fields and goals come with the file of its measures."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter
from sqlmodel import Session, select

from grants_db.errors import InputError
from grants_db.import_export.import_log.measure_changes import take_measures_back
from grants_db.import_export.import_log.runs import past_imports
from grants_db.import_export.list_files.list_file import ImportSetting, ListFile, look_at
from grants_db.import_export.measures import ImportReport, import_measures, open_measures
from grants_db.measures.concept import concept_in_use, field_titles
from grants_db.measures.store import get_measure, seed_action_fields
from grants_db.models.measure import Goal
from grants_db.vocabulary import ImportKind

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
FIELDS: list[list[object]] = [
    ["Nr.", "Handlungsfeld", "Kurzname", "Ziele"],
    [1, "Klimaschutz in städtischen Gebäuden", "Klima", "Weniger Energie verbrauchen\nStrom vom eigenen Dach"],
    [2, "Sport und Bewegung", "", "Schwimmen lernen alle Kinder"],
    ["", "", "", "Sporthallen sind länger offen"],
    [7, "Bibliotheken", "", ""],
]
MEASURES: list[list[object]] = [
    ["Nr", "Handlungsfeld", "Maßnahme"],
    ["K1", "1", "Solarstrom auf Schuldächern"],
    ["S1", "Sport und Bewegung", "Ferienkurse im Schwimmen"],
    ["B1", "HF 7", "Lesenächte"],
]


def workbook(folder: Path, **sheets: list[list[object]]) -> Path:
    file = folder / "konzept.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file


@pytest.fixture
def brought(session: Session, tmp_path: Path) -> ImportReport:
    """A workbook with both sheets, stored."""
    file = workbook(tmp_path, Handlungsfelder=FIELDS, Maßnahmen=MEASURES)
    return open_and_store(session, file)


def open_and_store(session: Session, file: Path) -> ImportReport:
    return import_measures(session, file, list_name="Konzept")


def test_the_fields_of_a_workbook_are_the_citys_and_the_shipped_ones_go(
    session: Session, brought: ImportReport
) -> None:
    assert brought.refused == []
    assert {number: each.short_title for number, each in field_titles(session).items()} == {
        1: "Klima",
        2: "Sport und Bewegung",
        7: "Bibliotheken",
    }
    assert get_measure(session, "S1").action_field.title == "Sport und Bewegung"


def test_goals_may_stand_in_one_cell_or_in_rows_of_their_own(session: Session, brought: ImportReport) -> None:
    climate, sport, library = concept_in_use(session)

    assert climate.goals == ("Weniger Energie verbrauchen", "Strom vom eigenen Dach")
    assert sport.goals == ("Schwimmen lernen alle Kinder", "Sporthallen sind länger offen")
    assert (library.goals, library.measures) == ((), ("Lesenächte",))


def test_a_later_list_knows_the_fields_by_name(session: Session, brought: ImportReport, tmp_path: Path) -> None:
    file = tmp_path / "mehr.csv"
    file.write_text("Nr;Handlungsfeld;Maßnahme\nB2;Bibliotheken;Bücherbus\nX;HF 3;Deutschkurs\n", encoding="utf-8")

    report = open_and_store(session, file)

    assert get_measure(session, "B2").action_field_number == 7
    assert [(each.row, each.reason.values["known"]) for each in report.refused] == [(3, "1, 2, 7")]


def test_the_same_file_again_changes_nothing(session: Session, brought: ImportReport, tmp_path: Path) -> None:
    assert open_and_store(session, tmp_path / "konzept.xlsx").number is None


def test_a_file_may_list_fields_alone(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "felder.csv"
    file.write_text("Nr;Handlungsfeld\n1;Klimaschutz\n2;Sport\n", encoding="utf-8")

    open_and_store(session, file)

    assert [each.title for each in field_titles(session).values()] == ["Klimaschutz", "Sport"]


def test_an_import_taken_back_brings_the_old_fields_back(session: Session, tmp_path: Path) -> None:
    seed_action_fields(session)
    before = field_titles(session)
    report = open_and_store(session, workbook(tmp_path, Handlungsfelder=FIELDS, Maßnahmen=MEASURES))

    result = take_measures_back(session, report.number or 0, NOW)

    assert (result.removed, result.restored, result.stays) == (4, 6, [])  # measures and the new field; the six
    assert field_titles(session) == before
    assert session.exec(select(Goal)).all() == []


def test_a_field_in_which_something_is_keeps_its_place(session: Session, brought: ImportReport, tmp_path: Path) -> None:
    file = tmp_path / "felder.csv"
    file.write_text("Nr;Handlungsfeld\n1;Energie\n", encoding="utf-8")

    report = open_and_store(session, file)

    assert sorted(field_titles(session)) == [1, 2, 7]
    assert "Handlungsfeld 1: Energie, bisher „Klimaschutz in städtischen Gebäuden“" in map(str, report.file.columns())


def test_what_a_list_of_fields_would_change_is_said_before(session: Session, tmp_path: Path) -> None:
    seed_action_fields(session)
    file = tmp_path / "felder.csv"
    file.write_text("Nr;Handlungsfeld;Ziele\n2;Sport;Schwimmen\n9;Klima;\n", encoding="utf-8")

    reading, _plan = open_measures(file).preview(session)

    said = [str(line) for line in reading.columns()]
    assert said[:2] == ["Handlungsfeld 2: Sport (1), bisher „Spracherwerb“", "Handlungsfeld 9: Klima"]
    assert "Handlungsfeld 4 „Integration in den Stadtteilen“ fällt weg, wenn nichts darin ist." in said
    assert len(field_titles(session)) == 6
    looked = look_at(session, ListFile(ImportKind.MEASURES, file), ImportSetting("Magdeburg", "DE-ST", NOW.date(), NOW))
    assert [str(line) for line in looked.lines][:2] == said[:2]  # in the app as by the command


def test_an_import_of_fields_alone_is_counted_and_taken_back(session: Session, tmp_path: Path) -> None:
    seed_action_fields(session)
    file = tmp_path / "felder.csv"
    file.write_text("Nr;Handlungsfeld\n2;Sport\n9;Klima\n", encoding="utf-8")
    number = open_and_store(session, file).number or 0

    (before,) = past_imports(session)
    take_measures_back(session, number, NOW)
    (after,) = past_imports(session)

    assert (before.new, before.changed) == (1, 6)
    assert "zurückgenommen" in str(after.sentence())


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("x;Sport", "„x“ ist keine Nummer eines Handlungsfelds"),
        ("2;", "Das Handlungsfeld 2 hat keinen Namen"),
        ("1;Sport", "heißt oben „Klima“, hier „Sport“"),
    ],
)
def test_what_is_no_field_is_said_with_its_row(session: Session, tmp_path: Path, row: str, said: str) -> None:
    file = tmp_path / "felder.csv"
    file.write_text(f"Nr;Handlungsfeld\n1;Klima\n{row}\n", encoding="utf-8")

    report = open_and_store(session, file)

    assert [str(note) for note in report.file.notes if "Zeile 3" in str(note) and said in str(note)]
    assert list(field_titles(session)) == [1]


def test_a_table_with_more_than_fields_is_none_of_fields(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "felder.csv"
    file.write_text("Nr;Handlungsfeld;Kosten\n1;Klima;5\n", encoding="utf-8")

    with pytest.raises(InputError):
        open_and_store(session, file)
