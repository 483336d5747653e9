"""Pages of every build, watched as an officer would: what comes in from one night. All pages are invented."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from sqlmodel import col, select

from crawler.runs.crawl import watch_page
from grants_db.import_export.opportunity_record import record_of
from grants_db.models.opportunity import Opportunity
from grants_db.storage.database import open_database, reading, writing
from grants_db.vocabulary import ApplicantRoute, Level, StatusNote
from tests.crawler import nights
from tests.crawler.test_pdf_text import a_pdf
from tui.text.facts import lines_to_check

#: one crawl for all of them
pytestmark = pytest.mark.xdist_group("test_watched_pages")

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
LEAD = (
    "<p>Die erfundene Stiftung Lindenplatz fördert Begegnungen in der Nachbarschaft und hilft, dass Menschen "
    "aus vielen "
    "Ländern sich in ihrem Viertel zu Hause fühlen.</p>"
)
AROUND = (
    "<header><nav><a href=/>Start</a> <a href=/k>Kontakt</a></nav></header>",
    "<footer>Stiftung Lindenplatz, Anträge des Vorjahres: bis 1. Februar 2026</footer>",
)


def a_page(title: str, body: str, lead: str = LEAD) -> str:
    head, foot = AROUND
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title} | Stiftung "
        f"Lindenplatz</title></head><body>{head}"
        f"<main><h1>{title}</h1>{lead}{body}</main>{foot}</body></html>"
    )


PAGES = {
    "tabelle.example/a": a_page(
        "Brückenfonds",
        "<table><tr><th>Antragsfrist</th><th>Höchstbetrag</th><th>Antragsberechtigt</th></tr>"
        "<tr><td>31. März 2027</td><td>5.000 Euro</td><td>Kommunen und Vereine</td></tr></table>",
    ),
    "begriffe.example/a": a_page(
        "Brückenfonds",
        "<dl><dt>Antragsfrist</dt><dd>31. März 2027</dd><dt>Höchstbetrag</dt><dd>5.000 Euro</dd>"
        "<dt>Antragsberechtigt</dt><dd>Kommunen und Vereine</dd></dl>",
    ),
    "klappen.example/a": a_page(
        "Brückenfonds",
        "<details><summary>Antragsfrist</summary><p>31. März 2027</p></details><h3><button aria-expanded=false>"
        "Höchstbetrag</button></h3><div hidden><p>5.000 Euro</p></div><div role=tablist><button role=tab id=t "
        "aria-controls=p>Antragsberechtigt</button></div><div role=tabpanel id=p style='display:none'><ul><li>Kommunen"
        "</li><li>Vereine</li></ul></div>",
    ),
    "kasten.example/a": a_page(
        "Brückenfonds",
        "<aside class=sidebar><h2>Auf einen Blick</h2><p><b>Antragsfrist:</b> <time datetime=2027-03-31>31. März</time>"
        "</p><p><b>Höchstbetrag:</b> <s>3.000 Euro</s> 5.000<sup>1</sup> Euro</p><p><b>Antragsberechtigt:</b> Kommunen "
        "und Vereine</p></aside>",
    ),
    "fragen.example/a": a_page(
        "Startseite",
        "<h2>Brückenfonds</h2><h3>Bis wann kann man sich bewerben?</h3><p>Anträge sind bis zum 31. März 2027 "
        "möglich.</p>"
        "<h3>Wie viel Geld gibt es?</h3><p>Die Förderung beträgt höchstens 5.000 Euro.</p><h3>Wer ist "
        "antragsberechtigt?</h3><p>Antragsberechtigt sind Kommunen und Vereine.</p>",
    ),
    "drei.example/a": a_page(
        "Unsere Förderprogramme",
        "<h2 id=garten>Gartenfonds</h2><p>Die Förderung beträgt höchstens 5.000 Euro. Antragsfrist: 31. März 2027.</p>"
        "<h2>Sprachfonds</h2><p>Antragsberechtigt sind Vereine. Anträge sind jederzeit möglich. Die "
        "Förderung beträgt höchstens 900 Euro.</p>"
        "<h2>Sommerfest</h2><p>Anträge bis zum 15. Mai 2027, die Förderung beträgt höchstens 300 Euro.</p>"
        "<h2>Kontakt</h2><p>Fragen zu Anträgen beantwortet Frau Muster.</p>",
    ),
    "gemischt.example/a": a_page(
        "Was wir fördern",
        "<p>Für Kurse geben wir bis zu 900 Euro, Anträge bis 1. Februar 2027; für Reisen bis zu 2.000 Euro, "
        "Anträge bis "
        "15. April 2027; für Feste höchstens 300 Euro, hier ist der 30. Mai 2027 der letzte Tag.</p>",
    ),
    "liste.example/a": a_page(
        "Unsere Ausschreibungen",
        "<ul><li><h3><a href='/eins'>Hofpreis</a></h3><p>Für Höfe, Frist 31. März 2027.</p></li><li><h3><a href='zwei'>"
        "Chorfonds</a></h3><p>Für Chöre.</p></li><li><h3><a href='/bericht'>Rückblick auf den Sommer</a></h3><p>Viele "
        "Bilder.</p></li><li><a href='https://andere.example/x'>Andere Stiftung</a></li></ul>",
    ),
    "karten.example/a": a_page(
        "Förderung",
        "<a class=card href='/eins'><div>Hofpreis</div></a><a class=card href='/zwei'><div>Chorfonds</div></a>",
        lead="",
    ),
    "karten.example/eins": a_page("Hofpreis", "<p>Anträge auf Förderung sind bis zum 31. März 2027 möglich.</p>"),
    "karten.example/zwei": a_page("Chorfonds", "<p>Anträge auf Förderung sind bis zum 30. Juni 2027 möglich.</p>"),
    "liste.example/eins": a_page("Hofpreis", "<p>Antragsberechtigt sind Kommunen; die Förderung "
    "beträgt höchstens 5.000 Euro.</p>"),
    "liste.example/zwei": a_page("Chorfonds", "<p>Anträge auf Förderung sind bis zum 30. Juni 2027 möglich.</p>"),
    "liste.example/bericht": a_page("Rückblick", "<p>Es war ein schöner Sommer mit Musik auf dem Platz.</p>", lead=""),
    "presse.example/a": a_page(
        "Stiftung Lindenplatz übergibt 40.000 Euro an neun Vereine",
        "<p>Bis zum Bewerbungsschluss am 31. März 2026 waren 60 Anträge eingegangen; je Projekt wurden bis "
        "zu 5.000 Euro "
        "vergeben.</p>",
        lead="<p>Bei einer Feier am 3. November 2026 überreichte die Stiftung Förderbescheide an neun Vereine.</p>",
    ),
    "richtlinie.example/a": a_page(
        "Brückenfonds",
        "<p>Alles Nähere steht in der <a href='files/richtlinie.pdf'>Förderrichtlinie (PDF)</a> und im "
        "<a href='files/antrag.pdf'>Antragsformular</a>.</p>",
    ),
    "kaputt.example/a": a_page("Brückenfonds", "<p>Es gilt die <a href='/richtlinie.pdf'>Richtlinie</a>.</p>"),
    "anderswo.example/a": a_page(
        "Brückenfonds", "<p>Es gilt die <a href='https://recht.example/richtlinie.pdf'>Richtlinie (PDF)</a>.</p>"
    ),
    "ungelesen.example/a": a_page(
        "Brückenfonds", "<p>Das Kapital der Stiftung beträgt 40.000 Euro; Fragen beantwortet das Büro.</p>"
    ),
    "allgemein.example/a": a_page(
        "So bewerben Sie sich",
        "<h2>Wer kann Anträge stellen?</h2><p>Vereine und Kommunen. Die Förderung beträgt höchstens 5.000 Euro.</p>",
    ),
    "vorbei.example/a": a_page(
        "Brückenfonds 2026",
        "<p>Die Antragsfrist ist am 30. September 2026 abgelaufen. Anträge können nicht mehr gestellt werden.</p>",
    ),
}  # fmt: skip
#: how a guideline may say it all, line by line
GUIDELINE = (
    "1 Zweck", "Gef\\366rdert werden Begegnungen in der Nachbar-", "schaft.", "2 Antragsberechtigt",
    "Antragsberechtigt sind Kommunen.", "3 H\\366he", "Die F\\366rderung betr\\344gt h\\366chstens", "5.000 Euro.",
    "4 Frist", "Antr\\344ge sind bis zum 31. M\\344rz 2027 zu stellen.",
    "5 Verfahren", "Dem Antrag ist ein Finanzierungsplan beizuf\\374gen.",
)  # fmt: skip
DOCUMENTS = {
    "richtlinie.example/files/richtlinie.pdf": a_pdf(") Tj 0 -14 Td (".join(GUIDELINE)),
    "kaputt.example/richtlinie.pdf": b"%PDF-1.4\nrubbish",
}
#: pages that say the same in other builds
ALIKE = ("tabelle", "begriffe", "klappen", "kasten", "fragen")


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        document = DOCUMENTS.get(self.path.lstrip("/"))
        body = document or PAGES.get(self.path.lstrip("/"), "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "application/pdf" if document else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def results() -> dict[str, dict[str, Any]]:
    """How each host's run ended; filled by the night."""
    return {}


