"""Files that appear whole or not at all: an export that fails leaves the earlier file as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grants_db.errors import InputError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place to write to that takes the name `path` when everything is written; a pipe is written to directly.

    Raises:
        InputError: the place can't be written to.
    """
    part = path if path.exists() and not path.is_file() else path.with_name(f"{path.name}.part")
    try:
        yield part
        if part != path:
            part.replace(path)
    except OSError as mishap:
        raise InputError(
            "Die Datei {path} kann nicht geschrieben werden: {why}. Ist sie in Excel geöffnet, oder fehlt der Ordner?",
            path=path,
            why=mishap.strerror or mishap,
        ) from mishap
    finally:
        if part != path:
            part.unlink(missing_ok=True)
