"""The list of watched pages: its own rows are sound, and a mistake in a row is named with line and field."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from crawler.runs.crawl import register_builtin_sources
from crawler.runs.watched_pages import (
    Ground,
    ListedPage,
    SourceListError,
    listed_pages,
    parse_pages,
    register_listed_pages,
    watch_page,
)
from crawler.spiders.registry import PORTALS
from grants_db.opportunities.sources import get_source, list_sources
from grants_db.storage.database import open_database
from grants_db.vocabulary import Level

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ROW = """- name: stiftung_beispiel
  title: Förderung der Beispielstiftung
  url: https://www.stiftung-beispiel.example/foerderung
  funder: Beispielstiftung
  level: foundation
  ground: robots
  seen_in: page
"""
PAGES = listed_pages()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = open_database(f"sqlite:///{tmp_path / 'akquise.db'}")
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def changed(field: str, value: str) -> str:
    """The row with another value, or without the field where the value is empty."""
    line = f"{field}: {value}\n" if value else ""
    return re.sub(rf"(?m)^([- ] ){field}: .*\n", lambda found: found[1] + line if line else "", ROW)


def mistake(text: str) -> str:
    with pytest.raises(SourceListError) as caught:
        parse_pages(text)
    return str(caught.value)


def test_the_shipped_list_has_authorities_of_land_and_federation_and_some_forty_foundations() -> None:
    by_level = {level: sum(page.level is level for page in PAGES) for level in Level}
    assert by_level[Level.LAND] >= 10
    assert by_level[Level.FEDERAL] >= 10
    assert by_level[Level.FOUNDATION] >= 30


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_page_says_where_its_address_was_seen_and_on_what_ground_it_is_visited(page: ListedPage) -> None:
    assert page.url.startswith("https://")
    assert page.seen_in
    assert page.permission


def test_a_listed_page_counts_as_unverified() -> None:
    assert {page.as_source(NOW).verified for page in PAGES} == {False}


def test_a_row_is_read() -> None:
    (page,) = parse_pages(ROW)
    assert page.level is Level.FOUNDATION
    assert page.ground is Ground.ROBOTS
    assert page.permission.endswith("Bedingungen des Betreibers: nicht geprüft")


def test_the_operators_terms_stand_in_the_permission() -> None:
    (page,) = parse_pages(f"{ROW}  terms: Zitieren mit Quelle erlaubt\n")
    assert page.permission.endswith("Bedingungen des Betreibers: Zitieren mit Quelle erlaubt")


def test_a_page_that_needs_its_operators_permission_is_not_visited_without() -> None:
    (page,) = parse_pages(changed("ground", "permission"))
    assert page.as_source(NOW).permission_needed


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("url", "http://www.stiftung-beispiel.example/", "Zeile 3, url"),
        ("url", "https://10.0.0.1/foerderung", "Zeile 3, url"),
        ("url", "https://intranet/foerderung", "Zeile 3, url"),
        ("url", "https://name@stiftung-beispiel.example/", "Zeile 3, url"),
        ("url", "javascript:alert(1)", "Zeile 3, url"),
        ("level", "city", "Zeile 5, level"),
        ("ground", "nobody_minds", "Zeile 6, ground"),
        ("title", "''", "Zeile 2, title"),
        ("seen_in", "", "seen_in: fehlt"),
        ("funder", "", "funder: fehlt"),
        ("level", "[land]", "Zeile 5, level"),
        ("seen_in", "page\n  colour: blue", "Zeile 8, colour"),
        ("seen_in", "page\n  url: https://other.example/", "Zeile 8, url"),
    ],
)
def test_a_mistake_is_named_with_line_and_field(field: str, value: str, place: str) -> None:
    message = mistake(changed(field, value))
    assert message.startswith("crawler/data/watched_pages.yml, Zeile ")
    assert place in message


@pytest.mark.parametrize("name", ["Stiftung", "a", "mit-strich", "x" * 61, "1te_stiftung"])
def test_a_name_is_a_short_plain_word(name: str) -> None:
    assert "Zeile 1, name" in mistake(ROW.replace("stiftung_beispiel", name, 1))


def test_a_name_stands_once() -> None:
    second = ROW.replace("beispiel.example", "anders.example")
    assert "Zeile 8, name: steht schon in Zeile 1" in mistake(ROW + second)


def test_an_address_stands_once() -> None:
    second = ROW.replace("stiftung_beispiel", "stiftung_zwei")
    assert "Zeile 10, url: steht schon in Zeile 3" in mistake(ROW + second)


@pytest.mark.parametrize("text", ["", "nur ein Text", "name: x", "- nur ein Text", "- [1, 2]", "- name: [\n", "\x00"])
def test_what_is_no_list_of_pages_is_refused_in_one_sentence(text: str) -> None:
    assert mistake(text).startswith("crawler/data/watched_pages.yml, Zeile ")


@given(st.text())
def test_any_text_is_a_list_of_pages_or_refused_with_its_line(text: str) -> None:
    try:
        said = [page.url for page in parse_pages(text)]
    except SourceListError as refused:
        said = [str(refused)]
    assert all(one.startswith(("https://", "crawler/data/watched_pages.yml, Zeile ")) for one in said)


def test_the_shipped_pages_become_sources_once(session: Session) -> None:
    register_listed_pages(session, NOW)
    register_listed_pages(session, NOW)

    assert {source.name for source in list_sources(session)} == {page.name for page in PAGES}


def test_what_an_officer_put_right_stays(session: Session) -> None:
    page = PAGES[0]
    register_listed_pages(session, NOW)
    watch_page(session, page.url, title="Mein Titel", funder="Meine Behörde", level=Level.FEDERAL, now=NOW)
    get_source(session, page.name).enabled = False

    register_listed_pages(session, NOW)

    source = get_source(session, page.name)
    assert (source.title, source.funder, source.level, source.enabled) == (
        "Mein Titel",
        "Meine Behörde",
        Level.FEDERAL,
        False,
    )


def test_a_page_an_officer_watches_already_is_not_added_twice(session: Session) -> None:
    page = PAGES[0]
    source = watch_page(session, page.url, title="Mein Titel", funder="Meine Behörde", level=Level.LAND, now=NOW)

    register_listed_pages(session, NOW)

    assert [found.name for found in list_sources(session) if found.url == page.url] == [source.name]


def test_a_night_knows_portals_and_pages_by_different_names(session: Session) -> None:
    register_builtin_sources(session, NOW)
    register_builtin_sources(session, NOW)
    assert len(list_sources(session)) == len(PORTALS) + len(listed_pages())
