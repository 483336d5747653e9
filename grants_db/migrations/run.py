"""Runs migrations over an open connection; the caller holds the transaction."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from grants_db.errors import DatabaseError


def configuration() -> Config:
    """Alembic's configuration, built in code so that it works from any folder and from the wheel."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    config.set_main_option("path_separator", "os")
    return config


@cache
def head() -> str:
    """The newest revision this program knows."""
    newest = ScriptDirectory.from_config(configuration()).get_current_head()
    if newest is None:
        raise RuntimeError("no migrations found beside grants_db/migrations/run.py")
    return newest


def current(connection: Connection) -> str | None:
    """The revision the database stands at; None for a database without tables of ours."""
    return MigrationContext.configure(connection).get_current_revision()


def is_current(connection: Connection) -> bool:
    """Does the database stand at this program's newest revision? Raises DatabaseError when it is ahead of it."""
    at = current(connection)
    if at == head():
        return True
    known = {script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()}
    if at is not None and at not in known:
        raise DatabaseError(
            "Die Datenbank stammt von einer neueren Fassung von akquise (Stand {revision}). "
            "Bitte das Programm aktualisieren.",
            revision=at,
        )
    return False


def upgrade(connection: Connection) -> None:
    """Bring the tables to this program's newest revision."""
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
