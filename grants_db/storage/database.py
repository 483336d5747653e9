"""Opens the database; nothing happens at import.

SQLite: one file with WAL, foreign keys, mode 0600; every transaction is begun by us, so that also a migration is
all or nothing. PostgreSQL: as SQLAlchemy does it. `reading` and `writing` give sessions; a writer takes SQLite's
write lock at its first statement, so that two writers wait for each other instead of failing half way.
"""

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoResultFound, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as NoFreeConnectionError
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from grants_db.errors import DamagedError, DatabaseError, InputError, UsageError
from grants_db.migrations.run import is_current, upgrade
from grants_db.opportunities.listing import list_what_was_written
from grants_db.same_file import SameFile
from grants_db.search.index import index_words
from grants_db.storage.referred_tables import know_referred_tables

BUSY_TIMEOUT_MS = 15_000  # a nightly run's longest single transaction is far below
LEAST_ROOM = 64 * 1024  # bytes: the index of SQLite's log alone takes half of it
NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "9p", "glusterfs", "ceph"}


def open_database(url: str, *, create: bool = True, hold: bool = True) -> Engine:
    """Open the database at `url` and bring its tables up to date; with `create`, make one that is missing or empty.

    With `hold`, connections stay open between transactions. The app, which stands open all day, lets go of a SQLite
    file: then nothing of it is in SQLite's hands when somebody swaps it, copies over it or moves it away meanwhile.

    Raises:
        UsageError: no valid address, or a kind of database that isn't supported.
        DatabaseError: missing, locked, corrupt, on a network share, from a newer program, or unreachable.
    """
    address = _address(url)
    if not event.contains(OrmSession, "after_flush", list_what_was_written):
        event.listen(OrmSession, "before_flush", know_referred_tables)
        event.listen(OrmSession, "after_flush", list_what_was_written)
    with database_errors(address):
        file = _prepared_file(address, create) if address.get_backend_name() == "sqlite" else None
        # a server that was started anew while the app stood open is no error
        server = address.get_backend_name() != "sqlite"
        args = _connect_args(address)
        pool = NullPool if file is not None and not hold else None
        engine = create_engine(address, hide_parameters=True, connect_args=args, pool_pre_ping=server, poolclass=pool)
        if file is not None:
            SameFile(file).watch(engine)
        if not server:
            event.listen(engine, "connect", _on_sqlite_connect)
            event.listen(engine, "begin", _on_sqlite_begin)
        event.listen(engine, "commit", index_words)
        try:
            _bring_up_to_date(engine, create or _in_memory(address))
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
        raise _explained(error, url) from error
    except OverflowError as error:
        if "SQLite" not in str(error):
            raise
        raise InputError(
            "Eine der Zahlen ist größer als jede, die die Datenbank kennt. Es wurde nichts verändert; "
            "bitte die Nummer prüfen."
        ) from error
    except (NoResultFound, StaleDataError) as error:  # read by its key, or changed, after somebody has deleted it
        raise InputError(
            "Was hier gelesen oder geändert werden sollte, hat inzwischen jemand gelöscht. Es wurde nichts verändert; "
            "bitte neu laden."
        ) from error


def shown(url: URL) -> str:
    """The address for people: a file's path, or the server's address without its password."""
    return str(url.database) if url.get_backend_name() == "sqlite" else str(url.render_as_string(hide_password=True))


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        address.get_dialect()
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        raise UsageError(
            "Die Datenbankadresse „{url}“ ist nicht zu gebrauchen. Möglich sind sqlite:///PFAD/akquise.db und "
            "postgresql+psycopg://NUTZER@RECHNER/NAME.",
            url=url.rpartition("@")[2],
        ) from error
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise UsageError(
            "Datenbanken vom Typ „{kind}“ werden nicht unterstützt; möglich sind sqlite und postgresql+psycopg.",
            kind=address.get_backend_name(),
        )
    return address.set(drivername="postgresql+psycopg") if address.drivername == "postgresql" else address


