"""Raw answers are kept once, are read again without a network, and go when their time is over."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from sqlalchemy import Engine
from sqlmodel import Session, col, select
from warcio.archiveiterator import ArchiveIterator

from crawler.archive.retention import prune
from crawler.archive.writer import RecordWriter, request_key, stored_answer
from crawler.demo_portal.server import PracticePortal
from crawler.runs.reparse import reparse_sources
from grants_db.errors import InputError
from grants_db.models.archive import ArchivedPage
from grants_db.models.opportunity import Opportunity
from grants_db.models.source import CrawlRun
from grants_db.opportunities.archive_reader import archive_folder
from grants_db.storage.database import open_database, reading, writing
from tests import forked

#: one crawl for all of them
pytestmark = pytest.mark.xdist_group("test_archive")

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SOURCES = ("dsee", "eu_funding_tenders", "foerderdatenbank")


def akquise(database: Path, *arguments: str) -> str:
    done = forked.akquise(f"--database=sqlite:///{database}", "--today=2026-11-24", *arguments)
    assert done.returncode in (0, 1), done.stderr[-2000:]
    return done.stdout


def made(folder: Path) -> Path:
    """An empty database in this folder."""
    database = folder / "akquise.db"
    open_database(f"sqlite:///{database}").dispose()
    return database


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that saw two nights of the practice portal, both the same."""
    database = made(tmp_path_factory.mktemp("archive"))
    with PracticePortal() as portal:
        for _ in range(2):
            akquise(database, "crawl", "run", *SOURCES, "--via", portal.url, "--json")
    return database


@pytest.fixture
def engine(crawled: Path, tmp_path: Path) -> Iterator[Engine]:
    """A copy of it with its archive."""
    copy = tmp_path / "akquise.db"
    for part in ("", "-wal", "-shm"):
        if (file := crawled.with_name(crawled.name + part)).exists():
            shutil.copyfile(file, copy.with_name(copy.name + part))
    shutil.copytree(f"{crawled}.archive", f"{copy}.archive")
    opened = open_database(f"sqlite:///{copy}")
    yield opened
    opened.dispose()


def pages(engine: Engine) -> list[ArchivedPage]:
    with reading(engine) as session:
        return list(session.exec(select(ArchivedPage)))


def files(engine: Engine) -> list[Path]:
    return sorted(archive_folder(engine.url).glob("*/*.warc.gz"))


def facts(session: Session) -> dict[int | None, tuple[Any, ...]]:
    return {call.id: (call.title, call.max_amount, call.deadline) for call in session.exec(select(Opportunity))}


def test_a_second_night_that_says_the_same_keeps_nothing_twice(engine: Engine) -> None:
    kept = pages(engine)

    assert {page.source_name for page in kept} == set(SOURCES)
    assert all(page.confirmed_at >= page.fetched_at for page in kept)
    assert len({(page.source_name, page.digest) for page in kept}) == len({(page.file, page.offset) for page in kept})
    with reading(engine) as session:
        first_runs = {session.exec(select(CrawlRun.id).where(CrawlRun.source_name == name)).first() for name in SOURCES}
    assert {int(page.file.split("-")[-1].removesuffix(".warc.gz")) for page in kept if page.source_name == "dsee"} <= {
        number for number in first_runs if number is not None
    }


def test_the_files_are_warc_that_others_can_read(engine: Engine) -> None:
    urls = []
    for file in files(engine):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                assert record.rec_type == "response"
                record.content_stream().read()
                urls.append(record.rec_headers.get_header("WARC-Target-URI"))

    assert len(urls) == len({(page.file, page.offset) for page in pages(engine)})
    assert all(url.startswith("https://") for url in urls)


def test_only_their_owner_may_read_them(engine: Engine) -> None:
    if os.name == "posix":
        assert {file.stat().st_mode & 0o777 for file in files(engine)} == {0o600}


def test_reading_again_changes_nothing_where_nothing_was_mended(engine: Engine) -> None:
    results = reparse_sources(engine, None, now=lambda: NOW)

    assert {result.source for result in results} == set(SOURCES)
    assert [(result.new, result.changed) for result in results] == [([], [])] * len(SOURCES)
    assert all(result.opportunities for result in results)


