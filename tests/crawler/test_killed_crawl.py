"""A crawl that is killed at any moment leaves a sound database, and the next run completes it."""

import random
import sqlite3
import time
from pathlib import Path

import pytest

from crawler.demo_portal.content import load
from crawler.demo_portal.server import PracticePortal
from tests import forked
from tests.crawler.nights import crawl_and_report, crawl_night

PORTALS = ("foerderdatenbank", "eu_funding_tenders", "dsee")
KILLS = 4


@pytest.mark.slow
def test_a_killed_crawl_leaves_a_sound_database_and_the_next_run_completes_it(tmp_path: Path) -> None:
    path = tmp_path / "akquise.db"
    moments = random.Random(11)
    with PracticePortal() as portal:
        crawl = (f"sqlite:///{path}", portal.url, PORTALS)
        for _ in range(KILLS):
            enough = len(portal.asked) + moments.randint(1, 25)
            killed = forked.start(crawl_and_report, *crawl, output=tmp_path)
            while killed.is_alive() and len(portal.asked) < enough:
                time.sleep(0.005)
            killed.kill()
            killed.join()
            if path.exists():
                with sqlite3.connect(path) as connection:
                    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        results, _, _ = crawl_night(*crawl)
    assert {(result["source"], result["outcome"], result["retired"]) for result in results} == {
        (name, "ok", 0) for name in PORTALS
    }
    with sqlite3.connect(path) as connection:
        (stored,) = connection.execute("SELECT count(*) FROM opportunity WHERE retired_at IS NULL").fetchone()
        (unfinished,) = connection.execute("SELECT count(*) FROM crawl_run WHERE finished_at IS NULL").fetchone()
    assert stored == len(load(1).opportunities) - len(load(1).pages)
    assert unfinished == 0
