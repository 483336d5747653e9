"""Opportunities and measures as rows of sparse matrices over compound parts, letter groups and ideas.

A text is read once: each of its words becomes a number, and what a word stands for (its stem and its parts, its groups
of letters, the ideas of the glossary it names) is worked out once for every distinct word and laid out as a matrix. The
representations of all texts are then products of two sparse matrices, so ten thousand opportunities take seconds.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.index.stack import RowStack
from matching.text.compounds import CompoundSplitter
from matching.text.documents import MeasureText, OpportunityText
from matching.text.german import language_of, stem, stop_words, words
from matching.text.glossary import Glossary

Matrix: TypeAlias = sparse.csr_matrix
#: words of an opportunity's body that are read in full; a guideline's later pages are procedure
FULLY_READ = 80
LATER_WEIGHT = 0.3
TITLE_WEIGHT = 3.0
#: words from the start of an opportunity that letter groups are made of
SHORT_FIELD = 30
GROUP_SIZE = 3
#: what an idea named by several words in a row counts against one named by a single word
RUN_WEIGHT = 1.5
_NONE = np.zeros(0)
#: texts read at once
_BLOCK = 1000


@dataclass(frozen=True)
class WeightedText:
    """A text as words with weights, in order; `short` marks those of the title and the first lines."""

    language: str
    words: list[str]
    weights: list[float]
    title_length: int


def weighted_opportunity(opportunity: OpportunityText) -> WeightedText:
    """Title three times, purpose and first part of the body once, the rest a little."""
    title = words(opportunity.title)
    body = words(opportunity.short_description) + words(opportunity.description)
    language = opportunity.language if opportunity.language in ("de", "en") else language_of(title + body)
    weights = [TITLE_WEIGHT] * len(title) + [1.0 if place < FULLY_READ else LATER_WEIGHT for place in range(len(body))]
    return WeightedText(language, title + body, weights, len(title))


def weighted_measure(measure: MeasureText) -> WeightedText:
    """Title twice, the description once, the goal half."""
    title, text, goal = words(measure.title), words(measure.text), words(measure.goal)
    weights = [2.0] * len(title) + [1.0] * len(text) + [0.5] * len(goal)
    return WeightedText(language_of(title + text), title + text + goal, weights, len(title))


class Vocabulary:
    """Numbers for names, in order of arrival; frozen ones answer -1 for what is new."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.frozen = False

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, name: str) -> int:
        if self.frozen:
            return self.numbers.get(name, -1)
        return self.numbers.setdefault(name, len(self.numbers))

    def of(self, names: Sequence[str]) -> list[int]:
        """The numbers of several names, without those left out."""
        known = self.numbers
        if self.frozen:
            return [known[name] for name in names if name in known]
        return [known.setdefault(name, len(known)) for name in names]


@dataclass
class Counts:
    """Texts in all representations; row i is text i. Raw weighted counts; `numbers` are the words in order."""

    parts: Matrix
    groups: Matrix
    ideas: Matrix
    title_ideas: Matrix
    english: NDArray[np.bool_]
    numbers: list[NDArray[np.int32]]

    def without_counts(self) -> "Counts":
        """What is still asked of the opportunities once their spaces are made; counts would fill the memory twice."""
        none = sparse.csr_matrix((len(self.numbers), 0), dtype=np.float32)
        return Counts(none, none, none, none, self.english, self.numbers)


