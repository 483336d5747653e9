"""Ranks opportunities for measures and says why: fit once, rank many, explain any pair.

A score is the sum of its parts, and a part is a signal's score times its weight; no other arithmetic. Who may apply is
not asked here (`eligibility`): the caller says which opportunities are allowed.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from grants_db.errors import InputError
from grants_db.messages import Message
from grants_db.vocabulary_base import Vocabulary
from matching.chance import shipped_calibration, standing_out
from matching.encoder import ENCODER, EncodedOpportunities, Encoder, with_encoder
from matching.encoder import SHARE as ENCODER_SHARE
from matching.facets.named import named_facets
from matching.feedback import FEEDBACK, Feedback, TopicDecision, funder_shares
from matching.index.arrays import Array, best_columns, divide_by_best
from matching.index.fitted_state import FittedState
from matching.index.known_measures import KnownMeasures
from matching.index.profiles import Profiles
from matching.index.vector_index import OpportunityIndex, Vectors
from matching.passages import Passage, PassageFinder
from matching.ranked import RankedOpportunity
from matching.reasons import signal_sentences
from matching.scores import ScoredMeasures, as_far_as_told, crowds_of, of_texts, sum_of
from matching.shared_terms import SharedTermFinder, WordsByMeaning
from matching.signals.base import Neighbours, Query, ScoredPair, Signal, field_rows
from matching.signals.neighbours import neighbours_of, with_measure
from matching.signals.registry import SIGNALS
from matching.text.documents import MeasureText, OpportunityText
from matching.text.readable import has_words, nothing_to_go_on
from matching.weights import Weights, shipped_weights

#: measures × opportunities worked on at once
_CHUNK_CELLS = 500_000
#: a measure's words by what they stand for, its sentences, and the facets it names
Said: TypeAlias = tuple[WordsByMeaning, Sequence[Passage], tuple[Vocabulary, ...]]
TOO_LITTLE = Message("Zu wenig Text für einen Vergleich: gereiht nur nach dem Handlungsfeld")


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
        beside: other fitted opportunities, among which decided ones are looked up first.
        encoder: an optional helper that has a share of every score (`encoder`).
        concept: what the city's action fields are about; that of the state, else the shipped one.

    Attributes:
        weights_: in use.
        calibration_: turns scores into chances.
        index_: the opportunities in every space.
        known_: all of the city's measures, read, and
        neighbours_: put beside the opportunities.
        terms_: finds the words that two texts share, and
        passages_: the two sentences that answer each other.
        encoded_: the opportunities as the encoder sees them, if there is one.
        feedback_: what the decisions taught of opportunities, and
        funder_shares_: of their funders.

    >>> opportunities = [OpportunityText("a", "Sprachkurse", "", "Deutschkurse für Zugewanderte", "de", "land"),
    ...                  OpportunityText("b", "Photovoltaik", "", "Solaranlagen auf Dächern", "de", "land")]
    >>> measure = MeasureText("m", "Deutsch lernen", "Sprachkurse für Frauen", 2)
    >>> [ranked.opportunity_id for ranked in Matcher().fit(opportunities).rank([measure])["m"]]
    ['a', 'b']
    """

    def __init__(
        self,
        weights: Weights | None = None,
        state: FittedState | None = None,
        beside: Sequence[OpportunityIndex] = (),
        encoder: Encoder | None = None,
        concept: Profiles | None = None,
    ) -> None:
        self.weights = weights
        self.state = state
        self.beside = beside
        self.encoder = encoder
        self.concept = concept

    def fit(
        self,
        opportunities: Iterable[OpportunityText],
        measures: Sequence[MeasureText] = (),
        decided: Sequence[TopicDecision] = (),
        *,
        texts_kept: bool = True,
    ) -> "Matcher":
        """Learn from the opportunities, the city's measures and its decisions; forgets earlier ones.

        Args:
            opportunities: what is ranked later.
            measures: all of the city's: similar ones help to read each other. They are given here, so that a pair
                scores the same whichever measures are ranked together later. With a state its measures are used.
            decided: what was decided on the topic of opportunities; decisions about others are passed over.
            texts_kept: do the opportunities' texts stay in memory? Without them nothing is explained.
        """
        index = OpportunityIndex(self.state, self.concept).fit(opportunities, texts_kept=texts_kept)
        fields = field_rows(measures, index.concept_).tolist()
        known = self.state.measures if self.state else KnownMeasures.of(measures, index, fields)
        neighbours = neighbours_of(index, known, self.state.best if self.state else {})
        return self.fit_read(index, known, neighbours, decided)

    def fit_read(
        self,
        index: OpportunityIndex,
        known: KnownMeasures,
        neighbours: Neighbours,
        decided: Sequence[TopicDecision] = (),
    ) -> "Matcher":
        """As `fit`, with opportunities that were read before and measures that were put beside them."""
        self.weights_ = shipped_weights() if self.weights is None else self.weights
        self.calibration_ = shipped_calibration(encoded=self.encoder is not None)
        self.index_, self.known_, self.neighbours_ = index, known, neighbours
        self.encoded_ = None
        if self.encoder is not None:
            self.weights_ = Weights(with_encoder(self.weights_.shares))
            self.encoded_ = EncodedOpportunities(self.encoder, index.opportunities_, index.english_)
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
        *,
        explained: bool = True,
    ) -> dict[str, list[RankedOpportunity]]:
        """The best opportunities of each measure, best first, each explained; none where there is nothing to go on.

        Args:
            measures: what to rank for.
            top: opportunities for each measure.
            allowed: for each measure id the opportunity ids that may be proposed; None allows all.
            explained: with terms and reasons, which take most of the time.
        """
        ranked: dict[str, list[RankedOpportunity]] = {}
        closed: dict[int, NDArray[np.bool_] | None] = {}
        for found in self.scored(measures):
            for row, measure in enumerate(found.query.measures):
                permitted = None if allowed is None else allowed.get(measure.id, ())
                if id(permitted) not in closed:  # measures of one carrier share what they may use
                    closed[id(permitted)] = self._closed(permitted)
                columns = best_columns(found.total[row], top, closed[id(permitted)])
                if nothing_to_go_on(measure):
                    ranked[measure.id] = []
                elif explained:
                    ranked[measure.id] = self.explained(found, row, columns)
                else:
                    ranked[measure.id] = [self._ranked(found, row, column, None) for column in columns]
        return ranked

    def scored(self, measures: Sequence[MeasureText]) -> Iterator[ScoredMeasures]:
        """All scores of the measures, a few measures at a time, in their order."""
        for chunk in self._chunks(measures):
            query = self._query(chunk)
            parts, best = self._scored(query)
            crowds = crowds_of(query.measures, parts, self.state.best if self.state else {})
            yield ScoredMeasures(query, parts, sum_of(parts), best | crowds)

    def explained(self, found: ScoredMeasures, row: int, columns: Sequence[int]) -> list[RankedOpportunity]:
        """Opportunities of one of the scored measures, each with terms and reasons."""
        said = self._said(found.query, row)
        return [self._ranked(found, row, column, said) for column in columns]

    def explain(self, measure: MeasureText, opportunity_id: str) -> RankedOpportunity:
        """Why a fitted opportunity fits a measure, or how little: its parts, terms and reasons."""
        if opportunity_id not in self.index_.rows_:
            raise InputError("Das Förderangebot {id} ist nicht unter den verglichenen.", id=opportunity_id)
        (found,) = self.scored([measure])
        return self.explained(found, 0, [self.index_.rows_[opportunity_id]])[0]

    def signal_scores(self, measures: Sequence[MeasureText]) -> dict[str, Array]:
        """Each signal's scores, measures × opportunities (or 1 × opportunities), before weighing."""
        query = self._query(measures)
        return {signal.name: self._signal(signal, query)[0] for signal in SIGNALS}

    def closeness(self, measures: Sequence[MeasureText]) -> list[float]:
        """How far each measure is about what its action field is there for, in [0, 1]; 0 without a field."""
        return [float(each) for chunk in self._chunks(measures) for each in self._query(chunk).closeness[:, 0]]

    def total_scores(self, measures: Sequence[MeasureText]) -> NDArray[np.float64]:
        """The scores of all pairs, measures × opportunities."""
        return np.vstack([found.total for found in self.scored(measures)])

    def learned(self, best: Mapping[str, float]) -> FittedState:
        """What was learned of the opportunities, for a later matcher that ranks others.

        Args:
            best: what each of the measures reached, as `scored` told it.
        """
        return FittedState(
            vocabulary=self.index_.vocabulary(),
            idf=self.index_.idf_,
            mean_length=self.index_.mean_length_,
            latent_axes=self.index_.latent_axes_,
            translations=self.index_.translations_,
            best={**self.index_.best_, **self.neighbours_.best, **best},
            means=self.feedback_.means_,
            measures=self.known_,
            concept=self.index_.concept_,
        )

    def _learn_from(self, decided: Sequence[TopicDecision]) -> "Matcher":
        self.feedback_ = Feedback(self.state.means if self.state else None, self.beside).fit(self.index_, decided)
        self.funder_shares_ = funder_shares(decided, self.feedback_.funders())
        return self

    def _said(self, query: Query, row: int) -> Said:
        measure = query.measures[row]
        facets = named_facets(query.vectors.facets, row)
        return self.terms_.of_measure(measure), self.passages_.of_measure(measure), facets

    def _query(self, measures: Sequence[MeasureText]) -> Query:
        vectors, neighbours = self._beside_neighbours(measures)
        fields = field_rows(measures, self.index_.concept_)
        closeness = as_far_as_told(measures, self.index_.field_closeness(vectors, fields))
        return Query(tuple(measures), vectors, neighbours, self.funder_shares_, closeness, fields)

    def _beside_neighbours(self, measures: Sequence[MeasureText]) -> tuple[Vectors, Neighbours]:
        """Measures in every space, beside the city's other ones; one that is not among them stands in its own place."""
        if all(self.known_.knows(measure) for measure in measures):
            return self.known_.vectors_of(measures), self.neighbours_
        vectors = self.index_.transform(measures)
        if self.state is None:
            return vectors, self.neighbours_
        own = with_measure(self.index_, self.known_, self.neighbours_, measures[0], vectors, self.state.best)
        return vectors, own

    def _signal(self, signal: Signal, query: Query) -> tuple[Array, dict[str, float]]:
        """A signal's scores in [0, 1], and "signal ID" → the best of each measure where they are held against it."""
        scores = signal.score(self.index_, query)
        if signal.of_field and query.measures:
            scores = scores * query.closeness
        if not signal.against_best:
            return scores, {}
        names = [f"{signal.name} {measure.id}" for measure in query.measures]
        return divide_by_best(scores, names, self.state.best if self.state else {})

    def _scored(self, query: Query) -> tuple[dict[str, Array], dict[str, float]]:
        """The signals' contributions, measures × opportunities, which add up to the scores; and the bests."""
        shape = (len(query.measures), len(self.index_.opportunities_))
        parts: dict[str, Array] = {}
        best: dict[str, float] = {}
        for signal in SIGNALS:
            share = np.float32(self.weights_.shares.get(signal.name, 0.0))
            part = np.zeros((1, 1), dtype=np.float32)
            if share:  # what weighs nothing is not worked out
                scores, reached = self._signal(signal, query)
                part, best = share * scores, best | reached
            parts[signal.name] = np.broadcast_to(part, shape)
        if self.encoded_ is not None:
            ranked = of_texts(parts) / np.float32(1 - ENCODER_SHARE)
            parts[ENCODER] = np.float32(ENCODER_SHARE) * self.encoded_.likeness(query.measures, ranked)
        if self.feedback_.lessons_:
            parts[FEEDBACK] = self.feedback_.contributions(query.measures, sum_of(parts)).astype(np.float32)
        return parts, best

    def _ranked(self, scored: ScoredMeasures, row: int, column: int, said: Said | None) -> RankedOpportunity:
        measure, opportunity = scored.query.measures[row], self.index_.opportunities_[column]
        closeness, shares = float(scored.query.closeness[row, 0]), self.weights_.shares
        parts = scored.parts_of(row, column)
        if not self.feedback_.knows(measure.action_field):
            parts.pop(FEEDBACK, None)
        score = min(max(sum(parts.values()), 0.0), 1.0)
        place = standing_out(score, scored.crowd(row), closeness, shares)
        found = RankedOpportunity(
            opportunity_id=opportunity.id,
            score=score,
            parts=parts,
            chance=self.calibration_.chance(place),
            too_little=not has_words(measure),
        )
        if said is None:
            return found
        terms = self.terms_.terms(said[0], self.terms_.of_opportunity(column))
        shared = tuple(dict.fromkeys(term.opportunity for term in terms))
        offered = named_facets(self.index_.vectors_.facets, column)
        pair = ScoredPair(measure, opportunity, 0.0, shared, closeness, said[2], offered)
        first = (TOO_LITTLE if found.too_little else None, self.passages_.sentence(said[1], column))
        others = (*self.feedback_.sentences(measure, column), *signal_sentences(pair, parts, shares))
        reasons = (*filter(None, first), *others)
        return replace(found, terms=terms, reasons=reasons, offered=offered, wanted=said[2])

    def _closed(self, permitted: Container[str] | None) -> NDArray[np.bool_] | None:
        if permitted is None:
            return None
        return np.array([opportunity.id not in permitted for opportunity in self.index_.opportunities_], dtype=np.bool_)

    def _chunks(self, measures: Sequence[MeasureText]) -> Iterator[Sequence[MeasureText]]:
        """Measures in their order; one that is not among the city's known ones by itself."""
        size = max(1, _CHUNK_CELLS // max(1, len(self.index_.opportunities_)))
        waiting: list[MeasureText] = []
        for measure in measures:
            alone = self.state is not None and not self.known_.knows(measure)
            if waiting and (alone or len(waiting) == size):
                yield waiting
                waiting = []
            if alone:
                yield [measure]
            else:
                waiting.append(measure)
        if waiting:
            yield waiting
