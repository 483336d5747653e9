"""Nested values (matrices, arrays, tables of them, dataclasses) taken apart into named arrays, and put together again.

So that what a fit holds can be kept in a file without anybody listing its parts: a space more is kept as well.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Arrays = dict[str, NDArray[Any]]
#: the arrays of a matrix of rows
_OF_MATRIX = ("data", "indices", "indptr")


def pack(value: Any, name: str, arrays: Arrays) -> Any:
    """Put the arrays of a value into `arrays`, under names that begin with `name`; gives its plan, a JSON value."""
    if sparse.issparse(value):
        rows = value.tocsr()
        arrays |= {f"{name}.{part}": getattr(rows, part) for part in _OF_MATRIX}
        return {"matrix": list(rows.shape)}
    if isinstance(value, np.ndarray):
        arrays[name] = value
        return "array"
    if is_dataclass(value):
        return {
            "table": {one.name: pack(getattr(value, one.name), f"{name}.{one.name}", arrays) for one in fields(value)}
        }
    if isinstance(value, Mapping):
        return {"table": {key: pack(each, f"{name}.{key}", arrays) for key, each in value.items()}}
    if isinstance(value, tuple | list):
        return {"list": [pack(each, f"{name}.{place}", arrays) for place, each in enumerate(value)]}
    return {"plain": value}


def unpack(plan: Any, name: str, arrays: Mapping[str, NDArray[Any]]) -> Any:
    """The value that `pack` took apart; of a dataclass its fields as a table."""
    if plan == "array":
        return arrays[name]
    if "matrix" in plan:
        # given to its constructor, arrays that are a small part of a larger one, as of a mapped file, would be copied
        matrix = sparse.csr_matrix(tuple(plan["matrix"]))
        matrix.data, matrix.indices, matrix.indptr = (arrays[f"{name}.{part}"] for part in _OF_MATRIX)
        return matrix
    if "table" in plan:
        return {key: unpack(each, f"{name}.{key}", arrays) for key, each in plan["table"].items()}
    if "list" in plan:
        return tuple(unpack(each, f"{name}.{place}", arrays) for place, each in enumerate(plan["list"]))
    return plan["plain"]


def text_array(text: str) -> NDArray[np.uint8]:
    """A text as bytes that need no unpickling."""
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


def array_text(stored: NDArray[Any]) -> str:
    """The text of such bytes."""
    return stored.astype(np.uint8).tobytes().decode("utf-8")
