"""A database file that is swapped, moved or deleted under an open program is neither written nor harmed."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from grants_db.errors import DatabaseError
from grants_db.models.measure import Unit
from grants_db.storage.database import open_database, reading, writing

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody swap a file that is open")

REFUSED = "ist nicht mehr die, die geöffnet wurde"
#: what a program that starts afterwards finds: is it sound, and how many units of either name has it?
LOOK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
print(*connection.execute("PRAGMA integrity_check").fetchone())
print(*connection.execute("SELECT count(*) FROM unit WHERE name LIKE 'alt%'").fetchone())
print(*connection.execute("SELECT count(*) FROM unit WHERE name LIKE 'neu%'").fetchone())
"""


@pytest.fixture(params=[True, False], ids=["connections stay open", "the app lets go"])
def opened(request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path) -> Iterator[Engine]:
    """An open database with a log full of what was written last."""
    file = shutil.copyfile(migrated_file, tmp_path / "akquise.db")
    engine = open_database(f"sqlite:///{file}", hold=request.param)
    fill(engine, "alt")
    yield engine
    engine.dispose()


@pytest.fixture
def other(tmp_path: Path, migrated_file: Path) -> Path:
    """Another database of the same shape and size, closed."""
    file = Path(shutil.copyfile(migrated_file, tmp_path / "andere.db"))
    engine = open_database(f"sqlite:///{file}")
    fill(engine, "neu")
    engine.dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    return file


def fill(engine: Engine, word: str) -> None:
    with writing(engine) as session:
        session.add_all([Unit(name=f"{word} {number:04}") for number in range(300)])


def found(file: Path) -> list[str]:
    done = subprocess.run([sys.executable, "-c", LOOK, str(file)], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_a_swapped_file_is_neither_read_nor_written_and_stays_sound(opened: Engine, other: Path) -> None:
    file, content = Path(str(opened.url.database)), other.read_bytes()
    other.replace(file)  # what `mv` does
    for session in (writing, reading, writing):
        with pytest.raises(DatabaseError, match=REFUSED), session(opened) as opening:
            opening.exec(select(Unit)).all()
    opened.dispose()
    assert file.read_bytes() == content
    assert found(file) == ["ok", "0", "300"]


def test_a_program_that_ends_after_the_swap_leaves_no_log_for_the_new_file(opened: Engine, other: Path) -> None:
    file = Path(str(opened.url.database))
    other.replace(file)  # what `mv` does
    opened.dispose()
    assert found(file) == ["ok", "0", "300"]


def test_what_was_in_the_log_is_in_the_file_that_was_moved_away(opened: Engine, other: Path, tmp_path: Path) -> None:
    file = Path(str(opened.url.database))
    file.rename(tmp_path / "beiseite.db")
    other.rename(file)
    with pytest.raises(DatabaseError, match=REFUSED), writing(opened) as session:
        session.add(Unit(name="alt und verloren"))
    opened.dispose()
    assert found(tmp_path / "beiseite.db") == ["ok", "300", "0"]
    assert found(file) == ["ok", "0", "300"]


def test_a_deleted_file_is_not_made_anew(opened: Engine) -> None:
    file = Path(str(opened.url.database))
    file.unlink()
    with pytest.raises(DatabaseError, match=REFUSED), reading(opened) as session:
        session.exec(select(Unit)).all()
    assert not file.exists()


def test_a_file_that_is_moved_back_is_worked_on_again(opened: Engine, tmp_path: Path) -> None:
    file = Path(str(opened.url.database))
    file.rename(tmp_path / "beiseite.db")
    with pytest.raises(DatabaseError, match=REFUSED), reading(opened) as session:
        session.exec(select(Unit)).all()
    (tmp_path / "beiseite.db").rename(file)
    with writing(opened) as session:
        session.add(Unit(name="alt und noch da"))
    opened.dispose()
    assert found(file) == ["ok", "301", "0"]


def test_what_is_copied_over_a_file_that_the_app_has_let_go_of_is_not_mixed_with_it(
    tmp_path: Path, migrated_file: Path, other: Path
) -> None:
    """`cp` writes into the same file, so that nobody can tell by its number."""
    file = Path(shutil.copyfile(migrated_file, tmp_path / "akquise.db"))
    app = open_database(f"sqlite:///{file}", hold=False)
    fill(app, "alt")
    shutil.copyfile(other, file)
    with writing(app) as session:
        session.add(Unit(name="neu dazu"))
    app.dispose()
    assert found(file) == ["ok", "0", "301"]
