"""A night against the practice portal: everything comes in once, the second night asks conditionally."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from crawler.demo_portal.content import DemoRecord, SediaCall, load, night_changes, watched_pages
from crawler.demo_portal.server import DemoRequest, PracticePortal
from crawler.runs.crawl import register_builtin_sources, run_sources, watch_page
from grants_db.errors import InputError, UsageError
from grants_db.models.opportunity import Opportunity
from grants_db.models.source import CrawlRun, Source
from grants_db.opportunities.sources import get_source
from grants_db.storage.database import open_database, reading, writing
from grants_db.vocabulary import Level, RunOutcome
from tests import forked
from tests.crawler.nights import crawl_night, crawl_what_another_locks

#: one crawl for all of them
pytestmark = pytest.mark.xdist_group("test_run")

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PORTALS = ("foerderdatenbank", "eu_funding_tenders", "dsee")


@dataclass
class Night:
    """What a night left behind."""

    results: dict[str, dict[str, Any]]
    asked: list[DemoRequest]
    calls: list[Opportunity]
    runs: dict[str, CrawlRun]
    narration: str


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> list[Night]:
    """The first night, the same again, and the portal's second night, one after the other in one database."""
    database = f"sqlite:///{tmp_path_factory.mktemp('nights') / 'akquise.db'}"
    engine = open_database(database)
    with writing(engine) as session:
        for page in watched_pages():
            watch_page(session, page.url, title=page.title, funder=page.funder, level=Level(page.level), now=NOW)
    names = [*PORTALS, *_watched(database)]
    return [_night(database, number, names) for number in (1, 1, 2)]


def _watched(database: str) -> list[str]:
    with reading(open_database(database)) as session:
        return sorted(session.exec(select(Source.name).where(Source.platform == "watched_page")).all())


def _night(database: str, number: int, names: list[str]) -> Night:
    with PracticePortal(night=number) as portal:
        ended, _, narration = crawl_night(database, portal.url, names)
    engine = open_database(database)
    with reading(engine) as session:
        calls = list(session.exec(select(Opportunity)).all())
        runs = {run.source_name: run for run in session.exec(select(CrawlRun).order_by(CrawlRun.id))}  # type: ignore[arg-type]  # a column
    engine.dispose()
    results = {result["source"]: result for result in ended}
    return Night(results, portal.asked, calls, runs, narration)


def test_everything_the_portal_offers_comes_in_once(nights: list[Night]) -> None:
    offered = Counter(_title(record) for record in load(1).opportunities)
    found = Counter(call.title for call in nights[0].calls)
    assert found.total() == offered.total()
    assert found == offered


def _title(record: DemoRecord) -> str:
    """A cascade call carries the title of the topic that pays for it; its own is the call's."""
    return record.call if isinstance(record, SediaCall) and record.type == "8" and record.call else record.title


def test_all_sources_end_well(nights: list[Night]) -> None:
    for night in nights:
        assert {result["outcome"] for result in night.results.values()} == {"ok"}


def test_a_stub_without_a_title_is_reported_every_night_and_no_fault_of_the_run(nights: list[Night]) -> None:
    for night in nights:
        errors = night.results["foerderdatenbank"]["errors"]
        assert [error["message"] for error in errors] == ["Der Eintrag hat keinen Titel."]


def test_a_page_that_robots_txt_forbids_is_never_asked_for(nights: list[Night]) -> None:
    forbidden = [entry.key for entry in load(1).foundation_programmes if entry.forbidden]
    asked = {request.address for night in nights for request in night.asked}
    assert forbidden
    assert not [address for address in asked for key in forbidden if address.endswith(f"/{key}")]


def test_robots_txt_is_read_once_for_each_host(nights: list[Night]) -> None:
    for night in nights:
        read = Counter(request.address for request in night.asked if request.address.endswith("/robots.txt"))
        assert set(read.values()) == {1}


def test_the_same_night_again_changes_nothing(nights: list[Night]) -> None:
    counts = [(r["new"], r["changed"], r["retired"]) for r in nights[1].results.values()]
    assert set(counts) == {(0, 0, 0)}
    assert {call.version for call in nights[1].calls} == {1}


def test_pages_with_calls_are_asked_conditionally_the_second_time(nights: list[Night]) -> None:
    unchanged = [request for request in nights[1].asked if request.status == 304]
    entries = [entry for entry in load(1).foundation_programmes if not entry.forbidden]
    assert len(unchanged) == len(entries) + len(watched_pages()) + 1  # and the export
    assert nights[1].runs["dsee"].unchanged == len(entries)


