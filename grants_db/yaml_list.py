"""A list of entries in YAML that people write: each with its line, and a mistake in our own words."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from grants_db.errors import InputError
from grants_db.messages import Message, Quote

Fields = TypeVar("Fields", bound=BaseModel)


class _TextLoader(yaml.CSafeLoader):
    """Reads 2017, 2017-02-30 and "yes" as the texts they are: what a field means is its own matter."""


_TextLoader.yaml_implicit_resolvers = {
    first: kept
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    if (kept := [each for each in resolvers if each[0] == "tag:yaml.org,2002:null"])
}


class YamlEntry:
    """One entry of a list: its fields as texts, and where it stands.

    Attributes:
        path: of the file.
        fields: what it says; None where it is no entry of fields.
    """

    def __init__(self, path: Path, node: yaml.Node, row: object) -> None:
        self.path = path
        self.fields = row if isinstance(row, dict) else None
        self._row, self._node = row, node

    def read(self, model: type[Fields]) -> Fields:
        """The entry as this model; InputError names the line and the field of the first mistake."""
        if (twice := _named_twice(self._node)) is not None:
            field, line = twice
            raise self._mistake(line, field, Message.of("dieses Feld steht zweimal da"))
        try:
            return model.model_validate(self._row)
        except ValidationError as error:
            first = error.errors()[0]
            names = [str(part) for part in first["loc"] if isinstance(part, str)]
            raise self._mistake(_line(self._node, *names), ".".join(names) or "?", _why(first)) from error

    def mistake(self, field: str, why: Message) -> InputError:
        """What to say of a field that can't be so."""
        return self._mistake(_line(self._node, field), field, why)

    def _mistake(self, line: int, field: str, why: Message) -> InputError:
        return InputError(
            "Regeldatei {path}, Zeile {line}, Feld „{field}“: {why}. Die Regel wurde nicht übernommen.",
            path=self.path.name,
            line=line,
            field=field,
            why=why,
        )


def entries(path: Path) -> Iterator[YamlEntry]:
    """The entries of a file of rules; InputError where it is no list in YAML."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("Die Regeldatei {path} fehlt oder ist kein Text in UTF-8.", path=path) from error
    try:
        root = yaml.compose(text, Loader=_TextLoader)
        rows = yaml.load(text, _TextLoader)  # noqa: S506 - the safe one, less what it guesses
    except (yaml.YAMLError, RecursionError) as error:  # or nested deeper than anything is meant
        line = error.problem_mark.line + 1 if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark else "?"
        raise InputError("Die Regeldatei {path} ist nicht lesbar (Zeile {line}).", path=path, line=line) from error
    if not isinstance(root, yaml.SequenceNode) or not isinstance(rows, list):
        raise InputError("Die Regeldatei {path} muss eine Liste von Regeln sein.", path=path)
    for node, row in zip(root.value, rows, strict=True):
        yield YamlEntry(path, node, row)


def _named_twice(node: yaml.Node) -> tuple[str, int] | None:
    """A field that a rule, or its outer bound, names twice, with the line of the second."""
    known: set[str] = set()
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value in known:
            return str(key.value), int(key.start_mark.line) + 1
        known.add(key.value)
        if (within := _named_twice(value)) is not None:
            return within
    return None


def _why(refused: ErrorDetails) -> Message:
    """What is wrong with a field, in our own words."""
    given = Quote(str(refused["input"]))
    match refused["type"]:
        case "missing":
            return Message.of("fehlt")
        case "extra_forbidden":
            return Message.of("dieses Feld gibt es nicht")
        case "enum" | "literal_error":
            known = str((refused.get("ctx") or {}).get("expected", "")).replace(" or ", ", ").replace("'", "")
            return Message.of("{given} ist hier nicht möglich; möglich sind {known}", given=given, known=Quote(known))
        case "value_error":
            return Message.of("{given} ist keine Dauer; bitte z. B. P6M, P8W, P60D oder P1Y schreiben", given=given)
        case "date_from_datetime_parsing" | "date_parsing":
            return Message.of("{given} ist kein Tag; bitte z. B. 2027-01-01 schreiben", given=given)
        case "decimal_parsing" | "greater_than_equal" | "less_than_equal" | "decimal_max_places":
            return Message.of("{given} ist hier keine mögliche Zahl; bitte z. B. 20 oder 1.27 schreiben", given=given)
        case _ if refused["input"] in (None, ""):
            return Message.of("ist leer")
        case "tuple_type":
            return Message.of("{given} ist keine Liste; bitte in eckige Klammern setzen", given=given)
        case "model_type" | "model_attributes_type":
            return Message.of("{given} ist keine Regel aus Feldern wie „id: …“", given=given)
        case _:
            return Message.of("{given} passt hier nicht", given=given)


def _line(node: yaml.Node, *names: str) -> int:
    """The line of a rule's field, by its path, or of what should hold it where the field is missing."""
    if isinstance(node, yaml.MappingNode) and names:
        for key, value in node.value:
            if key.value == names[0]:
                return _line(value, *names[1:]) if len(names) > 1 else int(key.start_mark.line) + 1
    return int(node.start_mark.line) + 1
