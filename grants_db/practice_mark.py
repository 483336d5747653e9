"""A SQLite database of the practice bears a mark: however it is opened, it is known as one, and nothing leaves it."""

import sqlite3
from contextlib import closing
from pathlib import Path

#: what stands in place of the portal's address where a practice is opened without `akquise demo`
PORTAL_CLOSED = "closed"
#: the application id in the header of the file
MARK = int.from_bytes(b"UBNG", "big")


def mark_practice(file: Path) -> None:
    """Write the mark into a database; it goes into its backups too."""
    with closing(sqlite3.connect(file)) as database:
        database.execute(f"PRAGMA application_id = {MARK}")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def is_practice(url: str) -> bool:
    """Does the database at this address bear the mark? Never on a server, and not where there is none yet.

    Asked through SQLite: whoever opens and closes the file beside it takes the locks of the whole process away; what
    another process writes from then on is lost (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    file = Path(url.removeprefix("sqlite:///").partition("?")[0])
    if not url.startswith("sqlite:///") or not file.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            return bool(database.execute("PRAGMA application_id").fetchone() == (MARK,))
    except sqlite3.Error:
        return False  # whoever opens it says so
