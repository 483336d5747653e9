"""One measure, or one pair, by what is kept of the last ranking: no other text is read, whatever the stock."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.feedback import TopicDecision
from matching.incremental.ranking import CachedRanking, program_digest
from matching.incremental.update import FRESH, KeptLostError, forgetting
from matching.index.arrays import best_columns
from matching.index.fitted_state import FittedState
from matching.index.known_measures import sign_of
from matching.matcher import Matcher
from matching.ranked import RankedOpportunity
from matching.scores import FACTS, fact_parts
from matching.signals.base import FunderShares
from matching.signals.neighbours import ITSELF
from matching.text.documents import MeasureText, OpportunityText
from matching.weights import shipped_weights


def tells_of(kept: CachedRanking, today: date) -> bool:
    """Was it made by this program, and is what was learned still fresh?"""
    return kept.program == program_digest() and abs(today - kept.made_on) <= FRESH


def explain_pair(
    kept: CachedRanking,
    measure: MeasureText,
    opportunity: OpportunityText,
    taught: Sequence[OpportunityText],
    decided: Sequence[TopicDecision],
) -> RankedOpportunity | None:
    """Why an opportunity fits a measure, or how little; None where a part of what is kept is lost.

    Args:
        kept: of the last night.
        measure: any; of one that was not ranked as it is, the rows that are kept of the opportunities are scored.
        opportunity: any.
        taught: what was decided on in the measure's field.
        decided: the decisions of that field that teach; those made since the last night do from the next one on.
    """
    read = {each.id: each for each in (*taught, opportunity)}
    try:
        state = _state_with(kept, measure)[0]
    except KeptLostError:
        return None
    known = [each for each in decided if each.opportunity_id in state.means and each.action_field not in kept.dropped]
    return Matcher(state=state).fit(list(read.values()), (), known).explain(measure, opportunity.id)


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
        measure: any.
        among: the opportunities asked for.
        facts: gives opportunities, texts and all.
        funders: what was decided about funders.
        top: how many are wanted.
    """
    try:
        scores = kept.parts.scores
        told = _texts_row(kept, measure, facts)
    except KeptLostError:
        return None
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


def _state_with(kept: CachedRanking, measure: MeasureText) -> tuple[FittedState, Mapping[str, float] | None]:
    """What was learned, with the bests of a measure; of one not ranked as it is, opportunity id → its score by texts.

    Raises:
        KeptLostError: a part of what is kept is lost.
    """
    parts, scores = kept.parts, kept.parts.scores
    if kept.asked.get(measure.id, ("",))[0] == sign_of(measure):
        return replace(parts.state, best=scores.best, means=scores.means), None
    state = replace(parts.state, best=forgetting(scores.best, parts.state, [measure]), means=scores.means)
    matcher = Matcher(state=state).fit_read(parts.index, state.measures, parts.neighbours)
    (found,) = matcher.scored([measure])
    own = f"{ITSELF} {measure.id}"
    near = {name: best for name, best in found.query.neighbours.best.items() if name == own}
    told = dict(zip(parts.index.rows_, found.without_facts()[0].tolist(), strict=True))
    return replace(state, best={**state.best, **found.best, **near}), told


def _texts_row(
    kept: CachedRanking, measure: MeasureText, texts: Callable[[Sequence[str]], Sequence[OpportunityText]]
) -> NDArray[np.float64]:
    """The scores of a measure by texts, in the order of the kept states; only what was rewritten since is read."""
    state, told = _state_with(kept, measure)
    if told is None:
        return np.asarray(kept.parts.scores.texts[list(kept.asked).index(measure.id)], dtype=np.float64)
    drifted = [key for key in kept.states if key in kept.drifted or key not in told]
    fresh = {}
    if drifted and (read := texts(drifted)):
        matcher = Matcher(state=state).fit(read)
        (found,) = matcher.scored([measure])
        fresh = dict(zip(matcher.index_.rows_, found.without_facts()[0].tolist(), strict=True))
    return np.array([fresh.get(key, 0.0) if key in kept.drifted else told.get(key, 0.0) for key in kept.states])
