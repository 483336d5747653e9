"""Calls and measures as rows of sparse matrices over words, compound parts, letter groups and ideas.

A text is read once: each of its words becomes a number, and what a word stands for (its stem, its parts, its groups of
letters, the ideas of the glossary it names) is worked out once for every distinct word and laid out as a matrix. The
representations of all texts are then products of two sparse matrices, so ten thousand calls take seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.compounds import CompoundSplitter
from matching.documents import MeasureText, OpportunityText
from matching.german import language_of, stem, stop_words, words
from matching.glossary import Glossary

Matrix: TypeAlias = sparse.csr_matrix
#: words of a call's body that are read in full; a guideline's later pages are procedure
FULLY_READ = 80
LATER_WEIGHT = 0.3
TITLE_WEIGHT = 3.0
#: words from the start of a call that letter groups are made of
SHORT_FIELD = 30
GROUP_SIZES = (3, 4, 5)


@dataclass(frozen=True)
class Weighed:
    """A text as words with weights, in order; `short` marks those of the title and the first lines."""

    language: str
    words: list[str]
    weights: list[float]
    title_length: int


def weigh_opportunity(call: OpportunityText) -> Weighed:
    """Title three times, purpose and first part of the body once, the rest a little."""
    title = words(call.title)
    body = words(call.short_description) + words(call.description)
    language = call.language if call.language in ("de", "en") else language_of(title + body)
    weights = [TITLE_WEIGHT] * len(title) + [1.0 if place < FULLY_READ else LATER_WEIGHT for place in range(len(body))]
    return Weighed(language, title + body, weights, len(title))


def weigh_measure(measure: MeasureText) -> Weighed:
    """Title twice, the description once, the goal half."""
    title, text, goal = words(measure.title), words(measure.text), words(measure.goal)
    weights = [2.0] * len(title) + [1.0] * len(text) + [0.5] * len(goal)
    return Weighed(language_of(title + text), title + text + goal, weights, len(title))


class Index:
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


@dataclass
class Rows:
    """Texts in all representations; row i is text i. Raw weighted counts."""

    stems: Matrix
    title_stems: Matrix
    parts: Matrix
    groups: Matrix
    ideas: Matrix
    title_ideas: Matrix
    english: NDArray[np.bool_]
    lengths: NDArray[np.float64]


class Reader:
    """Turns weighed texts into rows. `read` with `learn` adds new words, without it they are left out."""

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary
        self.splitter = CompoundSplitter()
        self.stems, self.parts, self.groups = Index(), Index(), Index()
        self._words: dict[tuple[str, str], int] = {}
        self._features: list[tuple[list[int], list[int], list[int], list[int]]] = []

    def freeze(self) -> None:
        """From now on names not seen yet are left out."""
        for index in (self.stems, self.parts, self.groups):
            index.frozen = True

    def read(self, texts: Sequence[Weighed]) -> Rows:
        """All representations of the texts."""
        rows, columns, weights, short, title = [], [], [], [], []
        idea_rows, idea_columns, idea_weights, idea_title = [], [], [], []
        for row, text in enumerate(texts):
            numbers = [self._word(word, text.language) for word in text.words]
            rows.append(np.full(len(numbers), row))
            columns.append(np.array(numbers, dtype=np.int64))
            weights.append(np.array(text.weights, dtype=np.float64))
            place = np.arange(len(numbers))
            short.append(place < text.title_length + SHORT_FIELD)
            title.append(place < text.title_length)
            stems = [stem(word, text.language) for word in text.words]
            for number, position, _length in self.glossary.of_runs(stems, text.language):
                idea_rows.append(row)
                idea_columns.append(number)
                idea_weights.append(1.5 * text.weights[position])
                idea_title.append(position < text.title_length)
        shape = (len(texts), len(self._words))
        flat_rows, flat_columns, flat_weights = (
            _flat(rows, np.int64),
            _flat(columns, np.int64),
            _flat(weights, np.float64),
        )
        flat_short, flat_title = _flat(short, np.bool_), _flat(title, np.bool_)
        every = _counts(flat_rows, flat_columns, flat_weights, shape)
        first = _counts(flat_rows, flat_columns, flat_weights * flat_short, shape)
        named = _counts(flat_rows, flat_columns, flat_title.astype(np.float64), shape)
        stem_map, part_map, group_map, idea_map = self._maps()
        runs_shape = (len(texts), len(self.glossary.entries))
        runs = _counts(
            np.array(idea_rows, dtype=np.int64),
            np.array(idea_columns, dtype=np.int64),
            np.array(idea_weights),
            runs_shape,
        )
        title_runs = _counts(
            np.array(idea_rows, dtype=np.int64),
            np.array(idea_columns, dtype=np.int64),
            np.array(idea_title, dtype=np.float64),
            runs_shape,
        )
        return Rows(
            stems=(every @ stem_map).tocsr(),
            title_stems=(named @ stem_map).tocsr(),
            parts=(every @ part_map).tocsr(),
            groups=(first @ group_map).tocsr(),
            ideas=(every @ idea_map + runs).tocsr(),
            title_ideas=(named @ idea_map + title_runs).tocsr(),
            english=np.array([text.language == "en" for text in texts], dtype=np.bool_),
            lengths=np.array([len(text.words) for text in texts], dtype=np.float64),
        )

    def stands_for(self, word: str, language: str) -> tuple[list[int], list[int]]:
        """The parts and the ideas of a word, as numbers of their columns."""
        _stems, parts, _groups, ideas = self._features[self._word(word, language)]
        return parts, ideas

    def _word(self, word: str, language: str) -> int:
        key = (word, language)
        number = self._words.get(key)
        if number is None:
            number = self._words[key] = len(self._words)
            self._features.append(self._features_of(word, language))
        return number

    def _features_of(self, word: str, language: str) -> tuple[list[int], list[int], list[int], list[int]]:
        ideas = sorted(self.glossary.of_word(word, language))
        if word in stop_words():
            return [], [], [], ideas
        whole = stem(word, language)
        parts = [whole]
        if language == "de":
            split = self.splitter.parts(word)
            if len(split) > 1:
                parts += [stem(part) for part in split if part not in stop_words()]
        edged = f" {word} "
        groups = [edged[start : start + size] for size in GROUP_SIZES for start in range(len(edged) - size + 1)]
        return (
            [number for number in [self.stems[whole]] if number >= 0],
            [number for number in map(self.parts.__getitem__, parts) if number >= 0],
            [number for number in map(self.groups.__getitem__, groups) if number >= 0],
            ideas,
        )

    def _maps(self) -> tuple[Matrix, Matrix, Matrix, Matrix]:
        widths = (len(self.stems), len(self.parts), len(self.groups), len(self.glossary.entries))
        return tuple(
            _incidence([features[kind] for features in self._features], width) for kind, width in enumerate(widths)
        )


def _incidence(lists: Sequence[Sequence[int]], width: int) -> Matrix:
    lengths = np.fromiter((len(numbers) for numbers in lists), dtype=np.int64, count=len(lists))
    columns = np.fromiter((number for numbers in lists for number in numbers), dtype=np.int64, count=int(lengths.sum()))
    starts = np.concatenate([[0], np.cumsum(lengths)])
    matrix = sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(lists), width))
    matrix.sum_duplicates()
    return matrix


def _counts(
    rows: NDArray[np.int64], columns: NDArray[np.int64], weights: NDArray[np.float64], shape: tuple[int, int]
) -> Matrix:
    matrix = sparse.coo_matrix((weights, (rows, columns)), shape=shape).tocsr()
    matrix.eliminate_zeros()
    return matrix


def _flat(pieces: list[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate(pieces).astype(kind) if pieces else np.zeros(0, dtype=kind)
