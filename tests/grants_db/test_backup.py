"""Backups: whole, never over an existing file, and restored all or nothing into either kind of database."""

import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session, select

from grants_db.errors import DatabaseError, InputError
from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord, record_of
from grants_db.measures.store import list_measures
from grants_db.migrations.run import configuration
from grants_db.models.all_tables import metadata
from grants_db.models.measure import Measure, Unit
from grants_db.models.opportunity import Opportunity
from grants_db.storage.backup import backup, restore
from grants_db.storage.database import open_database, reading, writing
from grants_db.storage.soundness import check, stats


@pytest.fixture
def filled(
    engine: Engine, session: Session, a_measure: Callable[..., Measure], an_opportunity: Callable[..., Any]
) -> Engine:
    a_measure("1.1", unit="Amt 50", goal="Ankommen")
    an_opportunity("calls/1", regions=["DE-ST"], evidence={"deadline": "bis 31.12."})
    session.commit()
    return engine


def content(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=str)
            for table in metadata.sorted_tables
        }


def test_a_backup_restored_into_an_empty_database_is_the_same(filled: Engine, tmp_path: Path) -> None:
    backup(filled, tmp_path / "sicherung.db")
    other = open_database(f"sqlite:///{tmp_path / 'neu.db'}")

    restore(other, tmp_path / "sicherung.db")

    assert content(other) == content(filled)
    other.dispose()


def test_a_restore_replaces_what_was_added_since(
    filled: Engine, tmp_path: Path, record: Callable[..., MeasureRecord]
) -> None:
    backup(filled, tmp_path / "sicherung.db")
    before = content(filled)
    with writing(filled) as session:
        upsert_measures(session, [record("2.1", action_field=2), record("1.1", title="Geändert")])

    restore(filled, tmp_path / "sicherung.db")

    assert content(filled) == before


def test_a_backup_is_one_file_for_its_owner(filled: Engine, tmp_path: Path) -> None:
    backup(filled, tmp_path / "sicherung.db")

    assert [file.name for file in tmp_path.glob("sicherung*")] == ["sicherung.db"]
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "sicherung.db").stat().st_mode) == 0o600


def test_a_backup_is_taken_while_somebody_writes(filled: Engine, tmp_path: Path) -> None:
    with writing(filled) as session:
        session.add(Unit(name="Amt 40"))
        session.flush()
        backup(filled, tmp_path / "sicherung.db")

    with sqlite3.connect(tmp_path / "sicherung.db") as copy:
        assert copy.execute("SELECT name FROM unit").fetchall() == [("Amt 50",)]
    copy.close()


def test_an_existing_file_is_not_overwritten(filled: Engine, tmp_path: Path) -> None:
    (tmp_path / "wichtig.txt").write_text("wichtig")

    with pytest.raises(InputError, match="überschreibt nichts"):
        backup(filled, tmp_path / "wichtig.txt")
    assert (tmp_path / "wichtig.txt").read_text() == "wichtig"


def test_a_folder_that_is_missing_is_one_sentence(filled: Engine, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="kann nicht geschrieben werden"):
        backup(filled, tmp_path / "fehlt" / "sicherung.db")


def no_file(_: Path) -> None:
    """Leaves the path empty."""


def a_letter(file: Path) -> None:
    file.write_text("Sehr geehrte Damen und Herren")


def somebody_elses(file: Path) -> None:
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE photo (id INTEGER)")
    other.close()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (no_file, "nicht lesbar"),
        (a_letter, "keine Sicherung von akquise"),
        (somebody_elses, "keine Sicherung von akquise"),
    ],
)
def test_a_wrong_file_restores_nothing(
    filled: Engine, tmp_path: Path, make: Callable[[Path], None], sentence: str
) -> None:
    make(tmp_path / "x.db")
    before = content(filled)

    with pytest.raises(InputError, match=sentence):
        restore(filled, tmp_path / "x.db")
    assert content(filled) == before


def test_a_torn_backup_restores_nothing(filled: Engine, tmp_path: Path) -> None:
    file = tmp_path / "sicherung.db"
    backup(filled, file)
    torn = bytearray(file.read_bytes())
    torn[8192:20000] = b"\xff" * (20000 - 8192)
    file.write_bytes(torn)
    before = content(filled)

    with pytest.raises(InputError, match="beschädigt"):
        restore(filled, file)
    assert content(filled) == before


def test_a_backup_with_orphans_restores_nothing(filled: Engine, tmp_path: Path) -> None:
    file = tmp_path / "sicherung.db"
    backup(filled, file)
    with sqlite3.connect(file) as broken:
        broken.execute("UPDATE measure SET action_field_number = 99")
    broken.close()

    with pytest.raises(InputError, match="beschädigt"):
        restore(filled, file)


