"""A city takes over its running applications from a table: what comes in, and what a second file changes."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import Session, select

from grants_db.applications.agenda import agenda
from grants_db.applications.award_money import current_award, measures_of, paid
from grants_db.applications.history import history
from grants_db.applications.store import change_stage, list_applications
from grants_db.errors import InputError
from grants_db.import_export.application_list.applications import (
    ApplicationsReport,
    Outcome,
    import_applications,
    write_template,
)
from grants_db.import_export.import_log.take_back import take_import_back
from grants_db.import_export.measures import import_samples
from grants_db.measures.store import get_measure
from grants_db.models.application import Application, HistoryEntry
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.rules.obligation_rules import load_rules
from grants_db.vocabulary import AgendaKind, FunderStatus, ImportKind, Level, ReasonCode
from grants_db.vocabulary import ApplicationStage as Stage

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HEADINGS = (
    "Maßnahme|Az.|Zuwendungsgeber|Programm|Antrag vom|Status|Stand seit|Grund|Beantragt|Bewilligt|Bescheid vom|"
    "Bewilligungszeitraum|ANBest|Verwendungsnachweis bis|Ausgezahlt|Bemerkung"
)
#: eleven applications, as an office keeps them
ROWS = (
    "1.1||Land Sachsen-Anhalt|Demokratie vor Ort||Idee||||||||||",
    "1.2||BAMF|Erinnern vor Ort||in Prüfung||||||||||",
    "1.3|A-3|Bundesministerium des Innern|Zusammenhalt 2026|1.9.26|eingereicht|||40.000 €|||||||telefonisch",
    (
        "1.4|A-4|Land|Jugend begegnet sich|01.02.2026|bewilligt|||9.000|8.000|15.04.2026"
        "|5/2026 – 4/2027|ANBest-Gk LSA|30.06.2027||"
    ),
    (
        "2.1|A-5|AMIF|Sprache im Alltag|10.01.2026|Durchführung|1.6.26||60 T€|50.000,00|20.5.26"
        "|6/2026-12/2027|||10 T€ am 1.7.26; 5.000 € am 1.10.26|"
    ),
    "2.2|A-6|Robert Bosch Stiftung|Neue Wege|05.03.2026|abgelehnt|||12.000||02.06.2026|||||",
    "2.3|A-7|Land Sachsen-Anhalt|Integration im Betrieb|05.03.2026|zurückgezogen|20.04.2026||7.500|||||||",
    (
        "3.1|A-8|Bundesprogramm|Ankommen|1.3.23|abgeschlossen|31.10.2025||20.000|20.000|1.6.23"
        "|7/2023-12/2024|||20 T€ am 1.8.23|"
    ),
    "3.2|A-9|Land Sachsen-Anhalt|Kita und Familie||nicht verfolgt||Eigenanteil|||||||||",
    "4.1|A-10|Land Sachsen-Anhalt|Gesund im Quartier||zurückgestellt|||||||||||",
    "4.2|A-11|ESF|Aktiv im Alter|12.10.2026|Skizze eingereicht|||30.000|||||||",
)


@pytest.fixture
def a_list(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: str, headings: str = HEADINGS) -> Path:
        file = tmp_path / "antraege.csv"
        with file.open("w", encoding="utf-8-sig", newline="") as lines:
            csv.writer(lines, delimiter=";").writerows(row.split("|") for row in (headings, *rows))
        return file

    return write


@pytest.fixture
def city(session: Session) -> Session:
    import_samples(session)
    return session


def taken(session: Session, file: Path, now: datetime = NOW) -> ApplicationsReport:
    return import_applications(session, file, now=now)


def of(session: Session, number: str) -> Application:
    return next(one for one in list_applications(session) if numbers_of(session, one) == [number])


def numbers_of(session: Session, application: Application) -> list[str]:
    return [measure.number for measure in measures_of(session, application)]


def secured(measure: Measure) -> Decimal:
    return sum((item.amount for item in measure.financing if item.application_id), Decimal(0))


def test_a_city_takes_over_eleven_applications(city: Session, a_list: Callable[..., Path]) -> None:
    report = taken(city, a_list(*ROWS))
    assert (list(map(str, report.refused)), report.count(Outcome.NEW)) == ([], 11)
    stages = {numbers_of(city, one)[0]: (one.stage, one.funder_status) for one in list_applications(city)}
    assert stages == {
        "1.1": (Stage.IDEA, FunderStatus.NONE),
        "1.2": (Stage.REVIEW, FunderStatus.NONE),
        "1.3": (Stage.SUBMITTED, FunderStatus.RECEIVED),
        "1.4": (Stage.AWARDED, FunderStatus.GRANTED),
        "2.1": (Stage.RUNNING, FunderStatus.GRANTED),
        "2.2": (Stage.REJECTED, FunderStatus.REFUSED),
        "2.3": (Stage.WITHDRAWN, FunderStatus.WITHDRAWN),
        "3.1": (Stage.CLOSED, FunderStatus.GRANTED),
        "3.2": (Stage.NOT_PURSUED, FunderStatus.NONE),
        "4.1": (Stage.DEFERRED, FunderStatus.NONE),
        "4.2": (Stage.SKETCH, FunderStatus.SKETCH_RECEIVED),
    }
    assert of(city, "3.2").exit_reason is ReasonCode.OWN_CONTRIBUTION
    calls = {call.title: call for call in city.exec(select(Opportunity))}
    assert calls["Sprache im Alltag"].level is Level.EU
    assert calls["Neue Wege"].level is Level.FOUNDATION
    running = of(city, "2.1")
    award = current_award(city, running)
    assert award is not None
    assert running.requested == 60_000
    assert award.amount == 50_000
    assert paid(city, running) == 15_000
    assert secured(get_measure(city, "2.1")) == 50_000
    assert secured(get_measure(city, "3.1")) == 20_000
    due = {entry.due for entry in agenda(city, NOW.date(), load_rules()) if entry.what is AgendaKind.OBLIGATION}
    assert date(2027, 6, 30) in due


def test_what_happened_stands_at_its_day_in_the_history(city: Session, a_list: Callable[..., Path]) -> None:
    taken(city, a_list(*ROWS))
    lines = history(city, of(city, "2.1"))
    assert [(line.at.date(), line.what) for line in lines] == [
        (date(2026, 1, 10), "stage"),
        (date(2026, 1, 10), "stage"),
        (date(2026, 1, 10), "funder_status"),
        (date(2026, 5, 20), "award"),
        (date(2026, 5, 20), "stage"),
        (date(2026, 5, 20), "funder_status"),
        (date(2026, 7, 1), "payment"),
        (date(2026, 10, 1), "payment"),
        (date(2026, 6, 1), "stage"),
        (NOW.date(), "listed"),
    ]
    assert of(city, "2.1").created_at.date() == date(2026, 1, 10)


def test_the_same_file_again_changes_nothing(city: Session, a_list: Callable[..., Path]) -> None:
    taken(city, a_list(*ROWS))
    before = len(city.exec(select(HistoryEntry)).all())
    report = taken(city, a_list(*ROWS))
    assert (report.count(Outcome.UNCHANGED), list(map(str, report.refused))) == (11, [])
    assert len(city.exec(select(HistoryEntry)).all()) == before
    assert len(list_applications(city)) == 11


def test_a_corrected_file_changes_what_was_corrected_and_says_so(city: Session, a_list: Callable[..., Path]) -> None:
    taken(city, a_list(*ROWS))
    corrected = [
        row.replace("50.000,00", "55.000,00").replace("5.000 € am", "6.000 € am")
        if row.startswith("2.1")
        else row.replace("eingereicht|", "abgelehnt|20.11.2026").replace("40.000 €", "42.000 €")
        if row.startswith("1.3")
        else row
        for row in ROWS
    ]
    report = taken(city, a_list(*corrected))
    assert (report.count(Outcome.CHANGED), report.count(Outcome.UNCHANGED)) == (2, 9)
    running, rejected = of(city, "2.1"), of(city, "1.3")
    award = current_award(city, running)
    assert award is not None
    assert award.number == 2
    assert award.amount == 55_000
    assert paid(city, running) == 16_000
    assert running.stage is Stage.RUNNING
    assert secured(get_measure(city, "2.1")) == 55_000
    assert (rejected.stage, rejected.funder_status) == (Stage.REJECTED, FunderStatus.REFUSED)
    assert rejected.requested == 42_000
    last = [line for line in history(city, rejected) if line.what == "stage"][-1]
    assert last.at.date() == date(2026, 11, 20)


def test_what_was_entered_here_since_stays(city: Session, a_list: Callable[..., Path]) -> None:
    taken(city, a_list(*ROWS))
    change_stage(city, of(city, "1.4"), Stage.RUNNING, now=NOW)
    taken(city, a_list(*ROWS[:4], ROWS[4].replace("60 T€", "61 T€")))
    assert of(city, "1.4").stage is Stage.RUNNING
    assert of(city, "2.1").requested == 61_000


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("9.9||Land|P|01.02.2026|eingereicht||||||||||", "„9.9“ gibt es nicht"),
        ("1.1||Land|P|01.02.2026|verschollen||||||||||", "(„verschollen“): Dieses Wort ist hier nicht bekannt"),
        ("1.1||Land||01.02.2026|eingereicht||||||||||", "Spalte „Programm“"),
        ("1.1||Land|P|01.02.2026|bewilligt|||900|800|15.04.2026||||", "Spalte „Bewilligungszeitraum“"),
        ("1.1||Land|P|01.02.2026|bewilligt|||900|rund 2|15.04.26|ab 2026||||", "Spalte „Bewilligungszeitraum“"),
        ("1.1||Land|P|01.02.2027|eingereicht||||||||||", "nicht in der Zukunft"),
        ("1.1||Lotto|P|01.02.2026|eingereicht||||||||||", "Spalte „Ebene“"),
        ("1.1||Land|P||nicht verfolgt||||||||||", "nennt einen Grund"),
        ("1.1||Land|P|01.05.2026|abgelehnt|||900||15.04.2026|||||", "Der Bescheid liegt vor dem Antrag"),
        ("1.1||Land|P|01.02.2026|eingereicht|||900|||||5 € am 1.3.2026||", "Zeile 2"),
    ],
)
def test_a_row_that_makes_no_application_is_refused_whole(
    city: Session, a_list: Callable[..., Path], row: str, says: str
) -> None:
    report = taken(city, a_list(row, ROWS[2]))
    said = " ".join(map(str, (*report.refused, *report.unknown)))
    assert says in said
    assert "Zeile 2" in said
    assert report.refused_rows == 1 or "Verwendungsnachweis" in said
    assert of(city, "1.3").stage is Stage.SUBMITTED


def test_what_cannot_be_read_is_named_and_stays_out(city: Session, a_list: Callable[..., Path]) -> None:
    report = taken(city, a_list("1.1||Land|P|neulich|eingereicht|||viel|||||||"))
    assert [str(sentence).partition(": ")[0] for sentence in report.unknown] == [
        "antraege.csv, Zeile 2, Spalte „Antrag vom“ („neulich“)",
        "antraege.csv, Zeile 2, Spalte „Beantragt“ („viel“)",
        "antraege.csv, Zeile 2, Spalte „Antrag vom“ („neulich“)",
    ]
    assert of(city, "1.1").requested is None


def test_a_call_that_is_known_is_the_one_applied_for_closed_or_not(
    city: Session, an_opportunity: Callable[..., Opportunity], a_list: Callable[..., Path]
) -> None:
    deadline = {"kind": "fixed", "dates": ["2026-01-31"], "times": [], "stages": [], "two_stage": False, "evidence": ""}
    call = an_opportunity(title="Zusammenhalt 2026", funder="Bundesministerium des Innern", deadline=deadline)
    taken(city, a_list(ROWS[2]))
    assert of(city, "1.3").opportunity_id == call.id


def test_a_list_takes_no_application_back_that_was_made_here(city: Session, a_list: Callable[..., Path]) -> None:
    taken(city, a_list(ROWS[2]))
    for line in city.exec(select(HistoryEntry).where(HistoryEntry.what == "listed")).all():
        city.delete(line)
    city.flush()
    report = taken(city, a_list(ROWS[2].replace("1.9.26|eingereicht", "|Idee")))
    assert "steht hier schon auf „Antrag gestellt“" in str(report.refused[0])
    assert of(city, "1.3").stage is Stage.SUBMITTED


def test_two_rows_for_the_same_application_are_told(city: Session, a_list: Callable[..., Path]) -> None:
    report = taken(city, a_list(ROWS[0], ROWS[0]))
    assert report.count(Outcome.NEW) == 1
    assert "Zeile 3" in str(report.refused[0])


def test_an_award_the_measures_file_may_hold_already_is_asked_about(
    session: Session, a_measure: Callable[..., Measure], a_list: Callable[..., Path]
) -> None:
    measure = a_measure("1.1", cost=Decimal(10_000), secured=Decimal(8_000))
    row = "1.1|A-1|Land|P|01.02.2026|bewilligt|||9.000|8.000|15.04.2026|2026-2027||||"
    assert "sind schon 8.000,00 € gesichert" in str(taken(session, a_list(row)).refused[0])
    assert list_applications(session) == []
    headings = HEADINGS + "|Im Gesicherten enthalten"
    assert taken(session, a_list(row + "|ja", headings=headings)).count(Outcome.NEW) == 1
    assert measure.secured == 8_000


def test_the_template_comes_back_in_without_a_word(city: Session, tmp_path: Path) -> None:
    for name in ("vorlage.csv", "vorlage.xlsx"):
        write_template(tmp_path / name)
        report = taken(city, tmp_path / name)
        assert (report.taken, report.refused, report.unknown, report.notes) == ([], [], [], [])


def test_a_table_of_something_else_is_refused(city: Session, a_list: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match="„Maßnahme“, „Förderprogramm“, „Stand“"):
        taken(city, a_list("Aula|3", headings="Raum|Plätze"))


def test_another_programme_under_a_known_file_number_is_asked_back(city: Session, a_list: Callable[..., Path]) -> None:
    taken(city, a_list(ROWS[5]))
    report = taken(city, a_list(ROWS[5].replace("Neue Wege", "Alte Wege")))
    assert (report.taken, report.refused_rows) == ([], 1)
    (said,) = report.refused
    assert "Unter diesem Aktenzeichen steht Antrag 1 für „Neue Wege“ (Robert Bosch Stiftung)" in str(said)


def test_an_import_is_taken_back_where_nobody_changed_it_since(city: Session, a_list: Callable[..., Path]) -> None:
    before = len(city.exec(select(Opportunity)).all())
    first = taken(city, a_list(*ROWS))
    changed = ROWS[3].replace("9.000|8.000", "9.500|8.500")
    second = taken(city, a_list(ROWS[2], changed))
    assert (first.number, second.number) == (1, 2)

    stays = take_import_back(city, ImportKind.APPLICATIONS, 1, NOW)
    assert [str(line) for line in stays.lines()] == [
        "1.4 Jugend begegnet sich: seither geändert, bleibt wie es ist.",
        "10 entfernt, 0 auf den Stand davor gebracht, 1 bleiben.",
    ]
    assert secured(get_measure(city, "2.1")) == 0

    restored = take_import_back(city, ImportKind.APPLICATIONS, 2, NOW)
    award = current_award(city, of(city, "1.4"))
    assert (restored.restored, award.amount if award else None) == (1, Decimal(8000))
    assert secured(get_measure(city, "1.4")) == 8000

    take_import_back(city, ImportKind.APPLICATIONS, 1, NOW)
    assert (list_applications(city), len(city.exec(select(Opportunity)).all())) == ([], before)


def test_sums_in_thousands_and_own_headings_are_understood(city: Session, tmp_path: Path) -> None:
    file = tmp_path / "antraege.csv"
    file.write_text(
        "Antragsliste, Beträge in T€;;;;;\n"
        "Maßnahme;Wer gibt;Förderprogramm;Stand;Antrag vom;Wunschsumme\n"
        "1.1;Land Sachsen-Anhalt;Demokratie vor Ort;eingereicht;01.03.2026;12,5\n",
        encoding="utf-8",
    )
    mapping = ["Wer gibt=Fördergeber", "Wunschsumme=requested"]

    report = import_applications(city, file, now=NOW, mapping=mapping)
    again = import_applications(city, file, now=NOW)

    assert (list(map(str, report.refused)), of(city, "1.1").requested) == ([], Decimal(12_500))
    assert any("Beträge in T€" in str(note) for note in report.notes)
    assert (again.count(Outcome.UNCHANGED), again.number) == (1, None)
