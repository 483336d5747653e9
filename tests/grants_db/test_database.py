"""Opening databases: what is made, what is refused, and that each error is one sentence."""

import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.pool import QueuePool
from sqlmodel import Session, select

from grants_db.errors import DatabaseError, InputError, UsageError
from grants_db.models import all_tables
from grants_db.models.measure import ActionField, Unit
from grants_db.storage import database
from grants_db.storage.address import shown
from grants_db.storage.database import open_database, reading, writing
from grants_db.storage.local_disk import kind_by_table


def test_a_missing_file_and_its_folder_are_made(tmp_path: Path) -> None:
    file = tmp_path / "neu" / "akquise.db"

    open_database(f"sqlite:///{file}").dispose()

    assert file.is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_a_new_file_is_only_for_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "akquise.db"

    engine = open_database(f"sqlite:///{file}")
    with writing(engine) as session:
        session.add(Unit(name="Amt 50"))
    modes = {stat.S_IMODE(part.stat().st_mode) for part in tmp_path.glob("akquise.db*")}
    engine.dispose()

    assert modes == {0o600}


def test_sqlite_keeps_a_log_and_foreign_keys(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_what_is_written_stays(sqlite_url: str) -> None:
    engine = open_database(sqlite_url)
    with writing(engine) as session:
        session.add(Unit(name="Amt 50"))
    engine.dispose()

    reopened = open_database(sqlite_url)
    with reading(reopened) as session:
        assert [unit.name for unit in session.exec(select(Unit))] == ["Amt 50"]
    reopened.dispose()


def test_a_writer_that_fails_leaves_nothing(engine: Engine) -> None:
    def fail_half_way() -> None:
        with writing(engine) as session:
            session.add(Unit(name="Amt 50"))
            session.flush()
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        fail_half_way()

    with reading(engine) as session:
        assert session.exec(select(Unit)).all() == []


def test_an_orphan_is_refused_by_the_database(engine: Engine) -> None:
    with pytest.raises(DatabaseError), writing(engine) as session:
        session.connection().execute(text("INSERT INTO goal (action_field_number, title) VALUES (99, 'x')"))


def test_a_missing_file_is_not_made_for_readers(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="gibt es nicht"):
        open_database(f"sqlite:///{tmp_path / 'keine.db'}", create=False)

    assert not (tmp_path / "keine.db").exists()


def test_an_empty_file_is_no_database_for_readers(tmp_path: Path) -> None:
    (tmp_path / "leer.db").touch()
    with pytest.raises(DatabaseError, match="gibt es nicht, oder sie ist leer"):
        open_database(f"sqlite:///{tmp_path / 'leer.db'}", create=False)
    assert (tmp_path / "leer.db").stat().st_size == 0


@pytest.mark.parametrize("url", ["", "quatsch", "sqlite//x", "mysql://host/name", "oracle://host"])
def test_an_address_of_no_use_is_named(url: str) -> None:
    with pytest.raises(UsageError, match="Datenbank"):
        open_database(url)


def test_an_error_never_shows_the_password() -> None:
    with pytest.raises(UsageError) as caught:
        open_database("mysql://nutzer:geheim@rechner/name")

    assert "geheim" not in str(caught.value)


def test_a_text_file_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "akquise.db"
    file.write_text("Liebe Kolleginnen und Kollegen, " * 100)

    with pytest.raises(DatabaseError, match="keine Datenbank oder beschädigt"):
        open_database(f"sqlite:///{file}")
    assert file.read_text().startswith("Liebe")


def test_a_torn_file_is_reported(tmp_path: Path, migrated_file: Path) -> None:
    file = tmp_path / "akquise.db"
    content = bytearray(migrated_file.read_bytes())
    content[4096 : len(content)] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)

    with pytest.raises(DatabaseError, match="beschädigt"):
        open_database(f"sqlite:///{file}")


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "fotos.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE photo (id INTEGER)")
    other.close()

    with pytest.raises(DatabaseError, match="anderen Programms"):
        open_database(f"sqlite:///{file}")
    with sqlite3.connect(file) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("photo",)]
    other.close()