@pytest.fixture(scope="module")
def calls(
    tmp_path_factory: pytest.TempPathFactory, results: dict[str, dict[str, Any]]
) -> Iterator[dict[str, list[Opportunity]]]:
    """What one night brought in, by the host's first word."""
    address = f"sqlite:///{tmp_path_factory.mktemp('watched') / 'akquise.db'}"
    engine = open_database(address)
    with writing(engine) as session:
        names = {
            watch_page(
                session, f"https://{page}", title="", funder="Stiftung", level=Level.FOUNDATION, now=NOW
            ).name: page
            for page in PAGES
            if page.endswith("/a")
        }
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        ended, _, narration = nights.crawl_night(address, f"http://127.0.0.1:{server.server_port}", list(names))
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert narration == ""
    results |= {names[result["source"]].partition(".")[0]: result for result in ended}
    found: dict[str, list[Opportunity]] = {page.partition(".")[0]: [] for page in PAGES}
    with reading(engine) as session:
        for call in session.exec(select(Opportunity).order_by(col(Opportunity.id))):
            found[names[call.source_name].partition(".")[0]].append(call)
    yield found
    engine.dispose()


@pytest.mark.parametrize("build", ALIKE)
def test_a_page_says_the_same_however_it_is_built(calls: dict[str, list[Opportunity]], build: str) -> None:
    (call,) = calls[build]
    assert call.title == "Brückenfonds"
    assert (call.deadline["kind"], call.deadline["dates"]) == ("fixed", ["2027-03-31"])
    assert call.max_amount == 5000
    assert call.applicant_route is ApplicantRoute.DIRECT
    assert call.evidence["deadline"] in " ".join(call.description.split())


