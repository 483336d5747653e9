"""Ranks opportunities for measures and says why: fit once, rank many, explain any pair.

A score is the sum of its parts, and a part is a signal's score times its weight; no other arithmetic. Who may apply is
not asked here (`eligibility`): the caller says which opportunities are allowed.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from grants_db.errors import InputError
from grants_db.messages import Message
from matching.chance import shipped_calibration
from matching.feedback import FEEDBACK, Feedback, TopicDecision, funder_shares
from matching.index.arrays import Array, best_columns, divide_by_best
from matching.index.fitted_state import FittedState
from matching.index.vector_index import OpportunityIndex
from matching.passages import Passage, PassageFinder
from matching.reasons import signal_sentences
from matching.shared_terms import SharedTerm, SharedTermFinder, WordsByMeaning
from matching.signals.base import Query, Signal, field_rows
from matching.signals.neighbours import neighbours_of
from matching.signals.registry import SIGNALS
from matching.text.documents import MeasureText, OpportunityText
from matching.text.readable import has_field, has_words, nothing_to_go_on
from matching.weights import Weights, shipped_weights

#: measures × opportunities worked on at once
_CHUNK_CELLS = 2_000_000
#: sums of the same parts in another order differ by less
_ROUNDING = 1e-5
#: a measure's words by what they stand for, and its sentences
Said: TypeAlias = tuple[WordsByMeaning, Sequence[Passage]]
TOO_LITTLE = Message("Zu wenig Text für einen Vergleich: gereiht nur nach dem Handlungsfeld")


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
        too_little: nothing readable was said about the measure; the ranking is that of its action field.
    """

    opportunity_id: str
    score: float
    parts: dict[str, float]
    chance: float = 0.0
    terms: tuple[SharedTerm, ...] = ()
    reasons: tuple[Message, ...] = ()
    too_little: bool = False


@dataclass(frozen=True)
class Ranking:
    """The best opportunities of a measure, best first, and "signal ID" → the best score that any reached for it."""

    measure_id: str
    opportunities: list[RankedOpportunity]
    best: Mapping[str, float]