def test_reading_again_restores_a_fact_that_was_read_wrongly(engine: Engine) -> None:
    with writing(engine) as session:
        right = facts(session)
        for call in session.exec(select(Opportunity)):
            call.title, call.max_amount = "Falsch gelesen", None
            session.add(call)
        seen = {call.id: call.last_seen for call in session.exec(select(Opportunity))}

    results = reparse_sources(engine, None, now=lambda: NOW + timedelta(days=1))

    with reading(engine) as session:
        assert facts(session) == right
        assert {call.id: call.last_seen for call in session.exec(select(Opportunity))} == seen
        assert session.exec(select(Opportunity).where(Opportunity.version == 2)).first() is not None
    assert sum(len(result.changed) for result in results) == len(right)


def test_reading_again_makes_no_run_and_retires_nothing(engine: Engine) -> None:
    with reading(engine) as session:
        runs = len(session.exec(select(CrawlRun)).all())
    for page in pages(engine)[::2]:
        (archive_folder(engine.url) / page.file).write_bytes(b"")

    reparse_sources(engine, None, now=lambda: NOW)

    with reading(engine) as session:
        assert len(session.exec(select(CrawlRun)).all()) == runs
        assert session.exec(select(Opportunity).where(col(Opportunity.retired_at).is_not(None))).all() == []


def test_an_archive_that_is_damaged_is_named_and_shows_in_the_exit_status(engine: Engine) -> None:
    broken = archive_folder(engine.url) / next(page.file for page in pages(engine) if page.source_name == "dsee")
    broken.write_bytes(b"\xa5" * broken.stat().st_size)

    done = forked.akquise(f"--database={engine.url}", "--today=2026-11-24", "crawl", "reparse", "dsee")

    assert done.returncode == 1
    assert f"Im Archiv ist {broken} beschädigt oder fehlt" in done.stderr


def test_a_source_without_an_archive_is_said(engine: Engine) -> None:
    with pytest.raises(InputError, match="nichts archiviert"):
        reparse_sources(engine, ["bmftr"], now=lambda: NOW)


def test_the_command_says_what_it_read(engine: Engine) -> None:
    said = json.loads(akquise(Path(str(engine.url.database)), "crawl", "reparse", "dsee", "--json"))

    assert [(result["source"], result["changed"]) for result in said["sources"]] == [("dsee", 0)]


def test_nothing_goes_before_its_time(engine: Engine) -> None:
    before = [file.read_bytes() for file in files(engine)]

    gone = prune(engine, days=400, now=NOW + timedelta(days=399))

    assert (gone.pages, gone.files) == (0, 0)
    assert [file.read_bytes() for file in files(engine)] == before


def test_everything_goes_after_its_time(engine: Engine) -> None:
    count = len(pages(engine))

    gone = prune(engine, days=400, now=NOW + timedelta(days=402))

    assert gone.pages == count
    assert (pages(engine), files(engine)) == ([], [])


