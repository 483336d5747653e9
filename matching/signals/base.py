"""What a signal is, and the small helpers that several of them use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from grants_db.sentence import Sentence
from matching.index.vector_index import Array, Batch, Calls
from matching.text.documents import MeasureText, OpportunityText

#: measures put beside the calls at once
_MEASURES = 40
#: (action field, funder) → share of accepted calls among the decided ones, in [0, 1]
FunderShares = Mapping[tuple[int, str], float]


@dataclass(frozen=True)
class Peers:
    """All measures of the city, as far as they help to read one of them.

    Attributes:
        fields: profile row of each measure's action field.
        themes: measures × themes.
        likeness: measures × calls, compounds in common, against each measure's best call.
        by_field: 7 × calls, the mean likeness over the measures of a field and its profile.
    """

    fields: NDArray[np.int64]
    themes: Array
    likeness: Array
    by_field: Array


@dataclass(frozen=True)
class Asked:
    """The measures being ranked: as given, in every space, beside the city's other measures and its decisions."""

    measures: tuple[MeasureText, ...]
    batch: Batch
    peers: Peers
    funders: FunderShares

    def ids(self) -> list[str]:
        """The measures' ids."""
        return [measure.id for measure in self.measures]

    def field_rows(self) -> NDArray[np.int64]:
        """For each measure the row of its action field's profile, 6 (integration as a whole) without a field."""
        return field_rows(self.measures)


@dataclass(frozen=True)
class Found:
    """One pair a sentence is asked for, with the signal's score and the words both sides share."""

    measure: MeasureText
    call: OpportunityText
    score: float
    shared: tuple[str, ...]


def field_rows(measures: Sequence[MeasureText]) -> NDArray[np.int64]:
    """The profile rows of measures: 0 to 5 for the action fields 1 to 6, 6 for none."""
    fields = [measure.action_field for measure in measures]
    return np.array([field - 1 if 1 <= field <= 6 else 6 for field in fields], dtype=np.int64)


class Signal(Protocol):
    """One respect in which a call fits a measure."""

    #: the key of its weight and of its part of the score
    name: str

    def score(self, calls: Calls, asked: Asked) -> Array:
        """Measures × calls (or 1 × calls, if it is the same for every measure), each in [0, 1]."""

    def sentence(self, found: Found) -> Sentence | None:
        """Why, for a person; None where there is nothing to say."""


def cosines(calls: Calls, batch: Batch, space: str) -> Array:
    """Cosines of texts (rows) with all calls (columns) in one sparse space."""
    return np.asarray((batch.sparse[space] @ calls.posted(space)).toarray(), dtype=np.float32)


def listed(words: tuple[str, ...], most: int = 4) -> str:
    """A few words for a sentence."""
    return ", ".join(f"„{word}“" for word in words[:most])


def peers_of(calls: Calls, measures: Sequence[MeasureText]) -> Peers:
    """Put the city's measures beside the calls once, for all rankings."""
    batch = calls.batch(measures)
    fields = field_rows(measures)
    rows, posted = batch.sparse["compounds"], calls.posted("compounds")
    likeness = np.zeros((len(measures), len(calls.calls_)), dtype=np.float32)
    for start in range(0, len(measures), _MEASURES):
        block = slice(start, start + _MEASURES)
        ids = [measure.id for measure in measures[block]]
        likeness[block] = calls.relative("peer", ids, (rows[block] @ posted).toarray())
    together = calls.relative("profile compounds", range(7), calls.profiles_["compounds"])
    for row in range(len(together)):
        chosen = np.flatnonzero(fields == row)
        together[row] = (together[row] + likeness[chosen].sum(axis=0)) / (len(chosen) + 1)
    return Peers(fields, batch.themes, likeness, calls.relative("peers", range(7), together))
