"""Fuzzing: answers of every platform, damaged at random, go through its reader and the border without crash or hang.

    python -m benchmarks.fuzz_parsers [--seconds N] [--inputs N] [--seed N]

The undamaged answers are those of the practice portal. A reader may refuse an answer with a sentence; any other
exception, or more than five seconds of processor time for one answer, is a finding: the answer is kept, and the exit
status is 1. The same seed and number of inputs give the same answers.
"""

import argparse
import faulthandler
import io
import itertools
import json
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.exceptions import DropItem
from scrapy.http import HtmlResponse, Response, TextResponse, XmlResponse
from sqlalchemy import create_engine

from crawler.context import CrawlContext, HostLimits
from crawler.demo_portal import dsee, fdb, sedia, watched
from crawler.demo_portal.content import Programme, load
from crawler.pipelines import BorderPipeline
from crawler.platforms.base import PortalSpider, as_source
from crawler.platforms.feed import FeedSpider
from crawler.platforms.json_api import JsonApiSpider
from crawler.platforms.labelled_page import LabelledPageSpider
from crawler.platforms.watched_page import WatchedPageSpider
from crawler.platforms.xml_export import XmlExportSpider
from crawler.spiders.registry import PORTALS
from grants_db.vocabulary import Level

#: one answer may take so long, in seconds of processor time: a busy machine is no finding
LONGEST = 5.0
NOW = datetime(2026, 11, 24, tzinfo=UTC)
#: what breaks readers: ends of constructs, odd characters, impossible sums and days, nests
TOKENS = (
    *(b"<", b">", b"&", b'"', b"'", b"]]>", b"<!--", b"<![CDATA[", b"&#x0;", b"&#1114112;", b"\x00", b"\x1b[31m"),
    *(b"\xff\xfe", b"\xed\xa0\x80", "\u202e".encode(), b"31.02.2026", b"99.99.99999 ", b"bis zum 0. 13. 2026 "),
    *(
        b"9" * 5000,
        b"1.000.000.000.000.000 Euro ",
        b"-1e999",
        b"NaN",
        b"null",
        b"{",
        b"[",
        b'{"a":' * 200,
        b"<div>" * 900,
    ),
    *(
        b"<p " + b"a " * 300,
        b"<table><tr>" * 200,
        b" bis " * 400,
        b"1. " * 500,
        b"( " * 500,
        b"http://[::1",
        b"\n" * 999,
    ),
    *(b"<!DOCTYPE d [<!ENTITY e 'e'>]>", b'<a href="http://[">', b"https://\xc3\x9c.example/\x00"),
)
ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    1e308,
    "",
    "\x00",
    [],
    {},
    [None],
    {"": ""},
    "9" * 400,
    [[[]]],
    "2026-02-31",
)


