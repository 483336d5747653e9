"""Is what the decisions teach any good? Asked before it is used, for each action field, and refused with the figures.

Two sets answer. The judged set (`judged_set/`, our own): nDCG@10 of the field's measures without and with the lesson,
of a field that the program ships; it says nothing of a city's own ones.
The decided set: of all pairs of an accepted and a dismissed opportunity, the share in which the accepted one ranks
higher, by the plain ranking and by what was learned from the other decisions alone.

A lesson is refused where nothing was accepted: what a field wants is said by what it takes, and for other measures of
the field dismissals alone do harm (docs/matching.md). So is one where the field's judged measures lose more than
`JUDGED_TOLERANCE`, or all fields' together more than `WHOLE_TOLERANCE` and its own some of it; where the decisions
contradict each other, so that learning from the others puts fewer pairs right (`DECIDED_TOLERANCE`); and where the
decisions turn the plain ranking upside down (fewer than `UPSIDE_DOWN` of the pairs, of at least `LEAST_EACH`
opportunities of either kind): a ranking of proven quality is not given up for that, and people are told instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from grants_db.messages import Message
from matching.evaluation.collection import judged_set
from matching.evaluation.learn_weights import grades_of
from matching.evaluation.metrics import quality
from matching.feedback import STRENGTH, Feedback, Lesson, TopicDecision
from matching.index.vector_index import OpportunityIndex
from matching.matcher import Matcher
from matching.text.documents import OpportunityText

#: near the noise of the judged set: what one true acceptance changes there spreads by 0.015
JUDGED_TOLERANCE = 0.015
WHOLE_TOLERANCE = 0.0075
DECIDED_TOLERANCE = 0.2
UPSIDE_DOWN = 0.25
LEAST_EACH = 4
#: sets the ids of decided opportunities apart from those of the judged set
_DECIDED = "decided:"


@dataclass(frozen=True)
class LessonCheck:
    """The figures of one field, and why its lesson is not used, if so.

    Attributes:
        judged_before: nDCG@10 of the field's judged measures without the lesson, and
        judged_after: with it; None where the judged set has no such field.
        pairs: of an accepted and a dismissed opportunity.
        decided_before: the share of pairs that the plain ranking has right, and
        decided_after: that it has right with what the other decisions teach; None without pairs.
    """

    action_field: int
    accepted: int
    dismissed: int
    judged_before: float | None
    judged_after: float | None
    pairs: int = 0
    decided_before: float | None = None
    decided_after: float | None = None
    refused: Message | None = None


def check_lessons(
    index: OpportunityIndex,
    decided: Sequence[TopicDecision],
    base: Mapping[tuple[int, str], float],
    means: Mapping[str, float] | None = None,
) -> list[LessonCheck]:
    """Judge the lesson of each field.

    Args:
        index: fitted on the opportunities that are ranked, or at least on the decided ones.
        decided: the decisions to learn from.
        base: (action field, opportunity) → the plain score of a decided opportunity, as far as it lies under its
            measure's best.
        means: decided opportunity → its mean likeness to all opportunities, where `index` doesn't hold all.
    """
    feedback = Feedback(means).fit(index, decided)
    opportunities = {opportunity.id: opportunity for opportunity in index.opportunities_}
    of_shipped = [each for each in decided if index.concept_.ships(each.action_field)]
    ids = sorted({each.opportunity_id for each in of_shipped} & opportunities.keys())
    judged = _on_judged_set(of_shipped, [opportunities[key] for key in ids]) if ids else {}
    found = []
    for field, lesson in feedback.lessons_.items():
        before, after = judged.get(field, (None, None))
        of_field = LessonCheck(
            field,
            sum(vote.accepted for vote in lesson.votes),
            sum(vote.dismissed for vote in lesson.votes),
            before,
            after,
        )
        found.append(_with_pairs(of_field, field, lesson, feedback, base))
    pooled = _pooled(found)
    whole = [float(np.mean([pair[place] for pair in judged.values()])) if judged else 0.0 for place in (0, 1)]
    return [
        replace(
            each, refused=_one_sided_refusal(each) or _decided_refusal(each, pooled) or _judged_refusal(each, *whole)
        )
        for each in found
    ]


def _on_judged_set(
    decided: Sequence[TopicDecision], opportunities: Sequence[OpportunityText]
) -> dict[int, tuple[float, float]]:
    """Field → nDCG@10 of its judged measures without and with the lessons."""
    judged = judged_set()
    renamed = [replace(opportunity, id=_DECIDED + opportunity.id) for opportunity in opportunities]
    matcher = Matcher().fit([*judged.opportunities, *renamed], judged.measures)
    feedback = Feedback().fit(
        matcher.index_, [replace(each, opportunity_id=_DECIDED + each.opportunity_id) for each in decided]
    )
    plain = matcher.total_scores(judged.measures)
    with_lessons = plain + feedback.contributions(judged.measures, plain)
    grades, count = grades_of(judged, judged.judgements), len(judged.opportunities)
    figures: dict[int, list[tuple[float, float]]] = {}
    for row, measure in enumerate(judged.measures):
        pair = [
            quality(grades[row][np.argsort(-scores[row, :count], kind="stable")])["nDCG@10"]
            for scores in (plain, with_lessons)
        ]
        figures.setdefault(measure.action_field, []).append((pair[0], pair[1]))
    return {
        field: (float(np.mean([a for a, _ in each])), float(np.mean([b for _, b in each])))
        for field, each in figures.items()
    }


def _with_pairs(
    examined: LessonCheck, field: int, lesson: Lesson, feedback: Feedback, base: Mapping[tuple[int, str], float]
) -> LessonCheck:
    """Add the figures of the decided set: every opportunity is scored by what the other opportunities teach."""
    columns = [feedback.index_.rows_[vote.opportunity_id] for vote in lesson.votes]
    own = lesson.pulls(feedback.index_, columns)
    others = own.sum(axis=0) - np.diag(own)
    plain = np.array([base.get((field, vote.opportunity_id), 0.0) for vote in lesson.votes])
    learned = plain + STRENGTH * np.tanh(others)
    up = np.array([vote.weight > 0 for vote in lesson.votes])
    pairs = int(up.sum() * (~up).sum())
    if not pairs:
        return examined
    before, after = (float((scores[up][:, None] > scores[~up][None, :]).mean()) for scores in (plain, learned))
    return replace(examined, pairs=pairs, decided_before=before, decided_after=after)


def _pooled(found: Sequence[LessonCheck]) -> LessonCheck | None:
    """All fields together, for fields with too few decisions of their own; None without pairs."""
    paired = [each for each in found if each.pairs]
    pairs = sum(each.pairs for each in paired)
    if not pairs:
        return None
    before = sum((each.decided_before or 0.0) * each.pairs for each in paired) / pairs
    after = sum((each.decided_after or 0.0) * each.pairs for each in paired) / pairs
    accepted, dismissed = (sum(getattr(each, name) for each in paired) for name in ("accepted", "dismissed"))
    return LessonCheck(0, accepted, dismissed, None, None, pairs, before, after)


def _one_sided_refusal(each: LessonCheck) -> Message | None:
    if each.accepted:
        return None
    return Message.of(
        "Handlungsfeld {field}: nicht gelernt. Hier ist bisher nur verworfen worden ({dismissed}); was das Feld sucht, "
        "sagt erst eine Annahme.",
        field=each.action_field,
        dismissed=each.dismissed,
    )


def _judged_refusal(each: LessonCheck, whole_before: float, whole_after: float) -> Message | None:
    if each.judged_before is not None and each.judged_after is not None:
        loss = each.judged_before - each.judged_after
        if loss > 0 and whole_before - whole_after > WHOLE_TOLERANCE:
            return Message.of(
                "Handlungsfeld {field}: nicht gelernt. Mit allen Entscheidungen fiele die Güte am beurteilten Bestand "
                "von {before} auf {after} (nDCG@10; erlaubt ist ein Verlust von {tolerance}), in diesem Feld von "
                "{own_before} auf {own_after}.",
                field=each.action_field,
                before=f"{whole_before:.3f}",
                after=f"{whole_after:.3f}",
                tolerance=WHOLE_TOLERANCE,
                own_before=f"{each.judged_before:.3f}",
                own_after=f"{each.judged_after:.3f}",
            )
        if loss > JUDGED_TOLERANCE:
            return Message.of(
                "Handlungsfeld {field}: nicht gelernt. Mit den {count} Entscheidungen fiele die Güte am beurteilten "
                "Bestand von {before} auf {after} (nDCG@10; erlaubt ist ein Verlust von {tolerance}).",
                field=each.action_field,
                count=each.accepted + each.dismissed,
                before=f"{each.judged_before:.3f}",
                after=f"{each.judged_after:.3f}",
                tolerance=JUDGED_TOLERANCE,
            )
    return None


def _decided_refusal(each: LessonCheck, pooled: LessonCheck | None) -> Message | None:
    few = min(each.accepted, each.dismissed) < LEAST_EACH
    decided = pooled if few and each.pairs else each
    if decided is None or decided.decided_before is None or decided.decided_after is None:
        return None
    if min(decided.accepted, decided.dismissed) < LEAST_EACH:
        return None
    if decided.decided_before < UPSIDE_DOWN:
        return Message.of(
            "Handlungsfeld {field}: nicht gelernt. Die Entscheidungen stellen die Rangfolge auf den Kopf: nur in "
            "{share} von 100 Paaren steht ein angenommenes Angebot über einem verworfenen ({accepted} angenommen, "
            "{dismissed} als außerhalb des Zwecks verworfen).",
            field=each.action_field,
            share=round(100 * decided.decided_before),
            accepted=decided.accepted,
            dismissed=decided.dismissed,
        )
    if decided.decided_before - decided.decided_after > DECIDED_TOLERANCE:
        return Message.of(
            "Handlungsfeld {field}: nicht gelernt. Die Entscheidungen widersprechen einander: aus den jeweils anderen "
            "gelernt stünde das angenommene Angebot nur noch in {after} statt in {before} von 100 Paaren höher.",
            field=each.action_field,
            before=round(100 * decided.decided_before),
            after=round(100 * decided.decided_after),
        )
    return None
