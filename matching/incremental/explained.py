"""Explains the few matches that are shown, by what was learned and their own texts; no other text is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from grants_db.vocabulary_facets import facet_code
from matching.feedback import TopicDecision
from matching.incremental.night_input import RankingInput
from matching.index.fitted_state import FittedState
from matching.index.vector_index import OpportunityIndex
from matching.matcher import Matcher
from matching.ranked import RankedOpportunity


@dataclass(frozen=True)
class ExplainedMatch:
    """A match that is shown: its score, the parts of it, its chance, and why, as it is stored.

    Attributes:
        made_of: another text whenever something it was made of is another.
        facets: the codes of the facets of the "call" and of the "measure".
    """

    opportunity_id: str
    score: float
    parts: Mapping[str, float]
    chance: float
    reasons: Sequence[dict[str, Any]]
    terms: Sequence[dict[str, Any]]
    made_of: str
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, found: RankedOpportunity, made_of: str) -> "ExplainedMatch":
        """A ranked opportunity in the form that is stored."""
        reasons = [reason.as_json() for reason in found.reasons]
        terms = [term.as_json() for term in found.terms]
        facets = {"call": [*map(facet_code, found.offered)], "measure": [*map(facet_code, found.wanted)]}
        return cls(found.opportunity_id, found.score, found.parts, found.chance, reasons, terms, made_of, facets)


def explained_matches(
    inputs: RankingInput,
    state: FittedState,
    beside: Sequence[OpportunityIndex],
    decided: Sequence[TopicDecision],
    wanted: Mapping[str, Mapping[str, str]],
) -> dict[str, dict[str, ExplainedMatch]]:
    """Measure id → opportunity id → the explained match.

    Args:
        inputs: what is ranked.
        state: what was learned of all opportunities.
        beside: where decided opportunities are looked up.
        decided: the decisions that teach.
        wanted: measure id → opportunity id → what the match is made of (`made_of_pair`).
    """
    ids = sorted({one for of_measure in wanted.values() for one in of_measure})
    if not ids:
        return {}
    matcher = Matcher(state=state, beside=beside).fit(inputs.texts(ids), (), decided)
    return explained_by(matcher, inputs, wanted)


def explained_by(
    matcher: Matcher, inputs: RankingInput, wanted: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, ExplainedMatch]]:
    """The same by a matcher that has read the texts of these opportunities, and perhaps more."""
    explained: dict[str, dict[str, ExplainedMatch]] = {}
    for found in matcher.scored([measure for measure in inputs.asked if wanted.get(measure.id)]):
        for row, measure in enumerate(found.query.measures):
            signs = wanted[measure.id]
            columns = [matcher.index_.rows_[one] for one in signs]
            explained[measure.id] = {
                match.opportunity_id: ExplainedMatch.of(match, signs[match.opportunity_id])
                for match in matcher.explained(found, row, columns)
            }
    return explained
