"""What the app remembers of a user between two sessions: filters, saved views, when they last looked.

One small JSON file a database, in the user's state folder; nothing that others need is kept here (decisions and the
like are in the database, settings in the configuration file).
"""

import json
from pathlib import Path
from typing import TypeVar

Value = TypeVar("Value")


def memory_file(database_url: str, user: str = "") -> Path:
    """Where the app's memory of this database is kept; each user of the browser version has one of their own."""
    import hashlib

    from grants_db.user_folders import user_folder

    whose = f"{database_url}\n{user}" if user else database_url
    name = hashlib.sha256(whose.encode()).hexdigest()[:12]
    return user_folder("state") / f"app-{name}.json"


class Memory:
    """Values by name; without a file they last until the app ends.

    A file that can't be read is put aside as `….damaged` and `damaged` says where; the app starts afresh.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._values: dict[str, object] = {}
        self.damaged: Path | None = None
        if file is not None and file.is_file():
            self._read(file)

    @property
    def lasts(self) -> bool:
        """Is it kept when the app ends?"""
        return self._file is not None

    def get(self, name: str, default: Value) -> Value:
        """The value by this name; the default where there is none or one of another kind."""
        value = self._values.get(name, default)
        return value if isinstance(value, type(default)) else default

    def put(self, name: str, value: object) -> None:
        """Remember a value (plain JSON) and write it down; a folder that can't be written loses only the memory."""
        if self._values.get(name) == value:
            return
        self._values[name] = value
        if self._file is None:
            return
        from grants_db.atomic_write import replaced_whole  # the first picture writes nothing down

        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            written = _values_in(self._file) or {}  # by another window meanwhile: what it put stays
            with replaced_whole(self._file, 0o600) as part, part.open("w", encoding="utf-8") as new:
                json.dump(written | {name: value}, new, ensure_ascii=False, indent=1)
        except OSError:
            self._file = None  # read-only or full: what is remembered lasts until the app ends

    def _read(self, file: Path) -> None:
        values = _values_in(file)
        if values is not None:
            self._values = values
            return
        aside = file.with_suffix(".damaged")
        try:
            file.replace(aside)
        except OSError:
            return
        self.damaged = aside


def _values_in(file: Path) -> dict[str, object] | None:
    """What the file holds; None where it is missing or damaged."""
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return values if isinstance(values, dict) else None
