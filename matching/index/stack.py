"""Sparse rows that come in blocks, put below each other in place."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

#: how much larger the arrays get when they are full
_GROWTH = 1.25


class RowStack:
    """Collects the rows of blocks in two growing arrays: a list of blocks would hold everything twice at the end."""

    def __init__(self) -> None:
        self._data: NDArray[np.float32] = np.empty(0, dtype=np.float32)
        self._columns: NDArray[np.int32] = np.empty(0, dtype=np.int32)
        self._lengths: list[NDArray[np.int64]] = []
        self._used = 0

    def add(self, block: sparse.csr_matrix) -> None:
        """Put a block's rows below those that are there."""
        needed = self._used + block.nnz
        if needed > len(self._data):
            self._resize(max(needed, int(len(self._data) * _GROWTH)))
        self._data[self._used : needed] = block.data
        self._columns[self._used : needed] = block.indices
        self._lengths.append(np.diff(block.indptr).astype(np.int64))
        self._used = needed

    def matrix(self, width: int) -> sparse.csr_matrix:
        """All rows as one matrix, which takes the arrays over: the stack is done then."""
        self._resize(self._used)
        ends = np.cumsum(np.concatenate([np.zeros(1, dtype=np.int64), *self._lengths]))
        if self._used <= np.iinfo(np.int32).max:
            ends = ends.astype(np.int32)  # beside longer ones the columns would be copied
        return sparse.csr_matrix((self._data, self._columns, ends), shape=(len(ends) - 1, width))

    def _resize(self, size: int) -> None:
        self._data.resize(size, refcheck=False)
        self._columns.resize(size, refcheck=False)
