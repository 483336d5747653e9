"""The latent space is that of scikit-learn's truncated SVD, without loading scikit-learn."""

import subprocess
import sys

import numpy as np
import pytest
from scipy import sparse
from sklearn.decomposition import TruncatedSVD

from matching.index.latent_space import right_vectors

FIT = """
import sys
from matching.matcher import Matcher
from matching.text.documents import MeasureText, OpportunityText
calls = [OpportunityText(str(n), f"Sprachkurse {n}", "", "Deutschkurse für Frauen", "de", "land") for n in range(5)]
Matcher().fit(calls, [MeasureText("m", "Deutsch lernen", "Sprachkurse", 2)])
print("sklearn" in sys.modules)
"""


@pytest.mark.parametrize(("rows", "columns", "dimensions"), [(60, 200, 20), (200, 60, 20), (30, 80, 29)])
def test_its_axes_are_those_of_scikit_learn(rows: int, columns: int, dimensions: int) -> None:
    texts = sparse.random(rows, columns, density=0.1, random_state=1, dtype=np.float32).tocsr()
    expected = TruncatedSVD(dimensions, n_iter=3, random_state=0).fit(texts).components_
    np.testing.assert_allclose(right_vectors(texts, dimensions), expected, atol=1e-5)


def test_a_fit_loads_no_scikit_learn() -> None:
    done = subprocess.run([sys.executable, "-c", FIT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
