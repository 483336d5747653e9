"""What a list is asked to show, as it is remembered between sessions. Pure."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, Self, TypeVar

Word = TypeVar("Word", bound=StrEnum)
#: a minus, a name before a colon, then a phrase in quotation marks or a word
PART = re.compile(r'(-?)(?:([^\W\d_]+):(?=\S))?(?:"([^"]*)"?|(\S+))')
NOTHING_NAMED: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class ListFilter:
    """What is shown: a unit's (empty: everybody's), with these words. Subclasses add their own."""

    unit: str = ""
    words: str = ""

    def as_json(self) -> dict[str, object]:
        """What is remembered of it: what is not empty."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None) and value is not False}

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Self:
        """What was remembered; what makes no sense (another version, a hand) is left out."""
        unit, words = stored.get("unit"), stored.get("words")
        return cls(unit if isinstance(unit, str) else "", words if isinstance(words, str) else "")

    def has_words(self, text: str, named: Mapping[str, str] = NOTHING_NAMED) -> bool:
        """Does the text have all that is asked for, and nothing that is not wanted?

        `named` are parts of it by what people call them: of `name:word` the word has to be in that part; the beginning
        of a name is enough.
        """
        return all(_is_in(part, text.casefold(), named) is part.wanted for part in asked_for(self.words))


class AskedWord(NamedTuple):
    """A word or phrase, whether it has to be there or must not be, and the name before its colon; all in lower case."""

    text: str
    wanted: bool
    name: str = ""


def asked_for(words: str) -> list[AskedWord]:
    """What is typed: words, "a phrase", -not this, -"nor this", name:this, name:"or this".

    A quotation mark that is still open reaches to the end, a minus alone asks for nothing yet.

    >>> [tuple(part) for part in asked_for('Lotsen "in Arbeit" -Bund Stand:"in Arbeit"')]
    [('lotsen', True, ''), ('in arbeit', True, ''), ('bund', False, ''), ('in arbeit', True, 'stand')]
    >>> [part.text for part in asked_for('- "Ehren')]
    ['ehren']
    """
    parts = PART.findall(words.casefold())
    return [
        AskedWord(phrase or word, not minus, name)
        for minus, name, phrase, word in parts
        if (phrase or word).strip('"-')
    ]


def _is_in(part: AskedWord, text: str, named: Mapping[str, str]) -> bool:
    """Is it in the part of that name? Without one, or with a name that there is none of, in the text as typed."""
    name, colon, rest = (part.name, ":", part.text) if part.name else part.text.partition(":")
    found = [value for one, value in named.items() if name and colon and one.casefold().startswith(name)]
    if found:
        return any(rest in value.casefold() for value in found) if rest else part.wanted  # nothing asked for yet
    return (f"{part.name}:{part.text}" if part.name else part.text) in text


def remembered_word(vocabulary: type[Word], value: object) -> Word | None:
    """A word of a vocabulary that was written down; None where it is none of them (any more)."""
    return next((word for word in vocabulary if word.value == value), None)


def remembered_words(vocabulary: type[Word], value: object) -> tuple[Word, ...]:
    """Words of a vocabulary that were written down, one or several, each once; what is none of them is left out."""
    written = value if isinstance(value, list) else [value]
    return tuple(word for word in vocabulary if word.value in written)


def remembered_number(value: object) -> int | None:
    """A number that was written down; JSON's true and false are none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None
