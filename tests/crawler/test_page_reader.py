"""What the reader of pages makes of the ways in which funders build them. All pages are invented."""

import time

import pytest

from crawler.text.page.reader import WebPage, read_page
from grants_db.html.text import can_be_parsed

LEAD = (
    "<p>Die erfundene Stiftung Brunnenhof fördert Begegnungen in der Nachbarschaft und hilft dabei, dass Menschen aus "
    "vielen Ländern sich in ihrem Viertel zu Hause fühlen.</p>"
)


def page(body: str, head: str = "") -> WebPage:
    return read_page(f"<!doctype html><html><head>{head}</head><body><main><h1>Hofgespräche</h1>{LEAD}{body}</main>")


def text(body: str, head: str = "") -> str:
    return page(body, head).text.split("zu Hause fühlen.", 1)[1].strip()


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        (
            """<table><thead><tr><th>Runde</th><th>Antragsfrist</th><th>Jury</th></tr></thead>
            <tr><td rowspan=2>2027</td><td>1. März 2027</td><td>Mai</td></tr>
            <tr><td>1. Oktober 2027</td><td>-</td></tr>""",
            "Runde: 2027\nAntragsfrist: 1. März 2027\nJury: Mai\n\nRunde: 2027\nAntragsfrist: 1. Oktober 2027\nJury: -",
        ),
        (
            """<table><tr><td>Antragsfrist</td><td>31.03.2027</td></tr>
            <tr><td>Wer kann sich bewerben?</td><td>Städte</td></tr>""",
            "Antragsfrist: 31.03.2027\n\nWer kann sich bewerben? Städte",
        ),
        (
            """<table><tr><th></th><th>Städte</th><th>Vereine</th></tr>
            <tr><th>Förderquote</th><td>50 %</td><td>80 %</td></tr>
            <tr><th>Höchstbetrag</th><td colspan=2>9.000 Euro</td></tr>""",
            "Förderquote (Städte): 50 %\nFörderquote (Vereine): 80 %\n\nHöchstbetrag: 9.000 Euro",
        ),
        (
            """<table><tr><td><b>Programm</b></td><td>Frist</td><td>Höhe</td></tr>
            <tr><td>A</td><td>1.3.2027</td><td>900 €</td></tr>""",
            "Programm: A\nFrist: 1.3.2027\nHöhe: 900 €",
        ),
        (
            "<table><tr><td>Antragsberechtigt</td><td><ul><li>Städte</li><li>Vereine</li></ul></td></tr>",
            "Antragsberechtigt:\n- Städte\n- Vereine",
        ),
        (
            "<table role=presentation><tr><td>Links steht ein Absatz.</td><td>Rechts steht noch einer.</td></tr>",
            "Links steht ein Absatz.\n\nRechts steht noch einer.",
        ),
    ],
)
def test_a_table_says_what_its_cells_mean(table: str, lines: str) -> None:
    assert text(f"{table}</table>") == lines


@pytest.mark.parametrize(
    "body",
    [
        "<dl><dt>Antragsfrist</dt><dd>31.03.2027</dd></dl>",
        "<p><strong>Antragsfrist:</strong> 31.03.2027</p>",
        "<p><b>Antragsfrist</b><br>31.03.2027</p>",
        "<h3>Antragsfrist</h3><p>31.03.2027</p>",
        "<div class='fact__label'>Antragsfrist</div><div>31.03.2027</div>",
        "<div>Antragsfrist:</div><div>31.03.2027</div>",
        "<aside class='sidebar'><h2>Antragsfrist</h2><p>31.03.2027</p></aside>",
        "<p>Antragsfrist: <time datetime='2027-03-31T23:59'>31.03.2027</time></p>",
        "<p>Antragsfrist: <time datetime='2027-03-31'></time></p>".replace("31.03", "31.3"),
        "<p>Antragsfrist: <s>31.01.2027</s> 31.03.2027</p>",
        "<p>Antragsfrist: <del>31.01.2027</del> <ins>31.03.2027</ins></p>",
        "<p>Antragsfrist: <span style='text-decoration: line-through'>31.01.2027</span> 31.03.2027</p>",
        "<p>Antragsfrist: <i class=q>31.01.2027</i> 31.03.2027</p><style>.q{text-decoration:line-through}</style>",
        "<p hidden>Antragsfrist: 31.01.2027</p><p>Antragsfrist: 31.03.2027</p>",
        "<p style='display:none'>Antragsfrist: 31.01.2027</p><p>Antragsfrist: 31.03.2027</p>",
        "<p aria-hidden=true>Antragsfrist: 31.01.2027</p><p>Antragsfrist: 31.03.2027</p>",
        "<p class=x>Antragsfrist: 31.01.2027</p><p>Antragsfrist: 31.03.2027</p><style>.x{display:none}</style>",
        "<p class=y>Antragsfrist: 31.03.2027</p><style>@media print{.y{display:none}}</style>",
        "<p>Antragsfrist: 31.03.2027<sup>3</sup></p>",
        "<p>Antragsfrist: 31.03.2027<sup><a href='#fn1'>[1]</a></sup></p>",
        "<p>Antragsfrist: 31.03.2027²</p>",
        "<div><p>Antragsfrist: 31.03.2027</p></div><div><p>Antragsfrist: 31.03.2027</p></div>",
    ],
)  # fmt: skip
def test_a_label_and_its_value_stand_on_one_line(body: str) -> None:
    said = text(body).replace("31.3.", "31.03.")
    assert said == "Antragsfrist: 31.03.2027"


