"""Crawling: how many pages a second pass the whole way, against bare Scrapy with the same selectors; and the export.

    python -m benchmarks.crawler [PAGES] [PROGRAMMES]

Pages and programmes are those of the practice portal, multiplied, served on loopback by a process of its own. Each
crawl runs in a process of its own too, one after the other; the clocks start when the crawl does, not at the imports.
Processor time stands beside the time by the clock, and its ratio beside the other: a busy machine does not blur it.
Bare Scrapy asks for the same pages with the same concurrency and reads titles, sections and labels, without facts,
database, archive or robots.txt.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

SERVE = """
import sys
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from crawler.demo_portal import dsee
from crawler.demo_portal import fdb
from crawler.demo_portal.content import load
pages, programmes = int(sys.argv[1]), int(sys.argv[2])
content = load()
entries = [entry for entry in content.foundation_programmes if not entry.forbidden]
many = [replace(entries[n % len(entries)], key=f"{entries[n % len(entries)].key}-{n}") for n in range(pages)]
listed = {f"/foerderdatenbank.d-s-e-e.de/{path}".rstrip("/"): text.encode()
          for path, text in dsee.pages(many, content.contacts).items()}
offers = content.programmes
content = replace(content, programmes=[replace(offers[n % len(offers)], key=f"{offers[n % len(offers)].key}-{n}")
                                       for n in range(programmes)])
listed["/www.foerderdatenbank.de/FDB/WS/export"] = fdb.export_zip(content)
article = listed[f"/foerderdatenbank.d-s-e-e.de/foerderprogramme/{many[0].key}"]
class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        body = listed.get(self.path.rstrip("/"))
        self.send_response(404 if body is None else 200)
        kind = "application/zip" if self.path.endswith("export") else "text/html; charset=utf-8"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")
    def log_message(self, *_): pass
server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
"""
OURS = """
import json, resource, sys, time
from datetime import UTC, date, datetime
from crawler.runs.crawl import run_sources
from grants_db.storage.database import open_database
engine = open_database(sys.argv[1])
start, work = time.perf_counter(), time.process_time()
(result,) = run_sources(engine, [sys.argv[3]], via=sys.argv[2], contact="", now=lambda: datetime.now(UTC),
                        today=date(2026, 11, 24))
