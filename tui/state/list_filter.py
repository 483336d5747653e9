"""What a list is asked to show, as it is remembered between sessions. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Self, TypeVar

Word = TypeVar("Word", bound=StrEnum)


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
        """Does the text have all the words?"""
        folded = text.casefold()
        return all(word in folded for word in self.words.casefold().split())


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
