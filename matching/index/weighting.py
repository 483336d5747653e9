"""From counts to weights: how telling a column is (idf), TF-IDF, BM25."""

import numpy as np
from numpy.typing import NDArray

from matching.index.arrays import Matrix

#: BM25: how soon repetition stops to count, and how much a long text is discounted
K1, B = 1.2, 0.75
#: cells weighed at once, so that no second matrix stands beside the first
_CELLS = 4_000_000
#: rows divided by their lengths at once
_ROWS = 10_000


def idf(counts: Matrix) -> NDArray[np.float64]:
    """How telling each column is: ln((1 + n) / (1 + df)) with n texts, df of which have it.

    The smoothed idf of `sklearn.feature_extraction.text.TfidfTransformer` without its "+ 1": there a column that every
    text has still counts, here (but for 1e-9, so that no cell vanishes) it does not. After Spärck Jones, A statistical
    interpretation of term specificity (1972).
    """
    holders = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.asarray(np.log((1 + counts.shape[0]) / (1 + holders)) + 1e-9)


def tfidf(counts: Matrix, idf: NDArray[np.float64]) -> Matrix:
    """Rows of length one over weights ln(1 + c) · idf; counts in single precision are written over.

    `TfidfTransformer(sublinear_tf=True)` takes 1 + ln(c), which is below nothing for c < 1/e: here a word far down in a
    guideline counts 0.3. It would also hold a second matrix beside the first.
    """
    counts = counts.astype(np.float32, copy=False)
    for start in range(0, counts.nnz, _CELLS):
        cells = slice(start, start + _CELLS)
        counts.data[cells] = np.log1p(counts.data[cells]) * idf[counts.indices[cells]]
    return _unit_rows(counts)


def _unit_rows(counts: Matrix) -> Matrix:
    """Each row divided by its length, in place; an empty one stays as it is.

    `sklearn.preprocessing.normalize` does the same; loading it takes longer than explaining a pair.
    """
    for start in range(0, counts.shape[0], _ROWS):
        ends = counts.indptr[start : start + _ROWS + 1]
        values = counts.data[ends[0] : ends[-1]]
        rows = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
        squares = np.bincount(rows, weights=np.square(values, dtype=np.float64), minlength=len(ends) - 1)
        lengths = np.sqrt(squares)
        values /= np.where(lengths == 0, 1.0, lengths)[rows]
    return counts


def mean_length(counts: Matrix) -> float:
    """The mean over the texts of the sum of their counts; 0 without texts."""
    return float(counts.sum() / counts.shape[0]) if counts.shape[0] else 0.0


def bm25(counts: Matrix, idf: NDArray[np.float64], mean_length: float) -> Matrix:
    """Counts that saturate, and the sooner the longer the text is.

    w(t, d) = idf(t) · c · (K1 + 1) / (c + K1 · (1 − B + B · |d| / mean length))

    Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), with the idf above instead of
    theirs, which is below nothing for a word that most texts have. scikit-learn has no BM25.
    """
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    relative_length = lengths / max(mean_length, 1e-9)
    discount = np.repeat((K1 * (1 - B + B * relative_length)).astype(np.float32), np.diff(counts.indptr))
    weighed = counts.astype(np.float32)
    for start in range(0, counts.nnz, _CELLS):
        cells = slice(start, start + _CELLS)
        data = weighed.data[cells]
        weighed.data[cells] = data * (K1 + 1) / (data + discount[cells]) * idf[counts.indices[cells]]
    return weighed


def bm25_query(counts: Matrix) -> Matrix:
    """The other side of BM25: ln(1 + c), as what is said twice is not meant twice as much."""
    query = counts.copy()
    query.data = np.log1p(query.data)
    return query
