"""Opens the database; nothing happens at import.

SQLite: one file with WAL, foreign keys, mode 0600; every transaction is begun by us, so that also a migration is
all or nothing; on a disk that can't be written it is read as it is. PostgreSQL: as SQLAlchemy does it. `reading` and
`writing` give sessions; a writer takes SQLite's write lock at its first statement, so that two writers wait for each
other instead of failing half way.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.exc import TimeoutError as NoFreeConnectionError
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from grants_db.errors import DatabaseError, InputError, OvertakenError
from grants_db.messages import Message
from grants_db.opportunities.listing import list_what_was_written
from grants_db.same_file import SameFile
from grants_db.search.index import index_words
from grants_db.storage.address import in_memory, read_address
from grants_db.storage.driver_errors import explained
from grants_db.storage.local_disk import disk_kind
from grants_db.storage.referred_tables import know_referred_tables
from grants_db.storage.schema import Migrate, Tell, bring_up_to_date, missing, unheard
from grants_db.storage.sqlite_file import drive, drive_unwritable, is_writable

BUSY_TIMEOUT_MS = 15_000  # a nightly run's longest single transaction is far below


def open_database(
    url: str, *, create: bool = True, hold: bool = True, migrate: Migrate = Migrate.FILES, tell: Tell = unheard
) -> Engine:
    """Open the database at `url`; with `create`, make one that is missing or empty; `migrate` says whose tables change.

    With `hold`, connections stay open between transactions. The app, which stands open all day, lets go of a SQLite
    file: then nothing of it is in SQLite's hands when somebody swaps it, copies over it or moves it away meanwhile.
    `tell` hears what somebody should know: a copy made before a migration, a disk that may not be this machine's own.

    Raises:
        UsageError: no valid address, or a kind of database that isn't supported.
        DatabaseError: missing, locked, corrupt, on a network share, of an older or newer program, or unreachable.
    """
    address = read_address(url)
    if not event.contains(OrmSession, "after_flush", list_what_was_written):
        event.listen(OrmSession, "before_flush", know_referred_tables)
        event.listen(OrmSession, "after_flush", list_what_was_written)
    with database_errors(address):
        file = _prepared_file(address, create, tell) if address.get_backend_name() == "sqlite" else None
        # a server that was started anew while the app stood open is no error
        server = address.get_backend_name() != "sqlite"
        args = _connect_args(address)
        pool = NullPool if file is not None and not hold else None
        engine = create_engine(address, hide_parameters=True, connect_args=args, pool_pre_ping=server, poolclass=pool)
        if file is not None and not is_writable(file):
            drive_unwritable(engine, file, BUSY_TIMEOUT_MS)
        elif not server:
            if file is not None:
                SameFile(file).watch(engine)
            drive(engine, BUSY_TIMEOUT_MS)
        event.listen(engine, "commit", index_words)
        try:
            bring_up_to_date(engine, create or in_memory(address), migrate, tell)
        except BaseException:
            engine.dispose()
            raise
        return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session for reading; objects stay usable after it ends."""
    with database_errors(engine.url), Session(engine, expire_on_commit=False) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session whose changes are committed at its end, all or none."""
    with database_errors(engine.url), Session(writer(engine), expire_on_commit=False) as session:
        yield session
        session.commit()


def writer(engine: Engine) -> Engine:
    """The same engine for sessions that write (takes SQLite's write lock at once)."""
    return engine.execution_options(akquise_writes=True)


@contextmanager
def database_errors(url: URL) -> Iterator[None]:
    """Turn what a database driver raises into one clear sentence."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, NoFreeConnectionError) as error:
        raise explained(error, url) from error
    except OverflowError as error:
        if "SQLite" not in str(error):
            raise
        raise InputError(
            "Eine der Zahlen ist größer als jede, die die Datenbank kennt. Es wurde nichts verändert; "
            "bitte die Nummer prüfen."
        ) from error
    except (NoResultFound, StaleDataError) as error:  # read by its key, or changed, after somebody has deleted it
        raise OvertakenError(
            "Was hier gelesen oder geändert werden sollte, hat inzwischen jemand gelöscht. Es wurde nichts verändert; "
            "bitte neu laden."
        ) from error


def _connect_args(address: URL) -> dict[str, object]:
    if address.get_backend_name() == "sqlite":
        return {"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False}
    return {"connect_timeout": 10}


def _prepared_file(address: URL, create: bool, tell: Tell) -> Path | None:
    """The file, made with its folder for its owner alone where it is missing; None in memory, or say why not."""
    if in_memory(address):
        return None
    path = Path(str(address.database)).expanduser().absolute()
    if not create and not (path.exists() and path.stat().st_size):
        raise missing(str(path))
    _assert_local(path, tell)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DatabaseError(
            "Die Datenbank {path} kann nicht angelegt werden: {why}. Bitte Ordner und Rechte prüfen.",
            path=path,
            why=error.strerror,
        ) from error
    return path


def _assert_local(path: Path, tell: Tell) -> None:
    disk = disk_kind(path)
    if disk.is_network:
        raise DatabaseError(
            "Die Datenbank {path} liegt auf einem Netzlaufwerk ({share}); dort kann SQLite Daten verlieren. "
            "Bitte einen örtlichen Ordner wählen oder PostgreSQL (AKQUISE_DATABASE_URL).",
            path=path,
            share=disk.name,
        )
    if not disk.is_known_local:
        tell(
            Message.of(
                "Die Datenbank {path} liegt auf einem Datenträger der Art {kind}, die akquise nicht kennt. Ist es ein "
                "Netzlaufwerk, kann SQLite dort Daten verlieren: dann bitte einen örtlichen Ordner oder PostgreSQL.",
                path=path,
                kind=disk.name,
            )
        )
