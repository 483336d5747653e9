"""The night's lock on PostgreSQL: a session's advisory lock on a connection of its own, whose heart is listened to.

No transaction is open meanwhile, so no time-out for idle ones ends it. A connection that is cut gives the lock away:
it is taken again at once where nobody else has; where somebody has, this night ends before its next step, and what it
was in the middle of is asked to end as TERM would ask it.
"""

import _thread
import os
import signal
import threading
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, NullPool, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from grants_db.errors import DatabaseError
from grants_db.storage.address import shown
from grants_db.storage.database import database_errors

KEY = 5832022  # any number that nothing else of ours uses
#: seconds between two beats: a second night that takes the lock over is noticed within them
BEAT = 10.0
#: what the driver and the system do to notice a dead peer, in seconds and tries (libpq, "Parameter Key Words")
ALIVE = {"keepalives": 1, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
_LOST: list[str] = []


def assert_lock_is_held() -> None:
    """Between two steps: is this night still the only one?

    Raises:
        DatabaseError: the server let go of the lock and another night has it now.
    """
    if _LOST:
        raise DatabaseError(
            "Die Verbindung, die den Nachtlauf auf {where} sperrte, ist abgerissen, und ein anderer Nachtlauf hat "
            "übernommen: Dieser endet hier. Gespeichert ist, was fertig war.",
            where=_LOST[0],
        )


class ServerLock:
    """As a context: held from the beginning to the end where `is_ours`."""

    def __init__(self, engine: Engine, beat: float = BEAT) -> None:
        self._url, self._beat = engine.url, beat
        self._engine = create_engine(
            engine.url,
            hide_parameters=True,
            isolation_level="AUTOCOMMIT",
            poolclass=NullPool,
            connect_args={"connect_timeout": 10, "application_name": "akquise nightly", **ALIVE},
        )
        self._connection: Connection | None = None
        self._ended = threading.Event()
        self._heart = threading.Thread(target=self._listen, name="night lock", daemon=True)
        self.is_ours = False

    def __enter__(self) -> Self:
        """Take it, if it is to be had."""
        _LOST.clear()
        with database_errors(self._url):
            self.is_ours = self._take()
        if self.is_ours:
            self._heart.start()
        return self

    def __exit__(self, _kind: object, _error: BaseException | None, _trace: TracebackType | None) -> None:
        """Let it go."""
        self._ended.set()
        if self._heart.ident is not None:
            self._heart.join()
        self._close()
        self._engine.dispose()

    def _take(self) -> bool:
        self._close()
        self._connection = self._engine.connect()
        return bool(self._connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": KEY}))

    def _close(self) -> None:
        if self._connection is not None:
            try:
                self._connection.close()
            except SQLAlchemyError:
                self._connection.invalidate()
            self._connection = None

    def _listen(self) -> None:
        while not self._ended.wait(self._beat):
            try:
                if self._connection is not None:
                    self._connection.execute(text("SELECT 1"))
                    continue
            except SQLAlchemyError:
                self._close()
            try:
                taken = self._take()
            except SQLAlchemyError:  # the server is not back yet; nobody else can have a lock on it
                self._close()
                continue
            if not taken:
                self._give_up()
                return

    def _give_up(self) -> None:
        _LOST.append(shown(self._url))
        if os.name == "posix":
            _thread.interrupt_main(signal.SIGTERM)
