"""What a closed vocabulary is; the words themselves stand in `grants_db.vocabulary`.

A module of its own because making all the words takes 2 ms, which the app's first picture can do without.
"""

from enum import StrEnum
from typing import Self


class Vocabulary(StrEnum):
    """A member of a vocabulary: its value, which is stored, and its names for people.

    >>> from grants_db.vocabulary import Level
    >>> Level.FEDERAL.value, Level.FEDERAL.german, Level.FEDERAL.english
    ('federal', 'Bund', 'Federal')
    """

    _value_: str
    german: str
    english: str

    def __new__(cls, value: str, german: str = "", english: str = "") -> Self:
        """A member from its three texts; a word alone is looked up."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.german, word.english = german, english
        return word