print(json.dumps({"seconds": time.perf_counter() - start, "work": time.process_time() - work,
                  "count": result.opportunities, "outcome": result.outcome,
                  "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""
BARE = """
import json, sys, time
import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from crawler.platforms.labelled_page import LabelledPage, LabelledPageSpider
from lxml import html
base, count = f"{sys.argv[1]}/foerderdatenbank.d-s-e-e.de", [0]
class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        yield scrapy.Request(base, self.lists)
    def lists(self, response):
        last = int(response.xpath("//p/text()").re_first(r"Seite \\d+ von (\\d+)") or 1)
        yield from self.entries(response)
        for number in range(2, last + 1):
            yield scrapy.Request(f"{base}/p{number}", self.entries)
    def entries(self, response):
        for link in response.xpath("//a/@href").getall():
            if "/foerderprogramme/" in link:
                yield scrapy.Request(base + "/foerderprogramme/" + link.rpartition("/")[2], self.entry)
    def entry(self, response):
        page = LabelledPage(html.document_fromstring(response.text), response.url)
        count[0] += 1
        yield {"title": page.title, "sections": page.sections, "labels": {n: page.label(n) for n in page.labelled}}
process = AsyncCrawlerProcess({
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DOWNLOAD_DELAY": 0, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False, "ROBOTSTXT_OBEY": False, "LOGSTATS_INTERVAL": 0,
})
start, work = time.perf_counter(), time.process_time()
process.crawl(Bare)
process.start()
print(json.dumps({"seconds": time.perf_counter() - start, "work": time.process_time() - work, "count": count[0]}))
"""
PARSED = """
import io, json, sys, time, urllib.request, zipfile
from lxml import etree
body = urllib.request.urlopen(sys.argv[1] + "/www.foerderdatenbank.de/FDB/WS/export").read()
start, work = time.perf_counter(), time.process_time()
archive, count = zipfile.ZipFile(io.BytesIO(body)), 0
for name in archive.namelist():
    try:
        root = etree.fromstring(archive.read(name))
    except etree.XMLSyntaxError:
        continue
    for text in root.iterfind("property/text"):
        etree.HTML((text.text or "<p/>").removeprefix("<![CDATA[").removesuffix("]]>"))
    count += root.get("type") == "gsb:ServiceOffer"
print(json.dumps({"seconds": time.perf_counter() - start, "work": time.process_time() - work, "count": count}))
"""
MAIN_TEXT = """
import json, time
from crawler.text.page.reader import read_page
from crawler.demo_portal import watched
from crawler.demo_portal.content import watched_pages
from crawler.extract.opportunity import read_facts
pages = [watched.page(page) for page in watched_pages()]
read_facts(title="", sections=[("", read_page(pages[0]).text)])
start, work = time.perf_counter(), time.process_time()
texts = [read_page(pages[number % len(pages)]) for number in range(200)]
seconds, work = time.perf_counter() - start, time.process_time() - work
facts = time.process_time()
for page in texts:
    read_facts(title=page.title, sections=[("", page.text)])
print(json.dumps({"seconds": seconds, "work": work, "facts": time.process_time() - facts, "count": 200}))
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="How fast sources are crawled.")
    parser.add_argument("pages", type=int, nargs="?", default=1_000)
    parser.add_argument("programmes", type=int, nargs="?", default=2_500)
    asked = parser.parse_args()
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(asked.pages), str(asked.programmes)], stdout=subprocess.PIPE, text=True
    )
    try:
        url = (server.stdout.readline() if server.stdout else "").strip()
        with tempfile.TemporaryDirectory() as folder:
            report(url, Path(folder))
    finally:
        server.kill()
        server.communicate()


def report(url: str, folder: Path) -> None:
    """Measure and print, each line beside what it is compared with."""
    bare = timed(BARE, url)
    ours = timed(OURS, f"sqlite:///{folder / 'pages.db'}", url, "dsee")
    parsed = timed(PARSED, url)
    export = timed(OURS, f"sqlite:///{folder / 'export.db'}", url, "foerderdatenbank")
    article = timed(MAIN_TEXT)
    runs = {"bare": bare, "ours": ours, "main": article}
    pace = {name: run["count"] / run["seconds"] for name, run in runs.items()}
    share = article["work"] / (article["work"] + article["facts"])
    print(f"pages read by labels, bare Scrapy   {pace['bare']:8.0f} pages/s  {spent(bare)}  ({bare['count']} pages)")
    print(f"  the whole way, archive and all    {pace['ours']:8.0f} pages/s  {spent(ours)}  ({ours['count']} pages)")
    ratios = pace["ours"] / pace["bare"], bare["work"] / ours["work"]
    print(f"  ratio                             {ratios[0]:8.2f}          {ratios[1]:8.2f}")
    print(f"a page without labels, its text    {pace['main']:8.0f} pages/s  {spent(article)}")
    print(f"  its share of reading such a page  {share:8.2f}")
    print(f"export, lxml alone                  {parsed['seconds']:8.1f} s        {spent(parsed)}  ({parsed['count']})")
    print(f"  into the database                 {export['seconds']:8.1f} s        {spent(export)}  ({export['count']})")
    print(
        f"  ratio                             {export['seconds'] / parsed['seconds']:8.1f}          "
        f"{export['work'] / parsed['work']:8.1f}"
    )
    print(f"  memory                            {export['megabytes']:8.0f} MB")


def spent(run: dict[str, float]) -> str:
    """Seconds of processor time: what is left when others use the machine too."""
    return f"{run['work']:6.1f} s of work"


def timed(script: str, *arguments: str) -> dict[str, float]:
    """Run one crawl in a process of its own, from a file: Scrapy looks into its spiders' source."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "measured.py"
        path.write_text(script, encoding="utf-8")
        done = subprocess.run([sys.executable, str(path), *arguments], stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
