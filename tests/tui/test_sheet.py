"""The sheet to print: it holds the facts, escapes what comes from outside, loads nothing, and says where it lies."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlalchemy import Engine

from grants_db.applications.notes_documents_tasks import add_task
from grants_db.applications.store import list_applications
from grants_db.errors import InputError
from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.measures.store import get_measure
from grants_db.opportunities.store import list_opportunities
from grants_db.settings import Settings
from grants_db.storage.database import reading, writing
from tests.tui.driving import settled
from tui.app.app import AkquiseApp
from tui.formatting import i18n
from tui.printing.page import MOST_LINES
from tui.printing.sheet import KINDS, LISTS, make_sheet, write_sheet

AppOn = Callable[..., AkquiseApp]
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SETTINGS = Settings(database_url="sqlite://")
HOSTILE = '<script src="https://boese.example/x.js"></script><img src=x onerror=alert(1)> "\'&amp; \x1b[31m\u202eund'


class Seen(HTMLParser):
    """The tags and attributes of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += f"{data} "


def sheet(engine: Engine, kind: str, key: str, unit: str = "") -> Seen:
    settings = SETTINGS.model_copy(update={"unit": unit})
    return Seen(make_sheet(engine, settings, date(2026, 11, 24), kind, key)[1])


def words(page: Seen) -> str:
    return " ".join(page.text.split())


@pytest.fixture
def ids(applied_city: Engine) -> dict[str, str]:
    """The key of one thing of each kind."""
    with reading(applied_city) as session:
        call = next(call.id for call in list_opportunities(session) if call.external_id == "land/1")
        measure = get_measure(session, "2.1").id
    lists = dict.fromkeys(LISTS, "{}")
    return lists | {"opportunity": str(call), "match": f"{measure}:{call}", "measure": str(measure), "application": "2"}


def test_a_call_s_sheet_holds_facts_evidence_attribution_and_the_day_it_was_seen(
    applied_city: Engine, ids: dict[str, str]
) -> None:
    text = words(sheet(applied_city, "opportunity", ids["opportunity"]))
    for fact in (
        "Sprachkurse für Eltern – Ankommen mit Kindern",
        "31.03.2027",
        "Der Antrag ist bis zum 31. März 2027 zu stellen.",
        "5.000,00 € bis 50.000,00 €",
        "Erfunden zum Ausprobieren",
        "Zuletzt gesehen 24.11.2026",
        "https://portal.example/land/1",
        "2.1 Sprachförderung am Vormittag mit Kinderbetreuung (0,72) · angenommen",
    ):
        assert fact in text


def test_a_match_s_sheet_says_why_who_may_apply_and_what_was_decided(applied_city: Engine, ids: dict[str, str]) -> None:
    text = words(sheet(applied_city, "match", ids["match"]))
    for fact in (
        "angenommen 24.11.2026",
        "Lücke 95.999,50 €",
        "Bewertung 0,72",
        "Gemeinsame Begriffe: „Sprachförderung“",
        "Wer beantragen kann: ✓ ",
        "Das Fördergebiet passt: Sachsen-Anhalt.",
    ):
        assert fact in text


def test_a_measure_s_sheet_holds_its_bar_applications_and_matches(applied_city: Engine, ids: dict[str, str]) -> None:
    page = sheet(applied_city, "measure", ids["measure"])
    assert ("style", "width: 25%") in page.attributes
    assert "gesichert 32.000,50 €, Lücke 95.999,50 €" in words(page)
    assert "1 Sprachkurse für Eltern – Ankommen mit Kindern · Idee · ⇄ nichts eingereicht" in words(page)
    assert "Treffer: 3, davon 1 offen, 1 angenommen" in words(page)


def test_an_application_s_sheet_holds_stage_money_dates_and_history(applied_city: Engine, ids: dict[str, str]) -> None:
    text = words(sheet(applied_city, "application", ids["application"]))
    for fact in (
        "Unser Stand bewilligt",
        "Beim Zuwendungsgeber Bescheid erteilt",
        "Bewilligt 8.000,00 €",
        "noch abrufbar 8.000,00 €",
        "● 31.03.2027 Verwendungsnachweis · Nr. 4 des Bescheids",
        "Stand: Antrag gestellt → bewilligt",
    ):
        assert fact in text
    endangered = words(sheet(applied_city, "application", "1"))
    assert "! Ein Vertrag am 20.11.2026" in endangered
    assert "☐ 30.11.2026 1 Kostenplan [bold]abstimmen[/bold]" in endangered


def test_the_sheet_of_dates_is_the_agenda_as_it_is_filtered(applied_city: Engine) -> None:
    text = words(sheet(applied_city, "dates", "{}"))
    assert "30.11.2026 ! noch 6 Tage 2.1 ● Kostenplan [bold]abstimmen[/bold]" in text
    assert "● genannt ◇ abgeleitet ○ erwartet" in text
    assert "✱" not in text  # paper doesn't know who looked when
    found = words(sheet(applied_city, "dates", '{"words": "kostenplan"}'))
    assert "1 von " in found
    assert "Verwendungsnachweis" not in found


def test_the_sheet_of_decisions_says_why_not(applied_city: Engine) -> None:
    text = words(sheet(applied_city, "decisions", "{}"))
    assert text.count("24.11.2026 ") == 5 + 1  # the day it was printed
    found = words(sheet(applied_city, "decisions", '{"kind": "dismissed"}'))
    assert "1 Entscheidung · verworfen" in found
    assert "✗ verworfen: Eigenanteil" in found


