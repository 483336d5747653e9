"""What a person stated of a text's facets stands in the place of what was read: for its kind, and for every match."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from matching.facets.terms import shipped_terms
from matching.text.documents import StatedFacets


def with_stated(chances: sparse.csr_matrix, stated: Sequence[StatedFacets]) -> sparse.csr_matrix:
    """Texts × facets, as `FacetReader.read` gives them, with what people stated.

    Args:
        chances: what was read.
        stated: for each text what was stated; a kind that is not among it is as it was read.
    """
    if not any(stated):
        return chances
    known = shipped_terms()
    places = {(facet.__class__, facet.value): at for at, facet in enumerate(known.facets)}
    found = chances.tolil(copy=True)
    for row, kinds in enumerate(stated):
        for kind, words in kinds:
            columns = known.columns[kind]
            found[row, columns] = np.zeros(columns.stop - columns.start, dtype=np.float32)
            of_kind = type(known.facets[columns.start])
            for at in (places[of_kind, word] for word in words if (of_kind, word) in places):
                found[row, at] = 1.0
    return found.tocsr()
