"""Programs in processes of their own, forked from one in which all they import is loaded already.

Scrapy's reactor runs once in a process, so every crawl needs another one; reading its libraries anew each time would
take longer than the crawl. A program finds here what it would find in a fresh process: its own environment, arguments,
standard output and error, and no reactor.
"""

import os
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory
from typing import Any

#: what a crawl imports, also what Scrapy loads only when it starts; none of it brings the reactor
LOADED = [
    "crawler.archive.writer",
    "crawler.demo_portal.sources",
    "crawler.middlewares.archive",
    "crawler.middlewares.decompression",
    "crawler.middlewares.mirror_handler",
    "crawler.middlewares.redirect",
    "crawler.middlewares.retry",
    "crawler.middlewares.politeness",
    "crawler.middlewares.proxy",
    "crawler.pipelines",
    "crawler.runs.crawl",
    "grants_db.opportunities.duplicates",
    "grants_db.settings",
    "scrapy.downloadermiddlewares.httpcache",
    "scrapy.downloadermiddlewares.httpproxy",
    "scrapy.downloadermiddlewares.stats",
    "scrapy.extensions.feedexport",
    "scrapy.extensions.remote_control",
    "scrapy.extensions.telnet",
    "scrapy.pqueues",
    "scrapy.spidermiddlewares.referer",
    "sqlalchemy.dialects.sqlite",
    "tests.crawler.nights",
    "tui.cli",
    "tui.jobs.asking",
    "tui.text.version_diff",
]
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(LOADED)


def akquise(*arguments: str) -> CompletedProcess[str]:
    """`akquise …` to its end."""
    return run(_akquise, *arguments)


def run(program: Callable[..., None], *arguments: Any) -> CompletedProcess[str]:
    """A function of a module that can be imported, to its end; what it prints and how it ended."""
    with TemporaryDirectory() as folder:
        process = start(program, *arguments, output=Path(folder))
        process.join()
        said, narrated = ((Path(folder) / name).read_text(encoding="utf-8") for name in ("stdout", "stderr"))
        status = process.exitcode
        process.close()
    assert status is not None
    return CompletedProcess(arguments, status, said, narrated)


def start(program: Callable[..., None], *arguments: Any, output: Path) -> ForkServerProcess:
    """The same without waiting; `stdout` and `stderr` come into the folder."""
    process = _CONTEXT.Process(target=_inside, args=(dict(os.environ), output, program, arguments), daemon=True)
    process.start()
    return process


def _inside(
    environment: dict[str, str], output: Path, program: Callable[..., None], arguments: tuple[Any, ...]
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    for stream, name in ((sys.stdout, "stdout"), (sys.stderr, "stderr")):
        with (output / name).open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a real stream in a process of its own
    program(*arguments)


def _akquise(*arguments: str) -> None:
    from tui.entry import main

    sys.argv = ["akquise", *arguments]
    main()
