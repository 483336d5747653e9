"""The tables' history: one line, from empty to the models, on both kinds of database."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from grants_db.database import open_database
from grants_db.migrations.run import configuration, current, head
from grants_db.models.all_tables import metadata


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": metadata})
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
