"""A SQLite database of the practice bears a mark: however it is opened, it is known as one, and nothing leaves it."""

import sqlite3
from contextlib import closing
from pathlib import Path

#: what stands in place of the portal's address where a practice is opened without `akquise demo`
PORTAL_CLOSED = "closed"
#: the application id in the header of the file, and where it stands there
MARK, MARK_AT = b"UBNG", 68


def mark_practice(file: Path) -> None:
    """Write the mark into a database; it goes into its backups too."""
    with closing(sqlite3.connect(file)) as database:
        database.execute(f"PRAGMA application_id = {int.from_bytes(MARK, 'big')}")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def is_practice(url: str) -> bool:
    """Does the database at this address bear the mark? Never on a server, and not where there is none yet."""
    file = Path(url.removeprefix("sqlite:///").partition("?")[0])
    if not url.startswith("sqlite:///") or not file.is_file():
        return False
    try:
        with file.open("rb") as header:
            header.seek(MARK_AT)
            return header.read(len(MARK)) == MARK
    except OSError:
        return False  # whoever opens it says so
