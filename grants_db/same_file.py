"""Is the database file still the one that was opened?

Who swaps a SQLite file under an open program would have it destroyed: SQLite's log (the `-wal` beside the file) belongs
to the file that was there, and whoever opens the new one next finds it and writes it in. So device and inode are
compared before each connection and each transaction. Only `stat` is used: opening the file here would let go of the
locks that this process holds on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
"""

import sqlite3
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, event

from grants_db.errors import DatabaseError


class SameFile:
    """Watches that an engine's file stays the one that it is now."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened = _identity(path)

    def watch(self, engine: Engine) -> None:
        """From now on refuse every connection and every transaction once the file is another one."""
        event.listen(engine, "do_connect", self._before_connecting)
        event.listen(engine, "begin", self._before_beginning)
        event.listen(engine, "close", self._before_closing)

    def _before_connecting(self, *_: object) -> None:
        if self._is_swapped():
            raise self._refusal()

    def _before_beginning(self, connection: Connection) -> None:
        if self._is_swapped():
            _empty_log(connection.connection.driver_connection)
            raise self._refusal()

    def _before_closing(self, driver: object, _record: object) -> None:
        if self._is_swapped():
            _empty_log(driver)

    def _is_swapped(self) -> bool:
        return _identity(self._path) != self._opened

    def _refusal(self) -> DatabaseError:
        return DatabaseError(
            "Die Datei {path} ist nicht mehr die, die geöffnet wurde: Sie wurde ausgetauscht, verschoben oder "
            "gelöscht. Geschrieben wurde nichts; bitte akquise beenden und neu starten.",
            path=self._path,
        )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _empty_log(driver: object) -> None:
    """Write what the log still holds into the file it belongs to, so that the new one doesn't get it.

    Where somebody still reads the old file that has to wait; the next transaction tries again.
    """
    if isinstance(driver, sqlite3.Connection):
        with suppress(sqlite3.Error):
            [patience] = driver.execute("PRAGMA busy_timeout").fetchone()
            driver.execute("PRAGMA busy_timeout=0")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            driver.execute(f"PRAGMA busy_timeout={patience}")
