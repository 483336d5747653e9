"""Does the opportunity pay for what the measure wants: the same subject, activity, people, place?

Both are read in the same closed words (`matching.facets`). What agrees helps; what contradicts (a school programme for
adults) costs, against an opportunity or a measure that does not say; a rare word says more than a common one.
"""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from grants_db.messages import Message
from grants_db.vocabulary_base import Vocabulary
from grants_db.vocabulary_facets import FACETS, FundedGroup
from matching.facets.terms import shipped_terms
from matching.facets.weights import shipped_facet_weights
from matching.index.arrays import Array, Matrix
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Query, ScoredPair

#: the score where the measure or the opportunity says nothing of the kind
NEUTRAL = 0.3
#: the chance from which a facet counts as named in full
FULLY = 0.5
#: how much a text that names only one common facet is held to have said besides, so that it is like none in full
BESIDES = 0.2
#: the score under which two texts that both name facets of a kind name different ones
CONTRADICTED = 0.1


#: who is not also one of the others: of these a text that names some means no others
STAGES = frozenset(
    {
        FundedGroup.CHILDREN,
        FundedGroup.PUPILS,
        FundedGroup.YOUNG_PEOPLE,
        FundedGroup.PARENTS,
        FundedGroup.ADULTS,
        FundedGroup.UNEMPLOYED,
        FundedGroup.OLDER_PEOPLE,
        FundedGroup.STUDENTS,
        FundedGroup.COMPANIES,
    }
)
#: people whom a call means by name: one for them is not for all families or women
PARTICULAR = frozenset(
    {
        FundedGroup.DISABLED_PEOPLE,
        FundedGroup.VICTIMS,
        FundedGroup.UNEMPLOYED,
        FundedGroup.OLDER_PEOPLE,
        FundedGroup.STUDENTS,
    }
)
_AGREEING = {
    "subject": Message("Gleiches Thema: {facets}"),
    "activity": Message("Gleiche Art der Arbeit: {facets}"),
    "group": Message("Für dieselben Menschen: {facets}"),
    "place": Message("Am selben Ort: {facets}"),
}


class FacetLikeness:
    """The cosine of the facets of one kind, as far as both texts name some, and `NEUTRAL` as far as they don't."""

    against_best = False
    of_field = False

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.name = f"facet_{kind}"

    def score(self, index: OpportunityIndex, query: Query) -> Array:
        """Measures × opportunities."""
        wanted, wants = self._weighed(query.vectors.facets)
        offered, offers = index.remembered_.once(self.name, lambda: self._offered(index.vectors_.facets))
        scores: Array = (wanted @ offered).toarray()  # a pair's score is the same whatever stands beside it
        scores -= NEUTRAL
        scores *= wants[:, None]
        scores *= offers[None, :]
        scores += NEUTRAL
        return scores

    def sentence(self, pair: ScoredPair) -> Message | None:
        """What both name, else for whom else it is; nothing where one of them doesn't say."""
        wanted, offered = self._of_kind(pair.wanted), self._of_kind(pair.offered)
        both = [facet for facet in wanted if facet in offered]
        if both:
            others = [facet for facet in offered if facet in PARTICULAR and facet not in wanted]
            if others:
                return Message.of(
                    "Für dieselben Menschen: {facets}; im Angebot aber: {others}", facets=both, others=others
                )
            return Message.of(_AGREEING[self.kind].template, facets=both)
        wanted, offered = ([facet for facet in facets if facet in STAGES] for facets in (wanted, offered))
        if wanted and offered and pair.score < CONTRADICTED:
            return Message.of(
                "Für andere Menschen: im Angebot {call}, in der Maßnahme {measure}", call=offered, measure=wanted
            )
        return None

    def _of_kind(self, facets: Sequence[Vocabulary]) -> list[Vocabulary]:
        return [facet for facet in facets if isinstance(facet, FACETS[self.kind])]

    def _offered(self, facets: Matrix) -> tuple[Matrix, Array]:
        """Of opportunities the same, facets × opportunities."""
        weighed, named = self._weighed(facets)
        return weighed.T.tocsr(), named

    def _weighed(self, facets: Matrix) -> tuple[Matrix, Array]:
        """The facets of the kind by how telling they are, rows of at most length one; how far a text names any."""
        columns = shipped_terms().columns[self.kind]
        of_kind = facets[:, columns].toarray()
        named = np.clip(of_kind.max(axis=1, initial=0) / FULLY, 0, 1).astype(np.float32)
        weighed = of_kind * shipped_facet_weights().telling()[columns].astype(np.float32)
        lengths = np.linalg.norm(weighed, axis=1, keepdims=True) + BESIDES
        return sparse.csr_matrix((weighed / lengths).astype(np.float32)), named
