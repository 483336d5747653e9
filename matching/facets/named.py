"""The facets that a text names surely enough to be told to people."""

from scipy import sparse

from grants_db.vocabulary_base import Vocabulary
from matching.facets.terms import shipped_terms

#: a facet is told from this chance
SURE = 0.4
#: facets of one kind that are told; an umbrella names more than anybody reads
MOST = 4


def named_facets(chances: sparse.csr_matrix, row: int) -> tuple[Vocabulary, ...]:
    """The facets of one text, kind by kind, the surest of each first.

    Args:
        chances: texts × facets, as `FacetReader.read` gives them.
        row: the text.
    """
    known = shipped_terms()
    cells = slice(chances.indptr[row], chances.indptr[row + 1])
    found = sorted(zip((-chances.data[cells]).tolist(), chances.indices[cells].tolist(), strict=True))
    sure = [column for chance, column in found if -chance >= SURE]
    return tuple(
        known.facets[column]
        for columns in known.columns.values()
        for column in [each for each in sure if columns.start <= each < columns.stop][:MOST]
    )