def test_the_second_night_brings_exactly_its_changes(nights: list[Night]) -> None:
    changes = Counter(change.change for change in night_changes())
    results = nights[2].results.values()
    assert sum(result["new"] for result in results) == changes["new"]
    assert sum(result["retired"] for result in results) == changes["gone"]
    assert sum(result["changed"] for result in results) == changes.total() - changes["new"] - changes["gone"]


def test_a_run_keeps_what_was_asked_and_answered(nights: list[Night]) -> None:
    run = nights[0].runs["dsee"]
    asked = [a for a in nights[0].asked if a.address.startswith("foerderdatenbank.d-s-e-e.de")]
    assert run.asked == run.answered == len(asked) - 1  # robots.txt is not the source's
    assert run.http_statuses == {"200": len(asked)}
    assert run.failed == 0


def test_every_call_keeps_its_own_address_not_the_mirrors(nights: list[Night]) -> None:
    assert all(call.url.startswith("https://") and "127.0.0.1" not in call.url for call in nights[0].calls)
    assert all(call.attribution for call in nights[0].calls)


def test_calls_whose_day_has_passed_are_stored(nights: list[Night]) -> None:
    days = [call.deadline["dates"] for call in nights[0].calls if call.deadline["kind"] == "fixed"]
    assert any(max(dates) < date(2026, 11, 24).isoformat() for dates in days)


def test_nothing_is_said_beside_the_results(nights: list[Night]) -> None:
    assert [night.narration for night in nights] == ["", "", ""]


def test_an_unknown_source_is_one_sentence_with_the_known_ones(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with pytest.raises(InputError, match=r"gibtsnicht.*foerderdatenbank"):
        _ask(engine, ["gibtsnicht"], via="http://127.0.0.1:9")


def test_nothing_leaves_the_machine_without_a_contact(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    for via in (None, "http://mirror.example:8000"):
        with pytest.raises(UsageError, match="AKQUISE_CONTACT"):
            _ask(engine, ["dsee"], via=via)


def test_a_mirror_must_be_a_web_address(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    for via in ("ftp://127.0.0.1", "127.0.0.1:80", "http://", "http://127.0.0.1:99999"):
        with pytest.raises(UsageError, match="Spiegel"):
            _ask(engine, ["dsee"], via=via)


def test_a_source_that_needs_permission_is_not_asked_live_without_it(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    (result,) = _ask(engine, ["dsee"], via=None, contact="office@city.example")
    assert result.outcome is RunOutcome.BLOCKED
    assert result.is_finding
    assert "Erlaubnis" in result.as_json()["errors"][0]["message"]


def test_watching_a_page_twice_keeps_one_source(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    address = "https://www.stiftung.example/foerderung/so-geht-es.html"
    with writing(engine) as session:
        first = watch_page(session, address, title="", funder="Alt", level=Level.FOUNDATION, now=NOW)
        second = watch_page(session, f"{address}#ziel", title="Neu", funder="Neu", level=Level.LAND, now=NOW)
        assert first.name == second.name == "stiftung_example_foerderung_so_geht_es"
        assert get_source(session, first.name).funder == "Neu"


def test_two_addresses_of_one_name_are_two_sources(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with writing(engine) as session:
        names = {
            watch_page(session, address, title="", funder="F", level=Level.LAND, now=NOW).name
            for address in ("https://www.land.example/a?id=1", "https://www.land.example/a?id=2")
        }
    assert len(names) == 2


@pytest.mark.parametrize(
    "address",
    ["", "foo", "ftp://a.example/", "http://127.0.0.1/", "http://192.168.0.1/a", "http://intranet/", "javascript:x",
     "https://user:pw@a.example/", "http://[::1]/", "http://2130706433/", "https://a.example:8443/"],
)  # fmt: skip
def test_only_public_web_addresses_are_watched(tmp_path: Path, address: str) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with writing(engine) as session, pytest.raises(InputError, match="öffentliche Adresse"):
        watch_page(session, address, title="", funder="F", level=Level.LAND, now=NOW)


def test_built_in_sources_are_registered_once(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    for _ in range(2):
        with writing(engine) as session:
            register_builtin_sources(session, NOW)
    with reading(engine) as session:
        assert {get_source(session, name).permission_needed for name in PORTALS} == {False, True}


def _ask(engine: Any, names: list[str], *, via: str | None, contact: str = "") -> list[Any]:
    return run_sources(engine, names, via=via, contact=contact, now=lambda: NOW, today=NOW.date())


@pytest.mark.slow
def test_a_database_that_is_locked_ends_the_night_in_one_sentence_without_a_traceback(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_database(f"sqlite:///{path}").dispose()
    with PracticePortal() as portal:
        done = forked.run(crawl_what_another_locks, f"sqlite:///{path}", portal.url, ["dsee"], str(path))
    assert "gesperrt" in done.stdout
    assert done.stdout.count("\n") == 1
    assert (done.returncode, done.stderr) == (0, "")
