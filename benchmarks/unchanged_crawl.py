"""A night in which no source says anything new, beside bare Scrapy that asks for the same pages and reads nothing.

    python3 ../shared/portal/serve.py --port 8099 &
    python -m benchmarks.unchanged_crawl http://127.0.0.1:8099 [ROUNDS]

`URL` is a mirror on loopback. Between it and the crawls stands a recorder, a process of its own, that passes every
request on and remembers it. The first night brings everything in and isn't measured; each further one is, in turns with
bare Scrapy, which sends the same requests (method, address, body, headers of the caller) with the same concurrency. The
clocks start when a crawl does, not at the imports. Medians of all rounds, and the ratio of each pair.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from benchmarks.crawler import timed

RECORDER = """
import base64, http.client, json, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit
behind, asked = urlsplit(sys.argv[1]), []
KEPT = ("accept", "content-type", "if-none-match", "if-modified-since", "user-agent")
class Recorder(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/_asked":
            answer = json.dumps(asked).encode()
            asked.clear()
            return self.out(200, {"Content-Type": "application/json"}, answer)
        if "X-Again" not in self.headers:
            headers = {name: value for name, value in self.headers.items() if name.lower() in KEPT}
            asked.append([self.command, self.path, headers, base64.b64encode(body).decode()])
        connection = http.client.HTTPConnection(behind.hostname, behind.port)
        headers = {n: v for n, v in self.headers.items() if n.lower() not in ("host", "connection", "x-again")}
        connection.request(self.command, self.path, body or None, headers)
        answer = connection.getresponse()
        read = answer.read()
        connection.close()
        names = ("content-type", "etag", "last-modified", "content-encoding", "location")
        self.out(answer.status, {n: v for n, v in answer.getheaders() if n.lower() in names}, read)
    do_POST = do_HEAD = do_GET
    def out(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 304 and self.command != "HEAD":
            self.wfile.write(body)
    def log_message(self, *_): pass
server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
"""
NIGHT = """
import json, sys, time
from datetime import UTC, date, datetime
from crawler.runs.crawl import run_sources
from grants_db.storage.database import open_database
engine = open_database(sys.argv[1])
start, work = time.perf_counter(), time.process_time()
results = run_sources(engine, None, via=sys.argv[2], contact="", now=lambda: datetime.now(UTC),
                      today=date(2026, 11, 24))
print(json.dumps({"seconds": time.perf_counter() - start, "work": time.process_time() - work,
                  "count": sum(result.opportunities for result in results)}))
"""
BARE = """
import base64, json, sys, time
from pathlib import Path
import scrapy
from scrapy.crawler import AsyncCrawlerProcess
base, asked, count = sys.argv[1], json.loads(Path(sys.argv[2]).read_text()), [0]
class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        for method, path, headers, body in asked:
            yield scrapy.Request(base + path, self.read, method=method, body=base64.b64decode(body), dont_filter=True,
                                 headers={**headers, "X-Again": "1"}, meta={"handle_httpstatus_all": True})
    def read(self, response):
        count[0] += 1
process = AsyncCrawlerProcess({
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DOWNLOAD_DELAY": 0, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False, "ROBOTSTXT_OBEY": False, "LOGSTATS_INTERVAL": 0,
})
start, work = time.perf_counter(), time.process_time()
process.crawl(Bare)
process.start()
print(json.dumps({"seconds": time.perf_counter() - start, "work": time.process_time() - work, "count": count[0]}))
"""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="An unchanged night beside bare Scrapy.")
    parser.add_argument("url")
    parser.add_argument("rounds", type=int, nargs="?", default=3)
    asked = parser.parse_args()
    recorder = subprocess.Popen([sys.executable, "-c", RECORDER, asked.url], stdout=subprocess.PIPE, text=True)
    try:
        url = (recorder.stdout.readline() if recorder.stdout else "").strip()
        with tempfile.TemporaryDirectory() as folder:
            report(url, Path(folder), asked.rounds)
    finally:
        recorder.kill()
        recorder.communicate()


def report(url: str, folder: Path, rounds: int) -> None:
    """Measure and print."""
    database, requests = f"sqlite:///{folder / 'night.db'}", folder / "requests.json"
    first = timed(NIGHT, database, url)
    _asked(url)
    nights, bares = [], []
    for _ in range(rounds):
        nights.append(timed(NIGHT, database, url))
        requests.write_bytes(_asked(url))
        bares.append(timed(BARE, url, str(requests)))
    print(f"first night, {first['count']} opportunities  {first['work']:6.2f} s of work {first['seconds']:6.2f} s")
    for name, runs in (("unchanged night", nights), ("bare Scrapy", bares)):
        work, seconds = (statistics.median(run[kind] for run in runs) for kind in ("work", "seconds"))
        print(f"{name:<16} {runs[0]['count']:5.0f}          {work:6.2f} s of work {seconds:6.2f} s by the clock")
    for kind in ("work", "seconds"):
        ratios = sorted(night[kind] / bare[kind] for night, bare in zip(nights, bares, strict=True))
        print(f"  ratio, {kind:<8} {statistics.median(ratios):5.2f}  ({ratios[0]:.2f} to {ratios[-1]:.2f})")


def _asked(url: str) -> bytes:
    with urllib.request.urlopen(f"{url}/_asked") as answer:
        read: bytes = answer.read()
    return read


if __name__ == "__main__":
    main()
