"""Feeds: what is read of one, and a feed's source over several nights. All texts are invented."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from crawler.errors import PageError
from crawler.platforms.feed import FeedEntry, parse_feed
from crawler.spiders.bmftr import BmftrSpider
from grants_db.models.opportunity import Opportunity
from grants_db.storage.database import open_database

Pages = dict[str, tuple[str, bytes]]
Crawl = Callable[[str], dict[str, Any]]
HOST = "https://www.bmftr.bund.de"
FEED = BmftrSpider.url.partition("://")[2]
FIRST, SECOND, THIRD = (
    f"{HOST}/SharedDocs/Bekanntmachungen/DE/2026/{month}/{day}-bekanntmachung-{slug}.html"
    for month, day, slug in (
        ("09", "2026-09-01", "nachbarschaft"),
        ("10", "2026-10-06", "spracherwerb"),
        ("11", "2026-11-10", "stadtteile"),
    )
)


def rss(*links: tuple[str, str]) -> bytes:
    items = "".join(
        f"<item><title><![CDATA[{title}]]></title><link>{link}</link><guid>{link}</guid></item>"
        for title, link in links
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Neu</title>{items}</channel></rss>'.encode()


def notice(about: str, day: str) -> tuple[str, bytes]:
    text = (
        f"<h1>Bekanntmachung</h1><p>Gefördert werden Vorhaben kommunaler Praxis zum Thema {about}, die Forschung und "
        "Stadtverwaltung gemeinsam tragen.</p><p>Antragsberechtigt sind Hochschulen und Kommunen.</p>"
        f"<p>Projektskizzen sind bis spätestens {day} einzureichen.</p>"
    )
    page = f"<html><head><title>Bekanntmachung</title></head><body><main><article>{text}</article></main></body></html>"
    return "text/html; charset=utf-8", page.encode()


def address(url: str) -> str:
    return url.partition("://")[2]


def calls(database: str) -> dict[str, Opportunity]:
    engine = open_database(database)
    with Session(engine) as session:
        found = {call.url: call for call in session.exec(select(Opportunity))}
    engine.dispose()
    return found


def test_an_rss_feed_is_read() -> None:
    feed = rss(("Richtlinie „Nachbarschaft“ <b>neu</b>", FIRST), ("Ohne Link", ""))
    assert parse_feed(feed) == (FeedEntry("Richtlinie „Nachbarschaft“ neu", FIRST),)


def test_an_atom_feed_is_read() -> None:
    feed = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Neu</title><link href="{HOST}/"/>
    <entry><title type="html">Sprache &amp;amp; Teilhabe</title><link rel="edit" href="{HOST}/edit"/>
    <link href="{SECOND}"/></entry></feed>"""
    assert parse_feed(feed.encode()) == (FeedEntry("Sprache & Teilhabe", SECOND),)


def test_the_older_rss_is_read() -> None:
    feed = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
    <channel/><item rdf:about="{FIRST}"><title>Alt</title><link>{FIRST}</link></item></rdf:RDF>"""
    assert parse_feed(feed.encode()) == (FeedEntry("Alt", FIRST),)


def test_a_forbidden_character_does_not_cost_the_feed() -> None:
    assert parse_feed(rss(("Alt\x0b und neu", FIRST))) == (FeedEntry("Alt und neu", FIRST),)


@pytest.mark.parametrize(
    ("items", "titles"),
    [
        ("<item><title>Aufruf&nbsp;Vereine</title><link>https://a.example/1</link></item>", ["Aufruf Vereine"]),
        (
            """<item><title>A & B</title><link>https://a.example/0</link></item>
            <item><title>Zweiter</title><link>https://a.example/2</link></item>""",
            ["Zweiter"],
        ),
        (
            "<item><media:title>Bild</media:title><title>Aufruf</title><link>https://a.example/1</link></item>",
            ["Aufruf"],
        ),
        ("<item><title>Nur Kennung</title><guid>https://a.example/3</guid></item>", ["Nur Kennung"]),
        ("<item><title>Keine Adresse</title><guid isPermaLink='false'>https://a.example/3</guid></item>", []),
    ],
)
def test_a_feed_is_read_leniently(items: str, titles: list[str]) -> None:
    space = 'xmlns:media="http://search.yahoo.com/mrss/"'
    feed = f'<?xml version="1.0"?><rss version="2.0" {space}><channel><title>x</title>{items}</channel></rss>'
    assert [entry.title for entry in parse_feed(feed.encode())] == titles


