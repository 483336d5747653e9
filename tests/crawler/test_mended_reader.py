"""A reader that was mended finds more in a page nobody changed: a correction of ours, no change of the funder."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from crawler.runs.crawl import watch_page
from grants_db.models.opportunity import Opportunity, OpportunityVersion
from grants_db.models.source import CrawlRun, PageState
from grants_db.opportunities.field_changes import content_hash
from grants_db.opportunities.store import facts_as_json
from grants_db.storage.database import open_database, reading, writing
from grants_db.vocabulary import Level
from tests.crawler.conftest import Crawl, Pages

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PAGE = (
    "<main><h1>Hofpreis</h1><p>Unsere erfundene Stiftung fördert Begegnungen in der Nachbarschaft mit Geld und Rat. "
    "Die Förderung beträgt höchstens 2.000 Euro. Anträge sind bis zum 31. März 2027 möglich.</p></main>"
)


def as_an_older_reader_left_it(database: str) -> None:
    """The sum was not found, and run and page bear another sign."""
    with writing(open_database(database)) as session:
        call = session.exec(select(Opportunity)).one()
        call.max_amount = None
        call.content_hash = content_hash(facts_as_json(call))
        session.add(call)
        for row in [*session.exec(select(CrawlRun)), *session.exec(select(PageState))]:
            row.extraction = "older"
            session.add(row)


def kinds(database: str) -> list[bool]:
    """For each version: is it a correction of ours?"""
    with reading(open_database(database)) as session:
        return [version.reread for version in session.exec(select(OpportunityVersion))]


@pytest.mark.slow
def test_what_is_read_anew_is_no_change_with_the_archive_and_without(
    pages: Pages, crawl: Crawl, database: str, tmp_path: Path
) -> None:
    pages["hof.example/a"] = ("text/html; charset=utf-8", PAGE.encode())
    with writing(open_database(database)) as session:
        watch_page(session, "https://hof.example/a", title="", funder="Hof", level=Level.FOUNDATION, now=NOW)
    assert crawl("hof_example_a")["new"] == 1

    as_an_older_reader_left_it(database)
    assert crawl("hof_example_a")["changed"] == 0
    assert kinds(database) == [False, True]

    as_an_older_reader_left_it(database)
    for folder in tmp_path.glob("**/hof_example_a"):
        shutil.rmtree(folder)
    assert crawl("hof_example_a")["changed"] == 0
    assert kinds(database) == [False, True, True]

    pages["hof.example/a"] = ("text/html; charset=utf-8", PAGE.replace("2.000", "3.000").encode())
    assert crawl("hof_example_a")["changed"] == 1
    assert kinds(database) == [False, True, True, False]
