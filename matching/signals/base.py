"""What a signal is, and the small helpers that several of them use."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from grants_db.sentence import Sentence
from matching.documents import MeasureText, OpportunityText
from matching.spaces import Array, Batch, Calls


@dataclass(frozen=True)
class Asked:
    """The measures being ranked: as given, and in every space."""

    measures: tuple[MeasureText, ...]
    batch: Batch

    def field_rows(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """For each measure the row of its action field's profile, 6 (integration as a whole) without a field."""
        fields = [measure.action_field for measure in self.measures]
        return np.array([field - 1 if 1 <= field <= 6 else 6 for field in fields], dtype=np.int64)


@dataclass(frozen=True)
class Found:
    """One pair a sentence is asked for, with the signal's score and the words both sides share."""

    measure: MeasureText
    call: OpportunityText
    score: float
    shared: tuple[str, ...]


class Signal(Protocol):
    """One respect in which a call fits a measure."""

    #: the key of its weight and of its part of the score
    name: str

    def score(self, calls: Calls, asked: Asked) -> Array:
        """Measures × calls (or 1 × calls, if it is the same for every measure), each in [0, 1]."""

    def sentence(self, found: Found) -> Sentence | None:
        """Why, for a person; None where there is nothing to say."""


def relative(scores: Array) -> Array:
    """Each row against its best: a terse and a long measure become comparable."""
    best = scores.max(axis=1, keepdims=True, initial=0.0)
    return np.asarray(np.clip(scores / np.where(best > 0, best, 1.0), 0.0, 1.0), dtype=np.float32)


def cosines(calls: Calls, batch: Batch, space: str) -> Array:
    """Cosines of texts (rows) with all calls (columns) in one sparse space."""
    return np.asarray((batch.sparse[space] @ calls.batch_.sparse[space].T).toarray(), dtype=np.float32)


def listed(words: tuple[str, ...], most: int = 4) -> str:
    """A few words for a sentence."""
    return ", ".join(f"„{word}“" for word in words[:most])
