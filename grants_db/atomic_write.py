"""Files that appear whole or not at all: a write that fails leaves the earlier file as it was."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replaced_whole(path: Path, mode: int = 0o666) -> Iterator[Path]:
    """A place beside `path` to write to that takes its name when everything is written.

    Whoever reads meanwhile finds the old file or the new one; of two that write at once, the later one's stays. A pipe
    is written to directly. `mode` is that of the new file, less what the user's mask takes away.

    Raises:
        OSError: the place can't be written to; nothing is left of the attempt.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    part = path.with_name(f"{path.name}.{os.urandom(4).hex()}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
