"""Ranks opportunities for measures and says why: fit once, rank many, explain any pair.

A score is the sum of its parts, and a part is a signal's score times its weight; no other arithmetic. Who may apply is
not asked here (`eligibility`): the caller says which opportunities are allowed.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grants_db.errors import InputError
from grants_db.sentence import Sentence
from matching.feedback import FEEDBACK, Feedback
from matching.index.fitted_state import FittedState
from matching.index.vector_index import Array, OpportunityIndex
from matching.shared_terms import SharedTerm, SharedTermFinder, WordsByMeaning, has_words
from matching.signals.base import FunderShares, Query, ScoredPair, neighbours_of
from matching.signals.registry import SIGNALS
from matching.signals.term_coverage import TermCoverage
from matching.text.documents import MeasureText, OpportunityText
from matching.weights import Weights, shipped_weights

#: measures × opportunities worked on at once
_CHUNK_CELLS = 2_000_000
_MOST_REASONS = 4
#: sums of the same parts in another order differ by less
_ROUNDING = 1e-5
#: the signal whose sentence names the shared words; it is said first
SHARED_WORDS = TermCoverage.name
TOO_LITTLE = Sentence("Zu wenig Text für einen Vergleich: gereiht nur nach dem Handlungsfeld")


@dataclass(frozen=True)
class RankedOpportunity:
    """One opportunity for one measure.

    Attributes:
        opportunity_id: the opportunity.
        score: in [0, 1].
        parts: signal → what it contributes; they add up to the score.
        terms: the words that carried it, most telling first.
        reasons: sentences for people: the shared words, then by weight.
        too_little: nothing readable was said about the measure; the ranking is that of its action field.
    """

    opportunity_id: str
    score: float
    parts: dict[str, float]
    terms: tuple[SharedTerm, ...] = ()
    reasons: tuple[Sentence, ...] = ()
    too_little: bool = False


class Matcher:
    """Ranks opportunities for measures.

    >>> opportunities = [OpportunityText("a", "Sprachkurse", "", "Deutschkurse für Zugewanderte", "de", "land"),
    ...          OpportunityText("b", "Photovoltaik", "", "Solaranlagen auf Dächern", "de", "land")]
    >>> measure = MeasureText("m", "Deutsch lernen", "Sprachkurse für Frauen", 2)
    >>> [match.opportunity_id for match in Matcher().fit(opportunities).rank([measure])["m"]]
    ['a', 'b']
    """

    def __init__(self, weights: Weights | None = None) -> None:
        self.weights = weights

    def fit(
        self,
        opportunities: Sequence[OpportunityText],
        measures: Sequence[MeasureText] = (),
        funders: FunderShares | None = None,
        feedback: Feedback | None = None,
        state: FittedState | None = None,
    ) -> "Matcher":
        """Learn words and frequencies of the opportunities; forgets earlier ones.

        `measures` are all of the city's: similar ones help to read each other. They are given here, so that a pair
        scores the same whichever measures are ranked together later. `funders` and `feedback` are what was decided
        before. With a `state` nothing is learned of the opportunities: scores are those it would give them.
        """
        self.weights_ = shipped_weights() if self.weights is None else self.weights
        self.index_ = OpportunityIndex().fit(opportunities, state)
        self.neighbours_ = neighbours_of(self.index_, measures)
        self.funder_shares_ = funders or {}
        self.finder_ = SharedTermFinder(self.index_)
        self.feedback_ = feedback.fit(self.index_) if feedback is not None else None
        return self

    def rank(
        self,
        measures: Sequence[MeasureText],
        top: int = 20,
        allowed: Mapping[str, Container[str]] | None = None,
        least: Mapping[str, float] | None = None,
    ) -> dict[str, list[RankedOpportunity]]:
        """The best opportunities of each measure, best first, each explained; none where there is nothing to go on.

        Args:
            measures: what to rank for.
            top: matches for each measure.
            allowed: for each measure id the opportunity ids that may be proposed; None allows all.
            least: for each measure id the score under which an opportunity is left out.
        """
        ranked: dict[str, list[RankedOpportunity]] = {}
        closed: dict[int, tuple[Container[str] | None, NDArray[np.bool_] | None]] = {}
        for chunk in self._chunks(measures):
            scores = self.scores(chunk)
            total = np.asarray(sum(scores.values()), dtype=np.float64)
            for row, measure in enumerate(chunk):
                if nothing_to_go_on(measure):
                    ranked[measure.id] = []
                    continue
                permitted = None if allowed is None else allowed.get(measure.id, ())
                if id(permitted) not in closed:  # measures of one carrier share what they may use
                    closed[id(permitted)] = permitted, self._closed(permitted)
                best = _best(total[row], top, closed[id(permitted)][1])
                floor = (least or {}).get(measure.id, -1.0) - _ROUNDING
                best = [column for column in best if total[row, column] >= floor]
                vocabulary = self.finder_.of_measure(measure)
                ranked[measure.id] = [self._match(measure, vocabulary, column, scores, row) for column in best]
        return ranked

    def explain(self, measure: MeasureText, opportunity_id: str) -> RankedOpportunity:
        """Why a fitted opportunity fits a measure, or how little: its parts, terms and reasons."""
        if opportunity_id not in self.index_.numbers_:
            raise InputError("Das Förderangebot {id} ist nicht unter den verglichenen.", id=opportunity_id)
        scores = self.scores([measure])
        vocabulary = self.finder_.of_measure(measure)
        return self._match(measure, vocabulary, self.index_.numbers_[opportunity_id], scores, 0)

    def signal_scores(self, measures: Sequence[MeasureText]) -> dict[str, Array]:
        """Each signal's scores, measures × opportunities (or 1 × opportunities), before weighing."""
        asked = self._query(measures)
        return {signal.name: signal.score(self.index_, asked) for signal in SIGNALS}

    def _query(self, measures: Sequence[MeasureText]) -> Query:
        return Query(tuple(measures), self.index_.transform(measures), self.neighbours_, self.funder_shares_)

    def total_scores(self, measures: Sequence[MeasureText]) -> NDArray[np.float64]:
        """The scores of all pairs, measures × opportunities."""
        return np.vstack(
            [np.asarray(sum(self.scores(chunk).values()), dtype=np.float64) for chunk in self._chunks(measures)]
        )

    def scores(self, measures: Sequence[MeasureText]) -> dict[str, Array]:
        """Each signal's contributions, all measures × opportunities; they add up to the scores."""
        shape = (len(measures), len(self.index_.opportunities_))
        asked = self._query(measures)
        scores: dict[str, Array] = {}
        for signal in SIGNALS:
            share = np.float32(self.weights_.shares.get(signal.name, 0.0))
            # what weighs nothing is not worked out
            score = share * signal.score(self.index_, asked) if share else np.zeros((1, 1), dtype=np.float32)
            scores[signal.name] = np.broadcast_to(score, shape)
        if self.feedback_ is not None:
            total = np.asarray(sum(scores.values()), dtype=np.float64)
            scores[FEEDBACK] = self.feedback_.contributions(measures, total).astype(np.float32)
        return scores

    def _match(
        self, measure: MeasureText, words: WordsByMeaning, column: int, scores: Mapping[str, Array], row: int
    ) -> RankedOpportunity:
        opportunity = self.index_.opportunities_[column]
        parts = {name: float(score[row, column]) for name, score in scores.items()}
        because: tuple[Sentence, ...] = ()
        if self.feedback_ is not None:
            if not self.feedback_.knows(measure.action_field):
                del parts[FEEDBACK]
            because = self.feedback_.sentences(measure, column)
        terms = self.finder_.terms(words, self.finder_.of_opportunity(column))
        too_little = not has_words(measure)
        return RankedOpportunity(
            opportunity_id=opportunity.id,
            score=min(max(sum(parts.values()), 0.0), 1.0),
            parts=parts,
            terms=terms,
            reasons=((TOO_LITTLE,) if too_little else ()) + because + self._reasons(measure, opportunity, parts, terms),
            too_little=too_little,
        )

    def _reasons(
        self,
        measure: MeasureText,
        opportunity: OpportunityText,
        parts: Mapping[str, float],
        terms: Sequence[SharedTerm],
    ) -> tuple[Sentence, ...]:
        shared = tuple(dict.fromkeys(term.opportunity for term in terms))
        said: list[Sentence] = []
        for signal in sorted(SIGNALS, key=lambda each: (each.name != SHARED_WORDS, -parts[each.name])):
            share = self.weights_.shares.get(signal.name, 0.0)
            score = parts[signal.name] / share if share else 0.0
            sentence = signal.sentence(ScoredPair(measure, opportunity, score, shared))
            if sentence is not None:
                said.append(sentence)
        return tuple(said[:_MOST_REASONS])

    def _closed(self, permitted: Container[str] | None) -> NDArray[np.bool_] | None:
        if permitted is None:
            return None
        return np.array([opportunity.id not in permitted for opportunity in self.index_.opportunities_], dtype=np.bool_)

    def _chunks(self, measures: Sequence[MeasureText]) -> Iterator[Sequence[MeasureText]]:
        size = max(1, _CHUNK_CELLS // max(1, len(self.index_.opportunities_)))
        for start in range(0, len(measures), size):
            yield measures[start : start + size]


def nothing_to_go_on(measure: MeasureText) -> bool:
    """Neither a readable word nor an action field: any ranking would be made up."""
    return not has_words(measure) and not 1 <= measure.action_field <= 6


def _best(scores: NDArray[np.float64], top: int, closed: NDArray[np.bool_] | None) -> list[int]:
    """The columns of the highest scores, best first; of equal ones the earlier opportunity."""
    columns = np.arange(len(scores)) if closed is None else np.flatnonzero(~closed)
    if 0 < top < len(columns):  # sort only what can be among them
        least = np.partition(scores[columns], len(columns) - top)[len(columns) - top]
        columns = columns[scores[columns] >= least]
    order = columns[np.lexsort((columns, -scores[columns]))]
    return [int(column) for column in order[:top]]
