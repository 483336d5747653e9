"""Keeps `locale/en.po` complete: finds every text that people read in the code, and says which have no English.

    python -m docs.tools.catalogue        adds what is missing, with an empty translation

Texts are the first argument of `_`, `N_`, `counted`, `Message.of`, and of the errors that carry a sentence; and what
is given as `help` of a command or an option.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tui.formatting.i18n import LOCALE, catalogue

ROOT = Path(__file__).parent.parent
PACKAGES = ("grants_db", "crawler", "matching", "tui")
MARKERS = {"_", "N_", "counted", "Message", "of"}


@dataclass(frozen=True)
class Text:
    """A text for people: German for one and, where a number decides, for many; and the file it stands in."""

    one: str
    many: str
    where: str


def texts_in_code() -> dict[str, Text]:
    """Every text for people in the four packages, by its German."""
    found: dict[str, Text] = {}
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            for text in _texts(file):
                found.setdefault(text.one, text)
    return found


def untranslated() -> list[Text]:
    """The texts that have no English; a template of places only needs none."""
    known = catalogue("en")
    return [text for one, text in texts_in_code().items() if one not in known and _has_words(one)]


def misplaced() -> list[str]:
    """German texts whose translation does not name the same places, and so would lose or miss a value."""
    return [one for one, forms in catalogue("en").items() if any(_places(one) != _places(form) for form in forms)]


def unused() -> list[str]:
    """Translations of texts that no longer stand in the code."""
    return sorted(set(catalogue("en")) - set(texts_in_code()))


def add_missing() -> int:
    """Write the missing entries at the end of the catalogue, to be translated; gives how many."""
    po = LOCALE / "en.po"
    written = po.read_text(encoding="utf-8")
    missing = [text for text in untranslated() if f"\nmsgid {_quoted(text.one)}\n" not in written]
    with po.open("a", encoding="utf-8") as file:
        for text in missing:
            file.write(f"\n#: {text.where}\nmsgid {_quoted(text.one)}\n")
            if text.many:
                file.write(f'msgid_plural {_quoted(text.many)}\nmsgstr[0] ""\nmsgstr[1] ""\n')
            else:
                file.write('msgstr ""\n')
    return len(missing)


def _texts(file: Path) -> Iterator[Text]:
    where = file.relative_to(ROOT).as_posix()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _speaks(node.func) and (one := _written(node)):
            many = _literal(node, 1) if _name(node.func) == "counted" else ""
            yield Text(one, many, where)
        elif isinstance(node, ast.keyword) and node.arg == "help" and isinstance(node.value, ast.Constant):
            yield Text(str(node.value.value), "", where)


def _speaks(function: ast.expr) -> bool:
    """Does a call of this function carry a text for people?"""
    name = _name(function)
    if name == "of":
        return isinstance(function, ast.Attribute) and _name(function.value) == "Message"
    return name in MARKERS or name.endswith("Error")


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _written(call: ast.Call) -> str:
    """The German of a call: its first argument; an error may say before it what it makes of a run."""
    return _literal(call, 0) or (_literal(call, 1) if _name(call.func).endswith("Error") else "")


def _literal(call: ast.Call, position: int) -> str:
    """The text at this position, if it is written out; Python's own errors in English are no business of ours."""
    if len(call.args) <= position or _name(call.func) in PYTHONS_OWN:
        return ""
    argument = call.args[position]
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else ""


PYTHONS_OWN = {
    "ValueError",
    "TypeError",
    "KeyError",
    "NotImplementedError",
    "RuntimeError",
    "AssertionError",
    "OSError",
    "PydanticCustomError",
}


def _has_words(text: str) -> bool:
    return any(sign.isalpha() for sign in re.sub(r"\{\w+\}", "", text))


def _places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


if __name__ == "__main__":
    sys.stderr.write(f"{add_missing()} texts added to {LOCALE / 'en.po'}\n")
