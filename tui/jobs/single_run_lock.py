"""One night, one practice at a time: a lock that the operating system or the server frees when its holder dies."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from grants_db.errors import DatabaseError

PRIMARY = 0xFF  # the part of SQLite's error codes that says what kind of error it is


@contextmanager
def night_lock(engine: Engine) -> Iterator[bool]:
    """True while we hold the lock, False when another night is running on the same database.

    SQLite: an exclusive lock on a small file beside the database, which every system frees with its process.
    PostgreSQL: an advisory lock of a connection of its own, which the server frees with it (`server_lock`).
    """
    if engine.dialect.name == "postgresql":
        from grants_db.storage.server_lock import ServerLock

        with ServerLock(engine) as lock:
            yield lock.is_ours
        return
    with file_lock(Path(f"{engine.url.database}.night")) as ours:
        yield ours


@contextmanager
def file_lock(path: Path) -> Iterator[bool]:
    """True while we hold the exclusive lock on a small file, which is made; False when somebody else does."""
    lock = _locked(path)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            lock.close()


def _locked(path: Path) -> sqlite3.Connection | None:
    """What holds the lock; None where somebody else does, and only then."""
    try:
        lock = sqlite3.connect(path, timeout=0, isolation_level=None)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error:
            lock.close()
            raise
    except sqlite3.Error as error:
        if error.sqlite_errorcode & PRIMARY == sqlite3.SQLITE_BUSY:
            return None
        raise DatabaseError(
            "Die Sperrdatei {path} lässt sich nicht anlegen oder öffnen: {why}. Bitte Speicherplatz, Ordner und Rechte "
            "prüfen.",
            path=path,
            why=error,
        ) from error
    return lock