@pytest.mark.parametrize(
    ("encoding", "raw"),
    [("ISO-8859-1", "Förderung für Städte".encode("latin-1")), ("utf-8", "Förderung für Städte".encode())],
)
def test_one_bad_entry_costs_itself_in_any_encoding(encoding: str, raw: bytes) -> None:
    items = b"".join(
        b"<item><title>%s</title><link>https://a.example/%d</link></item>" % (title, number)
        for number, title in enumerate((b"A & B", raw))
    )
    feed = b'<?xml version="1.0" encoding="%s"?><rss><channel>%s</channel></rss>' % (encoding.encode(), items)
    assert [entry.title for entry in parse_feed(feed)] == ["Förderung für Städte"]


def test_a_feed_that_breaks_off_gives_what_came() -> None:
    assert len(parse_feed(rss(("Eins", FIRST), ("Zwei", SECOND)).partition(b"<title><![CDATA[Zwei")[0])) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><body>Wartung</body></html>",
        b"<rss><channel>",
        b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item><link>&a;</link></item></channel></rss>',
    ],
)
def test_what_is_no_feed_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(PageError):
        parse_feed(data)


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_crash(data: bytes) -> None:
    with pytest.raises(PageError):
        parse_feed(data)


@pytest.mark.slow
def test_what_a_feed_forgets_stays_until_its_page_is_gone(pages: Pages, crawl: Crawl, database: str) -> None:
    pages[FEED] = ("application/rss+xml", rss(("Nachbarschaft erforschen", FIRST), ("Sprache erforschen", SECOND)))
    pages[address(FIRST)], pages[address(SECOND)] = notice("Nachbarschaft", "15. März 2027"), notice("Sprache", "2027")
    first = crawl("bmftr")
    assert (first["outcome"], first["new"], first["errors"]) == ("ok", 2, [])
    call = calls(database)[FIRST]
    assert (call.title, call.level, call.regions) == ("Nachbarschaft erforschen", "federal", ["DE"])
    assert call.deadline["dates"] == ["2027-03-15"]
    assert call.applicant_types == ["municipality", "university"]

    pages[FEED] = ("application/rss+xml", rss(("Stadtteile erforschen", THIRD)))
    pages[address(THIRD)] = notice("Stadtteile", "30. April 2027")
    del pages[address(SECOND)]
    second = crawl("bmftr")
    assert (second["outcome"], second["new"], second["changed"], second["retired"]) == ("ok", 1, 0, 1)
    assert {url for url, call in calls(database).items() if call.retired_at is None} == {FIRST, THIRD}


@pytest.mark.slow
def test_an_entry_that_leads_elsewhere_is_not_followed_but_told(pages: Pages, crawl: Crawl) -> None:
    elsewhere = "https://ads.example/angebot"
    pages[FEED] = ("application/rss+xml", rss(("Nachbarschaft", FIRST), ("Werbung", elsewhere), ("?", "https://[x/")))
    pages[address(FIRST)], pages["ads.example/angebot"] = notice("Nachbarschaft", "15. März 2027"), notice("Geld", "1")
    result = crawl("bmftr")
    assert (result["outcome"], result["opportunities"]) == ("ok", 1)
    assert [elsewhere in error["message"] for error in result["errors"]] == [True, False]


@pytest.mark.slow
def test_a_page_of_the_feed_that_does_not_answer_makes_the_run_partial(pages: Pages, crawl: Crawl) -> None:
    pages[FEED] = ("application/rss+xml", rss(("Nachbarschaft", FIRST), ("Sprache", SECOND)))
    pages[address(FIRST)] = notice("Nachbarschaft", "15. März 2027")
    result = crawl("bmftr")
    assert (result["outcome"], result["errors"][0]["url"]) == ("partial", SECOND)


@pytest.mark.slow
def test_a_mirror_without_the_feed_is_no_finding(crawl: Crawl) -> None:
    assert crawl("bmftr")["outcome"] == "not_on_mirror"


@pytest.mark.slow
def test_a_feed_that_moved_to_the_operators_new_name_is_followed_and_to_a_strangers_is_not(
    pages: Pages, crawl: Crawl
) -> None:
    pages[FEED] = ("redirect", f"{HOST}/feed.xml".encode())
    pages[address(f"{HOST}/feed.xml")] = ("application/rss+xml", rss(("Nachbarschaft", FIRST)))
    pages[address(FIRST)] = notice("Nachbarschaft", "15. März 2027")
    assert crawl("bmftr")["outcome"] == "ok"
    pages[FEED] = ("redirect", b"https://ads.example/feed.xml")
    pages["ads.example/feed.xml"] = ("application/rss+xml", rss(("Nachbarschaft", FIRST)))
    result = crawl("bmftr")
    assert (result["outcome"], "ads.example" in result["errors"][0]["message"]) == ("failed", True)
