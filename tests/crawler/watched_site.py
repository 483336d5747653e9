"""An invented site on loopback: pages of funders in every build, and documents, each below its host's name."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.crawler.test_pdf_text import a_pdf

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
    "grundadresse.example/de/foerderung/a": a_page(
        "Unsere Ausschreibungen",
        "<ul><li><h3><a href='de/eins'>Hofpreis</a></h3><p>Für Höfe.</p></li><li><h3><a "
        "href='https://www.grundadresse.example/de/zwei'>Chorfonds</a></h3><p>Für Chöre.</p></li></ul>",
    ).replace("<title>", "<base href='https://grundadresse.example/'><title>"),
    "grundadresse.example/de/eins": a_page(
        "Hofpreis", "<p>Anträge auf Förderung sind bis zum 31. März 2027 möglich.</p>"
    ),
    "www.grundadresse.example/de/zwei": a_page("Chorfonds", "<p>Anträge auf Förderung sind jederzeit möglich.</p>"),
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
    "details.example/a": a_page(
        "Brückenfonds",
        "<details><summary>Wer kann sich bewerben?</summary><p>Antragsberechtigt sind Kommunen und "
        "Vereine.</p></details>"
        "<details><summary>Antragsfrist</summary><p>31. März 2027</p></details><details><summary>Höchstbetrag</summary>"
        "<p>5.000 Euro</p></details>",
    ),
    "knopf.example/a": a_page(
        "Brückenfonds",
        "<h3><button aria-expanded=false>Wer kann sich bewerben?</button></h3><div hidden><p>Antragsberechtigt sind "
        "Kommunen und Vereine.</p></div><h3><button aria-expanded=false>Antragsfrist</button></h3><div "
        "hidden><p>31. März "
        "2027</p></div><h3><button aria-expanded=false>Höchstbetrag</button></h3><div hidden>5.000 Euro</div>",
    ),
    "bootstrap.example/a": a_page(
        "Brückenfonds",
        "<div class=accordion-item><button data-bs-toggle=collapse data-bs-target='#f'>Antragsfrist</button><div id=f "
        "class=collapse style='display:none'><p>31. März 2027</p></div></div><div class=accordion-item><button "
        "data-bs-toggle=collapse data-bs-target='#h'>Höchstbetrag</button><div id=h class=collapse "
        "style='display:none'>"
        "<p>5.000 Euro</p></div></div><div class=accordion-item><button data-bs-toggle=collapse data-bs-target='#w'>"
        "Antragsberechtigt</button><div id=w class=collapse style='display:none'><p>Kommunen und "
        "Vereine</p></div></div>",
    ),
    "reiter.example/a": a_page(
        "Brückenfonds",
        "<ul role=tablist><li><a role=tab aria-controls=t1>Ziel</a></li><li><a role=tab "
        "aria-controls=t2>Antragsfrist</a>"
        "</li><li><a role=tab aria-controls=t3>Höchstbetrag</a></li><li><a role=tab "
        "aria-controls=t4>Antragsberechtigt</a>"
        "</li></ul><div role=tabpanel id=t1><p>Begegnung.</p></div><div role=tabpanel id=t2 hidden><p>31. März 2027</p>"
        "</div><div role=tabpanel id=t3 hidden><p>5.000 Euro</p></div><div role=tabpanel id=t4 hidden><p>Kommunen und "
        "Vereine</p></div>",
    ),
    "striche.example/a": a_page(
        "Brückenfonds",
        "<p>Antragsfrist: <del>31. Januar 2027</del> <ins>31. März 2027</ins></p><p>Die Förderung beträgt "
        "höchstens <s>3.000"
        " Euro</s> 5.000 Euro.</p><p>Antragsberechtigt sind Kommunen und Vereine.</p><p hidden>Antragsfrist: 1. "
        "Mai 2026</p>",
    ),
    "fussnoten.example/a": a_page(
        "Brückenfonds",
        "<p>Antragsfrist: 31. März 2027<sup>3</sup></p><p>Die Förderung beträgt höchstens 5.000<sup>1</sup> "
        "Euro.</p><p>"
        "Antragsberechtigt sind Kommunen und Vereine<sup>[2]</sup>.</p>",
    ),
    "verlaengert.example/a": a_page(
        "Brückenfonds",
        "<p>Antragsfrist war der 31. März 2026, verlängert bis 30. April 2027.</p><p>Die Förderung beträgt "
        "höchstens 5.000 "
        "Euro.</p>",
    ),
    "vergangen.example/a": a_page(
        "Brückenfonds 2024", "<p>Anträge waren bis zum 30. September 2024 einzureichen.</p>"
    ),
    "stadt.example/a": a_page(
        "Brückenfonds",
        "<p>Die Stadt Elbau gibt Mittel weiter. Antragsberechtigt sind Vereine und öffentliche Einrichtungen. "
        "Anträge sind "
        "bis zum 31. März 2027 zu stellen.</p>",
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
    "pdf.example/a": a_pdf(") Tj 0 -14 Td (".join(GUIDELINE)),
    "richtlinie.example/files/richtlinie.pdf": a_pdf(") Tj 0 -14 Td (".join(GUIDELINE)),
    "kaputt.example/richtlinie.pdf": b"%PDF-1.4\nrubbish",
}


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


@contextmanager
def served(handler: type[BaseHTTPRequestHandler] = _Handler) -> Iterator[str]:
    """The address of these pages, or of what another handler answers, while they are served on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