def test_what_was_confirmed_lately_stays_readable_when_its_neighbours_go(engine: Engine) -> None:
    with writing(engine) as session:
        rows = session.exec(select(ArchivedPage).where(ArchivedPage.source_name == "dsee")).all()
        staying = rows[len(rows) // 2]
        staying.confirmed_at = NOW + timedelta(days=300)
        session.add(staying)
    size = sum(file.stat().st_size for file in files(engine))

    prune(engine, days=400, now=NOW + timedelta(days=402))

    (kept,) = pages(engine)
    answer = stored_answer(archive_folder(engine.url), kept, Request(kept.url))
    assert answer is not None
    assert answer.status == 200
    assert sum(file.stat().st_size for file in files(engine)) < size


def test_what_a_killed_crawl_left_goes_too(engine: Engine) -> None:
    left = archive_folder(engine.url) / "dsee" / "2026-11-01-000999.warc.gz"
    left.write_bytes(b"half a record")
    os.utime(left, (NOW.timestamp() - 10 * 86400,) * 2)

    prune(engine, days=400, now=NOW)

    assert not left.exists()


@pytest.mark.slow
def test_a_lost_archive_is_filled_again_by_the_next_night(engine: Engine) -> None:
    shutil.rmtree(archive_folder(engine.url))

    with PracticePortal() as portal:
        akquise(Path(str(engine.url.database)), "crawl", "run", "dsee", "--via", portal.url)

    assert [result.changed for result in reparse_sources(engine, ["dsee"], now=lambda: NOW)] == [[]]
    assert all((archive_folder(engine.url) / page.file).is_file() for page in pages(engine) if "dsee" in page.file)


@pytest.mark.slow
def test_a_page_is_recorded_under_the_rules_of_its_source(tmp_path: Path) -> None:
    database = made(tmp_path)

    with PracticePortal() as portal:
        said = akquise(database, "crawl", "record", "dsee", "https://foerderdatenbank.d-s-e-e.de/", "--via", portal.url)
        asked = [request.address for request in portal.asked]

    assert said.startswith(f"{database}.archive/dsee/2026-11-24-".replace("\\", "/"))
    assert asked == ["foerderdatenbank.d-s-e-e.de/robots.txt", "foerderdatenbank.d-s-e-e.de/"]


@pytest.mark.slow
def test_a_page_that_robots_txt_forbids_is_not_recorded(tmp_path: Path) -> None:
    with PracticePortal() as portal:
        call = [f"--database=sqlite:///{made(tmp_path)}", "crawl", "record"]
        done = forked.akquise(*call, "dsee", "https://foerderdatenbank.d-s-e-e.de/admin/", "--via", portal.url)

    assert (done.returncode, done.stdout) == (1, "")
    assert "robots.txt erlaubt den Abruf nicht" in done.stderr


@pytest.mark.slow
def test_an_archive_that_cannot_be_written_costs_no_call(tmp_path: Path) -> None:
    database = made(tmp_path)
    Path(f"{database}.archive").write_text("a file where the folder should be", encoding="utf-8")

    with PracticePortal() as portal:
        said = json.loads(akquise(database, "crawl", "run", "dsee", "--via", portal.url, "--json"))["sources"][0]

    assert said["outcome"] == "ok"
    assert said["opportunities"] > 0
    assert sum("archiviert" in error["message"] for error in said["errors"]) == 1


def an_answer(text: str) -> HtmlResponse:
    return HtmlResponse("https://amt.example/a", body=f"<html><body>{text}</body></html>".encode(), encoding="utf-8")


def test_a_tail_that_was_never_finished_harms_no_earlier_record(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path, "amt", 1, NOW)
    kept = writer.write(an_answer("vorher"), NOW)
    writer.close()
    with (tmp_path / kept.file).open("ab") as file:
        file.write(b"\x1f\x8b\x08half")
    request = Request("https://amt.example/a")
    body = an_answer("vorher").body
    page = row_of(kept.file, kept.offset, kept.length, body)

    answer = stored_answer(tmp_path, page, request)

    assert answer is not None
    assert answer.body == body
    assert isinstance(answer, HtmlResponse)


def test_a_record_whose_bytes_were_changed_is_not_believed(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path, "amt", 1, NOW)
    kept = writer.write(an_answer("echt"), NOW)
    writer.close()

    page = row_of(kept.file, kept.offset, kept.length, b"something else")

    assert stored_answer(tmp_path, page, Request("https://amt.example/a")) is None


def test_a_search_asked_for_two_things_has_two_answers() -> None:
    one, other = (Request("https://eu.example/search", method="POST", body=body) for body in (b"1", b"2"))

    assert request_key(one) != request_key(other)


def row_of(file: str, offset: int, length: int, body: bytes) -> ArchivedPage:
    return ArchivedPage(
        source_name="amt",
        request_key="0" * 64,
        url="https://amt.example/a",
        digest=hashlib.sha256(body).hexdigest(),
        file=file,
        offset=offset,
        length=length,
        fetched_at=NOW,
        confirmed_at=NOW,
    )