def _connect_args(address: URL) -> dict[str, object]:
    if address.get_backend_name() == "sqlite":
        return {"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False}
    return {"connect_timeout": 10}


def _prepared_file(address: URL, create: bool) -> Path | None:
    """The file, made with its folder for its owner alone where it is missing; None in memory, or say why not."""
    if _in_memory(address):
        return None
    path = Path(str(address.database)).expanduser().absolute()
    if not create and not (path.exists() and path.stat().st_size):
        raise _missing(str(path))
    if share := _network_share(path):
        raise DatabaseError(
            "Die Datenbank {path} liegt auf einem Netzlaufwerk ({share}); dort kann SQLite Daten verlieren. "
            "Bitte einen örtlichen Ordner wählen oder PostgreSQL (AKQUISE_DATABASE_URL).",
            path=path,
            share=share,
        )
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


def _no_room(where: str) -> bool:
    """Is the disk full? SQLite says so of its own writes only, not of the memory it shares beside the file."""
    folder = Path(where).absolute().parent
    return folder.is_dir() and shutil.disk_usage(folder).free < LEAST_ROOM


def _in_memory(address: URL) -> bool:
    return address.get_backend_name() == "sqlite" and address.database in (None, "", ":memory:")


def _missing(where: str) -> DatabaseError:
    return DatabaseError(
        "Die Datenbank {where} gibt es nicht, oder sie ist leer. Stimmt die Adresse, so legt „akquise db upgrade“ sie "
        "an; „akquise demo“ legt eine zum Üben an.",
        where=where,
    )


def _network_share(path: Path) -> str:
    """The kind of network file system `path` lies on, or an empty text."""
    if sys.platform == "win32":
        return "UNC" if str(path).startswith("\\\\") else ""
    mounts = Path("/proc/mounts")
    if not mounts.is_file():
        return ""
    return network_file_system(path, mounts.read_text(encoding="utf-8", errors="replace"))


def network_file_system(path: Path, mounts: str) -> str:
    """The kind of network file system `path` lies on by a table of mounts (proc_mounts(5)), or an empty text."""
    best, kind = "", ""
    for line in mounts.splitlines():
        _, folder, file_system, *_ = line.split(" ")
        folder = folder.replace("\\040", " ")  # how the table writes a space
        if path.is_relative_to(folder) and len(folder) >= len(best):
            best, kind = folder, file_system
    return kind if kind in NETWORK_FILE_SYSTEMS else ""


def _on_sqlite_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we send BEGIN ourselves, so that DDL is part of the transaction
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _on_sqlite_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("akquise_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up_to_date(engine: Engine, create: bool) -> None:
    with engine.connect() as connection:
        if is_current(connection):
            return
        tables = inspect(connection).get_table_names()
        if not tables and not create:
            raise _missing(shown(engine.url))
        if tables and "alembic_version" not in tables:
            raise DatabaseError(
                "{where} ist eine Datenbank eines anderen Programms. Bitte eine andere Adresse wählen; "
                "es wurde nichts geändert.",
                where=shown(engine.url),
            )
    with writer(engine).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(5832021)"))  # two programs that start at once
        upgrade(connection)


def _explained(error: DBAPIError | sqlite3.Error | NoFreeConnectionError, url: URL) -> DatabaseError:
    why = str(error.orig if isinstance(error, DBAPIError) else error).strip() or type(error).__name__
    where = shown(url)
    if any(word in why for word in ("locked", "busy", "deadlock", "lock timeout", "QueuePool")):
        return DatabaseError(
            "Die Datenbank {where} ist gerade von einem anderen Vorgang gesperrt. "
            "Bitte in einer Minute noch einmal versuchen.",
            where=where,
        )
    if "not a database" in why or "malformed" in why:
        return DamagedError(
            "Die Datei {where} ist keine Datenbank oder beschädigt. Sie wurde nicht verändert; „akquise db restore“ "
            "holt eine Sicherung zurück.",
            where=where,
        )
    if "readonly" in why or "unable to open" in why:
        return DatabaseError(
            "Die Datenbank {where} lässt sich nicht öffnen: {why}. Bitte die Rechte prüfen.", where=where, why=why
        )
    if "disk is full" in why or ("disk I/O" in why and _no_room(where)):
        return DatabaseError("Der Speicherplatz für {where} ist erschöpft. Es wurde nichts verändert.", where=where)
    if url.get_backend_name() == "postgresql" and ("connection" in why or "connect" in why):
        return DatabaseError(
            "Der Datenbankserver {where} ist nicht erreichbar: {why}. Bitte Adresse und Netz prüfen.",
            where=where,
            why=why.splitlines()[0],
        )
    return DatabaseError(
        "Die Datenbank {where} meldet einen Fehler: {why}. Es wurde nichts verändert; bitte noch einmal versuchen. "
        "Bleibt es dabei, prüft sie „akquise db check“.",
        where=where,
        why=why.splitlines()[0],
    )