class Vectorizer:
    """Turns weighed texts into rows; until `freeze` it learns new parts and letter groups."""

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary
        self.splitter = CompoundSplitter()
        self.parts, self.groups = Vocabulary(), Vocabulary()
        self.names: list[str] = []
        self._numbers: dict[str, dict[str, int]] = {"de": {}, "en": {}}
        self._stem_of: list[str] = []
        self._begins_run: list[bool] = []
        self._features = (_Lists(), _Lists())
        self._groups: dict[int, list[int]] = {}

    def know(self, names: Mapping[str, Sequence[str]]) -> None:
        """Take over the parts and groups that another reader learned, and learn no more."""
        for name, index in (("parts", self.parts), ("groups", self.groups)):
            index.of(names[name])
        self.freeze()

    def freeze(self) -> None:
        """From now on parts and groups not seen yet are left out."""
        for index in (self.parts, self.groups):
            index.frozen = True

    def read(self, texts: Iterable[WeightedText]) -> Counts:
        """All representations of the texts, worked out a block at a time so that a large crawl fits into memory."""
        waiting = iter(texts)
        stacks = {name: RowStack() for name in ("parts", "groups", "ideas", "title_ideas")}
        english: list[NDArray[np.bool_]] = []
        numbers: list[NDArray[np.int32]] = []
        while block := list(islice(waiting, _BLOCK)):
            read = self._read_block(block)
            for name, stack in stacks.items():
                stack.add(getattr(read, name))
            english.append(read.english)
            numbers += read.numbers
        ideas = len(self.glossary.ideas)
        return Counts(
            parts=stacks["parts"].matrix(len(self.parts)),  # later blocks knew more columns
            groups=stacks["groups"].matrix(len(self.groups)),
            ideas=stacks["ideas"].matrix(ideas),
            title_ideas=stacks["title_ideas"].matrix(ideas),
            english=np.concatenate([np.zeros(0, dtype=np.bool_), *english]),
            numbers=numbers,
        )

    def _read_block(self, texts: Sequence[WeightedText]) -> Counts:
        numbers = [self.number(text) for text in texts]
        lengths = np.array([len(text.words) for text in texts], dtype=np.int64)
        title_lengths = np.array([text.title_length for text in texts], dtype=np.int64)
        rows = np.repeat(np.arange(len(texts)), lengths)
        place = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        columns = np.concatenate([np.zeros(0, dtype=np.int32), *numbers])
        weights = np.concatenate([np.zeros(0), *(np.array(text.weights) for text in texts)])
        in_title = place < np.repeat(title_lengths, lengths)
        in_short = place < np.repeat(title_lengths, lengths) + SHORT_FIELD
        shape = (len(texts), len(self.names))
        every = _counts(rows, columns, weights, shape)
        first = _counts(rows[in_short], columns[in_short], weights[in_short], shape)
        named = _counts(rows[in_title], columns[in_title], np.ones(int(in_title.sum())), shape)
        runs, title_runs = self._runs(texts, numbers)
        part_map, idea_map = self._maps()
        return Counts(
            parts=(every @ part_map).tocsr(),
            groups=self._count_groups(first),
            ideas=(every @ idea_map + runs).tocsr(),
            title_ideas=(named @ idea_map + title_runs).tocsr(),
            english=np.array([text.language == "en" for text in texts], dtype=np.bool_),
            numbers=numbers,
        )

    def number(self, text: WeightedText) -> NDArray[np.int32]:
        """The numbers of a text's words, in order; a word new to the reader gets the next one."""
        known = self._numbers[text.language]
        for word in text.words:
            if word not in known:
                known[word] = len(self.names)
                self._add(word, text.language)
        return np.array([known[word] for word in text.words], dtype=np.int32)

    def stands_for(self, number: int) -> tuple[Sequence[int], Sequence[int]]:
        """The parts and the ideas of a word, as numbers of their columns."""
        return self._features[0][number], self._features[1][number]

    def runs(self, numbers: NDArray[np.int32], language: str) -> Iterator[tuple[int, int, int]]:
        """The ideas that several words in a row name: (idea, position, words)."""
        listed, stem_of = numbers.tolist(), self._stem_of
        for position in [place for place, number in enumerate(listed[:-1]) if self._begins_run[number]]:
            seconds = self.glossary.runs_from(stem_of[listed[position]], language)
            for run, idea in seconds.get(stem_of[listed[position + 1]], ()):
                if tuple(stem_of[number] for number in listed[position : position + len(run)]) == run:
                    yield idea, position, len(run)

    def _runs(self, texts: Sequence[WeightedText], numbers: Sequence[NDArray[np.int32]]) -> tuple[Matrix, Matrix]:
        """Counts of the ideas named by several words, in the whole texts and in their titles."""
        found = [
            (row, idea, RUN_WEIGHT * text.weights[position], position < text.title_length)
            for row, text in enumerate(texts)
            for idea, position, _length in self.runs(numbers[row], text.language)
        ]
        columns = [np.array(column) for column in zip(*found, strict=True)] if found else [_NONE] * 4
        rows, ideas, weights, titles = columns
        shape = (len(texts), len(self.glossary.ideas))
        return (
            _counts(rows.astype(np.int64), ideas.astype(np.int64), weights.astype(np.float64), shape),
            _counts(rows.astype(np.int64), ideas.astype(np.int64), titles.astype(np.float64), shape),
        )

    def _add(self, word: str, language: str) -> None:
        whole = stem(word, language)
        self.names.append(word)
        self._stem_of.append(whole)
        self._begins_run.append(bool(self.glossary.runs_from(whole, language)))
        parts, ideas = self._features
        ideas.add(sorted(self.glossary.of_word(word, language)))
        if word in stop_words():
            parts.add([])
            return
        split = self.splitter.parts(word) if language == "de" else (word,)
        smaller = [stem(part) for part in split if part not in stop_words()] if len(split) > 1 else []
        parts.add(self.parts.of([whole, *smaller]))

    def _count_groups(self, short: Matrix) -> Matrix:
        """Letter groups of the words of short fields; words that stand in none never need theirs."""
        used = np.unique(short.indices)
        lists = _Lists()
        for number in used.tolist():
            if number not in self._groups:
                word = self.names[number]
                self._groups[number] = [] if word in stop_words() else self.groups.of(letter_groups(word))
            lists.add(self._groups[number])
        return (short[:, used] @ lists.matrix(len(self.groups))).tocsr()

    def _maps(self) -> list[Matrix]:
        widths = (len(self.parts), len(self.glossary.ideas))
        return [lists.matrix(width) for lists, width in zip(self._features, widths, strict=True)]


def letter_groups(word: str) -> list[str]:
    """The groups of three letters of a word with its edges; longer ones cost more and find no more.

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


def _counts(
    rows: NDArray[np.int64], columns: NDArray[np.int64], weights: NDArray[np.float64], shape: tuple[int, int]
) -> Matrix:
    matrix = sparse.coo_matrix((weights.astype(np.float32), (rows, columns)), shape=shape).tocsr()
    matrix.eliminate_zeros()
    return matrix
