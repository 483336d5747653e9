"""A crawl that is killed at any moment leaves a sound database, and the next run completes it."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crawler.demo_portal.content import load
from crawler.demo_portal.server import PracticePortal

NIGHT = """
import sys
from datetime import UTC, date, datetime
from crawler.runs.crawl import run_sources
from grants_db.storage.database import open_database
names = ("foerderdatenbank", "eu_funding_tenders", "dsee")
for result in run_sources(open_database(sys.argv[1]), names, via=sys.argv[2], contact="",
                          now=lambda: datetime.now(UTC), today=date(2026, 11, 24)):
    print(result.source, result.outcome.value, result.retired)
"""
KILLS = 4


@pytest.mark.slow
def test_a_killed_crawl_leaves_a_sound_database_and_the_next_run_completes_it(tmp_path: Path) -> None:
    path = tmp_path / "akquise.db"
    moments = random.Random(11)
    with PracticePortal() as portal:
        call = [sys.executable, "-c", NIGHT, f"sqlite:///{path}", portal.url]
        for _ in range(KILLS):
            killed = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            enough = len(portal.asked) + moments.randint(1, 25)
            while killed.poll() is None and len(portal.asked) < enough:
                time.sleep(0.005)
            killed.kill()
            killed.wait()
            if path.exists():
                with sqlite3.connect(path) as connection:
                    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        done = subprocess.run(call, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert done.returncode == 0, done.stderr
    assert sorted(done.stdout.split("\n")) == ["", "dsee ok 0", "eu_funding_tenders ok 0", "foerderdatenbank ok 0"]
    with sqlite3.connect(path) as connection:
        (stored,) = connection.execute("SELECT count(*) FROM opportunity WHERE retired_at IS NULL").fetchone()
        (unfinished,) = connection.execute("SELECT count(*) FROM crawl_run WHERE finished_at IS NULL").fetchone()
    assert stored == len(load(1).opportunities) - len(load(1).pages)
    assert unfinished == 0
