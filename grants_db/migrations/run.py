"""Runs migrations over an open connection; the caller holds the transaction.

Alembic is loaded only where a database is behind: that takes longer than opening one.
"""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from grants_db.errors import DatabaseError

if TYPE_CHECKING:
    from alembic.config import Config

VERSIONS = Path(__file__).parent / "versions"
STATED = re.compile(r'^(down_revision|revision)(?:: [^=]+)? = (?:"(\w+)"|None)$', re.M)


def configuration() -> "Config":
    """Alembic's configuration, built in code so that it works from any folder and from the wheel."""
    from alembic.config import Config  # as the module says

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    config.set_main_option("path_separator", "os")
    return config


@cache
def revisions() -> dict[str, str]:
    """The revisions this program knows, each with the one before it ("": none)."""
    found = {}
    for file in VERSIONS.glob("*.py"):
        stated = dict(STATED.findall(file.read_text(encoding="utf-8")))
        if "revision" in stated:
            found[stated["revision"]] = stated.get("down_revision", "")
    return found


@cache
def head() -> str:
    """The newest revision this program knows."""
    newest = revisions().keys() - set(revisions().values())
    if len(newest) != 1:
        raise RuntimeError(f"not one newest revision beside grants_db/migrations/run.py: {sorted(newest)}")
    return newest.pop()


def current(connection: Connection) -> str | None:
    """The revision the database stands at; None for a database without tables of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def is_current(connection: Connection) -> bool:
    """Does the database stand at this program's newest revision? Raises DatabaseError when it is ahead of it."""
    at = current(connection)
    if at == head():
        return True
    if at is not None and at not in revisions():
        raise DatabaseError(
            "Die Datenbank stammt von einer neueren Fassung von akquise (Stand {revision}). "
            "Bitte das Programm aktualisieren.",
            revision=at,
        )
    return False


def upgrade(connection: Connection) -> None:
    """Bring the tables to this program's newest revision."""
    from alembic import command  # as the module says

    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
