"""The note about one application: what it says, and that it is one page in each kind of file."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from lxml import html
from sqlalchemy import Engine

from grants_db.applications.awards import AwardTerms, record_award
from grants_db.applications.early_start import record_contract
from grants_db.applications.notes_documents_tasks import add_task
from grants_db.applications.store import get_application
from grants_db.rules.obligations import StatedDate
from grants_db.storage.database import open_database, writing
from grants_db.vocabulary import FinancingType, ObligationKind
from tests.tui.papers.running import Run
from tests.years_of_work import TODAY, at_ten, years_of_work


@pytest.fixture
def full(tmp_path: Path) -> str:
    """A database in which application 1 has more of everything than a page holds."""
    url = f"sqlite:///{tmp_path / 'akquise.db'}"
    engine: Engine = open_database(url)
    years_of_work(engine)
    with writing(engine) as session:
        one, now = get_application(session, 1), at_ten("2026-11-20")
        stated = [
            StatedDate(ObligationKind.INTERIM_REPORT, TODAY + timedelta(days=days), "award") for days in range(9, 99, 9)
        ]
        terms = AwardTerms(
            *(date(2025, 5, 20), Decimal(80_000), FinancingType.SHARE, date(2025, 5, 20), date(2026, 12, 31)),
            stated=tuple(stated),
            conditions=tuple(f"Auflage {number}: {'bitte beachten ' * 20}" for number in range(9)),
        )
        record_award(session, one, terms, now=now, insist=True)
        record_contract(session, one, date(2025, 1, 2), now=now)
        add_task(session, one, "Kostenplan <b>abstimmen</b>", date(2026, 12, 9), now=now)
    engine.dispose()
    return url


def page_of(run: Run, tmp_path: Path, number: int, **how: str) -> html.HtmlElement:
    out = tmp_path / "vermerk.html"
    assert run("report", "application", str(number), "--out", str(out), **how)[0] == 0
    return html.parse(out).getroot()


def facts(page: html.HtmlElement) -> dict[str, str]:
    return {
        name.text_content(): value.text_content().replace("\xa0", " ")
        for name, value in zip(page.xpath("//dt"), page.xpath("//dd"), strict=True)
    }


def test_it_says_what_the_application_is_for_and_what_money_there_is(run: Run, tmp_path: Path) -> None:
    said = facts(page_of(run, tmp_path, 1))

    assert said["Förderprogramm"] == "Sprache im Quartier"
    assert said["Zuwendungsgeber"] == "Ministerium für Arbeit"
    assert (said["Bewilligt"], said["Ausgezahlt"], said["noch abrufbar"]) == (
        "80.000,00 €",
        "50.000,00 €",
        "30.000,00 €",
    )
    assert said["Unser Stand"] == "Durchführung"


def test_what_was_given_up_says_why(run: Run, tmp_path: Path) -> None:
    assert facts(page_of(run, tmp_path, 7))["Grund"] == "Personalkapazität"


def test_late_and_coming_dates_stand_in_their_order_and_a_lapsed_right_does_not(run: Run, tmp_path: Path) -> None:
    rows = [[cell.text_content() for cell in row] for row in page_of(run, tmp_path, 1).xpath("//tbody/tr")]

    assert [row[:2] for row in rows] == [["30.04.2026", "Zwischennachweis"], ["30.06.2027", "Verwendungsnachweis"]]
    assert rows[0][2] == "abgeleitet: NABF (Bund), Zwischennachweis"


def test_of_more_than_a_page_holds_the_next_ones_are_shown_and_the_others_counted(
    run: Run, full: str, tmp_path: Path
) -> None:
    page = page_of(run, tmp_path, 1, database=full)

    assert len(page.xpath("//tbody/tr")) == 6
    assert "weitere Termine stehen in akquise." in page.xpath("string(//caption)")
    assert len([point for point in page.xpath("//li") if point.text.startswith("Auflage")]) == 3
    assert not page.xpath("//b")


def test_word_gets_the_same_under_tagged_headings_and_the_same_bytes_twice(run: Run, full: str, tmp_path: Path) -> None:
    for name in ("eins", "zwei"):
        assert run("report", "application", "1", "--out", str(tmp_path / f"{name}.docx"), database=full)[0] == 0

    assert (tmp_path / "eins.docx").read_bytes() == (tmp_path / "zwei.docx").read_bytes()
    headings = [
        one.text
        for one in Document(str(tmp_path / "eins.docx")).paragraphs
        if one.style and one.style.name == "Heading 1"
    ]
    assert headings == [
        *("Gegenstand", "Finanzierung", "Termine und Pflichten", "Auflagen", "Zu beachten", "Gezeichnet"),
    ]


@pytest.mark.parametrize(
    ("number", "name", "said"),
    [("99", "v.docx", "99"), ("1", "v.xlsx", "Dateien der Art „.xlsx“ werden nicht geschrieben")],
)
def test_what_cannot_be_written_is_one_sentence(run: Run, tmp_path: Path, number: str, name: str, said: str) -> None:
    status, spoken = run("report", "application", number, "--out", str(tmp_path / name))

    assert status in (1, 2)
    assert said in spoken
    assert len(spoken.splitlines()) == 1
    assert not (tmp_path / name).exists()
