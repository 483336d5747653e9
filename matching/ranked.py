"""A ranked opportunity: its score, the parts of it, how often such a match is worth reading, and why."""

from dataclasses import dataclass

from grants_db.messages import Message
from grants_db.vocabulary_base import Vocabulary
from matching.shared_terms import SharedTerm


@dataclass(frozen=True)
class RankedOpportunity:
    """One opportunity for one measure.

    Attributes:
        opportunity_id: the opportunity.
        score: in [0, 1].
        parts: signal → what it contributes; they add up to the score.
        chance: how many of ten such matches are worth reading, as a share in [0, 1] (`chance`).
        terms: the words that carried it, most telling first.
        reasons: sentences for people: what is paid for, then by weight, the shared words last.
        offered: the facets of the opportunity, and
        wanted: those of the measure.
        too_little: nothing readable was said about the measure; the ranking is that of its action field.
    """

    opportunity_id: str
    score: float
    parts: dict[str, float]
    chance: float = 0.0
    terms: tuple[SharedTerm, ...] = ()
    reasons: tuple[Message, ...] = ()
    offered: tuple[Vocabulary, ...] = ()
    wanted: tuple[Vocabulary, ...] = ()
    too_little: bool = False
