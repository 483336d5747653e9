"""What is told of one opportunity: facts and what they rest on, versions, citation, the answer that was kept."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import BytesIO, StringIO

import pytest
from rich.console import Console
from sqlalchemy import Engine
from sqlmodel import select
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from grants_db.dashboard.details import OpportunityDetails, opportunity_details
from grants_db.models.archive import ArchivedPage
from grants_db.models.opportunity import Opportunity
from grants_db.models.source import Source
from grants_db.opportunities.archive_reader import archive_folder
from grants_db.storage.database import reading, writing
from tests.tui.driving import painted, pressed, told
from tui.app.app import AkquiseApp
from tui.screens.opportunities.screen import OpportunitiesScreen
from tui.text.citation import citation
from tui.text.opportunity_details import opportunity_panel
from tui.text.version_diff import text_changes

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
AppOn = Callable[..., AkquiseApp]


def details_of(engine: Engine, external_id: str) -> OpportunityDetails:
    with reading(engine) as session:
        number = session.exec(select(Opportunity.id).where(Opportunity.external_id == external_id)).one()
        return opportunity_details(session, number or 0, TODAY)


def shown(details: OpportunityDetails, *, evidence: bool = False) -> str:
    console = Console(width=400, record=True, file=StringIO())
    console.print(opportunity_panel(details, TODAY, evidence=evidence))
    return console.export_text()


def test_a_citation_names_title_funder_source_date_address_and_terms(city: Engine) -> None:
    found = details_of(city, "land/1")
    assert citation(found.opportunity, found.source, TODAY).splitlines() == [
        "„Sprachkurse für Eltern – Ankommen mit Kindern“, Ministerium für Beispiele",
        "Quelle: Förderportal von Land und Bund, zuletzt geprüft am 24.11.2026",
        "https://portal.example/land/1",
        "Erfunden zum Ausprobieren",
        "Zitiert am 24.11.2026",
    ]


def test_a_citation_holds_no_controls_and_nothing_that_is_not_said(city: Engine) -> None:
    call = details_of(city, "stiftung/1").opportunity
    call.title, call.attribution = "a\x1b[31m\nb", ""
    source = Source(name="brief", title="Brief", url="", platform="letter", added_at=NOW)
    lines = citation(call, source, TODAY).splitlines()
    assert lines[0] == "„a�[31m b“"
    assert len(lines) == 4


def test_versions_show_old_and_new_of_each_field_and_only_the_changed_sentences(rewritten_city: Engine) -> None:
    said = shown(details_of(rewritten_city, "land/1"))
    assert "Geändert mit Fassung 2 vom 24.11.2026" in said
    changes = said[said.index("Geändert mit Fassung 2") :]
    assert "[-31.03.2027-] → {+30.04.2027+}" in changes
    assert "[-50.000,00 €-] → {+60.000,00 €+}" in changes
    assert "Der Antrag ist bis zum [-31. März-] {+30. April+} 2027" in changes
    assert "{+Neu ist dieser Satz.+}" in changes
    assert "Zuwendungsfähig sind Honorare" not in changes


def test_a_call_that_its_source_lists_again_says_so(city: Engine) -> None:
    found = details_of(city, "land/2")
    assert "Wieder da" not in shown(found)
    found.opportunity.returned_at = NOW
    assert "Wieder da seit 24.11.2026 09:30; zuvor führte es die Quelle nicht." in shown(found)


def test_both_ends_of_a_sum_show_what_they_rest_on(city: Engine) -> None:
    with writing(city) as session:
        stored = session.exec(select(Opportunity).where(Opportunity.external_id == "land/1")).one()
        stored.evidence = stored.evidence | {"min_amount": "mindestens 5.000 Euro"}
        session.add(stored)
    said = "„mindestens 5.000 Euro“ · „bis zu 50.000 Euro je Vorhaben“"
    assert said in shown(details_of(city, "land/1"), evidence=True)


def test_the_kept_answers_are_named_with_the_evidence(city: Engine) -> None:
    with writing(city) as session:
        session.add(
            ArchivedPage(
                source_name="foerderportal",
                request_key="k",
                url="https://portal.example/land/1",
                digest="d",
                file="foerderportal/1.warc.gz",
                offset=12,
                length=345,
                fetched_at=NOW - timedelta(days=3),
                confirmed_at=NOW,
            )
        )
    found = details_of(city, "land/1")
    said = "abgerufen 21.11.2026 09:30, zuletzt bestätigt 24.11.2026 09:30: https://portal.example/land/1"
    assert said in shown(found, evidence=True)
    assert said not in shown(found)
    assert "Keine; die Aufbewahrungszeit" in shown(details_of(city, "land/2"), evidence=True)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Gleich. Alt hier.", "Gleich. Neu hier.", ["[-Alt-] {+Neu+} hier."]),
        ("A bleibt. B geht.", "A bleibt.", ["[-B geht.-]"]),
        ("A.", "A.\n\nB kommt [bold] dazu.", ["{+B kommt [bold] dazu.+}"]),
        ("Eins zwei drei.", "Ganz anderer Satz.", ["[-Eins zwei drei.-] → {+Ganz anderer Satz.+}"]),
        ("Gleich.", "Gleich.", []),
    ],
)
def test_only_what_changed_is_told(old: str, new: str, told: list[str]) -> None:
    assert [text.plain for text in text_changes(old, new)] == told


def keep_answer(engine: Engine, call: str, html: str) -> None:
    """Keep what the call's page answered, as a crawl does."""
    buffer, body = BytesIO(), html.encode()
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    writer = WARCWriter(buffer, gzip=True)
    writer.write_record(
        writer.create_warc_record("https://x/", "response", BytesIO(body), len(body), http_headers=headers)
    )
    file = archive_folder(engine.url) / "a.warc.gz"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(buffer.getvalue())
    with writing(engine) as session:
        found = session.exec(select(Opportunity).where(Opportunity.external_id == call)).one()
        session.add(
            ArchivedPage(
                source_name=found.source_name,
                request_key="k",
                url=found.url,
                digest=sha256(body).hexdigest(),
                file=file.name,
                offset=0,
                length=len(buffer.getvalue()),
                fetched_at=NOW,
                confirmed_at=NOW,
            )
        )


async def test_what_the_source_answered_is_read_as_it_is_kept(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="3")
    async with app.run_test(size=(120, 35), notifications=True) as pilot:
        await pressed(pilot, "B")
        assert "keine Antwort der Quelle aufbewahrt" in told(app)
        keep_answer(
            city,
            "stiftung/2",
            "<p>Davor</p>" * 200 + "<h1>Bücher für alle</h1><p>[b]Acht Wochen[/b]</p>" + "<p>Danach</p>" * 300,
        )
        await pressed(pilot, "down", "up", "B")
        assert "abgerufen 24.11.2026" in painted(app)
        assert "[davor noch " in painted(app)
        assert "Bücher für alle" in painted(app)
        assert "[b]Acht Wochen[/b]" in painted(app)
        await pressed(pilot, "escape")
        assert isinstance(app.screen, OpportunitiesScreen)
