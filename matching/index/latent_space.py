"""The latent space: words and ideas that go together in the opportunities lie near each other (LSA)."""

from collections.abc import Mapping

import numpy as np
from scipy import linalg, sparse

from matching.index.arrays import Array, Matrix, unit_rows

#: dimensions of the space, and the most opportunities it is learned from
DIMENSIONS = 80
SAMPLE = 4000
#: opportunities that must hold a word or idea for the space to know it
HOLDERS = 2
#: directions drawn beyond those that are kept, and how often they are turned towards the strongest
OVERSAMPLED, TURNS = 10, 3


def latent_axes(spaces: Mapping[str, Matrix]) -> Array:
    """The strongest directions of TF-IDF rows: (compounds + ideas) × dimensions.

    The right singular vectors V of a truncated SVD, X ≈ U Σ Vᵀ; of many opportunities an even sample is enough.
    Deerwester et al., Indexing by Latent Semantic Analysis (1990).
    """
    step = -(-spaces["compounds"].shape[0] // SAMPLE) or 1
    sample = sparse.hstack([spaces["compounds"][::step], spaces["ideas"][::step]]).tocsr()
    width = sample.shape[1]
    common = np.flatnonzero(np.bincount(sample.indices, minlength=width) >= HOLDERS)
    sample = sample[:, common]
    dimensions = min(DIMENSIONS, min(sample.shape) - 1)
    if dimensions < 2 or sample.nnz == 0:
        return np.zeros((width, 1), dtype=np.float32)
    axes = np.zeros((width, dimensions), dtype=np.float32)
    axes[common] = right_vectors(sample, dimensions).T
    return axes


def right_vectors(rows: Matrix, dimensions: int) -> Array:
    """The first right singular vectors of sparse rows: dimensions × columns, the largest of each positive.

    Halko, Martinsson and Tropp, Finding structure with randomness (2011), algorithms 4.4 and 5.1, as scikit-learn's
    `TruncatedSVD(dimensions, n_iter=3, random_state=0)` does; it takes a second to load, and a night after one
    decision needs nothing else of it.
    """
    wide = rows.shape[0] < rows.shape[1]
    tall = rows.T if wide else rows
    drawn = np.random.RandomState(0).normal(size=(tall.shape[1], dimensions + OVERSAMPLED)).astype(rows.dtype)
    for _ in range(TURNS):
        drawn = linalg.lu(tall @ drawn, permute_l=True, check_finite=False)[0]
        drawn = linalg.lu(tall.T @ drawn, permute_l=True, check_finite=False)[0]
    basis = linalg.qr(tall @ drawn, mode="economic", check_finite=False)[0]
    left, _, right = linalg.svd(basis.T @ tall, full_matrices=False)
    found = (basis @ left)[:, :dimensions].T if wide else right[:dimensions]
    largest = np.take_along_axis(found, np.abs(found).argmax(axis=1)[:, None], axis=1)
    signed: Array = found * np.sign(largest)
    return signed


def in_latent_space(spaces: Mapping[str, Matrix], axes: Array) -> Array:
    """Texts × dimensions, rows of length one: x V / |x V|."""
    compounds = spaces["compounds"].shape[1]
    return unit_rows(spaces["compounds"] @ axes[:compounds] + spaces["ideas"] @ axes[compounds:])
