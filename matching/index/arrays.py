"""The two kinds of array that rankings are made of, and what is done to their rows."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Array: TypeAlias = NDArray[np.float32]
Matrix: TypeAlias = sparse.csr_matrix


def unit_rows(rows: NDArray[Any]) -> NDArray[Any]:
    """Each row divided by its length; an empty one stays as it is."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1.0, lengths))


def divide_by_best(scores: Array, names: Sequence[str], known: Mapping[str, float]) -> tuple[Array, dict[str, float]]:
    """Each row divided by its best score, so that a terse and a long measure become comparable; and the bests.

    What `sklearn.preprocessing.MaxAbsScaler` does to columns, which would have to be turned and copied, with one
    difference: a row whose name is known is divided by the best that an earlier fit saw, so that a score stays what it
    was whatever is ranked beside it. Above 1 nothing goes.

    >>> divide_by_best(np.array([[1, 2], [0, 0]], dtype=np.float32), ["a", "b"], {"a": 4.0})[0].tolist()
    [[0.25, 0.5], [0.0, 0.0]]
    """
    own = scores.max(axis=1, initial=0.0).astype(np.float32).tolist()
    best = [known.get(name, value) for name, value in zip(names, own, strict=True)]
    divisors = np.array(best, dtype=np.float32)[:, None]
    relative = np.clip(scores / np.where(divisors > 0, divisors, 1.0), 0.0, 1.0)
    return np.asarray(relative, dtype=np.float32), dict(zip(names, best, strict=True))


def best_columns(scores: NDArray[np.float64], top: int, closed: NDArray[np.bool_] | None) -> list[int]:
    """The columns of the highest scores, best first; of equal ones the earlier opportunity."""
    columns = np.arange(len(scores)) if closed is None else np.flatnonzero(~closed)
    if 0 < top < len(columns):  # sort only what can be among them
        least = np.partition(scores[columns], len(columns) - top)[len(columns) - top]
        columns = columns[scores[columns] >= least]
    order = columns[np.lexsort((columns, -scores[columns]))]
    return [int(column) for column in order[:top]]
