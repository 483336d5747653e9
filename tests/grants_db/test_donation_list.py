"""A city takes over its donations from a table: what comes in, what a second file changes, and how it is taken back."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import Session

from grants_db.applications.donations import advance_donation, list_donations, steps_of
from grants_db.import_export.donation_list.donations import DonationOutcome, import_donations, write_template
from grants_db.import_export.import_log.take_back import take_import_back
from grants_db.import_export.measures import import_samples
from grants_db.measures.store import get_measure
from grants_db.vocabulary import DonationStage as Stage
from grants_db.vocabulary import ImportKind

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HEADINGS = "Maßnahme;Sponsor;Höhe;Angebot vom;Annahme;DS-Nr.;Eingang;Status"
ROWS = (
    "1.1;Sparkasse;2,5;1.2.26;15.3.26;DS0123/26;01.04.2026;eingegangen",
    "1.2;Lions Club;1;01.05.2026;;;;",
    "2.1;Verein der Freunde e. V.;0,8;03.03.2026;20.04.2026;DS0150/26;;angenommen",
)


@pytest.fixture
def city(session: Session) -> Session:
    import_samples(session)
    return session


@pytest.fixture
def a_list(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: str, headings: str = HEADINGS) -> Path:
        file = tmp_path / "spenden.csv"
        file.write_text("\n".join(("Spendenliste, Beträge in T€", headings, *rows)), encoding="utf-8")
        return file

    return write


def test_three_donations_come_in_with_their_steps(city: Session, a_list: Callable[..., Path]) -> None:
    before = get_measure(city, "1.1").secured or Decimal(0)

    report = import_donations(city, a_list(*ROWS), now=NOW)
    again = import_donations(city, a_list(*ROWS), now=NOW)

    assert (list(map(str, report.refused)), report.count(DonationOutcome.NEW)) == ([], 3)
    received, offered, accepted = list_donations(city)
    assert [(gift.stage, gift.amount) for gift in (received, offered, accepted)] == [
        (Stage.RECEIVED, Decimal(2500)),
        (Stage.OFFERED, Decimal(1000)),
        (Stage.ACCEPTED, Decimal(800)),
    ]
    assert [step.day for step in steps_of(received)] == [date(2026, 2, 1), date(2026, 3, 15), date(2026, 4, 1)]
    assert get_measure(city, "1.1").secured == before + 2500
    assert (again.count(DonationOutcome.UNCHANGED), again.number) == (3, None)


def test_a_second_list_brings_what_came_since_and_is_taken_back(city: Session, a_list: Callable[..., Path]) -> None:
    import_donations(city, a_list(*ROWS), now=NOW)
    before = get_measure(city, "2.1").secured
    rows = (ROWS[0].replace("2,5", "2,7"), ROWS[2].replace(";;angenommen", ";02.05.2026;eingegangen"))

    changed = import_donations(city, a_list(*rows), now=NOW)

    assert (changed.count(DonationOutcome.CHANGED), list_donations(city)[0].amount) == (2, Decimal(2700))
    result = take_import_back(city, ImportKind.DONATIONS, 2, NOW)
    assert (result.restored, result.stays) == (2, [])
    assert [gift.stage for gift in list_donations(city)] == [Stage.RECEIVED, Stage.OFFERED, Stage.ACCEPTED]
    assert (list_donations(city)[0].amount, get_measure(city, "2.1").secured) == (Decimal(2500), before)


def test_what_somebody_has_moved_on_stays(city: Session, a_list: Callable[..., Path]) -> None:
    import_donations(city, a_list(*ROWS), now=NOW)
    advance_donation(city, list_donations(city)[0], Stage.THANKED, date(2026, 5, 2))

    result = take_import_back(city, ImportKind.DONATIONS, 1, NOW)

    assert (result.removed, [str(line) for line in result.stays]) == (
        2,
        ["1.1 Sparkasse: seither geändert, bleibt wie es ist."],
    )
    assert [gift.donor for gift in list_donations(city)] == ["Sparkasse"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("9.9;Sparkasse;1;1.2.26;;;;", "Nummer „9.9“"),
        ("1.1;;1;1.2.26;;;;", "Spalte „Sponsor“"),
        ("1.1;Sparkasse;viel;1.2.26;;;;", "Spalte „Höhe“"),
        ("1.1;Sparkasse;1;1.2.26;1.3.26;;;", "Spalte „DS-Nr.“"),
        ("1.1;Sparkasse;1;1.2.26;1.1.26;DS1/26;;", "Spalte „Annahme“"),
        ("1.1;Sparkasse;1;1.2.27;;;;", "nicht in der Zukunft"),
        ("1.1;Sparkasse;1;;;;;eingegangen", "Spalte „Eingang“"),
        ("1.1;Sparkasse;1;1.2.26;;;;versprochen", "Spalte „Status“"),
    ],
)
def test_a_row_that_is_no_donation_is_refused_with_its_place(
    city: Session, a_list: Callable[..., Path], row: str, why: str
) -> None:
    report = import_donations(city, a_list(row, ROWS[1]), now=NOW)

    assert (report.refused_rows, report.count(DonationOutcome.NEW)) == (1, 1)
    assert any("Zeile 3" in str(line) and why in str(line) for line in report.refused)


def test_the_template_is_read_as_an_empty_list(city: Session, tmp_path: Path) -> None:
    file = tmp_path / "vorlage.xlsx"
    write_template(file)

    report = import_donations(city, file, now=NOW)

    assert (report.taken, report.refused, report.tables[0].columns[1]) == ([], [], ("Spender", "Spender"))
