"""Care for the database: back up and restore.

A backup is always one SQLite file, whatever database it was taken from, so that it can be restored into either kind.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from errno import ENOSPC
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine

from grants_db.errors import DatabaseError, InputError
from grants_db.migrations.run import current, head
from grants_db.models.all_tables import metadata
from grants_db.storage.address import shown
from grants_db.storage.database import database_errors, open_database, writer
from grants_db.storage.rows import continue_counting, copy_rows
from grants_db.storage.schema import outdated
from grants_db.storage.soundness import findings_of

SQLITE_MAGIC = b"SQLite format 3\x00"


def backup(engine: Engine, file: Path) -> None:
    """Copy everything to a new file, as it stands at one moment, while others go on working; the copy is checked.

    Raises:
        InputError: the file exists already or can't be written.
        DatabaseError: the database is damaged: what could not be restored is no backup.
    """
    if file.exists():
        raise InputError(
            "Die Datei {path} gibt es schon; eine Sicherung überschreibt nichts. Bitte einen anderen Namen wählen.",
            path=file,
        )
    part = file.with_name(f"{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        if engine.dialect.name == "sqlite":
            _copy_file(engine, part)
        else:
            _assert_newest(engine)
            _copy_rows_to_file(engine, part)
        _assert_restorable(part, engine.url)
        part.rename(file)
    except OSError as error:
        raise InputError(
            "Die Sicherung {path} kann nicht geschrieben werden: {why}. Bitte Speicherplatz, Ordner und Rechte prüfen.",
            path=file,
            why=error.strerror,
        ) from error
    finally:
        for beside in ("", "-journal", "-wal", "-shm"):
            part.with_name(part.name + beside).unlink(missing_ok=True)


def restore(engine: Engine, file: Path) -> None:
    """Replace everything by a backup, all or nothing; the file itself is only read.

    Raises:
        InputError: no such file, or not a sound backup of this program.
        DatabaseError: a backup of a newer program.
    """
    with tempfile.TemporaryDirectory(prefix="akquise-") as folder:
        copy = Path(folder) / "backup.db"
        _verified_copy(file, copy)
        with (
            _opened(copy) as source,  # opening brings an older backup up to date
            database_errors(engine.url),
            source.connect() as old,
            writer(engine).begin() as new,
        ):
            for table in reversed(metadata.sorted_tables):
                new.execute(table.delete())
            copy_rows(old, new)
            continue_counting(new)


def restore_beside(url: URL, file: Path) -> Path:
    """Put a backup in the place of a SQLite file that is too damaged to be written into; gives where that lies now.

    The new file is whole before the damaged one is moved, with its log, to a name that nothing has yet.

    Raises:
        InputError: no such backup, or not a sound one of this program; or there is no room beside the file.
    """
    path = Path(str(url.database)).absolute()
    fresh = path.with_name(f"{path.name}.part")
    logs = ("", "-wal", "-shm")
    try:
        for log in logs:
            fresh.with_name(fresh.name + log).unlink(missing_ok=True)
        with _opened(fresh) as engine:
            restore(engine, file)
        with closing(sqlite3.connect(fresh)) as written:
            written.execute("PRAGMA journal_mode=DELETE")
        names = (path.with_name(f"{path.name}.beschaedigt{number}") for number in ("", *range(2, 1000)))
        aside = next(name for name in names if not name.exists())
        for log in logs:
            with suppress(FileNotFoundError):
                path.with_name(path.name + log).rename(aside.with_name(aside.name + log))
        fresh.rename(path)
    except OSError as error:
        raise InputError(
            "Neben der Datenbank {path} kann nichts geschrieben werden: {why}. Bitte Speicherplatz, Ordner und Rechte "
            "prüfen.",
            path=path,
            why=error.strerror,
        ) from error
    finally:
        for log in logs:
            fresh.with_name(fresh.name + log).unlink(missing_ok=True)
    return aside


def _copy_file(engine: Engine, part: Path) -> None:
    with database_errors(engine.url), engine.connect() as connection, closing(sqlite3.connect(part)) as target:
        driver = connection.connection.driver_connection
        if not isinstance(driver, sqlite3.Connection):
            raise TypeError(f"SQLite is driven by {type(driver).__name__}, not by sqlite3")
        try:
            driver.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # a backup is one file, without a log beside it
        except sqlite3.Error as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_FULL:  # the copy's disk, not the database's
                raise OSError(ENOSPC, os.strerror(ENOSPC)) from error
            raise


def _assert_restorable(part: Path, url: URL) -> None:
    """What was copied holds together and can be read row by row; DatabaseError names the database, not the copy."""
    copy = create_engine(f"sqlite:///{part}")
    try:
        is_sound = not findings_of(copy)[0]
    except DatabaseError:
        is_sound = False
    finally:
        copy.dispose()
    if not is_sound:
        raise DatabaseError(
            "Die Datenbank {where} ist beschädigt; eine Sicherung von ihr ließe sich nicht zurückholen, und es wurde "
            "keine geschrieben. Frühere Sicherungen bitte aufheben. Was fehlt, sagt „akquise db check“.",
            where=shown(url),
        )


def _assert_newest(engine: Engine) -> None:
    """Rows can be read only as this program knows them; a file is copied as it is."""
    with database_errors(engine.url), engine.connect() as connection:
        if (at := current(connection)) != head():
            raise outdated(engine, str(at))


def _copy_rows_to_file(engine: Engine, part: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="akquise-") as folder:
        copy = Path(folder) / "backup.db"
        one_moment = engine.execution_options(isolation_level="REPEATABLE READ")
        with (
            _opened(copy) as target,
            database_errors(engine.url),
            one_moment.connect() as old,
            writer(target).begin() as new,
        ):
            copy_rows(old, new)
        with closing(sqlite3.connect(copy)) as written:
            written.execute("PRAGMA journal_mode=DELETE")
        shutil.copyfile(copy, part)


@contextmanager
def _opened(file: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{file}")
    try:
        yield engine
    finally:
        engine.dispose()


def _verified_copy(file: Path, copy: Path) -> None:
    """Copy the backup, refusing what isn't a sound database of ours; the file itself is opened for reading only."""
    try:
        with file.open("rb") as opened:
            magic = opened.read(len(SQLITE_MAGIC))
    except OSError as error:
        raise InputError("Die Sicherung {path} ist nicht lesbar: {why}.", path=file, why=error.strerror) from error
    if magic != SQLITE_MAGIC:
        raise InputError("Die Datei {path} ist keine Sicherung von akquise. Es wurde nichts geändert.", path=file)
    try:
        with (
            closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as stored,
            closing(sqlite3.connect(copy)) as connection,
        ):
            stored.backup(connection)
            sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise _damaged(file) from error
    if not {"alembic_version", "measure", "opportunity"} <= tables:
        raise InputError("Die Datei {path} ist eine Datenbank, aber keine Sicherung von akquise.", path=file)
    if not sound or orphan is not None:
        raise _damaged(file)


def _damaged(file: Path) -> InputError:
    return InputError(
        "Die Sicherung {path} ist beschädigt. Es wurde nichts geändert; bitte eine andere nehmen.", path=file
    )
