"""Every source has a recorded page in `recorded/`, and reads of it what is expected: all in one file a source.

`pages` are the answers by address, as `text`, `json` or the files of a `zip`; `expected` are the facts of each
opportunity that matter. All texts are invented, in the structure of the real portal.
"""

import io
import json
import zipfile
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from scrapy import Request
from scrapy.exceptions import DropItem
from scrapy.http import Headers
from scrapy.responsetypes import responsetypes
from sqlmodel import create_engine

from crawler.context import CrawlContext, CrawlStats, HostLimits
from crawler.extract import opportunity
from crawler.extract.facts import Facts, extract_facts
from crawler.pipelines import BorderPipeline
from crawler.platforms.base import PortalSpider, as_source
from crawler.platforms.watched_page import WatchedPageSpider
from crawler.spiders.registry import PORTALS
from grants_db.messages import Message
from grants_db.models.source import Source
from grants_db.opportunities.store import SeenOpportunity
from grants_db.vocabulary import Level

RECORDED = Path(__file__).parent / "recorded"
NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)

pytestmark = pytest.mark.parametrize("spider", [*PORTALS, WatchedPageSpider], ids=lambda spider: str(spider.name))


def recorded(spider: type[PortalSpider]) -> dict[str, Any]:
    file = RECORDED / f"{spider.name}.yml"
    assert file.exists(), f"{spider.name} has no recorded page: put one into tests/crawler/recorded/{file.name}"
    content: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return content


def source_of(spider: type[PortalSpider], record: dict[str, Any]) -> Source:
    if "source" not in record:
        return as_source(spider, NOW)
    row = record["source"]
    return Source(**row | {"level": Level(row["level"])}, platform=spider.platform, added_at=NOW)


def body(page: dict[str, Any]) -> bytes:
    if "json" in page:
        return json.dumps(page["json"], ensure_ascii=False).encode()
    if "zip" not in page:
        return str(page["text"]).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in page["zip"].items():
            archive.writestr(name, text)
    return packed.getvalue()


class Replay:
    """A source's crawl of nothing but its recorded pages."""

    def __init__(self, spider: type[PortalSpider]) -> None:
        record = recorded(spider)
        self.context = CrawlContext(
            source=source_of(spider, record),
            run_id=0,
            engine=create_engine("sqlite://"),
            now=lambda: NOW,
            limits=HostLimits(None, ""),
            extraction="",
            pages={},
            known=frozenset(),
            earlier_errors=[],
            seen_before=True,
        )
        self.expected: list[dict[str, Any]] = record["expected"]
        self.pages = {str(page["url"]): page for page in record["pages"]}
        self.asked: set[str] = set()
        self._border = BorderPipeline(self.context)
        self.found = [item.facts.model_dump(mode="json") for item in self._crawl(spider(context=self.context))]

    @property
    def stats(self) -> CrawlStats:
        return self.context.stats

    def _crawl(self, spider: PortalSpider) -> Iterator[SeenOpportunity]:
        waiting: deque[Request] = deque(spider.start_pages())
        while waiting:
            for item in self._answer(waiting.popleft()):
                if isinstance(item, Request):
                    waiting.append(item)
                    continue
                try:
                    passed = self._border.process_item(item)
                except DropItem:
                    continue
                if isinstance(passed, SeenOpportunity):
                    yield passed

    def _answer(self, request: Request) -> Iterator[Any]:
        assert request.url in self.pages, f"not recorded: {request.url}"
        self.asked.add(request.url)
        page = self.pages[request.url]
        headers = Headers({"Content-Type": page["type"]})
        kind = responsetypes.from_args(headers=headers, url=request.url)
        response = kind(request.url, headers=headers, body=body(page), request=request)
        assert request.callback is not None
        yield from request.callback(response, **request.cb_kwargs)


def parts_of(found: Any, expected: Any) -> Any:
    """What was found, cut to what is expected."""
    if isinstance(expected, dict):
        return {name: parts_of(found.get(name), value) for name, value in expected.items()}
    return found


def test_a_source_reads_its_recorded_pages_as_expected(spider: type[PortalSpider]) -> None:
    replay = Replay(spider)
    assert len(replay.found) == len(replay.expected)
    for found, expected in zip(replay.found, replay.expected, strict=True):
        assert parts_of(found, expected) == expected


def test_its_recorded_pages_leave_nothing_unsaid(spider: type[PortalSpider]) -> None:
    """Every page is asked for, no label is unknown, no page is missing, and an opportunity states what matters."""
    replay = Replay(spider)
    assert replay.asked == set(replay.pages)
    assert (list(replay.stats.unknown_labels), replay.stats.failed) == ([], 0)
    for expected in replay.expected:
        assert {"title", "external_id", "deadline"} <= expected.keys()


def test_a_fault_of_our_reader_is_said_as_ours_and_the_run_lacks_its_record(
    spider: type[PortalSpider], monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = [LookupError("no such sentence")]

    def breaking_once(**texts: Any) -> Facts:
        if faults:
            raise faults.pop()
        return extract_facts(**texts)

    monkeypatch.setattr(opportunity, "extract_facts", breaking_once)
    replay = Replay(spider)
    said = " ".join(str(Message.from_json(error["sentence"])) for error in replay.stats.errors)
    assert "Fehler in akquise, bitte melden: Ein Text ist nicht zu lesen (LookupError in test_recorded_pages.py" in said
    assert replay.stats.incomplete
    assert len(replay.found) == len(replay.expected) - 1
