"""Brings the tables of an opened database to this program's revision, or says why they are left as they are.

Who only reads never changes them. A SQLite file is copied before its tables change; on a server, where others work with
the program they have, only `akquise db upgrade` changes them.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from enum import Enum
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import Engine, inspect, text

from grants_db.errors import DatabaseError
from grants_db.messages import Message
from grants_db.migrations.run import current, head, is_current, upgrade
from grants_db.storage.address import in_memory, shown

#: hears what somebody should know
Tell: TypeAlias = Callable[[Message], None]
#: any number that nothing else of ours uses
MIGRATION_LOCK = 5832021


class Migrate(Enum):
    """Whose tables may be changed while a database is opened."""

    AS_IS = "as it is"  # not even asked for: for backups and what looks after the database
    NEVER = "never"
    FILES = "files"  # a SQLite file's
    ALWAYS = "always"  # also a server's: `akquise db upgrade`


def unheard(_said: Message) -> None:
    """Nobody listens."""


def bring_up_to_date(engine: Engine, create: bool, migrate: Migrate, tell: Tell) -> None:
    """Make the tables where there are none and `create` is set; change older ones where `migrate` allows it.

    Raises:
        DatabaseError: no database, another program's, or tables of an older or newer program.
    """
    with engine.connect() as connection:
        if is_current(connection):
            return
        tables, at = inspect(connection).get_table_names(), current(connection)
    if not tables and not create:
        raise missing(shown(engine.url))
    if tables and at is None:
        raise DatabaseError(
            "{where} ist eine Datenbank eines anderen Programms. Bitte eine andere Adresse wählen; "
            "es wurde nichts geändert.",
            where=shown(engine.url),
        )
    if tables and migrate is Migrate.AS_IS:
        return
    on_server = engine.dialect.name != "sqlite"
    if tables and (migrate is Migrate.NEVER or (on_server and migrate is not Migrate.ALWAYS)):
        raise outdated(engine, str(at))
    if tables and not on_server and not in_memory(engine.url):
        copy = _copied(Path(str(engine.url.database)), str(at))
        tell(Message.of("Vor der Umstellung der Tabellen gesichert: {file}", file=copy))
    with engine.execution_options(akquise_writes=True).begin() as connection:
        if on_server:  # two programs that start at once
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        upgrade(connection)


def missing(where: str) -> DatabaseError:
    """There is nothing at this address."""
    return DatabaseError(
        "Die Datenbank {where} gibt es nicht, oder sie ist leer. Stimmt die Adresse, so legt „akquise db upgrade“ sie "
        "an; „akquise demo“ legt eine zum Üben an.",
        where=where,
    )


def outdated(engine: Engine, revision: str) -> DatabaseError:
    """The tables are those of an older program."""
    return DatabaseError(
        "Die Tabellen der Datenbank {where} sind die einer älteren Fassung von akquise (Stand {revision}, dieses "
        "Programm: {head}). Es wurde nichts geändert; „akquise db upgrade“ bringt sie auf den Stand.",
        where=shown(engine.url),
        revision=revision,
        head=head(),
    )


def _copied(file: Path, revision: str) -> Path:
    """A copy beside the file as it stands, named by its revision; one of that name stays."""
    numbers = ("", *(f"-{number}" for number in range(2, 1000)))
    names = (file.with_name(f"{file.name}.stand-{revision}{number}") for number in numbers)
    copy = next(name for name in names if not name.exists())
    part = file.with_name(f"{copy.name}.{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(file)) as stored, closing(sqlite3.connect(part)) as kept:
            stored.backup(kept)
            kept.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        part.rename(copy)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseError(
            "Vor der Umstellung der Tabellen ließ sich {file} nicht sichern: {why}. Es wurde nichts geändert; bitte "
            "Speicherplatz, Ordner und Rechte prüfen.",
            file=file,
            why=error.strerror if isinstance(error, OSError) else error,
        ) from error
    finally:
        for beside in ("", "-journal", "-wal", "-shm"):
            part.with_name(part.name + beside).unlink(missing_ok=True)
    return copy