@pytest.mark.parametrize(
    "body",
    [
        "<details><summary>Wer kann sich bewerben?</summary><p>Städte und Gemeinden.</p></details>",
        """<h3><button aria-expanded=false>Wer kann sich bewerben?</button></h3>
        <div hidden><p>Städte und Gemeinden.</p></div>""",
        """<button data-bs-toggle=collapse data-bs-target='#a'>Wer kann sich bewerben?</button>
        <div class=collapse id=a style='display:none'><p>Städte und Gemeinden.</p></div>""",
        """<div><div class=head><a role=button aria-expanded=false href='#b'>Wer kann sich bewerben?</a></div>
        <div id=b aria-hidden=true><p>Städte und Gemeinden.</p></div></div>""",
        """<ul role=tablist><li><a role=tab aria-controls=c>Wer kann sich bewerben?</a></li></ul><p>Ein Satz davor.</p>
        <div role=tabpanel id=c hidden><p>Städte und Gemeinden.</p></div>""",
        "<input type=checkbox id=d><label for=d>Wer kann sich bewerben?</label><div><p>Städte und Gemeinden.</p></div>",
        """<dl><dt><button aria-expanded=false>Wer kann sich bewerben?</button></dt>
        <dd><p>Städte und Gemeinden.</p></dd></dl>""",
        "<h3>Wer kann sich bewerben?</h3><div style='display:none'><p>Städte und Gemeinden.</p></div>",
        """<p><a href='javascript:open(1)'>Wer kann sich bewerben?</a></p>
        <div style='display:none'><p>Städte und Gemeinden.</p></div>""",
        """<ul><li><a data-toggle=tab href='#s'>Wie?</a></li><li><a data-toggle=tab href='#t'>
        Wer kann sich bewerben?</a></li></ul><div><div id=s>So.</div><div id=t>Städte und Gemeinden.</div></div>""",
        """<details><summary>Gartenfonds</summary><details><summary>Wer kann sich bewerben?</summary>
        <p>Städte und Gemeinden.</p></details></details>""",
    ],
)
def test_what_is_folded_up_is_read_below_its_heading(body: str) -> None:
    read = page(body)
    assert ("Wer kann sich bewerben?", "Städte und Gemeinden.") in [(part.heading, part.text) for part in read.sections]


@pytest.mark.parametrize(
    "body",
    [
        "<nav><a href=/>Anträge bis 1.1.2026</a></nav>",
        "<footer>Anträge bis 1.1.2026</footer>",
        "<div class='cookie-banner'>Anträge bis 1.1.2026</div>",
        "<div role=dialog>Anträge bis 1.1.2026</div>",
        "<aside><h3>Aktuelles</h3><ul><li>1.1.2026: <a href=/n>Verein erhält 900 Euro</a></li></ul></aside>",
        "<h2>Weitere Meldungen</h2><p>Anträge bis 1.1.2026</p>",
        "<p><b>Neues</b><br>1.1.2026 <a href=/n>Preis mit 900 Euro verliehen</a></p>",
        "<div class='related-posts'><h3>Preis 2026</h3><p>Anträge bis 1.1.2026</p></div>",
        "<p>Letzte Aktualisierung: 1.1.2026</p>",
        "<button>Jetzt Antrag stellen bis 1.1.2026</button>",
        "<script>antrag(1)</script><select><option>Anträge bis 1.1.2026</option></select>",
    ],
)
def test_surroundings_stay_out(body: str) -> None:
    assert text(f"<p>Anträge sind jederzeit möglich.</p>{body}") == "Anträge sind jederzeit möglich."


