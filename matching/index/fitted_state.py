"""What a full ranking learned from the opportunities, kept so that later ones are scored by the same yardstick.

It holds everything about an opportunity's score that comes from the other opportunities: which words are known and how
rare they are, the mean length, the latent axes, and the best score that each row of a signal reached. With it a pair
scores the same whichever opportunities are ranked beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matching.index.arrays import Array, Matrix
from matching.index.profiles import Profiles

if TYPE_CHECKING:
    from matching.index.known_measures import KnownMeasures


@dataclass(frozen=True)
class FittedState:
    """What was learned.

    Attributes:
        vocabulary: the known compound parts ("parts") and letter groups ("groups"), in the order of their columns.
        idf: for each sparse space how telling its columns are.
        mean_length: the mean of the opportunities' weighted counts of parts.
        latent_axes: columns × dimensions.
        translations: what an English text gets for each idea (`translation`).
        best: "signal row" → the best score that any opportunity reached in that row.
        means: decided opportunity → its mean likeness to all opportunities.
        measures: the city's measures as they were then, and
        concept: what its fields were about.
    """

    vocabulary: Mapping[str, Sequence[str]]
    idf: Mapping[str, NDArray[np.float64]]
    mean_length: float
    latent_axes: Array
    translations: Mapping[str, Matrix]
    best: Mapping[str, float]
    means: Mapping[str, float]
    measures: "KnownMeasures"
    concept: Profiles