def test_three_calls_on_a_page_are_three(calls: dict[str, list[Opportunity]]) -> None:
    garden, language, party = calls["drei"]
    assert [call.title for call in (garden, language, party)] == ["Gartenfonds", "Sprachfonds", "Sommerfest"]
    assert [call.external_id for call in (garden, language, party)] == [
        "https://drei.example/a#garten", "https://drei.example/a#sprachfonds", "https://drei.example/a#sommerfest"
    ]  # fmt: skip
    assert garden.url == "https://drei.example/a#garten"
    assert [call.deadline["dates"] for call in (garden, party)] == [["2027-03-31"], ["2027-05-15"]]
    assert language.deadline["kind"] == "rolling"
    assert [call.max_amount for call in (garden, language, party)] == [5000, 900, 300]


def test_calls_that_cannot_be_told_apart_are_left_to_a_person(calls: dict[str, list[Opportunity]]) -> None:
    (call,) = calls["gemischt"]
    assert call.status_note is StatusNote.SEVERAL
    assert (call.deadline["kind"], call.max_amount, call.applicant_route) == ("none", None, ApplicantRoute.UNCLEAR)
    assert "15. April 2027" in call.description


def test_a_list_of_links_alone_leads_to_its_calls(calls: dict[str, list[Opportunity]]) -> None:
    assert sorted(call.title for call in calls["karten"]) == ["Chorfonds", "Hofpreis"]