def test_a_newer_programs_database_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from_the_future'"))

    with pytest.raises(DatabaseError, match="neueren Fassung"):
        open_database(str(engine.url))


def test_a_locked_file_is_one_sentence(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 50)
    other = open_database(str(engine.url))

    with Session(database.writer(engine)) as holding:
        holding.add(Unit(name="Amt 50"))
        holding.flush()
        with pytest.raises(DatabaseError, match="gesperrt"), writing(other) as session:
            session.add(Unit(name="Amt 40"))
    other.dispose()


def test_what_somebody_has_deleted_meanwhile_is_one_sentence(engine: Engine) -> None:
    with pytest.raises(InputError, match="inzwischen jemand gelöscht"), reading(engine) as session:
        session.get_one(Unit, 4711)


def test_what_was_deleted_while_it_is_changed_is_one_sentence(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(Unit(name="Amt 50"))
    with reading(engine) as session:
        seen = session.exec(select(Unit)).one()
    with writing(engine) as session:
        session.delete(session.get_one(Unit, seen.id))
    seen.name = "Amt 51"
    with pytest.raises(InputError, match="inzwischen jemand gelöscht"), writing(engine) as session:
        session.add(seen)


def test_no_free_connection_is_one_sentence(engine: Engine) -> None:
    few = open_database(str(engine.url))
    few.dispose()  # else a connection nobody knows would meddle with the next test's file
    few.pool = QueuePool(few.pool._creator, pool_size=1, max_overflow=0, timeout=0.05)
    with few.connect(), pytest.raises(DatabaseError, match="gesperrt"), reading(few) as session:
        session.exec(select(Unit)).all()
    few.dispose()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("")

    with pytest.raises(DatabaseError, match="kann nicht angelegt werden"):
        open_database(f"sqlite:///{tmp_path / 'datei' / 'akquise.db'}")


def test_an_unreachable_server_is_one_sentence() -> None:
    with pytest.raises(DatabaseError, match="nicht erreichbar") as caught:
        open_database("postgresql+psycopg://nutzer:geheim@127.0.0.1:9/name")

    assert "geheim" not in str(caught.value)


def test_the_address_for_people_has_no_password(engine: Engine) -> None:
    from sqlalchemy import make_url

    assert shown(engine.url).endswith("akquise.db")
    assert "geheim" not in shown(make_url("postgresql+psycopg://nutzer:geheim@rechner/name"))


MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/export /home nfs4 rw 0 0
//server/amt50 /mnt/amt\\04050 cifs rw 0 0
/dev/sdb1 /home/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/akquise.db", ""),
        ("/home/mueller/akquise.db", "nfs4"),
        ("/home/local/akquise.db", ""),
        ("/homework/akquise.db", ""),
        ("/mnt/amt 50/akquise.db", "cifs"),
    ],
)
def test_a_network_share_is_recognised_by_its_mount(path: str, kind: str) -> None:
    disk = kind_by_table(Path(path), MOUNTS)

    assert (disk.name if disk.is_network else "") == kind
    assert disk.is_known_local is (kind == "")


#: takes a new row of every table of a module for written; prints how many tables were sorted by what they refer to
ROWS_OF = """
import importlib, sys
from types import SimpleNamespace
from sqlalchemy.sql.ddl import sort_tables
from sqlmodel import SQLModel
from grants_db.storage.referred_tables import know_referred_tables
importlib.import_module(f"grants_db.models.{sys.argv[1]}")
mappers = list(SQLModel._sa_registry.mappers)
for mapper in mappers:
    know_referred_tables(SimpleNamespace(new=[mapper.class_()], dirty=[], deleted=[]), None, None)
    sort_tables([mapper.local_table])
print(len(mappers))
"""


def test_action_fields_are_six(engine: Engine) -> None:
    with reading(engine) as session:
        assert len(session.exec(select(ActionField)).all()) == 6


@pytest.mark.parametrize("module", [name for name in all_tables.__all__ if name != "metadata"])
def test_a_write_knows_the_tables_that_its_rows_refer_to(module: str) -> None:
    """In a process of its own that has loaded no other tables."""
    done = subprocess.run([sys.executable, "-c", ROWS_OF, module], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert int(done.stdout) > 0
