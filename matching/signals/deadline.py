"""The time left against the work that an application takes."""

import numpy as np

from grants_db.messages import Message
from grants_db.vocabulary import Level
from matching.index.arrays import Array
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Query, ScoredPair

#: days from the decision to apply to a signed application, as offices plan them; a setting of the house, not a law
WORK_DAYS: dict[str, int] = {Level.LAND: 42, Level.FEDERAL: 56, Level.EU: 84, Level.FOUNDATION: 28, Level.MUNICIPAL: 28}
UNKNOWN = 0.7


class TimeLeft:
    """1 with at least the days an application of that level takes, falling to 0 on the day itself."""

    name = "time_left"
    against_best = False
    of_field = False

    def score(self, index: OpportunityIndex, query: Query) -> Array:  # noqa: ARG002  # the same for every measure
        """1 × opportunities."""
        return index.remembered_.once("time left", lambda: _scores(index))

    def sentence(self, pair: ScoredPair) -> Message | None:
        """Only where the time is short."""
        left = pair.opportunity.days_left
        if left is None or left >= work_days(pair.opportunity.level):
            return None
        return Message.of(
            "Noch {days} Tage, ein Antrag dieser Ebene braucht etwa {work}",
            days=left,
            work=work_days(pair.opportunity.level),
        )


def _scores(index: OpportunityIndex) -> Array:
    scores = [
        UNKNOWN
        if opportunity.days_left is None
        else min(max(opportunity.days_left, 0) / work_days(opportunity.level), 1.0)
        for opportunity in index.opportunities_
    ]
    return np.array([scores], dtype=np.float32)


def work_days(level: str) -> int:
    """The days that an application of a level takes."""
    return WORK_DAYS.get(level, 42)