PARTS = (("Antragsfrist", "31.03.2027"), ("Förderhöhe", "höchstens 900 Euro"))


@pytest.mark.parametrize(
    "part",
    [
        "<li><i class=icon></i><span class=l>{}</span><span class=v>{}</span></li>",
        "<div role=row><span role=rowheader>{}</span><span role=cell>{}</span></div>",
        "<div class=col><div class=q><p class=big>{}</p><p>{}</p></div></div>",
    ],
)
def test_parts_built_alike_are_labels_with_their_values(part: str) -> None:
    said = text(f"<div>{''.join(part.format(*words) for words in PARTS)}</div>")
    assert [line.removeprefix("- ") for line in said.split("\n") if line] == [": ".join(words) for words in PARTS]


def test_answers_that_only_the_data_for_search_engines_hold_are_read() -> None:
    answer = '{"@type": "Answer", "text": "<p>Antragsberechtigt sind Vereine.</p>"}'
    data = (
        f'{{"@type": "FAQPage", "mainEntity": [{{"@type": "Question", "name": "Wer?", "acceptedAnswer": {answer}}}]}}'
    )
    assert text(f"<script type=application/ld+json>{data}</script>") == "Wer?\n\nAntragsberechtigt sind Vereine."


@pytest.mark.parametrize(
    "foot",
    [
        "Brunnenhof gGmbH · Impressum · Datenschutz",
        "© 2027 Brunnenhof | Kontakt | Impressum | Datenschutzerklärung",
        '<a href="/i">Impressum</a> <a href="/d">Datenschutz</a>',
        "Imprint • Privacy policy",
    ],
)
def test_a_foot_of_legal_links_stays_out(foot: str) -> None:
    rule = "<p>Anträge sind bis zum 3. Mai 2027 zu stellen.</p>"

    assert text(f'{rule}<div class="foot">{foot}</div>') == "Anträge sind bis zum 3. Mai 2027 zu stellen."


def test_a_line_that_only_speaks_of_legal_notes_stays() -> None:
    kept = "Im Antrag: Datenschutz, Impressum und Antragsfrist der Website."

    assert kept in text(f"<p>Bewerben können sich Vereine.</p><p>{kept}</p>")


def test_a_section_after_the_news_is_read_again() -> None:
    body = "<h2>Aktuelles</h2><p>Vom 1.1.2026</p><h2>Antrag</h2><p>Anträge sind jederzeit möglich, ohne Frist.</p>"
    assert text(body) == "Antrag\n\nAnträge sind jederzeit möglich, ohne Frist."


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("<title>Startseite</title><h1>Startseite</h1><h2>Fonds „Nah dran“</h2>", "Fonds „Nah dran“"),
        ("<title>Willkommen | Stiftung</title><meta property=og:title content='Hofpreis 2027'>", "Hofpreis 2027"),
        ("<title>Hofpreis 2027 | Stiftung Brunnenhof</title>", "Hofpreis 2027"),
        ("<header><h1>Stiftung</h1></header><main><h1>Hofpreis</h1></main>", "Hofpreis"),
        (
            "<title>Start</title><header><h1>Stiftung</h1><nav>x</nav></header><main><h2>Hofpreis</h2>",
            "Hofpreis",
        ),
        ("<title>Hofpreis | Stiftung</title><h1>Stiftung</h1><h2>Hofpreis</h2>", "Hofpreis"),
        ("<title>Amt - Förderung - Hofpreis</title><h1>Hofpreis</h1><h2>Wofür?</h2>", "Hofpreis"),
        ("<title>hof__preis_2027</title><h2>Wer wird gefördert?</h2>", "Unser Hof"),
        ("<h1>Förderung</h1>", "Unser Hof"),
        ("<h1>So bewerben Sie sich</h1><h2>Hofpreis</h2>", "Hofpreis"),
        ("<title>Hofpreis 2027</title><h1>Jetzt bewerben!</h1><h2>Frist</h2>", "Hofpreis 2027"),
        ("<h1>Ausschreibung 2027</h1><meta property=og:title content='Aktuelles'>", "Unser Hof"),
        ("<h1>Ausschreibung Hofpreis 2027</h1>", "Ausschreibung Hofpreis 2027"),
        ("<h1>Call for proposals</h1><h2>Courtyard Fund</h2>", "Courtyard Fund"),
        ("<title>foerderung.html</title>", "Unser Hof"),
        ("<h1>Hof&shy;preis</h1>", "Hofpreis"),
        ("<h1>Fo\u0308rderpreis Hof</h1>", "Förderpreis Hof"),
    ],
)
def test_the_title_is_the_best_there_is(markup: str, title: str) -> None:
    assert read_page(f"<html>{markup}{LEAD}</html>", shipped_title="Unser Hof").title == title


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        (
            "<title>So bewerben Sie sich | Stiftung Hof</title><h1>So bewerben Sie sich</h1>",
            "Stiftung Hof: So bewerben Sie sich",
        ),
        ("<meta property=og:site_name content='Stiftung Hof'><h1>Förderung</h1>", "Stiftung Hof: Förderung"),
        ("<h1>Förderung 2027</h1>", "Förderung 2027"),
    ],
)
def test_a_title_that_any_page_may_have_is_told_with_the_sites_name(markup: str, title: str) -> None:
    assert read_page(f"<html>{markup}{LEAD}</html>", shipped_title="Aktuelles").title == title


