"""One measure, or one pair, by what is kept of the last ranking: no other text is read, whatever the stock."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from matching.feedback import TopicDecision
from matching.incremental.ranking import CachedRanking, program_digest
from matching.incremental.update import FRESH, KeptLostError
from matching.index.arrays import best_columns
from matching.index.known_measures import sign_of
from matching.matcher import Matcher
from matching.ranked import RankedOpportunity
from matching.scores import FACTS, fact_parts
from matching.signals.base import FunderShares
from matching.text.documents import MeasureText, OpportunityText
from matching.weights import shipped_weights


def tells_of(kept: CachedRanking | None, measure: MeasureText, today: date) -> bool:
    """Was the measure ranked as it is, by this program, within the time that what was learned is fresh?"""
    return (
        kept is not None
        and kept.program == program_digest()
        and abs(today - kept.made_on) <= FRESH
        and kept.asked.get(measure.id, ("",))[0] == sign_of(measure)
    )


def explain_pair(
    kept: CachedRanking,
    measure: MeasureText,
    opportunity: OpportunityText,
    taught: Sequence[OpportunityText],
    decided: Sequence[TopicDecision],
) -> RankedOpportunity | None:
    """Why an opportunity fits a measure that was ranked, or how little; None where a part of what is kept is lost.

    Args:
        kept: of the last night.
        measure: one of which it tells.
        opportunity: any.
        taught: what was decided on in the measure's field.
        decided: the decisions of that field that teach; those made since the last night do from the next one on.
    """
    read = {each.id: each for each in (*taught, opportunity)}
    try:
        scores, state = kept.parts.scores, kept.parts.state
    except KeptLostError:
        return None
    known = [each for each in decided if each.opportunity_id in scores.means and each.action_field not in kept.dropped]
    matcher = Matcher(state=replace(state, best=scores.best, means=scores.means))
    return matcher.fit(list(read.values()), (), known).explain(measure, opportunity.id)


def best_of(
    kept: CachedRanking,
    measure: MeasureText,
    among: Collection[str],
    facts: Callable[[Sequence[str]], Sequence[OpportunityText]],
    funders: FunderShares,
    top: int,
) -> list[tuple[str, float]] | None:
    """The best opportunities of a measure with their scores, whoever may apply; None where what is kept is lost.

    Args:
        kept: of the last night.
        measure: one of which it tells.
        among: the opportunities asked for.
        facts: gives sums, days and funders of opportunities.
        funders: what was decided about funders.
        top: how many are wanted.
    """
    try:
        scores = kept.parts.scores
    except KeptLostError:
        return None
    row = list(kept.asked).index(measure.id)
    told = scores.texts[row].astype(np.float64)
    lesson = scores.lessons.get(measure.action_field)
    likely = told if lesson is None else told + lesson
    ids = list(kept.states)
    columns = np.array([column for column, key in enumerate(ids) if key in among], dtype=np.int64)
    if not len(columns):
        return []
    shares = shipped_weights().shares
    reach = sum(shares.get(name, 0.0) for name in FACTS)  # so much sums, days and funders can change
    last = np.sort(likely[columns])[-min(top, len(columns))]
    columns = columns[likely[columns] >= last - reach]
    known = {each.id: each for each in facts([ids[column] for column in columns.tolist()])}
    columns = np.array([column for column in columns.tolist() if ids[column] in known], dtype=np.int64)
    some = [known[ids[column]] for column in columns.tolist()]
    totals = told[columns] + fact_parts([measure], some, funders, shares)[0]
    if lesson is not None:
        totals = np.clip(totals + lesson[columns], 0.0, 1.0)
    return [(ids[columns[place]], float(totals[place])) for place in best_columns(totals, top, None)]