def test_a_newer_programs_backup_is_refused(filled: Engine, tmp_path: Path) -> None:
    file = tmp_path / "sicherung.db"
    backup(filled, file)
    with sqlite3.connect(file) as newer:
        newer.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
    newer.close()

    with pytest.raises(DatabaseError, match="neueren Fassung"):
        restore(filled, file)


def test_an_older_programs_backup_is_brought_up_to_date(engine: Engine, tmp_path: Path) -> None:
    first = ScriptDirectory.from_config(configuration()).get_bases()[0]
    old = create_engine(f"sqlite:///{tmp_path / 'alt.db'}")
    with old.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, first)
        connection.execute(text("INSERT INTO unit (name) VALUES ('Amt 50')"))
    old.dispose()

    restore(engine, tmp_path / "alt.db")

    with reading(engine) as session:
        assert [unit.name for unit in session.exec(select(Unit))] == ["Amt 50"]


def test_a_restore_that_fails_half_way_changes_nothing(filled: Engine, tmp_path: Path) -> None:
    file = tmp_path / "sicherung.db"
    backup(filled, file)
    with filled.begin() as connection:
        connection.execute(
            text("CREATE TRIGGER full BEFORE INSERT ON opportunity BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
        )
    before = content(filled)

    with pytest.raises(DatabaseError, match="Speicherplatz"):
        restore(filled, file)
    assert content(filled) == before


def test_the_backup_itself_is_not_changed_by_a_restore(filled: Engine, tmp_path: Path) -> None:
    file = tmp_path / "sicherung.db"
    backup(filled, file)
    before = file.read_bytes()

    restore(filled, file)

    assert file.read_bytes() == before
    assert [part.name for part in tmp_path.glob("sicherung*")] == ["sicherung.db"]


def test_a_running_database_can_be_restored_from(filled: Engine, tmp_path: Path) -> None:
    other = open_database(f"sqlite:///{tmp_path / 'neu.db'}")

    restore(other, Path(str(filled.url.database)))

    assert content(other) == content(filled)
    other.dispose()


def test_a_sound_database_has_no_findings(filled: Engine) -> None:
    assert check(filled) == []


def test_an_orphan_is_found(filled: Engine) -> None:
    connection = sqlite3.connect(str(filled.url.database))
    connection.execute("UPDATE measure SET action_field_number = 99")
    connection.commit()
    connection.close()

    (finding,) = check(filled)

    assert "„measure“" in str(finding)
    assert "„action_field“" in str(finding)


def test_an_older_revision_is_found(filled: Engine) -> None:
    with filled.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))

    assert ["Stand older" in str(finding) for finding in check(filled)] == [True]


def test_the_statistics_count_rows(filled: Engine) -> None:
    counted = stats(filled)

    assert (counted["rows"]["measure"], counted["rows"]["opportunity"], counted["rows"]["action_field"]) == (1, 1, 6)
    assert counted["bytes"] > 4096
    assert counted["database"].endswith("akquise.db")


@pytest.mark.slow
@pytest.mark.xdist_group("server")
def test_a_backup_moves_to_postgresql_and_back(filled: Engine, tmp_path: Path, postgresql_url: str) -> None:
    backup(filled, tmp_path / "eins.db")
    server = open_database(postgresql_url)
    restore(server, tmp_path / "eins.db")
    assert content(server) == content(filled)

    backup(server, tmp_path / "zwei.db")
    other = open_database(f"sqlite:///{tmp_path / 'neu.db'}")
    restore(other, tmp_path / "zwei.db")

    assert content(other) == content(filled)
    assert check(server) == []
    assert stats(server)["rows"] == stats(filled)["rows"]
    for engine in (server, other):
        engine.dispose()


@pytest.mark.slow
@pytest.mark.xdist_group("server")
def test_postgresql_counts_on_after_a_restore(
    filled: Engine, tmp_path: Path, postgresql_url: str, record: Callable[..., MeasureRecord]
) -> None:
    backup(filled, tmp_path / "eins.db")
    server = open_database(postgresql_url)
    restore(server, tmp_path / "eins.db")

    with writing(server) as session:
        upsert_measures(session, [record("1.2", unit="Amt 40")])

    with reading(server) as session:
        assert [record_of(measure).number for measure in list_measures(session)] == ["1.1", "1.2"]
    server.dispose()


def test_a_copy_of_the_file_is_as_good_as_a_backup_when_nobody_works(filled: Engine, tmp_path: Path) -> None:
    filled.dispose()
    shutil.copyfile(str(filled.url.database), tmp_path / "kopie.db")
    other = open_database(f"sqlite:///{tmp_path / 'neu.db'}")

    restore(other, tmp_path / "kopie.db")

    with reading(other) as session:
        assert len(session.exec(select(Opportunity)).all()) == 1
    other.dispose()
