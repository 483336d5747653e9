"""What a list is asked to show, as it is remembered between sessions. Pure."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Self, TypeVar

Word = TypeVar("Word", bound=StrEnum)
#: a minus, then a phrase in quotation marks or a word
PART = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')


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

    def has_words(self, text: str) -> bool:
        """Does the text have all that is asked for, and nothing that is not wanted?"""
        folded = text.casefold()
        return all((part in folded) is wanted for part, wanted in asked_for(self.words))


def asked_for(words: str) -> list[tuple[str, bool]]:
    """What is typed as parts of a text, and whether each has to be there: words, "a phrase", -not this, -"nor this".

    A quotation mark that is still open reaches to the end, a minus alone asks for nothing yet.

    >>> asked_for('Lotsen "in Arbeit" -Bund')
    [('lotsen', True), ('in arbeit', True), ('bund', False)]
    >>> asked_for('- "Ehren')
    [('ehren', True)]
    """
    parts = PART.findall(words.casefold())
    return [(phrase or word, not minus) for minus, phrase, word in parts if (phrase or word).strip('"-')]


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
