"""What a list is asked to show, as it is remembered between sessions. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self


@dataclass(frozen=True)
class Wanted:
    """What is shown: a unit's (empty: everybody's), with these words. Subclasses add their own."""

    unit: str = ""
    words: str = ""

    def as_json(self) -> dict[str, object]:
        """What is remembered of it."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Self:
        """What was remembered; what makes no sense (another version, a hand) is left out."""
        unit, words = stored.get("unit"), stored.get("words")
        return cls(unit if isinstance(unit, str) else "", words if isinstance(words, str) else "")

    def has_words(self, text: str) -> bool:
        """Does the text have all the words?"""
        folded = text.casefold()
        return all(word in folded for word in self.words.casefold().split())
