"""How connections to a SQLite file are set up: with a log beside it, or read as it is where nothing can be written."""

import os
import sqlite3
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, event

from grants_db.errors import DatabaseError


def is_writable(file: Path) -> bool:
    """Can the file be changed? SQLite needs its folder too, for the log."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK | os.X_OK)


def drive(engine: Engine, patience: int) -> None:
    """Set up every connection for reading and writing; who waits for another writer waits `patience` milliseconds."""
    event.listen(engine, "connect", partial(_set_up, patience))
    event.listen(engine, "begin", _begin)


def drive_unwritable(engine: Engine, file: Path, patience: int) -> None:
    """Open the file for reading only.

    Without a log it is opened as one that can't change: SQLite would otherwise look for the log's index, which it can't
    make (https://www.sqlite.org/wal.html, "Read-Only Databases"). With a log, it is read with it.
    """
    log = file.with_name(f"{file.name}-wal")
    how = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
    address = f"{file.as_uri()}?{how}"

    def connect(_dialect: object, _record: object, _args: object, options: dict[str, object]) -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, **options)  # type: ignore[call-overload, no-any-return]  # as given

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "connect", partial(_set_up_unwritable, patience))
    event.listen(engine, "begin", _begin)


def _set_up(patience: int, connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we send BEGIN ourselves, so that DDL is part of the transaction
    (journal,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
    if journal not in ("wal", "memory"):  # SQLite doesn't fail where it can't: it answers what it does instead
        raise DatabaseError(
            "SQLite kann auf diesem Datenträger sein Protokoll nicht führen (statt „wal“: „{journal}“); mehrere "
            "zugleich könnten Daten verlieren. Bitte einen örtlichen Ordner wählen oder PostgreSQL "
            "(AKQUISE_DATABASE_URL).",
            journal=journal,
        )
    for pragma in ("foreign_keys=ON", f"busy_timeout={patience}", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _set_up_unwritable(patience: int, connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={patience}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("akquise_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