def test_a_list_leads_to_its_calls_and_to_nothing_else(
    calls: dict[str, list[Opportunity]], results: dict[str, dict[str, Any]]
) -> None:
    by_title = {call.title: call for call in calls["liste"]}
    assert sorted(by_title) == ["Chorfonds", "Hofpreis"]
    assert by_title["Hofpreis"].url == "https://liste.example/eins"
    assert by_title["Hofpreis"].deadline["dates"] == ["2027-03-31"]  # stated in the list alone
    assert by_title["Hofpreis"].max_amount == 5000
    assert by_title["Chorfonds"].deadline["dates"] == ["2027-06-30"]
    assert results["liste"]["outcome"] == "ok"


def test_news_of_money_already_given_is_no_call(
    calls: dict[str, list[Opportunity]], results: dict[str, dict[str, Any]]
) -> None:
    assert calls["presse"] == []
    assert "vergebenem Geld" in results["presse"]["errors"][0]["message"]


def test_a_title_that_any_page_may_have_is_told_with_whose_it_is(calls: dict[str, list[Opportunity]]) -> None:
    (call,) = calls["allgemein"]
    assert call.title == "Stiftung Lindenplatz: So bewerben Sie sich"


def test_a_call_that_is_over_is_closed(calls: dict[str, list[Opportunity]]) -> None:
    (call,) = calls["vorbei"]
    assert call.deadline["kind"] == "closed"


def test_what_stands_only_in_a_linked_guideline_is_proposed_and_says_where(calls: dict[str, list[Opportunity]]) -> None:
    (call,) = calls["richtlinie"]
    assert (call.deadline["dates"], call.deadline["check"]) == (["2027-03-31"], True)
    assert (call.max_amount, call.proposed["max_amount"]["value"]) == (None, "5000.00")
    assert (call.applicant_route, call.proposed["applicant_route"]["value"]) == (ApplicantRoute.UNCLEAR, "direct")
    assert call.proposed["required_documents"]["value"] == ["Finanzierungsplan"]
    assert call.proposed["required_documents"]["evidence"] == (
        "Nur in „Förderrichtlinie (PDF)“, nicht auf der Seite: „Dem Antrag ist ein Finanzierungsplan beizufügen.“"
    )
    assert call.guideline.startswith("Förderrichtlinie (PDF) (https://richtlinie.example/files/richtlinie.pdf)")
    assert "Begegnungen in der Nachbarschaft." in call.guideline
    assert any("Kommunen" in line and "nicht auf der Seite" in line for line in lines_to_check(call))


def test_a_guideline_that_cannot_be_read_leaves_facts_to_be_checked(
    calls: dict[str, list[Opportunity]], results: dict[str, dict[str, Any]]
) -> None:
    (call,) = calls["kaputt"]
    assert call.evidence["deadline"] == "Steht vielleicht in „Richtlinie“, das sich nicht lesen ließ; bitte prüfen"
    assert call.evidence["max_amount"] == call.evidence["deadline"]
    record = record_of(call, today=NOW.date(), state="DE-ST", city="Magdeburg")
    assert record["check"] == [
        *("applicant_route", "contact", "criteria", "cumulation", "deadline", "early_start", "max_amount", "max_rate"),
        *("own_share_min", "payment", "required_documents"),
    ]
    assert results["kaputt"]["outcome"] == "ok"
    assert results["kaputt"]["errors"][0]["url"] == "https://kaputt.example/richtlinie.pdf"


def test_a_guideline_on_another_website_leaves_facts_to_be_checked(calls: dict[str, list[Opportunity]]) -> None:
    (call,) = calls["anderswo"]
    assert "Richtlinie (PDF)" in call.evidence["required_documents"]
    assert "deadline" in record_of(call, today=NOW.date(), state="DE-ST", city="Magdeburg")["check"]


def test_a_page_whose_days_say_nothing_to_us_is_named(
    calls: dict[str, list[Opportunity]], results: dict[str, dict[str, Any]]
) -> None:
    assert len(calls["ungelesen"]) == 1
    assert results["ungelesen"]["outcome"] == "ok"
    assert "aus denen nichts gelesen wurde" in results["ungelesen"]["errors"][0]["message"]
    assert results["tabelle"]["errors"] == []
