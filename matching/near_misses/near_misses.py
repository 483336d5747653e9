"""Opportunities that fit a measure by topic and are out of reach: why, and the smallest change that brings them in.

A suggestion is made only where it removes every obstacle; where one has no remedy (the wrong region, a loan), the
opportunity is named with its reason and without a way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from grants_db.messages import Message
from grants_db.vocabulary import Eligibility
from matching.eligibility import Carrier, judge
from matching.near_misses.obstacles import Candidate, Remedy, RemedyKind, obstacles
from matching.text.documents import MeasureText

#: near misses shown, and how many of them may be without a way
MOST = 5
MOST_WITHOUT = 2
#: an opportunity further below the best by topic is no near miss
LEAST_SHARE = 0.7
#: more changes than this are no small change
MOST_REMEDIES = 2


@dataclass(frozen=True)
class NearMiss:
    """An opportunity that fits by topic and is out.

    Attributes:
        opportunity_id: the opportunity.
        title: its title.
        score: how well it fits, as in the ranking.
        eligibility: the verdict.
        why: what stands in the way.
        remedies: what would bring it in, all of them together; empty where there is no way.
    """

    opportunity_id: str
    title: str
    score: float
    eligibility: Eligibility
    why: tuple[Message, ...]
    remedies: tuple[Remedy, ...]


def near_misses(
    measure: MeasureText,
    carrier: Carrier,
    candidates: Sequence[Candidate],
    others: Sequence[MeasureText],
    today: date,
) -> list[NearMiss]:
    """A handful of near misses, those with a way first, then by fit.

    Args:
        measure: the measure.
        carrier: who carries it.
        candidates: the top of the ranking without asking who may apply, best first.
        others: unfunded measures it could be bundled with; those of another field are passed over.
        today: the day it is asked.
    """
    best = max((candidate.score for candidate in candidates), default=0.0)
    found = []
    for candidate in candidates:
        if candidate.score < LEAST_SHARE * best:
            continue
        in_the_way = list(obstacles(measure, carrier, candidate, others, today))
        remedies = [obstacle.remedy for obstacle in in_the_way]
        known = tuple(remedy for remedy in remedies if remedy is not None)
        if not in_the_way or len(known) > MOST_REMEDIES:
            continue
        open_way = len(known) == len(remedies)
        found.append(
            NearMiss(
                candidate.opportunity.id,
                candidate.opportunity.title,
                candidate.score,
                judge(candidate.facts, carrier, today).value,
                tuple(obstacle.why for obstacle in in_the_way),
                known if open_way else (),
            )
        )
    with_way = [miss for miss in found if miss.remedies]
    without = [miss for miss in found if not miss.remedies]
    with_way.sort(key=lambda miss: (-miss.score + 0.01 * _effort(miss), miss.opportunity_id))
    kept = with_way[:MOST]
    return kept + without[: min(MOST_WITHOUT, MOST - len(kept))]


def _effort(miss: NearMiss) -> int:
    return sum(list(RemedyKind).index(remedy.kind) for remedy in miss.remedies)