@pytest.mark.parametrize("sign", ["\x01", "&#1;", "&#x1f;", "\ufffe", "&#xFFFE;"])
def test_a_sign_that_is_no_letter_parts_words_and_loses_nothing(sign: str) -> None:
    page = f"<body><h1>Fonds</h1><nav>Menü</nav>{sign}<p>Anträge{sign}bis 1.3.2027.</p>{sign}<aside>Ende</aside></body>"

    assert "Anträge bis 1.3.2027." in read_page(page).text


def test_units_keep_their_powers_and_words_their_endings() -> None:
    assert text("<p>Räume ab 20 m<sup>2</sup> und 30 m², am 1<sup>st</sup> May</p>") == (
        "Räume ab 20 m² und 30 m², am 1st May"
    )


ROWS = "<tr><td>Programm</td><td>31.03.2027</td><td>5.000 Euro</td></tr>"
LONG = {
    "paragraphs": "<p>Anträge bis zum 31. März 2027, höchstens 5.000 Euro für Vereine und Städte im ganzen Land.</p>",
    "rows": ROWS,
    "panels": "<h3><button aria-expanded=false aria-controls=x>Frist</button></h3><div hidden><p>31.03.2027</p></div>",
    "hidden": "<div hidden>x</div>",
    "alike": "<li><b class=l>Frist</b><span>31.03.2027</span></li>",
    "tabs": "<a data-toggle=tab href='#y'>Frist</a><div><div><div hidden>x</div></div></div>",
    "twice": "<p>Anträge bis zum 31. März 2027.</p><p>Höchstens 900 Euro.</p>",
    "news": "<h2>Presse</h2><div><p>x</p></div>",
    "words": "a ",
}


@pytest.mark.parametrize("kind", LONG)
def test_time_grows_no_faster_than_the_page(kind: str) -> None:
    def seconds(size: int) -> float:
        piece = LONG[kind]
        rows = f"<table>{piece * (size // len(piece))}</table>" if kind == "rows" else piece * (size // len(piece))
        markup = f"<main><h1>T</h1><div>{LEAD * 20}</div>{rows}</main>"
        assert can_be_parsed(markup, 30_000)
        started = time.process_time()
        read_page(markup)
        return time.process_time() - started

    seconds(10_000)
    assert seconds(120_000) < 25 * max(seconds(12_000), 0.01)


def test_thousands_of_marks_in_one_paragraph_take_no_longer_each() -> None:
    def seconds(marks: int) -> float:
        words = "Wir helfen Nachbarschaften<sup>1</sup>, <del>früher</del> heute und morgen. "
        start = time.process_time()
        page(f"<p>{words * marks}</p>")
        return time.process_time() - start

    seconds(100)
    assert seconds(6_000) < 20 * seconds(600)
