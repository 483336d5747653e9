"""What a full ranking learned from the opportunities, kept so that later ones are scored by the same yardstick.

It holds everything about an opportunity's score that comes from the other opportunities: which words are known and how
rare they are, the mean length, the latent axes, and the best score that each row of a signal reached. With it a pair
scores the same whichever opportunities are ranked beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.index.arrays import Array


@dataclass(frozen=True)
class FittedState:
    """What was learned.

    Attributes:
        vocabulary: the known compound parts ("parts") and letter groups ("groups"), in the order of their columns.
        idf: for each sparse space how telling its columns are.
        mean_length: the mean of the opportunities' weighted counts of parts.
        latent_axes: columns × dimensions.
        best: "signal row" → the best score that any opportunity reached in that row.
        means: decided opportunity → its mean likeness to all opportunities.
    """

    vocabulary: Mapping[str, Sequence[str]]
    idf: Mapping[str, NDArray[np.float64]]
    mean_length: float
    latent_axes: Array
    best: Mapping[str, float]
    means: Mapping[str, float]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The large parts as plain arrays; axes of words that the latent space does not know are left out."""
        known = np.flatnonzero(self.latent_axes.any(axis=1))
        names = {f"names_{name}": text_array("\n".join(listed)) for name, listed in self.vocabulary.items()}
        idf = {f"idf_{space}": values for space, values in self.idf.items()}
        axes: dict[str, NDArray[Any]] = {
            "latent_rows": known,
            "latent": self.latent_axes[known],
            "columns": np.array(self.latent_axes.shape),
        }
        return names | idf | axes

    @classmethod
    def of_arrays(
        cls,
        stored: Mapping[str, NDArray[Any]],
        mean_length: float,
        best: Mapping[str, float],
        means: Mapping[str, float],
    ) -> "FittedState":
        """Read what `arrays` gave."""
        axes = np.zeros(tuple(stored["columns"].tolist()), dtype=np.float32)
        axes[stored["latent_rows"]] = stored["latent"]
        names = {name: array_text(stored[f"names_{name}"]).split("\n") for name in ("parts", "groups")}
        vocabulary = {name: [] if listed == [""] else listed for name, listed in names.items()}
        idf = {key.removeprefix("idf_"): values for key, values in stored.items() if key.startswith("idf_")}
        return cls(vocabulary, idf, mean_length, axes, best, means)


def text_array(text: str) -> NDArray[np.uint8]:
    """A text as bytes that need no unpickling."""
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


def array_text(stored: NDArray[Any]) -> str:
    """The text of such bytes."""
    return stored.astype(np.uint8).tobytes().decode("utf-8")
