"""A night that goes on from the last ranking: what changed is worked out, and gives what a full ranking would.

An opportunity that is new or rewritten is read with what an earlier fit learned; a measure that is new or rewritten is
one row; a decision moves what its field's decisions add; a gap, a day or who may apply moves no text. Nothing is fitted
anew. Where the yardstick is too old, or too much has changed since, None is given, and a full ranking is due.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.feedback import Feedback, funder_shares
from matching.incremental.changes import NightChanges
from matching.incremental.chosen import ShownChoice
from matching.incremental.explained import ExplainedMatch, explained_matches
from matching.incremental.night_input import RankingInput
from matching.incremental.ranking import (
    NO_FLOOR,
    RESERVE,
    CachedRanking,
    Closed,
    KeptScores,
    MovedParts,
    made_of_pair,
    program_digest,
    signs_of_lessons,
)
from matching.index.arrays import Array, best_columns
from matching.index.fitted_state import FittedState
from matching.index.known_measures import sign_of
from matching.index.vector_index import OpportunityIndex
from matching.matcher import Matcher
from matching.scores import CROWD_OF, fact_parts
from matching.signals.neighbours import ITSELF
from matching.signals.registry import SIGNALS
from matching.text.documents import MeasureText
from matching.text.readable import nothing_to_go_on
from matching.weights import shipped_weights

#: what was learned is learned anew after this time
FRESH = timedelta(days=7)
#: measures × opportunities worked on at once
_CELLS = 2_000_000


class KeptLostError(Exception):
    """A large part of a kept ranking is missing or damaged."""


def update(
    kept: CachedRanking,
    inputs: RankingInput,
    today: date,
    top: int,
    dropped: frozenset[int] | None = None,
    refusals: tuple[dict[str, object], ...] | None = None,
) -> CachedRanking | None:
    """The kept ranking with this night's changes, or None where only a full ranking will do.

    Args:
        kept: of an earlier night.
        inputs: what is ranked now.
        today: the day.
        top: matches of a measure that may be shown.
        dropped: the fields whose lessons do harm, and
        refusals: why; those of the earlier night where they are not given.
    """
    if dropped is not None:
        kept = replace(kept, dropped=dropped, refusals=refusals or ())
    changes = NightChanges.between(kept, inputs)
    made_so = kept.program == program_digest() and kept.concept == inputs.concept_sign()
    if not made_so or not timedelta(0) <= today - kept.made_on <= FRESH or changes.too_many:
        return None
    try:
        return _Update(kept, inputs, changes, top).made()
    except KeptLostError:
        return None


class _Update:
    """One night's work. What is needed for a part of it only is read or made when that part asks for it."""

    def __init__(self, kept: CachedRanking, inputs: RankingInput, changes: NightChanges, top: int) -> None:
        self._kept, self._inputs, self._changes, self._top = kept, inputs, changes, top
        self._columns = {key: column for column, key in enumerate(changes.states)}
        self._decided = [each for decided in changes.lessons.values() for each in decided]
        self._closeness, self._crowds = {**kept.closeness}, {**kept.crowds}
        self._closed = Closed(inputs)

    def made(self) -> CachedRanking:
        """The ranking of this night."""
        kept, changes, inputs = self._kept, self._changes, self._inputs
        first = kept.parts.before if isinstance(kept.parts, MovedParts) else kept.parts
        asked = {measure.id: (sign_of(measure), str(measure.gap)) for measure in inputs.asked}
        same = list(asked) == list(kept.asked) and list(self._columns) == list(kept.states)
        moved = bool(changes.rewritten or changes.odd or changes.fields) or not same
        if moved:
            self._scores = self._new_scores()
        ranked, floors = self._ranked(asked)
        shown = self._shown(ranked)
        return replace(
            kept,
            states=changes.states,
            asked=asked,
            sharing=inputs.sharing(),
            closeness={key: self._closeness[key] for key in asked},
            crowds={key: self._crowds[key] for key in asked},
            ranked=ranked,
            floors=floors,
            shown=shown,
            taught=changes.taught,
            examined=signs_of_lessons(inputs.lessons(()), changes.states),
            drifted=frozenset(changes.drifted),
            gone=changes.gone,
            parts=MovedParts(first, self._scores) if moved else kept.parts,
            fresh=moved,
        )

    @cached_property
    def _scores(self) -> KeptScores:
        return self._kept.parts.scores

    @cached_property
    def _beside(self) -> tuple[OpportunityIndex, ...]:
        """Where decided opportunities are looked up: as they are now before as they were."""
        taught = {each.opportunity_id for each in self._decided}
        if not taught:
            return ()
        rewritten = [key for key in self._changes.drifted if key in taught]
        now = [OpportunityIndex(self._kept.parts.state).fit(self._inputs.texts(rewritten))] if rewritten else []
        return (*now, self._kept.parts.some(taught))

    def _new_scores(self) -> KeptScores:
        """Rows of odd measures, columns of rewritten opportunities and lessons of changed fields put into the kept."""
        parts, changes, asked = self._kept.parts, self._changes, self._inputs.asked
        before = parts.scores
        known = {key: row for row, key in enumerate(self._kept.asked)}
        texts = self._laid_anew(before.texts, [known.get(measure.id, -1) for measure in asked])
        lessons = {
            field: self._laid_anew(before.lessons[field][None, :], [0])[0] if field in before.lessons else self._none()
            for field in changes.taught
        }
        means = {key: mean for key, mean in before.means.items() if key not in changes.rewritten}
        state = replace(parts.state, best=forgetting(before.best, parts.state, changes.odd), means=means)
        if changes.odd or changes.fields:
            state = self._on_index(state, texts, lessons)
        if read := changes.drifted if changes.odd or changes.fields else changes.rewritten:
            matcher = Matcher(state=state, beside=self._beside).fit(self._inputs.texts(read), (), self._decided)
            places = np.array([self._columns[each.id] for each in matcher.index_.opportunities_], dtype=np.int64)
            row = 0
            for found in matcher.scored(asked):
                texts[row : row + len(found.total), places] = found.without_facts()
                row += len(found.total)
            for field, lesson in matcher.feedback_.lessons_.items():
                lessons[field][places] = lesson.parts
        return KeptScores(texts, lessons, state.best, state.means)

    def _on_index(self, state: FittedState, texts: Array, lessons: Mapping[int, Array]) -> FittedState:
        """Odd measures and changed lessons, over all opportunities that are as they were; gives what that taught."""
        index, changes, best = self._kept.parts.index, self._changes, dict(state.best)
        drifted = set(changes.drifted)
        stood = [
            (self._columns[key], row) for key, row in index.rows_.items() if key in self._columns and key not in drifted
        ]
        here, there = (np.array([pair[place] for pair in stood], dtype=np.int64) for place in (0, 1))
        if changes.odd:
            rows = {measure.id: row for row, measure in enumerate(self._inputs.asked)}
            matcher = Matcher(state=state).fit_read(index, state.measures, self._kept.parts.neighbours)
            for found in matcher.scored(changes.odd):
                best |= found.best
                for row, measure in enumerate(found.query.measures):
                    texts[rows[measure.id], here] = found.without_facts()[row, there]
                    self._closeness[measure.id] = float(found.query.closeness[row, 0])
                    self._crowds[measure.id] = found.crowd(row)
                own = {f"{ITSELF} {measure.id}" for measure in found.query.measures}
                best |= {name: value for name, value in found.query.neighbours.best.items() if name in own}
        decided = [each for each in self._decided if each.action_field in changes.fields]
        feedback = Feedback(state.means, self._beside).fit(index, decided)
        for field, lesson in feedback.lessons_.items():
            lessons[field][here] = lesson.parts[there]
        return replace(state, best=best, means=feedback.means_)

    def _none(self) -> Array:
        return np.zeros(len(self._columns), dtype=np.float32)

    def _laid_anew(self, before: Array, rows: Sequence[int]) -> Array:
        """These rows of what was kept (-1: none of them), with the columns where the opportunities are now."""
        known = {key: column for column, key in enumerate(self._kept.states)}
        columns = np.array([known.get(key, -1) for key in self._columns], dtype=np.int64)
        as_before = len(columns) == before.shape[1] and bool((columns == np.arange(len(columns))).all())
        laid = np.zeros((len(rows), len(columns)), dtype=np.float32)
        for row, old in enumerate(rows):
            if old >= 0:
                laid[row] = before[old] if as_before else np.where(columns >= 0, before[old][columns], 0)
        return laid

    def _ranked(
        self, asked: Mapping[str, tuple[str, str]]
    ) -> tuple[dict[str, Sequence[tuple[str, float]]], dict[str, float]]:
        """The best opportunities of each measure, and the floors under them."""
        kept, changes = self._kept, self._changes
        anew = [
            row
            for row, measure in enumerate(self._inputs.asked)
            if kept.asked.get(measure.id) != asked[measure.id] or measure.action_field in changes.fields
        ]
        ranked: dict[str, Sequence[tuple[str, float]]] = {}
        floors: dict[str, float] = {}
        others = sorted(set(range(len(asked))) - set(anew))
        touched = np.array([self._columns[key] for key in changes.touched], dtype=np.int64)
        if len(touched) or kept.states.keys() - changes.states.keys():
            for row, scores in self._totals(others, touched):
                if not self._merged(self._inputs.asked[row], touched, scores, ranked, floors):
                    anew.append(row)
        else:
            keys = [self._inputs.asked[row].id for row in others]
            ranked |= {key: kept.ranked[key] for key in keys}
            floors |= {key: kept.floors[key] for key in keys}
        for row, scores in self._totals(anew, np.arange(len(self._columns))):
            measure, depth, ids = self._inputs.asked[row], self._top * RESERVE, list(self._columns)
            best = [] if nothing_to_go_on(measure) else best_columns(scores, depth, self._closed.of(measure.id))
            ranked[measure.id] = [(ids[column], float(scores[column])) for column in best]
            floors[measure.id] = ranked[measure.id][-1][1] if len(best) == depth else NO_FLOOR
        return {key: ranked[key] for key in asked}, floors

    def _merged(
        self,
        measure: MeasureText,
        touched: NDArray[np.int64],
        scores: NDArray[np.float64],
        ranked: dict[str, Sequence[tuple[str, float]]],
        floors: dict[str, float],
    ) -> bool:
        """Put touched opportunities between the kept ones; False where one that was left out may be among the best."""
        moved, floor, depth = set(self._changes.touched), self._kept.floors[measure.id], self._top * RESERVE
        stay = [
            pair for pair in self._kept.ranked[measure.id] if pair[0] in self._changes.states and pair[0] not in moved
        ]
        open_ones = ~self._closed.of(measure.id)[touched] & (scores >= floor)
        ids = self._changes.touched
        come = (
            []
            if nothing_to_go_on(measure)
            else [(ids[at], float(scores[at])) for at in np.flatnonzero(open_ones).tolist()]
        )
        both = sorted(stay + come, key=lambda pair: (-pair[1], self._columns[pair[0]]))
        ranked[measure.id] = both[:depth]
        floors[measure.id] = both[depth - 1][1] if len(both) > depth else floor
        return len(both) >= self._top or floor == NO_FLOOR

    def _totals(self, rows: Sequence[int], columns: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.float64]]]:
        """For each of the rows its scores in these columns."""
        inputs, lessons = self._inputs, self._scores.lessons if len(rows) and len(columns) else {}
        some = [inputs.opportunities[column] for column in columns.tolist()]
        names = {each.opportunity_id for each in self._decided}
        funders = {each.id: each.funder for each in inputs.opportunities if each.id in names} if names else {}
        shares = funder_shares(self._decided, funders)
        size = max(1, _CELLS // max(1, len(columns)))
        for start in range(0, len(rows), size):
            block = list(rows[start : start + size])
            measures = [inputs.asked[row] for row in block]
            if not len(columns):
                yield from ((row, np.zeros(0)) for row in block)
                continue
            facts = fact_parts(measures, some, shares, shipped_weights().shares)
            for row, measure, added in zip(block, measures, facts, strict=True):
                scores = self._scores.texts[row][columns].astype(np.float64) + added
                if measure.action_field in lessons:
                    scores = np.clip(scores + lessons[measure.action_field][columns], 0.0, 1.0)
                yield row, scores

    def _shown(self, ranked: Mapping[str, Sequence[tuple[str, float]]]) -> dict[str, Sequence[ExplainedMatch]]:
        """What is shown of each measure; only what was not explained so before is explained now."""
        choice = ShownChoice(self._inputs, ranked, self._crowds, self._closeness, self._top)
        shown: dict[str, dict[str, ExplainedMatch | None]] = {}
        missing: dict[str, dict[str, str]] = {}
        for measure in self._inputs.asked:
            known = {match.opportunity_id: match for match in self._kept.shown.get(measure.id, ())}
            shown[measure.id] = dict.fromkeys(choice.of(measure.id))
            for one in shown[measure.id]:
                made_of = made_of_pair(self._changes.states[one], measure, self._changes.taught)
                if one in known and known[one].made_of == made_of:
                    shown[measure.id][one] = known[one]
                else:
                    missing.setdefault(measure.id, {})[one] = made_of
        if missing:
            state = replace(self._kept.parts.state, best=self._scores.best, means=self._scores.means)
            explained = explained_matches(self._inputs, state, self._beside, self._decided, missing)
            for key, found in explained.items():
                shown[key] |= found
        return {key: [match for match in found.values() if match is not None] for key, found in shown.items()}


def forgetting(best: Mapping[str, float], first: FittedState, odd: Sequence[MeasureText]) -> dict[str, float]:
    """What was reached, without what odd measures reached by other words; one that is as at first keeps that."""
    left = dict(best)
    for measure in odd:
        for begins in (*(signal.name for signal in SIGNALS), ITSELF, CROWD_OF):
            name = f"{begins} {measure.id}"
            left.pop(name, None)
            if name in first.best and first.measures.knows(measure):
                left[name] = first.best[name]
    return left
