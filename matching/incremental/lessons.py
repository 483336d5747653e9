"""Are other decisions worth learning from? Asked of what is kept, so that a decision costs no full ranking."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matching.evaluation.feedback_check import LessonCheck, check_lessons
from matching.feedback import Feedback
from matching.incremental.night_input import RankingInput
from matching.incremental.ranking import CachedRanking, signs_of_lessons
from matching.incremental.update import KeptLostError
from matching.index.known_measures import sign_of
from matching.matcher import Matcher
from matching.scores import fact_parts
from matching.text.documents import MeasureText
from matching.weights import shipped_weights


def lessons_changed(kept: CachedRanking, inputs: RankingInput) -> bool:
    """Were other decisions made since, or does what was decided on say something else?"""
    return signs_of_lessons(inputs.lessons(()), inputs.states) != dict(kept.examined)


def examined_anew(
    kept: CachedRanking, inputs: RankingInput, pairs: Sequence[tuple[MeasureText, str]]
) -> list[LessonCheck] | None:
    """The figures of each field's lesson, by what is kept; None where only a full ranking can tell.

    Args:
        kept: of an earlier night.
        inputs: what is ranked now.
        pairs: the measures and opportunities of the decisions that teach, in their order.
    """
    decided = [each for found in inputs.lessons(()).values() for each in found]
    if not decided:
        return []
    try:
        scores, state = kept.parts.scores, kept.parts.state
        means = Feedback(scores.means).fit(kept.parts.index, decided).means_
        ids = sorted({each.opportunity_id for each in decided})
        matcher = Matcher(state=replace(state, best=scores.best, means=means)).fit(inputs.texts(ids))
        base = _base_scores(kept, inputs, pairs)
    except KeptLostError:
        return None
    return None if base is None else check_lessons(matcher.index_, decided, base, means)


def base_scores(
    plain: dict[str, tuple[dict[str, float], float]], pairs: Sequence[tuple[MeasureText, str]]
) -> dict[tuple[int, str], float]:
    """(field, opportunity) → how far it lies under the best of the measure that decided on it, a mean over these.

    Args:
        plain: measure id → the scores of opportunities without decisions, and the best of all.
        pairs: the decided pairs.
    """
    found: dict[tuple[int, str], list[float]] = {}
    for measure, key in pairs:
        if measure.id in plain and key in plain[measure.id][0]:
            scores, best = plain[measure.id]
            found.setdefault((measure.action_field, key), []).append(scores[key] - best)
    return {pair: sum(each) / len(each) for pair, each in found.items()}


def _base_scores(
    kept: CachedRanking, inputs: RankingInput, pairs: Sequence[tuple[MeasureText, str]]
) -> dict[tuple[int, str], float] | None:
    rows = {key: row for row, key in enumerate(kept.asked)}
    there = {each.id: each for each in inputs.opportunities}
    columns = [(column, there[key]) for column, key in enumerate(kept.states) if key in there]
    plain: dict[str, tuple[dict[str, float], float]] = {}
    for measure, _key in pairs:
        if measure.id in plain:
            continue
        if measure.id not in rows or kept.asked[measure.id][0] != sign_of(measure):
            continue  # funded now, or said something else when it was ranked: its pairs tell nothing
        facts = fact_parts([measure], [call for _column, call in columns], {}, shipped_weights().shares)[0]
        places = np.array([column for column, _call in columns], dtype=np.int64)
        totals = kept.parts.scores.texts[rows[measure.id]][places] + facts
        by_id = {call.id: float(score) for (_column, call), score in zip(columns, totals, strict=True)}
        wanted = {key for each, key in pairs if each.id == measure.id}
        plain[measure.id] = {key: by_id[key] for key in wanted if key in by_id}, float(totals.max(initial=0.0))
    return base_scores(plain, pairs)
