"""What each distinct word stands for, worked out once: its stem and parts, its letter groups, the ideas it names.

A word's number is its place in the table; what it stands for are numbers of columns. Laid out as sparse matrices
(words × columns), one product with the words of all texts gives what a whole crawl stands for.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.index.arrays import Matrix
from matching.text.compounds import shared_splitter
from matching.text.german import stem, stop_words
from matching.text.glossary import Glossary
from matching.text.word_runs import RunFinder

GROUP_SIZE = 3


class Columns:
    """Numbers of columns for names, in order of arrival; a frozen one, and one of known names, takes no new ones."""

    def __init__(self, known: Iterable[str] | None = None) -> None:
        self.numbers: dict[str, int] = {} if known is None else {name: place for place, name in enumerate(known)}
        self.frozen = known is not None

    def __len__(self) -> int:
        return len(self.numbers)

    def numbers_of(self, names: Sequence[str]) -> list[int]:
        """The columns of several names, without those left out."""
        known = self.numbers
        if self.frozen:
            return [known[name] for name in names if name in known]
        return [known.setdefault(name, len(known)) for name in names]


class WordTable:
    """Words as numbers, and what they stand for; a word that is new to it is worked out and added.

    Attributes:
        parts: the columns of stems and of the parts of compounds.
        groups: the columns of letter groups.
        names: the words, by number.
    """

    def __init__(self, glossary: Glossary, vocabulary: Mapping[str, Sequence[str]] | None = None) -> None:
        self.glossary = glossary
        known = vocabulary or {}
        self.parts, self.groups = Columns(known.get("parts")), Columns(known.get("groups"))
        self.names: list[str] = []
        self._splitter = shared_splitter()
        self._numbers: dict[str, dict[str, int]] = {"de": {}, "en": {}}
        self._finder = RunFinder(glossary)
        self._parts_of, self._ideas_of = _Lists(), _Lists()
        self._groups_of: dict[int, list[int]] = {}
        self._told: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {}

    def freeze(self) -> None:
        """From now on parts and letter groups not seen yet are left out."""
        self.parts.frozen = self.groups.frozen = True

    def numbers(self, words: Sequence[str], language: str) -> NDArray[np.int32]:
        """The numbers of a text's words, in order."""
        known = self._numbers[language]
        found = list(map(known.get, words))
        if None in found:
            for word in words:
                if word not in known:
                    known[word] = len(self.names)
                    self._add(word, language)
            found = list(map(known.get, words))
        return np.array(found, dtype=np.int32)

    def stands_for(self, number: int) -> tuple[Sequence[int], Sequence[int]]:
        """The parts and the ideas of a word, as numbers of their columns."""
        told = self._told.get(number)
        if told is None:
            told = self._told[number] = tuple(self._parts_of[number]), tuple(self._ideas_of[number])
        return told

    def runs(self, words: NDArray[np.int32], texts: NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
        """The ideas that several words in a row name (`RunFinder.runs`): (place, idea, words)."""
        return self._finder.runs(words, texts)

    def runs_in(self, words: Sequence[int]) -> Iterator[tuple[int, int, int]]:
        """The same of one text."""
        return self._finder.runs_in(words)

    def parts_matrix(self) -> Matrix:
        """Words × parts."""
        return self._parts_of.matrix(len(self.parts))

    def ideas_matrix(self) -> Matrix:
        """Words × ideas of the glossary."""
        return self._ideas_of.matrix(len(self.glossary.ideas))

    def groups_matrix(self, numbers: Sequence[int]) -> Matrix:
        """The given words × letter groups; a word never asked for never needs its groups."""
        lists = _Lists()
        for number in numbers:
            if number not in self._groups_of:
                word = self.names[number]
                groups = [] if word in stop_words() else self.groups.numbers_of(letter_groups(word))
                self._groups_of[number] = groups
            lists.add(self._groups_of[number])
        return lists.matrix(len(self.groups))

    def smaller_words(self, word: str) -> tuple[str, ...]:
        """The parts of a German compound; none of another word."""
        parts = self._splitter.parts(word)
        return parts if len(parts) > 1 else ()

    def _add(self, word: str, language: str) -> None:
        whole = stem(word, language)
        self._finder.learn(len(self.names), whole, language)
        self.names.append(word)
        self._ideas_of.add(sorted(self.glossary.of_word(word, language)))
        if word in stop_words():
            self._parts_of.add([])
        else:
            smaller = self.smaller_words(word) if language == "de" else ()
            stems = [stem(part) for part in smaller if part not in stop_words()]
            self._parts_of.add(self.parts.numbers_of([whole, *stems]))


def letter_groups(word: str) -> list[str]:
    """The groups of three letters of a word with its edges; longer ones cost more and find no more.

    As `analyzer="char_wb"` of scikit-learn's vectorizers makes them.

    >>> letter_groups("amt")
    [' am', 'amt', 'mt ']
    """
    edged = f" {word} "
    return [edged[start : start + GROUP_SIZE] for start in range(len(edged) - GROUP_SIZE + 1)]


class _Lists:
    """Lists of numbers, one a word, kept flat so that they become a matrix without a loop."""

    def __init__(self) -> None:
        self._flat = array("i")
        self._ends = array("q", [0])

    def __getitem__(self, place: int) -> Sequence[int]:
        return self._flat[self._ends[place] : self._ends[place + 1]]

    def add(self, numbers: Sequence[int]) -> None:
        """The list of the next word."""
        self._flat.extend(numbers)
        self._ends.append(len(self._flat))

    def matrix(self, width: int) -> Matrix:
        """Words × columns, how often each number stands in a word's list."""
        columns = np.array(self._flat, dtype=np.int32)
        counted = sparse.csr_matrix(
            (np.ones(len(columns), dtype=np.float32), columns, np.array(self._ends)), shape=(len(self._ends) - 1, width)
        )
        counted.sum_duplicates()
        return counted
