"""Texts as counts of compound parts, letter groups and ideas: one row a text, one column a part, group or idea."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.index.arrays import Matrix
from matching.index.word_table import WordTable
from matching.text.documents import MeasureText, OpportunityText
from matching.text.german import language_of, words
from matching.text.glossary import Glossary

#: words of an opportunity's body that are read in full; a guideline's later pages are procedure
FULLY_READ = 80
LATER_WEIGHT = 0.3
TITLE_WEIGHT = 3.0
#: words from the start of an opportunity that letter groups are made of
SHORT_FIELD = 30
#: what an idea named by several words in a row counts against one named by a single word
RUN_WEIGHT = 1.5
#: an idea in the title counts as often as this many in the body
TITLE_IDEA = 2.0
#: texts read at once, so that a large crawl fits into memory
_BLOCK = 1000
#: how much larger the arrays of a growing matrix get when they are full
_GROWTH = 1.25


@dataclass(frozen=True)
class WeightedText:
    """A text as words with weights, in order, those of the title first."""

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


@dataclass
class Counts:
    """Texts as weighted counts; row i is text i.

    Attributes:
        parts: texts × stems and parts of compounds.
        groups: texts × letter groups of titles and first lines.
        ideas: texts × ideas of the glossary.
        title_ideas: the same of the titles alone, each idea `TITLE_IDEA` times.
        english: which texts are in English.
        word_numbers: each text's words in order, by their numbers in the word table.
        title_lengths: how many of these are the title's.
    """

    parts: Matrix
    groups: Matrix
    ideas: Matrix
    title_ideas: Matrix
    english: NDArray[np.bool_]
    word_numbers: list[NDArray[np.int32]]
    title_lengths: NDArray[np.int64]


BlockRead: TypeAlias = Callable[[Counts], None]


class Vectorizer:
    """Counts what the words of texts stand for.

    count(t, d) = Σ over the words w of text d: weight(w, d) · how often t is among what w stands for

    A `sklearn.feature_extraction.text.CountVectorizer` would analyse every word of every text by a Python function,
    count each occurrence once wherever it stands, and know one kind of column. Here a distinct word is worked out once,
    words weigh by where they stand, and one reading gives parts, letter groups and ideas: products of two sparse
    matrices, put below each other in place.

    Args:
        glossary: whose ideas are counted.
        vocabulary: the parts and letter groups in the order of their columns, as an earlier fit learned them; then
            `fit_transform` learns none, as with `CountVectorizer(vocabulary=…)`.

    Attributes:
        words_: what each distinct word stands for.
    """

    def __init__(self, glossary: Glossary, vocabulary: Mapping[str, Sequence[str]] | None = None) -> None:
        self.glossary = glossary
        self.vocabulary = vocabulary

    def fit_transform(self, texts: Iterable[WeightedText], block_read: BlockRead | None = None) -> Counts:
        """Learn the parts and letter groups of the texts, and count them.

        Args:
            texts: what is read.
            block_read: is given the counts of some texts after the other; their words are not kept then.
        """
        self.words_ = WordTable(self.glossary, self.vocabulary)
        counts = self.transform(texts, block_read)
        self.words_.freeze()
        return counts

    def transform(self, texts: Iterable[WeightedText], block_read: BlockRead | None = None) -> Counts:
        """Count the texts; parts and groups that were not learned are left out."""
        waiting = iter(texts)
        stacks = {name: _GrowingMatrix() for name in ("parts", "groups", "ideas", "title_ideas")}
        english: list[NDArray[np.bool_]] = []
        title_lengths: list[NDArray[np.int64]] = []
        word_numbers: list[NDArray[np.int32]] = []
        while block := list(islice(waiting, _BLOCK)):
            read = self._read_block(block)
            for name, stack in stacks.items():
                stack.add(getattr(read, name))
            english.append(read.english)
            title_lengths.append(read.title_lengths)
            if block_read is None:
                word_numbers += read.word_numbers
            else:
                block_read(read)
        ideas = len(self.glossary.ideas)
        return Counts(
            parts=stacks["parts"].matrix(len(self.words_.parts)),  # later blocks knew more columns
            groups=stacks["groups"].matrix(len(self.words_.groups)),
            ideas=stacks["ideas"].matrix(ideas),
            title_ideas=stacks["title_ideas"].matrix(ideas),
            english=np.concatenate([np.zeros(0, dtype=np.bool_), *english]),
            word_numbers=word_numbers,
            title_lengths=np.concatenate([np.zeros(0, dtype=np.int64), *title_lengths]),
        )

    def _read_block(self, texts: Sequence[WeightedText]) -> Counts:
        numbers = [self.words_.numbers(text.words, text.language) for text in texts]
        lengths = np.array([len(text.words) for text in texts], dtype=np.int64)
        title_lengths = np.array([text.title_length for text in texts], dtype=np.int64)
        rows = np.repeat(np.arange(len(texts)), lengths)
        place = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        columns = np.concatenate([np.zeros(0, dtype=np.int32), *numbers])
        weights = np.concatenate([np.zeros(0), *(np.array(text.weights) for text in texts)])
        in_title = place < np.repeat(title_lengths, lengths)
        in_short = place < np.repeat(title_lengths, lengths) + SHORT_FIELD
        shape = (len(texts), len(self.words_.names))
        every = _summed(rows, columns, weights, shape)
        first = _summed(rows[in_short], columns[in_short], weights[in_short], shape)
        named = _summed(rows[in_title], columns[in_title], np.ones(int(in_title.sum())), shape)
        runs, title_runs = self._runs(columns, rows, weights, in_title, len(texts))
        used, ideas = np.unique(first.indices), self.words_.ideas_matrix()
        return Counts(
            parts=(every @ self.words_.parts_matrix()).tocsr(),
            groups=(first[:, used] @ self.words_.groups_matrix(used.tolist())).tocsr(),
            ideas=(every @ ideas + runs).tocsr(),
            title_ideas=(TITLE_IDEA * (named @ ideas + title_runs)).tocsr(),
            english=np.array([text.language == "en" for text in texts], dtype=np.bool_),
            word_numbers=numbers,
            title_lengths=title_lengths,
        )

    def _runs(
        self,
        words: NDArray[np.int32],
        rows: NDArray[np.int64],
        weights: NDArray[np.float64],
        in_title: NDArray[np.bool_],
        texts: int,
    ) -> tuple[Matrix, Matrix]:
        """Counts of the ideas named by several words, in the whole texts and in their titles."""
        found = np.array([(place, idea) for place, idea, _length in self.words_.runs(words, rows)], dtype=np.int64)
        places, ideas = found.reshape(-1, 2).T
        shape = (texts, len(self.glossary.ideas))
        return (
            _summed(rows[places], ideas, RUN_WEIGHT * weights[places], shape),
            _summed(rows[places], ideas, in_title[places].astype(np.float64), shape),
        )


class _GrowingMatrix:
    """Rows that come in blocks, put below each other in two growing arrays.

    `scipy.sparse.vstack` of a list of blocks would hold everything twice at the end.
    """

    def __init__(self) -> None:
        self._data: NDArray[np.float32] = np.empty(0, dtype=np.float32)
        self._columns: NDArray[np.int32] = np.empty(0, dtype=np.int32)
        self._lengths: list[NDArray[np.int64]] = []
        self._used = 0

    def add(self, block: Matrix) -> None:
        """Put a block's rows below those that are there."""
        needed = self._used + block.nnz
        if needed > len(self._data):
            self._resize(max(needed, int(len(self._data) * _GROWTH)))
        self._data[self._used : needed] = block.data
        self._columns[self._used : needed] = block.indices
        self._lengths.append(np.diff(block.indptr).astype(np.int64))
        self._used = needed

    def matrix(self, width: int) -> Matrix:
        """All rows as one matrix, which takes the arrays over: nothing can be added then."""
        self._resize(self._used)
        ends = np.cumsum(np.concatenate([np.zeros(1, dtype=np.int64), *self._lengths]))
        if self._used <= np.iinfo(np.int32).max:
            ends = ends.astype(np.int32)  # beside longer ones the columns would be copied
        return sparse.csr_matrix((self._data, self._columns, ends), shape=(len(ends) - 1, width))

    def _resize(self, size: int) -> None:
        self._data.resize(size, refcheck=False)
        self._columns.resize(size, refcheck=False)


def _summed(
    rows: NDArray[np.int64], columns: NDArray[np.int64], weights: NDArray[np.float64], shape: tuple[int, int]
) -> Matrix:
    """A matrix with the weights at their places, added up where several meet."""
    matrix = sparse.coo_matrix((weights.astype(np.float32), (rows, columns)), shape=shape).tocsr()
    matrix.eliminate_zeros()
    return matrix
