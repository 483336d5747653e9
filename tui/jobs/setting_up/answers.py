"""The answers to setting akquise up: the settings by their names, and the first table of measures; read from a file.

    # answers.toml, or the same as YAML
    contact = "foerdermittel@stadt.example"
    measures = "massnahmen.xlsx"
    [city]
    name = "Magdeburg"

Paths in the file are from the file's own folder.
"""

import re
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grants_db.errors import InputError
from grants_db.messages import Message

#: answers that are no setting
MEASURES, MEASURES_LIST = "measures", "measures_list"
#: settings that name a file or a folder
PATHS = (
    "calendar_file",
    "rules_file",
    "calendar_folder",
    "letters_folder",
    "archive_folder",
    "backup_folder",
    "ca_file",
)


@dataclass(frozen=True)
class WrongAnswer:
    """An answer that can't be so: its name (`city.ags`), and what is wrong and what to do next."""

    name: str
    said: Message


@dataclass(frozen=True)
class SetupAnswers:
    """Settings as `config.toml` has them, and the table of measures; `places` says in which line of a file each is."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    measures: Path | None = None
    measures_list: str = ""
    file: Path | None = None
    places: Mapping[str, int] = field(default_factory=dict)

    def place(self, name: str) -> Message:
        """Where an answer stands, for people."""
        if self.file is None:
            return Message.of("{name}", name=name)
        if name in self.places:
            return Message.of("{file}, Zeile {line}, {name}", file=self.file, line=self.places[name], name=name)
        return Message.of("{file}, {name}", file=self.file, name=name)


def read_answers(file: Path) -> SetupAnswers:
    """The answers in a TOML or YAML file.

    Raises:
        InputError: not readable, of another kind, or no table of names and values.
    """
    try:
        text = file.read_text(encoding="utf-8")
        if file.suffix in (".yml", ".yaml"):
            import yaml

            try:
                said = yaml.safe_load(text)
            except (yaml.YAMLError, RecursionError) as error:
                raise ValueError(str(error)) from error
        else:
            said = tomllib.loads(text)
    except OSError as error:
        raise InputError("Die Datei {path} ist nicht lesbar: {why}.", path=file, why=error.strerror) from error
    except ValueError as error:  # a fault of TOML, of YAML, or of the encoding
        raise InputError(
            "Die Antworten in {path} sind nicht zu lesen: {why}. Gemeint ist TOML oder, mit der Endung .yml, YAML.",
            path=file,
            why=" ".join(str(error).split()),
        ) from error
    if not isinstance(said, dict):
        raise InputError("In {path} stehen keine Antworten; gemeint sind Zeilen wie: contact = …", path=file)
    return answers_of(said, file, text)


def answers_of(said: Mapping[str, Any], file: Path | None = None, text: str = "") -> SetupAnswers:
    """The answers apart from the table of measures; paths become those from the file's folder."""
    settings = deepcopy(dict(said))
    measures, list_name = settings.pop(MEASURES, None), settings.pop(MEASURES_LIST, "")
    folder = file.absolute().parent if file else Path()
    for name in PATHS:
        if isinstance(settings.get(name), str) and settings[name]:
            settings[name] = str(_from(folder, settings[name]))
    return SetupAnswers(
        settings,
        _from(folder, str(measures)) if measures else None,
        str(list_name),
        file,
        _lines(text) if text else {},
    )


def _from(folder: Path, path: str) -> Path:
    return folder / Path(path).expanduser()


def _lines(text: str) -> dict[str, int]:
    """In which line a name stands, with its group before it, in TOML or YAML."""
    found: dict[str, int] = {}
    group = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if head := re.match(r"\[([\w.]+)\]", line):
            group = head[1] + "."
        elif head := re.match(r"(\w+):\s*(?:#.*)?$", line):
            group = head[1] + "."
            found.setdefault(head[1], number)
        elif name := re.match(r"\s*(\"?)([\w]+)\1\s*[=:]", line):
            is_inner = line[0].isspace() or (group and "=" in line)
            found.setdefault((group if is_inner else "") + name[2], number)
    return found
