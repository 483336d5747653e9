"""What a signal is, and the small helpers that several of them use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from grants_db.messages import Message, Quote
from grants_db.vocabulary_base import Vocabulary
from matching.index.arrays import Array
from matching.index.profiles import Profiles
from matching.index.vector_index import OpportunityIndex, Vectors
from matching.text.documents import MeasureText, OpportunityText

#: (action field, funder) → share of accepted opportunities among the decided ones, in [0, 1]
FunderShares = Mapping[tuple[int, str], float]


@dataclass(frozen=True)
class Neighbours:
    """All measures of the city, as far as they help to read one of them.

    Attributes:
        fields: profile row of each measure's action field.
        themes: measures × themes.
        likeness: measures × opportunities, compounds in common, against each measure's best opportunity.
        together: the likeness of each opportunity with all measures, summed up.
        by_field: profiles × opportunities, the mean likeness over the measures of a field and its profile.
        best: "neighbour ID" and "neighbours ROW" → the best score that the rows of `likeness` and `by_field` reached.
    """

    fields: NDArray[np.int64]
    themes: Array
    likeness: Array
    together: NDArray[np.float64]
    by_field: Array
    best: Mapping[str, float]


@dataclass(frozen=True)
class Query:
    """The measures being ranked: as given, in every space, beside the city's other measures and its decisions.

    Attributes:
        closeness: measures × 1, how far each is about what its action field is there for, in [0, 1].
        fields: for each measure the row of its action field's profile, that of the whole concept without a field.
    """

    measures: tuple[MeasureText, ...]
    vectors: Vectors
    neighbours: Neighbours
    funders: FunderShares
    closeness: Array
    fields: NDArray[np.int64]


@dataclass(frozen=True)
class ScoredPair:
    """A pair a sentence is asked for.

    Attributes:
        measure: the measure, and
        opportunity: what is proposed for it.
        score: that of the signal.
        shared: the words that both share.
        closeness: how far the measure is about its action field.
        wanted: the facets that the measure names, and
        offered: those that the opportunity does.
    """

    measure: MeasureText
    opportunity: OpportunityText
    score: float
    shared: tuple[str, ...]
    closeness: float = 1.0
    wanted: tuple[Vocabulary, ...] = ()
    offered: tuple[Vocabulary, ...] = ()


class Signal(Protocol):
    """One respect in which an opportunity fits a measure."""

    #: the key of its weight and of its part of the score
    name: str
    #: are the scores of a measure still to be divided by its best one, so that terse and long measures compare?
    against_best: bool
    #: does it look at the opportunity and the action field only? It counts as far as the measure is about that field
    of_field: bool

    def score(self, index: OpportunityIndex, query: Query) -> Array:
        """Measures × opportunities (or 1 × opportunities, if it is the same for every measure).

        Each in [0, 1]; those of a signal `against_best` only not below 0. Nothing but what was fitted and what is asked
        goes in, and nothing of what is asked is remembered.
        """

    def sentence(self, pair: ScoredPair) -> Message | None:
        """Why, for a person; None where there is nothing to say."""


def field_rows(measures: Sequence[MeasureText], concept: Profiles) -> NDArray[np.int64]:
    """The profile rows of measures: those of their action fields, that of the whole concept for none."""
    return np.array([concept.row_of(measure.action_field) for measure in measures], dtype=np.int64)


def products(index: OpportunityIndex, query: Query, space: str) -> Array:
    """Products of the measures with all opportunities in one sparse space; cosines, where its rows have length one."""
    return np.asarray((query.vectors.sparse[space] @ index.transposed(space)).toarray(), dtype=np.float32)


def listed(words: tuple[str, ...], most: int = 4) -> tuple[Quote, ...]:
    """A few words for a sentence."""
    return tuple(map(Quote, words[:most]))
