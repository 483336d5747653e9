"""The tables' history: one line, from empty to the models, on both kinds of database."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text
from sqlmodel import Session

from grants_db.database import open_database
from grants_db.measures import list_units
from grants_db.migrations.run import configuration, current, head
from grants_db.models.all_tables import metadata
from grants_db.search_index import of_a_model


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "target_metadata": metadata, "include_object": of_a_model}
        )
        return list(compare_metadata(context, metadata))


def test_the_history_has_one_newest_revision() -> None:
    assert ScriptDirectory.from_config(configuration()).get_heads() == [head()]


def test_revisions_are_named_by_their_day() -> None:
    scripts = ScriptDirectory.from_config(configuration()).walk_revisions()

    assert all(script.path.rsplit("/", 1)[-1][:5] == "2026_" for script in scripts)


def test_migrating_an_empty_sqlite_file_gives_the_models_tables(engine: Engine) -> None:
    assert differences(engine) == []


def test_migrating_reaches_the_newest_revision(engine: Engine) -> None:
    with engine.connect() as connection:
        assert current(connection) == head()


@pytest.mark.slow
def test_migrating_an_empty_postgresql_gives_the_models_tables(postgresql_url: str) -> None:
    engine = open_database(postgresql_url)

    assert differences(engine) == []
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


@pytest.mark.slow
def test_opening_postgresql_twice_migrates_once(postgresql_url: str) -> None:
    open_database(postgresql_url).dispose()
    engine = open_database(postgresql_url)

    with engine.connect() as connection:
        assert current(connection) == head()
    engine.dispose()


def test_a_database_of_the_first_revision_keeps_its_rows_when_it_is_opened(tmp_path: Path) -> None:
    first = ScriptDirectory.from_config(configuration()).get_bases()[0]
    old = create_engine(f"sqlite:///{tmp_path / 'akquise.db'}")
    with old.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, first)
        connection.execute(text("INSERT INTO unit (name) VALUES ('Amt 50')"))
    old.dispose()

    engine = open_database(f"sqlite:///{tmp_path / 'akquise.db'}")

    with Session(engine) as session:
        assert [unit.name for unit in list_units(session)] == ["Amt 50"]
    assert differences(engine) == []
    engine.dispose()


@pytest.mark.slow
def test_programs_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    opening = f"from grants_db.database import open_database; open_database('sqlite:///{tmp_path / 'a.db'}').dispose()"

    programs = [subprocess.Popen([sys.executable, "-c", opening], stderr=subprocess.PIPE, text=True) for _ in range(3)]
    said = [(program.communicate(timeout=300)[1], program.returncode) for program in programs]

    assert said == [("", 0)] * 3
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    assert differences(engine) == []
    engine.dispose()