@dataclass(frozen=True)
class Target:
    """A reader of answers: what a whole answer looks like, and how it is asked for."""

    name: str
    spider: type[PortalSpider]
    method: str  # of the spider
    answer: type[Response]
    seeds: tuple[bytes, ...]
    damage: "Callable[[random.Random, bytes], bytes]"
    options: tuple[tuple[str, str], ...] = ()
    path: str = ""  # of the page, below the source's address

    def read(self, body: bytes) -> int:
        """Hand an answer through the spider and the border; how many records and requests came out."""
        source = as_source(self.spider, NOW)
        source.url = source.url or "https://foerderung.example/"  # a watched page's facts are its officer's
        source.funder, source.level = source.funder or "Beispielstiftung", source.level or Level.FOUNDATION
        context = CrawlContext(
            source=source,
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
        spider = self.spider(context=context)
        border = BorderPipeline(context)
        reader = getattr(spider, self.method)
        request = spider.ask(source.url + self.path, lambda response: reader(response, **dict(self.options)))
        found = 0
        for item in request.callback(self._answer(request, body), **request.cb_kwargs):  # type: ignore[misc]  # is set
            if isinstance(item, Request):
                found += 1
                continue
            try:
                found += border.process_item(item) is not None
            except DropItem:
                continue
        return found

    def _answer(self, request: Request, body: bytes) -> Response:
        if issubclass(self.answer, TextResponse):
            return self.answer(request.url, body=body, request=request, encoding="utf-8")
        return self.answer(request.url, body=body, request=request)


def targets() -> list[Target]:
    """One for each platform and kind of answer."""
    content = load()
    portals = {platform: spider for spider in PORTALS for platform in spider.__mro__}
    few = content.programmes
    export = fdb.export_zip(replace(content, programmes=few[:3]))
    other = fdb.export_zip(replace(content, programmes=few[3:6]))
    entries = {
        path: text.encode()
        for path, text in dsee.pages(content.foundation_programmes, content.contacts).items()
        if path != "robots.txt"
    }
    listed = tuple(text for path, text in entries.items() if not path.startswith("foerderprogramme/"))
    detail = tuple(text for path, text in entries.items() if path.startswith("foerderprogramme/"))
    pages = tuple(watched.page(page).encode() for page in content.pages)
    ours = [call for call in content.calls if call.status != "closed" and call.type in ("1", "2", "8")]
    records = [record for record in sedia.results(ours) if record["language"] == "en"]
    calls = tuple(_json({"totalResults": 3, "results": records[n : n + 3]}) for n in range(0, 30, 3))
    offers = tuple(_json({"numFound": 1, "items": [_offer(programme)]}) for programme in few[:10])
    eu = next(spider for spider in PORTALS if spider.name == "eu_funding_tenders")
    suite = next(spider for spider in PORTALS if spider.platform == "xflb")
    feed = portals[FeedSpider]
    named = (("page", feed.url), ("title", "Aufruf"))
    assert issubclass(eu, JsonApiSpider)
    return [
        Target("xml_export", portals[XmlExportSpider], "read_export", Response, (export, other), damaged_zip),
        Target("sedia", eu, "read_page", TextResponse, calls, damaged_json),
        Target("xflb", suite, "read_page", TextResponse, offers, damaged_json),
        Target(
            "labelled_page",
            portals[LabelledPageSpider],
            "read_entry",
            HtmlResponse,
            detail,
            damaged,
            path="foerderprogramme/a",
        ),
        Target("labelled_page, list", portals[LabelledPageSpider], "read_first_list", HtmlResponse, listed, damaged),
        Target("watched_page", WatchedPageSpider, "read_page", HtmlResponse, pages, damaged),
        Target("feed", feed, "read_feed", XmlResponse, (_feed(feed.url),), damaged),
        Target("feed, page", feed, "read_entry", HtmlResponse, pages, damaged, named),
    ]


def damaged(random_: random.Random, body: bytes) -> bytes:
    """The bytes with a few wounds: flipped, cut out, doubled, mixed with what readers stumble over."""
    data = bytearray(body)
    for _ in range(random_.choice((1, 1, 2, 4, 16))):
        start = random_.randrange(len(data) + 1)
        end = min(len(data), start + random_.choice((1, 2, 8, 64, 512)))
        match random_.randrange(6):
            case 0:
                data[start:end] = bytes(random_.randrange(256) for _ in range(end - start))
            case 1:
                del data[start:end]
            case 2:
                data[start:start] = data[start:end] * random_.choice((1, 3, 50))
            case 3 if random_.random() < 0.2:
                del data[start:]
            case _:
                data[start:start] = random_.choice(TOKENS)
    return bytes(data)


def damaged_json(random_: random.Random, body: bytes) -> bytes:
    """JSON whose values are odd, or whose bytes are wounded."""
    if random_.random() < 0.3:
        return damaged(random_, body)
    whole = json.loads(body)
    places = list(_places(whole))
    for _ in range(random_.choice((1, 2, 5))):
        holder, key = random_.choice(places)
        value = holder[key]
        if isinstance(value, str) and random_.random() < 0.6:
            holder[key] = damaged(random_, value.encode()).decode("utf-8", errors="replace")
        else:
            holder[key] = random_.choice(ODD_VALUES)
    return _json(whole)


def damaged_zip(random_: random.Random, body: bytes) -> bytes:
    """An archive with a wounded document, or that is wounded itself."""
    if random_.random() < 0.3:
        return damaged(random_, body)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, damaged(random_, data) if random_.random() < 0.5 else data)
    return packed.getvalue()


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(entries):
        yield value, key
        yield from _places(inner)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", errors="replace")


