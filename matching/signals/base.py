"""What a signal is, and the small helpers that several of them use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from grants_db.sentence import Sentence
from matching.index.vector_index import Array, OpportunityIndex, Vectors
from matching.text.documents import MeasureText, OpportunityText

#: measures put beside the opportunities at once
_MEASURES = 40
#: (action field, funder) → share of accepted opportunities among the decided ones, in [0, 1]
FunderShares = Mapping[tuple[int, str], float]


@dataclass(frozen=True)
class Neighbours:
    """All measures of the city, as far as they help to read one of them.

    Attributes:
        fields: profile row of each measure's action field.
        themes: measures × themes.
        likeness: measures × opportunities, compounds in common, against each measure's best opportunity.
        by_field: 7 × opportunities, the mean likeness over the measures of a field and its profile.
    """

    fields: NDArray[np.int64]
    themes: Array
    likeness: Array
    by_field: Array


@dataclass(frozen=True)
class Query:
    """The measures being ranked: as given, in every space, beside the city's other measures and its decisions."""

    measures: tuple[MeasureText, ...]
    vectors: Vectors
    neighbours: Neighbours
    funders: FunderShares

    def ids(self) -> list[str]:
        """The measures' ids."""
        return [measure.id for measure in self.measures]

    def field_rows(self) -> NDArray[np.int64]:
        """For each measure the row of its action field's profile, 6 (integration as a whole) without a field."""
        return field_rows(self.measures)


@dataclass(frozen=True)
class ScoredPair:
    """One pair a sentence is asked for, with the signal's score and the words both sides share."""

    measure: MeasureText
    opportunity: OpportunityText
    score: float
    shared: tuple[str, ...]


def field_rows(measures: Sequence[MeasureText]) -> NDArray[np.int64]:
    """The profile rows of measures: 0 to 5 for the action fields 1 to 6, 6 for none."""
    fields = [measure.action_field for measure in measures]
    return np.array([field - 1 if 1 <= field <= 6 else 6 for field in fields], dtype=np.int64)


class Signal(Protocol):
    """One respect in which an opportunity fits a measure."""

    #: the key of its weight and of its part of the score
    name: str

    def score(self, index: OpportunityIndex, query: Query) -> Array:
        """Measures × opportunities (or 1 × opportunities, if it is the same for every measure), each in [0, 1]."""

    def sentence(self, pair: ScoredPair) -> Sentence | None:
        """Why, for a person; None where there is nothing to say."""


def cosines(index: OpportunityIndex, batch: Vectors, space: str) -> Array:
    """Cosines of texts (rows) with all opportunities (columns) in one sparse space."""
    return np.asarray((batch.sparse[space] @ index.transposed(space)).toarray(), dtype=np.float32)


def listed(words: tuple[str, ...], most: int = 4) -> str:
    """A few words for a sentence."""
    return ", ".join(f"„{word}“" for word in words[:most])


def neighbours_of(index: OpportunityIndex, measures: Sequence[MeasureText]) -> Neighbours:
    """Put the city's measures beside the opportunities once, for all rankings."""
    batch = index.transform(measures)
    fields = field_rows(measures)
    rows, transposed = batch.sparse["compounds"], index.transposed("compounds")
    likeness = np.zeros((len(measures), len(index.opportunities_)), dtype=np.float32)
    for start in range(0, len(measures), _MEASURES):
        block = slice(start, start + _MEASURES)
        ids = [measure.id for measure in measures[block]]
        likeness[block] = index.relative("peer", ids, (rows[block] @ transposed).toarray())
    together = index.relative("profile compounds", range(7), index.profiles_["compounds"])
    for row in range(len(together)):
        chosen = np.flatnonzero(fields == row)
        together[row] = (together[row] + likeness[chosen].sum(axis=0)) / (len(chosen) + 1)
    return Neighbours(fields, batch.themes, likeness, index.relative("peers", range(7), together))
