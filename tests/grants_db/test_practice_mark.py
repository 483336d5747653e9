"""A practice is known by its database, and asking whether one is harms no database that is open."""

import subprocess
import sys
from pathlib import Path

from sqlalchemy import text

from grants_db.practice_mark import is_practice, mark_practice
from grants_db.storage.database import open_database

WRITING = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as database:
    database.execute("INSERT INTO unit (name) VALUES (?)", (sys.argv[2],))
database.close()
"""


def test_a_marked_database_is_a_practice_and_no_other_one(tmp_path: Path) -> None:
    file, url = tmp_path / "a.db", f"sqlite:///{tmp_path / 'a.db'}"
    assert not is_practice(url)
    open_database(url).dispose()
    assert not is_practice(url)
    mark_practice(file)
    assert is_practice(url)
    file.write_bytes(b"no database at all")
    assert not is_practice(url)
    assert not is_practice("postgresql://office.example/akquise")


def test_asking_takes_no_lock_away_from_who_has_the_database_open(tmp_path: Path) -> None:
    """Else the other process believes to be the last one, and takes the log away under our feet."""
    url = f"sqlite:///{tmp_path / 'a.db'}"
    engine = open_database(url)
    for number in (1, 2):
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO unit (name) VALUES (:name)"), {"name": f"ours {number}"})
        assert not is_practice(url)
        subprocess.run([sys.executable, "-c", WRITING, str(tmp_path / "a.db"), f"theirs {number}"], check=True)
    with engine.connect() as connection:
        names = connection.execute(text("SELECT name FROM unit ORDER BY name")).scalars().all()
    engine.dispose()
    assert names == ["ours 1", "ours 2", "theirs 1", "theirs 2"]