def test_the_sheet_of_decisions_has_one_s_own_first_and_says_how_they_are_marked(applied_city: Engine) -> None:
    with writing(applied_city) as session:
        get_measure(session, "3.1").unit = get_measure(session, "4.1").unit
    text = words(sheet(applied_city, "decisions", "{}", unit="Stadtplanungsamt"))
    assert text.index("▸ 3.1") < text.index("1.1")
    assert "Zeichen ▸ Stadtplanungsamt" in text


def test_a_list_is_printed_whole(applied_city: Engine) -> None:
    with writing(applied_city) as session:
        application = list_applications(session)[0]
        for number in range(120):
            add_task(session, application, f"Angebot {number:03} einholen", date(2026, 12, 1), now=NOW)
    text = words(sheet(applied_city, "dates", "{}"))
    assert len(re.findall(r"Angebot \d{3} einholen", text)) == 120


@pytest.mark.parametrize("kind", [*KINDS, *LISTS])
def test_a_sheet_loads_nothing_and_acts_on_nothing(applied_city: Engine, ids: dict[str, str], kind: str) -> None:
    page = sheet(applied_city, kind, ids[kind])
    assert not page.tags & {"script", "img", "link", "iframe", "object", "embed", "form", "base", "svg", "video"}
    assert [name for name, _value in page.attributes if name.startswith("on") or name == "src"] == []
    policies = [value for name, value in page.attributes if name == "content" and "default-src" in value]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert re.search(r"url\(|@import|expression", page.text) is None


def test_hostile_text_stays_text(applied_city: Engine, ids: dict[str, str], add_call: Callable[..., int]) -> None:
    call = add_call(
        applied_city, title=HOSTILE, description=HOSTILE, attribution=HOSTILE, url="javascript:alert(1)", funder=HOSTILE
    )
    with writing(applied_city) as session:
        upsert_measures(session, [MeasureRecord(number="9<b>", action_field=1, title=HOSTILE, goal=HOSTILE)])
        measure = get_measure(session, "9<b>").id
    for page in (sheet(applied_city, "opportunity", str(call)), sheet(applied_city, "measure", str(measure))):
        assert "script" not in page.tags
        assert "img" not in page.tags
        assert '<script src="https://boese.example/x.js"></script>' in page.text
        assert "\x1b" not in page.text
        assert "\u202e" not in page.text
        assert [value for name, value in page.attributes if name == "href"] == []


def test_a_sheet_keeps_to_a_page_however_much_there_is(city: Engine, add_many: Callable[[Engine, int], None]) -> None:
    from grants_db.review.matches import Proposal, replace_undecided
    from grants_db.vocabulary import Eligibility

    add_many(city, 300)
    with writing(city) as session:
        calls = [call for call in list_opportunities(session) if call.source_name == "viele"]
        proposals = [Proposal(call.id or 0, 0.5, {}, Eligibility.UNCLEAR, [], [], []) for call in calls]
        measure = get_measure(session, "1.1")
        measure.description = "Sehr lang. " * 2000
        session.add(measure)
        replace_undecided(session, {measure.id or 0: proposals}, NOW)
        key = str(measure.id)
    page = sheet(city, "measure", key)
    assert words(page).count("Aufruf ") == MOST_LINES
    assert f"… und {300 - MOST_LINES} weitere Zeilen in akquise" in words(page)
    assert len(words(page)) < 4000


def test_a_sheet_speaks_english(applied_city: Engine, ids: dict[str, str]) -> None:
    i18n.use("en")
    text = words(sheet(applied_city, "application", ids["application"]))
    assert "Awarded €8,000.00" in text
    assert "30 Jun 2027" in text


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_gone_is_one_sentence(applied_city: Engine, kind: str) -> None:
    with pytest.raises(InputError):
        sheet(applied_city, kind, "1:4711" if kind == "match" else "4711")


def test_a_sheet_never_overwrites_another(tmp_path: Path) -> None:
    first, second = (write_sheet(tmp_path / "neu", "blatt.html", text) for text in ("eins", "zwei"))
    assert (first.name, second.name) == ("blatt.html", "blatt-2.html")
    assert (first.read_text(), second.read_text()) == ("eins", "zwei")


def test_a_folder_that_can_t_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("")
    with pytest.raises(InputError, match="lässt sich nichts schreiben"):
        write_sheet(tmp_path / "datei", "blatt.html", "")


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        (("7", "down", "D"), "akquise-antrag-2-2026-11-24.html"),
        (("4", *["down"] * 6, "D"), "akquise-massnahme-2.1-2026-11-24.html"),
        (("3", "D"), "akquise-foerderangebot-9-2026-11-24.html"),
        (("2", "D"), "akquise-treffer-1.1-4-2026-11-24.html"),
        (("5", "D"), "akquise-fristen-2026-11-24.html"),
        (("8", "D"), "akquise-entscheidungen-2026-11-24.html"),
    ],
    ids=["application", "measure", "opportunity", "match", "dates", "decisions"],
)
async def test_one_key_prints_and_says_where_the_sheet_lies(
    applied_city: Engine,
    app_on: AppOn,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    keys: tuple[str, ...],
    name: str,
) -> None:
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: tmp_path)
    monkeypatch.setattr("tui.screens.base.page.has_browser", lambda: False)
    app = app_on(applied_city)
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        [said] = list(app._notifications)  # Textual has no public name for them
        assert said.message == f"Das Blatt zum Drucken liegt hier: {tmp_path / name}"
    assert (tmp_path / name).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
