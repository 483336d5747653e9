"""One call, several, a list of them, or none: told from the page alone. All pages are invented."""

import pytest

from crawler.text.page.calls import PageOffer, offer_of
from crawler.text.page.reader import read_page

LEAD = "<p>Die erfundene Stiftung Brunnenhof hilft Nachbarschaften, in denen Menschen aus vielen Ländern leben.</p>"


def offer(title: str, body: str) -> PageOffer:
    return offer_of(read_page(f"<html><body><main><h1>{title}</h1>{LEAD}{body}</main></body></html>"))


@pytest.mark.parametrize(
    "body",
    [
        """<h2>Gartenfonds</h2><p>Bis zu 500 Euro für Beete. Bis zum 1. März 2027 bewerben.</p>
        <h2>Sprachberatung für Eltern</h2><p>Vereine erhalten Zuschüsse. Letzter Tag: 15. Mai 2027.</p>""",
        """<h2>Gartenfonds</h2><h3>Wer wird gefördert?</h3><p>Vereine.</p><h3>Frist</h3><p>1. März 2027</p>
        <h2>Sprachberatung für Eltern</h2><h3>Wer wird gefördert?</h3><p>Städte.</p><h3>Frist</h3><p>15. Mai 2027</p>
        <h2>Kontakt</h2><p>Frau Muster</p>""",
        """<p><b>Gartenfonds</b></p><p>Wir geben bis zu 500 Euro. Anträge bis zum 1. März 2027 an uns.</p>
        <p><b>Sprachberatung für Eltern</b></p><p>Wir geben bis zu 900 Euro. Anträge sind jederzeit möglich.</p>""",
        """<details><summary>Gartenfonds</summary><dl><dt>Einreichung bis</dt><dd>1. März 2027</dd><dt>Förderung</dt>
        <dd>500 €</dd></dl></details><details><summary>Sprachberatung für Eltern</summary><dl><dt>Einreichung bis</dt>
        <dd>15. Mai 2027</dd><dt>Förderung</dt><dd>900 €</dd></dl></details>""",
        """<table><tr><th>Programm</th><th>Antragsfrist</th><th>Höhe</th></tr><tr><td>Gartenfonds</td>
        <td>1. März 2027</td><td>500 Euro</td></tr><tr><td>Sprachberatung für Eltern</td><td>laufend</td>
        <td>900 Euro</td></tr></table>""",
        """<table><tr><td></td><th>Antragsfrist</th><th>Höhe</th></tr><tr><th>Gartenfonds</th>
        <td>1. März 2027</td><td>500 Euro</td></tr><tr><th>Sprachberatung für Eltern</th><td>laufend</td>
        <td>900 Euro</td></tr></table>""",
        """<table><tr><td></td><th>Gartenfonds</th><th>Sprachberatung für Eltern</th></tr><tr><th>Antragsfrist</th>
        <td>1. März 2027</td><td>laufend</td></tr><tr><th>Höhe</th><td>500 Euro</td><td>900 Euro</td></tr></table>""",
        """<div class=card><div class=card-title>Gartenfonds</div><p>Anträge bis 1. März 2027.</p><p>500 €</p></div>
        <div class=card><div class=card-title>Sprachberatung für Eltern</div><p>Anträge bis 15. Mai 2027.</p><p>900 Euro
        </p></div>""",
    ],
)
def test_calls_are_told_apart_by_their_headings_or_rows(body: str) -> None:
    assert [part.title for part in offer("Wobei wir helfen", body).parts] == [
        "Gartenfonds",
        "Sprachberatung für Eltern",
    ]


def test_entries_of_a_list_with_names_of_funds_are_calls() -> None:
    body = "<li><b>Gartenfonds</b>: Anträge bis 1. März 2027</li><li><b>Lesepreis</b>: Bewerbung bis 1. Mai 2027</li>"
    assert [part.title for part in offer("Wobei wir helfen", body).parts] == ["Gartenfonds", "Lesepreis"]


def test_what_is_said_of_all_goes_with_each() -> None:
    body = """<h2>Gartenfonds</h2><p>Anträge bis 1. März 2027.</p><h2>Lesefonds</h2><p>Anträge bis 1. Mai 2027.</p>
    <h2>Wer kann sich bewerben?</h2><p>Antragsberechtigt sind bei allen Vereine und Städte.</p>"""
    assert "Antragsberechtigt sind bei allen" in offer("Zwei Wege", body).common