class Matcher:
    """Ranks opportunities for measures.

    score(m, o) = Σ over the signals s: weight(s) · s(m, o), and what decisions add (`feedback`), within [0, 1]

    A signal that looks only at the opportunity and the action field (`of_field`) counts as far as the measure itself is
    about that field: s(m, o) = closeness(m) · s(field, o). Without a field a measure is ranked by its text alone.

    After the contract of scikit-learn's estimators: parameters are given to the class, everything to learn from to
    `fit`, what was learned ends in an underscore, and asking changes nothing of it.

    Args:
        weights: of the signals; those that the program ships by default.
        state: what an earlier fit learned of its opportunities; then nothing is learned of these, and a pair scores as
            it would there.

    Attributes:
        weights_: in use.
        calibration_: turns scores into chances.
        index_: the opportunities in every space.
        neighbours_: all of the city's measures beside them.
        terms_: finds the words that two texts share, and
        passages_: the two sentences that answer each other.
        feedback_: what the decisions taught of opportunities, and
        funder_shares_: of their funders.

    >>> opportunities = [OpportunityText("a", "Sprachkurse", "", "Deutschkurse für Zugewanderte", "de", "land"),
    ...                  OpportunityText("b", "Photovoltaik", "", "Solaranlagen auf Dächern", "de", "land")]
    >>> measure = MeasureText("m", "Deutsch lernen", "Sprachkurse für Frauen", 2)
    >>> [ranked.opportunity_id for ranked in Matcher().fit(opportunities).rank([measure])["m"]]
    ['a', 'b']
    """

    def __init__(self, weights: Weights | None = None, state: FittedState | None = None) -> None:
        self.weights = weights
        self.state = state

    def fit(
        self,
        opportunities: Sequence[OpportunityText],
        measures: Sequence[MeasureText] = (),
        decided: Sequence[TopicDecision] = (),
    ) -> "Matcher":
        """Learn from the opportunities, the city's measures and its decisions; forgets earlier ones.

        Args:
            opportunities: what is ranked later.
            measures: all of the city's: similar ones help to read each other. They are given here, so that a pair
                scores the same whichever measures are ranked together later.
            decided: what was decided on the topic of opportunities; decisions about others are passed over.
        """
        self.weights_ = shipped_weights() if self.weights is None else self.weights
        self.calibration_ = shipped_calibration()
        self.index_ = OpportunityIndex(self.state).fit(opportunities)
        self.neighbours_ = neighbours_of(self.index_, measures, self.state.best if self.state else {})
        self.terms_ = SharedTermFinder(self.index_)
        self.passages_ = PassageFinder(self.index_)
        return self._learn_from(decided)

    def with_decisions(self, decided: Sequence[TopicDecision]) -> "Matcher":
        """A matcher fitted on the same texts that learned from these decisions instead; no text is read again."""
        return copy(self)._learn_from(decided)

    def rank(
        self,
        measures: Sequence[MeasureText],
        top: int = 20,
        allowed: Mapping[str, Container[str]] | None = None,
        least: Mapping[str, float] | None = None,
        *,
        explained: bool = True,
    ) -> dict[str, list[RankedOpportunity]]:
        """The best opportunities of each measure, best first, each explained; none where there is nothing to go on.

        Args:
            measures: what to rank for.
            top: opportunities for each measure.
            allowed: for each measure id the opportunity ids that may be proposed; None allows all.
            least: for each measure id the score under which an opportunity is left out.
            explained: with terms and reasons, which take most of the time.
        """
        rankings = self.rankings(measures, top, allowed, least, explained=explained)
        return {found.measure_id: found.opportunities for found in rankings}

    def rankings(
        self,
        measures: Sequence[MeasureText],
        top: int = 20,
        allowed: Mapping[str, Container[str]] | None = None,
        least: Mapping[str, float] | None = None,
        *,
        explained: bool = True,
    ) -> Iterator[Ranking]:
        """The same one by one, each with the best scores that its own were held against."""
        closed: dict[int, tuple[Container[str] | None, NDArray[np.bool_] | None]] = {}
        for chunk in self._chunks(measures):
            parts, best, closeness = self._scored(chunk)
            total = _sum_of(parts)
            for row, measure in enumerate(chunk):
                names = [f"{signal.name} {measure.id}" for signal in SIGNALS]
                reached = {name: best[name] for name in names if name in best}
                if nothing_to_go_on(measure):
                    yield Ranking(measure.id, [], reached)
                    continue
                permitted = None if allowed is None else allowed.get(measure.id, ())
                if id(permitted) not in closed:  # measures of one carrier share what they may use
                    closed[id(permitted)] = permitted, self._closed(permitted)
                columns = best_columns(total[row], top, closed[id(permitted)][1])
                floor = (least or {}).get(measure.id, -1.0) - _ROUNDING
                said = self._said(measure) if explained else None
                found = [
                    self._ranked(measure, said, column, parts, row, float(closeness[row, 0]))
                    for column in columns
                    if total[row, column] >= floor
                ]
                yield Ranking(measure.id, found, reached)

    def explain(self, measure: MeasureText, opportunity_id: str) -> RankedOpportunity:
        """Why a fitted opportunity fits a measure, or how little: its parts, terms and reasons."""
        if opportunity_id not in self.index_.rows_:
            raise InputError("Das Förderangebot {id} ist nicht unter den verglichenen.", id=opportunity_id)
        parts, _, closeness = self._scored([measure])
        return self._ranked(
            measure, self._said(measure), self.index_.rows_[opportunity_id], parts, 0, float(closeness[0, 0])
        )

    def signal_scores(self, measures: Sequence[MeasureText]) -> dict[str, Array]:
        """Each signal's scores, measures × opportunities (or 1 × opportunities), before weighing."""
        query = self._query(measures)
        return {signal.name: self._signal(signal, query)[0] for signal in SIGNALS}

    def closeness(self, measures: Sequence[MeasureText]) -> list[float]:
        """How far each measure is about what its action field is there for, in [0, 1]; 0 without a field."""
        return [float(each) for each in self._query(measures).closeness[:, 0]]

    def total_scores(self, measures: Sequence[MeasureText]) -> NDArray[np.float64]:
        """The scores of all pairs, measures × opportunities."""
        return np.vstack([_sum_of(self._scored(chunk)[0]) for chunk in self._chunks(measures)])

    def learned(self, rankings: Iterable[Ranking]) -> FittedState:
        """What was learned of the opportunities, for a later matcher that ranks others for these measures."""
        best = {**self.index_.best_, **self.neighbours_.best}
        for ranking in rankings:
            best |= ranking.best
        return FittedState(
            vocabulary=self.index_.vocabulary(),
            idf=self.index_.idf_,
            mean_length=self.index_.mean_length_,
            latent_axes=self.index_.latent_axes_,
            best=best,
            means=self.feedback_.means_,
        )

    def _learn_from(self, decided: Sequence[TopicDecision]) -> "Matcher":
        self.feedback_ = Feedback(self.state.means if self.state else None).fit(self.index_, decided)
        funders = {each.id: each.funder for each in self.index_.opportunities_} if decided else {}
        self.funder_shares_ = funder_shares(decided, funders)
        return self

    def _said(self, measure: MeasureText) -> Said:
        return self.terms_.of_measure(measure), self.passages_.of_measure(measure)

    def _query(self, measures: Sequence[MeasureText]) -> Query:
        vectors = self.index_.transform(measures)
        closeness = self.index_.field_closeness(vectors, field_rows(measures))
        for row, measure in enumerate(measures):
            if not has_field(measure):
                closeness[row] = 0.0
            elif not has_words(measure):
                closeness[row] = 1.0  # its field is all there is to go by
        return Query(tuple(measures), vectors, self.neighbours_, self.funder_shares_, closeness)

    def _signal(self, signal: Signal, query: Query) -> tuple[Array, dict[str, float]]:
        """A signal's scores in [0, 1], and "signal ID" → the best of each measure where they are held against it."""
        scores = signal.score(self.index_, query)
        if signal.of_field and query.measures:
            scores = scores * query.closeness
        if not signal.against_best:
            return scores, {}
        names = [f"{signal.name} {measure.id}" for measure in query.measures]
        return divide_by_best(scores, names, self.state.best if self.state else {})

    def _scored(self, measures: Sequence[MeasureText]) -> tuple[dict[str, Array], dict[str, float], Array]:
        """The signals' contributions, measures × opportunities, which add up to the scores; the bests; closeness."""
        shape = (len(measures), len(self.index_.opportunities_))
        query = self._query(measures)
        parts: dict[str, Array] = {}
        best: dict[str, float] = {}
        for signal in SIGNALS:
            share = np.float32(self.weights_.shares.get(signal.name, 0.0))
            part = np.zeros((1, 1), dtype=np.float32)
            if share:  # what weighs nothing is not worked out
                scores, reached = self._signal(signal, query)
                part, best = share * scores, best | reached
            parts[signal.name] = np.broadcast_to(part, shape)
        if self.feedback_.lessons_:
            parts[FEEDBACK] = self.feedback_.contributions(measures, _sum_of(parts)).astype(np.float32)
        return parts, best, query.closeness

    def _ranked(
        self,
        measure: MeasureText,
        said: Said | None,
        column: int,
        scores: Mapping[str, Array],
        row: int,
        closeness: float,
    ) -> RankedOpportunity:
        opportunity = self.index_.opportunities_[column]
        parts = {name: float(score[row, column]) for name, score in scores.items()}
        if not self.feedback_.knows(measure.action_field):
            parts.pop(FEEDBACK, None)
        score = min(max(sum(parts.values()), 0.0), 1.0)
        found = RankedOpportunity(
            opportunity_id=opportunity.id,
            score=score,
            parts=parts,
            chance=self.calibration_.chance(score, closeness, self.weights_.shares),
            too_little=not has_words(measure),
        )
        if said is None:
            return found
        terms = self.terms_.terms(said[0], self.terms_.of_opportunity(column))
        answer = self.passages_.sentence(said[1], column)
        because = (
            *(() if answer is None else (answer,)),
            *self.feedback_.sentences(measure, column),
            *signal_sentences(measure, opportunity, parts, self.weights_.shares, terms, closeness),
        )
        return replace(found, terms=terms, reasons=((TOO_LITTLE,) if found.too_little else ()) + because)

    def _closed(self, permitted: Container[str] | None) -> NDArray[np.bool_] | None:
        if permitted is None:
            return None
        return np.array([opportunity.id not in permitted for opportunity in self.index_.opportunities_], dtype=np.bool_)

    def _chunks(self, measures: Sequence[MeasureText]) -> Iterator[Sequence[MeasureText]]:
        size = max(1, _CHUNK_CELLS // max(1, len(self.index_.opportunities_)))
        for start in range(0, len(measures), size):
            yield measures[start : start + size]


def _sum_of(parts: Mapping[str, Array]) -> NDArray[np.float64]:
    return np.asarray(sum(parts.values()), dtype=np.float64)
