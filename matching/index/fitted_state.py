"""What a full ranking learned from the opportunities, kept so that later ones are scored by the same yardstick.

It holds everything about an opportunity's score that comes from the other opportunities: which words are
known and how rare they are, the mean length, the latent axes, and the best score that each signal reached. With it a
pair scores the same whichever opportunities are ranked beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
_INDEXES = ("parts", "groups")


@dataclass(frozen=True)
class FittedState:
    """What was learned.

    Attributes:
        names: the known compound parts and letter groups, each in the order of their columns.
        idf: for each sparse space how telling its columns are.
        mean_length: the mean of the opportunities' weighted counts of parts.
        latent: columns × dimensions, the axes of the latent space.
        best: "signal row" → the best score that any opportunity reached in that row.
        means: decided opportunity → its mean likeness to all opportunities.
    """

    names: Mapping[str, Sequence[str]]
    idf: Mapping[str, NDArray[np.float64]]
    mean_length: float
    latent: Array
    best: Mapping[str, float]
    means: Mapping[str, float]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The large parts as plain arrays; axes of words that the latent space does not know are left out."""
        known = np.flatnonzero(self.latent.any(axis=1))
        lists = {f"names_{name}": text_array("\n".join(self.names[name])) for name in _INDEXES}
        idf = {f"idf_{space}": values for space, values in self.idf.items()}
        return (
            lists | idf | {"latent_rows": known, "latent": self.latent[known], "columns": np.array(self.latent.shape)}
        )

    @classmethod
    def of_arrays(
        cls,
        stored: Mapping[str, NDArray[Any]],
        mean_length: float,
        best: Mapping[str, float],
        means: Mapping[str, float],
    ) -> "FittedState":
        """Read what `arrays` gave."""
        latent = np.zeros(tuple(stored["columns"].tolist()), dtype=np.float32)
        latent[stored["latent_rows"]] = stored["latent"]
        names = {name: array_text(stored[f"names_{name}"]).split("\n") for name in _INDEXES}
        idf = {key.removeprefix("idf_"): values for key, values in stored.items() if key.startswith("idf_")}
        return cls(
            {name: [] if each == [""] else each for name, each in names.items()}, idf, mean_length, latent, best, means
        )


def text_array(text: str) -> NDArray[np.uint8]:
    """A text as bytes that need no unpickling."""
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


def array_text(stored: NDArray[Any]) -> str:
    """The text of such bytes."""
    return stored.astype(np.uint8).tobytes().decode("utf-8")
