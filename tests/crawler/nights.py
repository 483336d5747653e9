"""Nights that tests have crawled, each in a process of its own: functions that `tests.forked` runs."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from crawler.runs import crawl
from grants_db.errors import DatabaseError
from grants_db.storage import database
from tests import forked


def crawl_night(address: str, via: str, names: Sequence[str]) -> tuple[list[dict[str, Any]], int, str]:
    """Crawl in a process of its own: the results as JSON, the most megabytes it took, and what was said beside them."""
    done = forked.run(crawl_and_report, address, via, names)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    return answer["results"], answer["megabytes"], done.stderr


def crawl_and_report(address: str, via: str, names: Sequence[str]) -> None:
    """Print the results and the high-water mark of this process."""
    results = crawl.run_sources(
        database.open_database(address),
        names,
        via=via,
        contact="",
        now=lambda: datetime.now(UTC),
        today=date(2026, 11, 24),
    )
    # getrusage would also count the process it was forked from
    peak = int(Path("/proc/self/status").read_text(encoding="ascii").partition("VmHWM:")[2].split()[0]) // 1024
    print(json.dumps({"results": [result.as_json() for result in results], "megabytes": peak}))


def crawl_what_another_locks(address: str, via: str, names: Sequence[str], file: str) -> None:
    """Another program takes the lock as soon as the run is open; print the sentence as the command would."""
    database.BUSY_TIMEOUT_MS = 200
    begin = crawl._Night._crawl

    async def locked(self: Any, *arguments: Any) -> None:
        opened = self._open

        def then_lock(source: Any) -> Any:
            context = opened(source)
            self.other = sqlite3.connect(file, isolation_level=None)
            self.other.execute("BEGIN IMMEDIATE")
            return context

        self._open = then_lock
        await begin(self, *arguments)

    crawl._Night._crawl = locked  # type: ignore[assignment, method-assign]  # the moment matters
    try:
        crawl_and_report(address, via, names)
    except DatabaseError as error:
        print(error)