def _feed(url: str) -> bytes:
    host = url.partition("://")[2].partition("/")[0]
    items = "".join(
        f"<item><title><![CDATA[Bekanntmachung {n} &amp; Umfeld]]></title><link>https://{host}/notice/{n}.html</link></item>"
        for n in range(8)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Neu</title>{items}</channel></rss>'.encode()


def _offer(programme: Programme) -> dict[str, Any]:
    limit = {"zeitlicheEingrenzung": {"fristdatum": "2027-03-31"}, "bemerkung": programme.deadline}
    whole = {
        "foerdergegenstand": {"beschreibung": programme.summary},
        "finanzierung": {"finanzierungsartUndHoehe": programme.conditions},
        "antragsinformationen": {"antragsfrist": limit},
    }
    flat = {
        "titel": programme.title,
        "teaser": programme.teaser,
        "foerdergeber": ["Land"],
        "foerdernehmer": ["Kommunen"],
        "foerdergebiet": ["Bayern"],
        "foerderzeitraum.bis": "2029-12-31T00:00:00.000+00:00",
        "antragsstellung": "https://formulare.example/a",
    }
    payload = {"json": {"anfrage": {"flb": {"konkreteFLB": whole}}}}
    return {"id": programme.key, "attributes": flat, "payload": payload}


def main() -> int:
    """Fuzz until the time or the number of inputs is over; the exit status."""
    parser = argparse.ArgumentParser(description="Damaged answers through every reader.")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--inputs", type=int, help="damaged answers for each reader, instead of a time")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    every = targets()
    for target in every:
        for seed in target.seeds:
            if not target.read(seed):  # also warms up: the first sentence loads word lists
                raise ValueError(f"an undamaged answer of {target.name} gives nothing")
    findings = 0
    read = dict.fromkeys((target.name for target in every), 0)
    gave = dict.fromkeys(read, 0)
    slowest = dict.fromkeys(read, (0.0, 0))
    end = time.monotonic() + asked.seconds
    for number in itertools.count() if asked.inputs is None else range(asked.inputs):
        for target in every:
            if asked.inputs is None and time.monotonic() > end:
                break
            random_ = random.Random(f"{asked.seed}/{target.name}/{number}")
            body = target.damage(random_, random_.choice(target.seeds))
            why, seconds, found = tried(target, body)
            read[target.name] += 1
            gave[target.name] += found > 0
            slowest[target.name] = max(slowest[target.name], (seconds, number))
            if why:
                findings += 1
                print(f"{target.name}, input {number}: {why}\n  kept in {kept(body)}")
        else:
            continue
        break
    for name, count in read.items():
        seconds, number = slowest[name]
        print(f"{name:22} {count:7} answers, {gave[name]:7} still gave something, slowest {seconds:5.2f} s ({number})")
    print(f"{findings} findings")
    return 1 if findings else 0


def tried(target: Target, body: bytes) -> tuple[str, float, int]:
    """What went wrong, empty where nothing did; how long it took; how much came out."""
    faulthandler.dump_traceback_later(12 * LONGEST, exit=True)  # a reader that never returns shows where it is
    start = time.process_time()
    why, found = "", 0
    try:
        found = target.read(body)
    except Exception:  # noqa: BLE001 - whatever a reader lets out is the finding
        why = traceback.format_exc()
    seconds = time.process_time() - start
    faulthandler.cancel_dump_traceback_later()
    return why or (f"took {seconds:.1f} s" if seconds > LONGEST else ""), seconds, found


def kept(body: bytes) -> Path:
    """Where a finding lies for who mends it."""
    with tempfile.NamedTemporaryFile(prefix="akquise-fuzz-", delete=False) as file:
        file.write(body)
    return Path(file.name)


if __name__ == "__main__":
    sys.exit(main())
