"""The latent space: words and ideas that go together in the opportunities lie near each other (LSA)."""

from collections.abc import Mapping

import numpy as np
from scipy import sparse

from matching.index.arrays import Array, Matrix, unit_rows

#: dimensions of the space, and the most opportunities it is learned from
DIMENSIONS = 80
SAMPLE = 4000
#: opportunities that must hold a word or idea for the space to know it
HOLDERS = 2


def latent_axes(spaces: Mapping[str, Matrix]) -> Array:
    """The strongest directions of TF-IDF rows: (compounds + ideas) × dimensions.

    The right singular vectors V of a truncated SVD, X ≈ U Σ Vᵀ, by scikit-learn's `TruncatedSVD`; of many opportunities
    an even sample is enough. Its own `transform` would need a copy of all rows with only the columns the sample knows.
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
    from sklearn.decomposition import TruncatedSVD  # who only explains a pair needs no scikit-learn, a second to load

    axes = np.zeros((width, dimensions), dtype=np.float32)
    axes[common] = TruncatedSVD(dimensions, n_iter=3, random_state=0).fit(sample).components_.T
    return axes


def in_latent_space(spaces: Mapping[str, Matrix], axes: Array) -> Array:
    """Texts × dimensions, rows of length one: x V / |x V|."""
    compounds = spaces["compounds"].shape[1]
    return unit_rows(spaces["compounds"] @ axes[:compounds] + spaces["ideas"] @ axes[compounds:])
