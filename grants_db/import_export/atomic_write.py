"""A file that is handed out: whole or not at all, and one clear sentence where it can't be written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grants_db.atomic_write import replaced_whole
from grants_db.errors import InputError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place to write to that takes the name `path` when everything is written.

    Raises:
        InputError: the place can't be written to.
    """
    try:
        with replaced_whole(path) as part:
            yield part
    except OSError as error:
        raise InputError(
            "Die Datei {path} kann nicht geschrieben werden: {why}. Ist sie in Excel geöffnet, oder fehlt der Ordner?",
            path=path,
            why=error.strerror or error,
        ) from error
