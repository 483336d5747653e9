"""Tables of an older program: who reads leaves them, a file is copied before, a server's change only on request."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from grants_db.errors import DatabaseError
from grants_db.migrations.run import configuration, current, head, revisions
from grants_db.storage.backup import backup, restore
from grants_db.storage.database import open_database
from grants_db.storage.look import look_at
from grants_db.storage.schema import Migrate
from grants_db.storage.soundness import check, stats

#: the revision before the newest
BEFORE = revisions()[head()]


def at_revision(url: str, revision: str) -> str:
    """A database with a unit, at this revision."""
    engine = create_engine(url)
    with engine.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.execute(text("INSERT INTO unit (name) VALUES ('Amt 50')"))
    engine.dispose()
    return url


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    at_revision(f"sqlite:///{tmp_path / 'akquise.db'}", BEFORE)
    return tmp_path / "akquise.db"


def revision_of(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_who_reads_is_told_and_changes_nothing(old_file: Path) -> None:
    before = old_file.read_bytes()

    with pytest.raises(DatabaseError, match=f"älteren Fassung .*{BEFORE}.*„akquise db upgrade“"):
        open_database(f"sqlite:///{old_file}", create=False, migrate=Migrate.NEVER)

    assert revision_of(old_file) == BEFORE
    assert old_file.read_bytes()[100:] == before[100:]  # but for the header, which says that there was a log


def test_a_file_is_copied_before_its_tables_change_and_that_is_said(old_file: Path) -> None:
    said: list[str] = []

    open_database(f"sqlite:///{old_file}", create=False, tell=lambda each: said.append(str(each))).dispose()

    copy = old_file.with_name(f"akquise.db.stand-{BEFORE}")
    assert said == [f"Vor der Umstellung der Tabellen gesichert: {copy}"]
    assert (revision_of(copy), revision_of(old_file)) == (BEFORE, head())
    assert copy.stat().st_mode & 0o077 == 0


def test_an_earlier_copy_is_never_written_over(old_file: Path) -> None:
    earlier = old_file.with_name(f"akquise.db.stand-{BEFORE}")
    earlier.write_text("früher")

    open_database(f"sqlite:///{old_file}").dispose()

    assert earlier.read_text() == "früher"
    assert revision_of(old_file.with_name(f"akquise.db.stand-{BEFORE}-2")) == BEFORE


def test_without_a_copy_nothing_is_changed(old_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("grants_db.storage.schema.Path.rename", refuse)
    with pytest.raises(DatabaseError, match=r"ließ sich .* nicht sichern: No space left"):
        open_database(f"sqlite:///{old_file}")

    assert revision_of(old_file) == BEFORE
    assert not list(old_file.parent.glob("*.part"))


def test_an_older_file_is_backed_up_counted_and_checked_as_it_is(old_file: Path, tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{old_file}", create=False, migrate=Migrate.AS_IS)
    backup(engine, tmp_path / "sicherung.db")

    assert revision_of(tmp_path / "sicherung.db") == BEFORE
    assert stats(engine)["rows"]["unit"] == 1
    assert ["Tabellen stehen auf Stand" in str(finding) for finding in check(engine)] == [True]
    engine.dispose()

    fresh = open_database(f"sqlite:///{tmp_path / 'frisch.db'}")
    restore(fresh, tmp_path / "sicherung.db")
    assert stats(fresh)["rows"]["unit"] == 1
    fresh.dispose()


@pytest.mark.slow
@pytest.mark.xdist_group("server")
def test_a_servers_tables_change_only_by_db_upgrade(empty_postgresql_url: str) -> None:
    at_revision(empty_postgresql_url, BEFORE)

    for migrate in (Migrate.NEVER, Migrate.FILES):
        with pytest.raises(DatabaseError, match="„akquise db upgrade“"):
            open_database(empty_postgresql_url, migrate=migrate)
    assert look_at(empty_postgresql_url).revision == BEFORE

    engine = open_database(empty_postgresql_url, migrate=Migrate.ALWAYS)
    with engine.connect() as connection:
        assert current(connection) == head()
    engine.dispose()
