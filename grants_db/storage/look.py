"""Looks at a database without touching it: where it stands, and how old its newest backup is."""

import os
import re
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.pool import NullPool

from grants_db.errors import DatabaseError
from grants_db.migrations.run import current, head, is_current
from grants_db.storage.address import shown
from grants_db.storage.backup import SQLITE_MAGIC
from grants_db.storage.database import database_errors

CONNECT_SECONDS = 10
#: how `akquise db backup` names a backup of its own accord
NAMED_BY_TIME = re.compile(r"akquise-\d{4}-\d{2}-\d{2}-\d{4}\.db")


@dataclass(frozen=True)
class DatabaseLook:
    """Where a database is, the revision of its tables, and whether that is this program's newest."""

    where: str
    revision: str
    is_current: bool


@dataclass(frozen=True)
class BackupFile:
    """A backup and when it was written."""

    path: Path
    written: datetime


def look_at(url: str, *, empty: bool = False) -> DatabaseLook:
    """Open for reading only; nothing is made or brought up to date. With `empty`, one without any table will do.

    Raises:
        DatabaseError: missing, damaged, unreachable, from a newer program, or no database of ours.
    """
    address = make_url(url)
    options: dict[str, object] = {"connect_timeout": CONNECT_SECONDS}
    opened = address
    if address.get_backend_name() == "sqlite":
        path = Path(str(address.database)).absolute()
        if not path.is_file() or not path.stat().st_size:
            raise DatabaseError("Die Datenbank {where} gibt es noch nicht. „akquise setup“ legt sie an.", where=path)
        opened = make_url(f"sqlite:///file:{path.as_uri().removeprefix('file://')}?mode=ro&uri=true")
        options = {}
    engine = create_engine(opened, hide_parameters=True, connect_args=options, poolclass=NullPool)
    with database_errors(address), closing(engine.connect()) as connection:
        revision = current(connection)
        if revision is None and empty and not inspect(connection).get_table_names():
            return DatabaseLook(shown(address), "", is_current=False)
        if revision is None:
            raise DatabaseError("{where} ist keine Datenbank von akquise.", where=shown(address))
        is_newest = is_current(connection)
        if address.get_backend_name() == "sqlite":
            (sound,) = connection.execute(text("PRAGMA quick_check(1)")).scalars()
            if sound != "ok":
                raise DatabaseError(
                    "Die Datenbank {where} ist beschädigt: {why}. Bitte nicht weiterarbeiten und eine Sicherung "
                    "zurückholen: akquise db restore.",
                    where=shown(address),
                    why=sound,
                )
    return DatabaseLook(shown(address), revision, is_newest)


def newest_revision() -> str:
    """The revision that this program brings a database to."""
    return head()


def newest_backup(folder: Path) -> BackupFile | None:
    """The youngest file in a folder that can be a backup; None where there is none.

    Raises:
        OSError: the folder can't be read.
    """
    found = [file for file in folder.iterdir() if file.suffix == ".db" and _begins_as_one(file)]
    if not found:
        return None
    youngest = max(found, key=os.path.getmtime)
    return BackupFile(youngest, datetime.fromtimestamp(youngest.stat().st_mtime, UTC))


def spare_backups(folder: Path, keep: int) -> list[Path]:
    """Of the backups that `akquise db backup` named by day and time, those older than the newest `keep`."""
    return sorted(file for file in folder.iterdir() if NAMED_BY_TIME.fullmatch(file.name))[:-keep]


def _begins_as_one(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC
    except OSError:
        return False
