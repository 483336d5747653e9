"""Financing plans from a table: taken over whole or refused whole, shown, taken back."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import Session

from grants_db.applications.plan.entry import enter_line, line_of, plan_items
from grants_db.applications.store import get_application
from grants_db.errors import InputError, UsageError
from grants_db.financing_plan.plan_lines import PlanLine
from grants_db.import_export.import_log.take_back import take_import_back
from grants_db.import_export.plan_list.plans import PlansReport, open_plans, write_template
from grants_db.plans.reading import plans
from grants_db.vocabulary import FinancingType, ImportKind, PlanKind
from tests.years_of_work import store_years_of_work

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
HEAD = "Antrag;Art;Zeile;Jahr;Geplant;Ist;Finanzierungsart;Satz;Höchstbetrag;Pauschale von"
ROWS = (
    "1;Ausgabe;Personal;2025;60.000,00;;;;;",
    "1;Ausgabe;Personal;2026;60.000,00;50.000,00;;;;",
    "1;Ausgabe;Verwaltung;2025;;;;10;;Personal",
    "1;diese Zuwendung;Land;2025;45.600,00;;Anteil;60 %;45.600,00;",
    "1;diese Zuwendung;Land;2026;30.000,00;;Anteilfinanzierung;60 %;;",
    "1;Spende;Sparkasse;2026;5.000,00;;;;;",
)


@pytest.fixture
def office(session: Session) -> Session:
    store_years_of_work(session)
    return session


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: str, head: str = HEAD) -> Path:
        file = tmp_path / "plan.csv"
        file.write_text("\n".join([head, *rows]), encoding="utf-8")
        return file

    return write


def taken(session: Session, file: Path, *, insist: bool = True, application: int | None = None) -> PlansReport:
    return open_plans(file, application=application).store(session, now=NOW, by="Amt 50", insist=insist)


def lines(session: Session, number: int = 1) -> list[PlanLine]:
    return [line_of(row) for row in plan_items(session, get_application(session, number))]


def test_a_plan_comes_in_with_its_flat_rate_and_its_grant(office: Session, listed: Callable[..., Path]) -> None:
    report = taken(office, listed(*ROWS))
    (plan,) = plans(office, [1])
    assert str(report.summary()) == "1 Finanzierungspläne eingetragen, 0 unverändert, 0 Angaben abgewiesen."
    assert (plan.plan.planned_cost, plan.plan.cost) == (Decimal(126_000), Decimal(116_000))
    grant = next(line for line in lines(office) if line.kind is PlanKind.GRANT)
    assert (grant.type, grant.rate, grant.cap) == (FinancingType.SHARE, Decimal(60), Decimal(45_600))


def test_the_same_file_again_changes_nothing(office: Session, listed: Callable[..., Path]) -> None:
    taken(office, listed(*ROWS))
    report = taken(office, listed(*ROWS))
    assert (report.number, [plan.changed for plan in report.taken]) == (None, [False])


def test_a_plan_takes_the_place_of_the_one_before_and_is_taken_back(
    office: Session, listed: Callable[..., Path]
) -> None:
    enter_line(office, get_application(office, 1), PlanLine(PlanKind.COST, "Alt", 2025, Decimal(5)), now=NOW)
    report = taken(office, listed(*ROWS))
    assert "Alt" not in {line.name for line in lines(office)}
    assert report.number is not None
    result = take_import_back(office, ImportKind.PLANS, report.number, NOW)
    assert (result.restored, result.stays) == (1, [])
    assert [line.name for line in lines(office)] == ["Alt"]


def test_what_was_changed_since_stays_when_an_import_is_taken_back(
    office: Session, listed: Callable[..., Path]
) -> None:
    report = taken(office, listed(*ROWS))
    enter_line(office, get_application(office, 1), PlanLine(PlanKind.COST, "Neu", 2025, Decimal(5)), now=NOW)
    result = take_import_back(office, ImportKind.PLANS, report.number or 0, NOW)
    assert [str(said) for said in result.stays] == ["Antrag 1: seither geändert, bleibt wie es ist."]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1;Ausgabe;Miete;2026;-5;;;;;", "Die geplante Summe fehlt oder ist nicht lesbar."),
        ("1;Ausgabe;Miete;26;5;;;;;", "Zeile 2, Spalte „Jahr“ („26“): Das fehlt oder ist nicht lesbar"),
        ("1;Gebühr;Miete;2026;5;;;;;", "Spalte „Art“ („Gebühr“): Das fehlt oder ist nicht lesbar"),
        ("1;diese Zuwendung;Land;2026;5;;Anteil;101;;", "Das ist kein Satz zwischen 0 und 100 Prozent."),
        ("1;diese Zuwendung;Land;2026;5;;Anteil;0,6;;", "Sind das Prozent oder ein Anteil?"),
        (";Ausgabe;Miete;2026;5;;;;;", "Für welchen Antrag? Bitte seine Nummer nennen."),
        ("99;Ausgabe;Miete;2026;5;;;;;", "Antrag 99:"),
        ("1;Ausgabe;Miete;2031;5;;;;;", "2031 liegt außerhalb des Bewilligungszeitraums, 20.05.2025 bis 31.12.2026."),
        ("1;Ausgabe;Miete;2026;5;x;;;;", "Das ist nicht lesbar; leer zu lassen geht."),
    ],
)
def test_what_cannot_be_is_refused_with_its_row_and_the_plan_stays(
    office: Session, listed: Callable[..., Path], row: str, said: str
) -> None:
    report = taken(office, listed(row))
    assert said in " ".join(str(each) for each in report.refused)
    assert (report.number, lines(office)) == (None, [])


def test_one_bad_row_keeps_the_whole_plan_of_its_application_and_no_other(
    office: Session, listed: Callable[..., Path]
) -> None:
    report = taken(office, listed(*ROWS, "1;Ausgabe;Miete;26;5;;;;;", "6;Ausgabe;Fest;2026;12.000;;;;;"))
    assert lines(office) == []
    assert [line.name for line in lines(office, 6)] == ["Fest"]
    assert "Antrag 1: Der Plan bleibt, wie er war, bis alle Zeilen lesbar sind." in map(str, report.refused)


def test_sums_that_do_not_add_up_are_asked_back(office: Session, listed: Callable[..., Path]) -> None:
    file = listed("1;Ausgabe;Miete;2026;5;;;;;", "1;Spende;Sparkasse;2026;6;;;;;")
    report = taken(office, file, insist=False)
    (refused,) = report.refused
    assert "Die Ausgaben ergeben 5,00 €, die Einnahmen und Eigenmittel 6,00 €; sie sollten gleich sein." in str(refused)
    assert (report.doubtful, report.number) == (1, None)
    insisted = taken(office, file)
    assert (insisted.doubtful, insisted.number is not None) == (0, True)


def test_an_office_s_own_headings_and_a_file_of_one_application(office: Session, listed: Callable[..., Path]) -> None:
    file = listed("Kosten;Honorare;2026;1.200,50", head="Typ;Position;Haushaltsjahr;Betrag (EUR)")
    assert taken(office, file, application=1).number is not None
    assert [(line.name, line.planned) for line in lines(office)] == [("Honorare", Decimal("1200.50"))]


def test_a_plan_with_a_column_for_each_year_comes_in_by_year(office: Session, listed: Callable[..., Path]) -> None:
    rows = (
        "Ausgabe;Personal;60.000,00;60.000,00;120.000,00",
        "Ausgabe;Miete;;1.200,00;1.200,00",
        "Summe;;60.000,00;61.200,00;121.200,00",
        "diese Zuwendung;Land;40.000,00;40.000,00;80.000,00",
    )
    report = taken(office, listed(*rows, head="Art;Position;2025;Ansatz 2026;Gesamt"), application=1)
    assert report.refused == []
    assert [(line.name, line.year, line.planned) for line in lines(office)] == [
        ("Personal", 2025, Decimal(60_000)),
        ("Personal", 2026, Decimal(60_000)),
        ("Miete", 2026, Decimal(1_200)),
        ("Land", 2025, Decimal(40_000)),
        ("Land", 2026, Decimal(40_000)),
    ]


@pytest.mark.parametrize("name", ["plan.csv", "plan.xlsx"])
def test_the_template_is_read_and_its_example_passed_over(office: Session, tmp_path: Path, name: str) -> None:
    write_template(tmp_path / name)
    report = taken(office, tmp_path / name)
    assert (report.taken, report.refused, report.number) == ([], [], None)


def test_a_file_without_these_headings_says_which(office: Session, listed: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match="„Art“, „Zeile“, „Jahr“, „Geplant“"):
        taken(office, listed("1;2", head="a;b"))
    with pytest.raises(UsageError):
        open_plans(listed(*ROWS), ["Zeile=gibtesnicht"])