@pytest.mark.parametrize(
    "body",
    [
        """<h2>Antragsfrist</h2><p>Anträge bis zum 1. März 2027.</p><h2>Förderhöhe</h2><p>Bis zu 500 Euro.</p>""",
        """<h2>Frühjahrsrunde</h2><p>Anträge bis zum 1. März 2027.</p><h2>Herbstrunde</h2><p>Anträge bis zum 1. Oktober
        2027.</p>""",
        """<h2>1. Runde</h2><p>Anträge bis 1. März 2027.</p><h2>2. Runde</h2><p>Anträge bis 1. Oktober 2027.</p>""",
        """<h2>Skizze einreichen</h2><p>Anträge bis 1. März 2027.</p><h2>Wie geht es weiter?</h2><p>Bewerbung bis 1. Mai
        2027.</p>""",
        """<p>Kleine Vorhaben erhalten bis zu 500 Euro, Anträge bis 1. März 2027; große bis zu 5.000 Euro, Anträge bis
        1. Oktober 2027.</p>""",
        """<p>Antragsfrist: 1. März 2027</p><p>Höchstbetrag: 5.000 Euro</p><p>Laufzeit: 1. Juli bis 31. Dezember
        2027</p><p>Eigenanteil: 500 Euro</p><p>Abrechnung bis 31. März 2028</p><p>Insgesamt 90.000 Euro</p>""",
        """<h2>Für Vereine</h2><p>Anträge bis 1. März 2027.</p><h2>Für Städte</h2><p>Anträge bis 1. Mai 2027.</p>""",
        """<p>Anträge bis 1. März 2027.</p><h2>Frühere Ausschreibungen</h2><h3>Gartenfonds 2024</h3><p>Frist: 1. März
        2024</p><h3>Lesefonds 2025</h3><p>Frist: 1. März 2025</p>""",
        """<h2>Förderlinie A</h2><p>Bis zu 500 Euro.</p><h2>Förderlinie B</h2><p>Bis zu 5.000 Euro.</p><h2>Antrag</h2>
        <p>Anträge bis 1. März 2027.</p>""",
        """<p>Anträge bis 1. März 2027.</p><ul><li><a href=/formular>Antragsformular</a></li><li><a href=/m>Merkblatt
        Fördermittel</a></li><li><a href=/x>Beispielhafte Projekte im Programm</a></li></ul>""",
    ],
)
def test_one_call_stays_one(body: str) -> None:
    assert offer("Brückenfonds", body) == PageOffer()


@pytest.mark.parametrize(
    "body",
    [
        """<p>Für Kurse gibt es bis zu 500 Euro. Anträge dafür bis zum 1. März 2027. Reisen fördern wir mit 900 Euro,
        spätestens bis 1. Mai 2027. Feste erhalten 300 Euro; hier endet die Frist am 1. Juni 2027.</p>""",
        """<ul><li>Kurse: 500 Euro, Anträge bis 1. März 2027</li><li>Reisen: 900 Euro, Anträge bis 1. Mai 2027</li>
        <li>Feste: 300 Euro, Anträge bis 1. Juni 2027</li></ul>""",
        """<p>Der Lesefonds gibt bis zu 500 Euro, Anträge sind jederzeit möglich. Aus dem Gartentopf gibt es 900 Euro,
        Bewerbungen bis 1. Mai.</p>""",
        """<p>Wer Hilfe für Deutschkurse sucht, bekommt bis zu 900 Euro, sich zu melden ist jederzeit möglich.
        Für Feste gibt es 300 Euro, acht Wochen vorher ist der Antrag zu stellen.</p>""",
    ],
)
def test_several_in_one_stretch_of_text_are_noticed(body: str) -> None:
    assert offer("Was wir fördern", body).is_mixed


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Förderung", "<ul><li><a href=/a>Gartenfonds</a></li><li><a href=/b>Förderpreis Lesen</a></li></ul>"),
        (
            "Angebote",
            """<div class=card><h3>Gartenfonds</h3><p>Für Beete.</p><a href=/a>Mehr erfahren</a> <a href=/a.pdf>PDF</a>
            </div><div class=card><h3>Lesefonds</h3><p>Für Bücher.</p><a href=/b>Mehr erfahren</a></div>""",
        ),
        (
            "Ausschreibungen",
            """<table><tr><th>Aufruf</th><th>Frist</th></tr><tr>
            <td><a href=/a>Gartenfonds</a></td><td>1.3.2027</td></tr>
            <tr><td><a href=/b>Lesefonds</a></td><td>1.5.2027</td></tr></table>""",
        ),
        (
            "Unsere Fonds",
            """<h2><a href=/a>Gartenfonds</a></h2><p>Anträge bis 1. März 2027.</p><h2><a href=/b>Lesefonds</a></h2>
            <p>Anträge bis 1. Mai 2027.</p>""",
        ),
    ],
)
def test_a_list_leads_to_its_calls(title: str, body: str) -> None:
    assert [link.href for link in offer(title, body).links] == ["/a", "/b"]


@pytest.mark.parametrize(
    ("title", "text", "is_news"),
    [
        ("Stiftung übergibt 9.000 Euro an Vereine", "Bis Bewerbungsschluss gingen 40 Anträge ein.", True),
        ("Preisträger 2026 ausgezeichnet", "Die Jury wählte drei Projekte aus.", True),
        ("Hofpreis", "2025 wurden 14 Projekte gefördert. Bewerben können sich jetzt wieder Vereine.", False),
        ("Förderbescheide für zwölf Vereine", "Die Antragsfrist endete am 31. Mai 2026.", True),
        ("Jury wählt 15 Vorhaben aus", "Bewerbungen waren bis zum 1. September 2026 möglich.", True),
        ("Stiftung übergibt 9.000 Euro", "Die nächste Antragsfrist ist der 1. März 2027.", False),
    ],
)
def test_news_of_given_money_are_no_call(title: str, text: str, is_news: bool) -> None:
    assert offer(title, f"<p>{text}</p>").is_news is is_news
