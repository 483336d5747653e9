"""One night, one practice at a time: a lock that the operating system or the server frees when its holder dies."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

POSTGRESQL_LOCK = 5832022  # any number that nothing else of ours uses


@contextmanager
def night_lock(engine: Engine) -> Iterator[bool]:
    """True while we hold the lock, False when another night is running on the same database.

    SQLite: an exclusive lock on a small file beside the database, which every system frees with its process.
    PostgreSQL: an advisory lock, which ends with its connection.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            yield bool(connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": POSTGRESQL_LOCK}))
        return
    with file_lock(Path(f"{engine.url.database}.night")) as ours:
        yield ours


@contextmanager
def file_lock(path: Path) -> Iterator[bool]:
    """True while we hold the exclusive lock on a small file, which is made; False when somebody else does."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            yield False
            return
        yield True
