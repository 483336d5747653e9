"""Keeps `locale/en.po` complete, with babel: finds every text that people read in the code.

    python -m docs.tools.catalogue        takes what is new into the catalogue, untranslated, and what is gone out of it

Texts are what is given to `_`, `N_` and `counted`, the templates of `Message` and of the errors that carry a sentence,
and what is given as `help` and `metavar` of a command, an argument or an option.
"""

import ast
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.pofile import read_po, write_po

from tui.formatting.i18n import LOCALE, compile_catalogues

ROOT = Path(__file__).parents[2]
PACKAGES = ("grants_db", "crawler", "matching", "tui")
PO = LOCALE / "en.po"
#: what carries a text: which of its arguments; a page's error says first what it makes of a run
KEYWORDS = {
    **dict.fromkeys(("_", "N_", "Message", "of", "help"), (1,)),
    **dict.fromkeys(
        (
            "AkquiseError",
            "UsageError",
            "DoubtError",
            "MissingStepError",
            "DatabaseError",
            "DamagedError",
            "InputError",
            "OvertakenError",
        ),
        (1,),
    ),
    **dict.fromkeys(
        ("RecordError", "AddressRefusedError", "WayOutError", "SourceListError", "XmlError", "DocumentError"), (1,)
    ),
    **dict.fromkeys(("QuestionError", "QuestionCancelledError", "OtherListError"), (1,)),
    "PageError": (2,),
    **dict.fromkeys(("well", "worth_a_look", "broken"), (2,)),  # what a check of the machine says
    "counted": (1, 2),
}
PLACE = re.compile(r"\{(\w+)\}")


def texts_in_code() -> Catalog:
    """Every text for people in the four packages, each with the files it stands in; what is no word needs none."""
    found = Catalog()
    for package in PACKAGES:
        of_package = extract_from_dir(
            ROOT / package, [("**.py", "docs.tools.catalogue:texts_of")], {"**.py": {}}, KEYWORDS
        )
        for file, _line, text, _comments, _context in of_package:
            if text and any(sign.isalpha() for sign in PLACE.sub("", _one(text))):
                found.add(text, locations=[(f"{package}/{file}", 0)])
    return found


def texts_of(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Any
) -> Iterator[tuple[Any, ...]]:
    """Babel's own reading of a module, and what it does not see: what is given by name, and `_` in an f-string."""
    yield from extract_python(file, keywords, comment_tags, options)
    file.seek(0)
    for node in ast.walk(ast.parse(file.read())):
        match node:
            case ast.keyword(arg="help" | "metavar", value=ast.Constant(value=str(text))):
                yield node.value.lineno, "help", [text], []
            case ast.FormattedValue():
                for call in ast.walk(node.value):
                    match call:
                        case ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str(text))]):
                            yield node.lineno, "_", [text], []


def catalogue() -> Catalog:
    """The English catalogue as it is kept."""
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def untranslated() -> list[str]:
    """The texts that have no English, each with a file it stands in."""
    known = catalogue()
    return [
        f"{entry.locations[0][0]}: {_one(entry.id)}" for entry in _entries(texts_in_code()) if not _has(known, entry)
    ]


def misplaced() -> list[str]:
    """German texts whose translation does not name the same places, and so would lose or miss a value."""
    return [
        _one(entry.id)
        for entry in _entries(catalogue())
        if any(set(PLACE.findall(_one(entry.id))) != set(PLACE.findall(form)) for form in _forms(entry))
    ]


def unused() -> list[str]:
    """Translations of texts that no longer stand in the code."""
    found = texts_in_code()
    return [_one(entry.id) for entry in _entries(catalogue()) if found.get(entry.id) is None]


def bring_up_to_date() -> int:
    """Write the catalogue anew, sorted by its German; gives how many texts wait for a translation."""
    kept, header = catalogue(), PO.read_bytes().partition(b"\n\n")[0]
    kept.update(texts_in_code(), no_fuzzy_matching=True)
    with PO.open("wb") as file:
        file.write(header + b"\n\n")
        write_po(file, kept, width=0, sort_output=True, no_location=True, ignore_obsolete=True, omit_header=True)
    compile_catalogues()
    return len(untranslated())


def _entries(of: Catalog) -> Iterator[Entry]:
    return (entry for entry in of if entry.id)


def _one(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def _forms(entry: Entry) -> tuple[str, ...]:
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())


def _has(known: Catalog, entry: Entry) -> bool:
    there = known.get(entry.id)
    return there is not None and all(_forms(there))


if __name__ == "__main__":
    sys.stderr.write(f"{bring_up_to_date()} texts wait for their English in {PO}\n")
