"""The classes of words as signs of sentences: one look at each word tells for all readers what a sentence may hold.

A quick first look that can't forget a word of the tables: it takes the first word of a phrase for the phrase. What
passes is looked at in full.
"""

from collections.abc import Iterable
from functools import cache

from crawler.extract.roles.words import tokens_in, word_classes
from crawler.text.word_signs import SIGNS


class ClassSigns:
    """The signs of one subject's classes, see `words.TABLES`.

    >>> signs = ClassSigns("conditions")
    >>> [bool(SIGNS.of(words) & signs.of(("begin",))) for words in ("Projektbeginn am 1. Mai", "ein Projekt")]
    [True, False]
    """

    def __init__(self, subject: str) -> None:
        self._table = word_classes(subject)
        names = (name for each in self._table.names for name in (each, f"of_{each}"))
        self._bits = {name: 1 << place for place, name in enumerate(names)}
        self._shift = SIGNS.table(self._of_piece, len(self._bits))

    def of(self, names: Iterable[str]) -> int:
        """The signs of some classes; a name that is no class of the table has none."""
        return sum(self._bits.get(name, 0) for name in {*names}) << self._shift

    def _of_piece(self, piece: str) -> int:
        found = 0
        for token in tokens_in(piece):
            found |= sum(self._bits[name] for name in self._table.may_be(token))
        return found


@cache
def class_signs(subject: str) -> ClassSigns:
    """The signs of the classes that the program ships."""
    return ClassSigns(subject)
