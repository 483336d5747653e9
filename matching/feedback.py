"""What officers' decisions teach about a field: what was accepted pulls similar opportunities up, the dismissed down.

Rocchio's relevance feedback (The SMART Retrieval System, 1971): for a field and an opportunity o

    pull(o) = Σ over what the field decided on, d: vote(d) · (likeness(o, d) − mean likeness of d to all opportunities)
    part(o) = STRENGTH · tanh(pull(o))

scikit-learn's Rocchio is `NearestCentroid`: it says to which of two classes an opportunity is nearer, not how far it is
pulled, and a centroid no longer tells which decision did it. Here the sum is kept apart by decision, to be explained.

A vote is in [-1, 1] (accepted less dismissed, over both), so that one opportunity decided on for many measures counts
once; likeness is the cosine over compound parts and ideas of the glossary. Only decisions about the topic teach:
accepting, and dismissing as outside the purpose. A missed deadline or a lack of staff says nothing about what an
opportunity is for.

What is learned is a pure function of the decisions that stand: taking one back gives the earlier state to the bit, and
one decision more costs one more row.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from grants_db.messages import Message
from grants_db.vocabulary import DecisionKind, ReasonCode
from matching.index.arrays import Array, Matrix
from matching.index.vector_index import OpportunityIndex, WorkedOut
from matching.signals.base import FunderShares
from matching.text.documents import MeasureText

#: the part of a score that decisions make up
FEEDBACK = "feedback"
#: the most that decisions can add to or take from a score
STRENGTH = 0.12
#: a dismissal says what a field does not want, an acceptance what it wants: the second is the clearer word
DISMISSAL = 0.7
#: of so many opportunities the pulls are worked out together
AT_ONCE = 5000
#: smaller parts are not worth a sentence
_LEAST_SAID = 0.005
_SPACES = ("compounds", "ideas")

Numbers: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class TopicDecision:
    """One standing decision about the topic of an opportunity, made for a measure of the field."""

    action_field: int
    opportunity_id: str
    accepted: bool


@dataclass(frozen=True)
class Vote:
    """What a field's decisions say of one opportunity, and the opportunity's title."""

    opportunity_id: str
    title: str
    weight: float  # in [-1, 1]
    accepted: int
    dismissed: int


@dataclass(frozen=True)
class Lesson:
    """What one field has learned.

    Attributes:
        votes: the decided opportunities, by id.
        rows: for each space the rows of the decided opportunities.
        means: each decided opportunity's mean likeness to all opportunities.
        parts: for every opportunity the part of its score, in [-STRENGTH, STRENGTH].
    """

    votes: tuple[Vote, ...]
    rows: tuple[Matrix, ...]
    means: Numbers
    parts: Array

    def weights(self) -> Numbers:
        """The votes' weights."""
        return np.array([vote.weight for vote in self.votes])

    def pulls(self, index: OpportunityIndex, columns: Sequence[int]) -> Numbers:
        """Votes × the given opportunities: what each decided opportunity adds for each of them."""
        likeness = np.zeros((len(self.votes), len(columns)))
        for space, rows in zip(_SPACES, self.rows, strict=True):
            likeness += (rows @ index.vectors_.sparse[space][list(columns)].T).toarray() / len(_SPACES)
        return np.asarray((likeness - self.means[:, None]) * self.weights()[:, None])


@dataclass(frozen=True)
class MovedTerm:
    """A term that decisions moved in a field: up or down by how much, and the titles of what did it."""

    term: str
    weight: float
    opportunities: tuple[str, ...]


def teaches(kind: DecisionKind, reason: ReasonCode | None) -> bool:
    """Does a decision say something about what opportunities are for?

    >>> [teaches(DecisionKind.DISMISSED, reason) for reason in (ReasonCode.OUTSIDE_PURPOSE, ReasonCode.DUPLICATE)]
    [True, False]
    """
    return kind is DecisionKind.ACCEPTED or (kind is DecisionKind.DISMISSED and reason is ReasonCode.OUTSIDE_PURPOSE)


def funder_shares(decided: Sequence[TopicDecision], funders: dict[str, str]) -> FunderShares:
    """For each field and funder the share of accepted among the decided, drawn to the middle while there are few.

    >>> funder_shares([TopicDecision(2, "a", True), TopicDecision(2, "b", True)], {"a": "Land", "b": "Land"})
    {(2, 'Land'): 0.75}
    """
    counts: defaultdict[tuple[int, str], list[int]] = defaultdict(lambda: [1, 2])
    for decision in decided:
        if funder := funders.get(decision.opportunity_id, ""):
            counts[decision.action_field, funder][0] += decision.accepted
            counts[decision.action_field, funder][1] += 1
    return {key: accepted / total for key, (accepted, total) in sorted(counts.items())}


class Feedback:
    """Learns from decisions about fitted opportunities; decisions about others are passed over.

    Args:
        means: decided opportunity → its mean likeness to all opportunities, as an earlier fit learned it; others are
            worked out.
        beside: other fitted opportunities, among which decided ones are looked up first.

    Attributes:
        index_: the opportunities.
        lessons_: action field → what it learned.
        remembered_: what sentences are made of, once it was asked for.
        means_: decided opportunity → its mean likeness to all opportunities.
    """

    def __init__(self, means: Mapping[str, float] | None = None, beside: Sequence[OpportunityIndex] = ()) -> None:
        self.means = means
        self.beside = beside

    def fit(self, index: OpportunityIndex, decided: Sequence[TopicDecision]) -> "Feedback":
        """Work out what the decisions mean for every fitted opportunity; forgets earlier ones."""
        self.index_ = index
        self.remembered_ = WorkedOut()
        self.means_ = dict(self.means or {})
        #: decided opportunity → where it was read
        self.read_: dict[str, OpportunityIndex] = {}
        by_field: defaultdict[int, list[TopicDecision]] = defaultdict(list)
        for decision in decided:
            key = decision.opportunity_id
            read = next((each for each in (*self.beside, index) if key in each.rows_), None)
            if read is not None:
                self.read_[key] = read
                by_field[decision.action_field].append(decision)
        self.lessons_ = {field: self._lesson(decisions) for field, decisions in sorted(by_field.items())}
        return self

    def funders(self) -> dict[str, str]:
        """The funder of each decided opportunity."""
        return {key: read.opportunities_[read.rows_[key]].funder for key, read in self.read_.items()}

    def knows(self, action_field: int) -> bool:
        """Has the field learned anything?"""
        return action_field in self.lessons_

    def contributions(self, measures: Sequence[MeasureText], scores: Numbers) -> Numbers:
        """What the decisions add to scores (measures × opportunities) that lie in [0, 1]; the sums do, too."""
        added = np.zeros(scores.shape)
        for row, measure in enumerate(measures):
            if self.knows(measure.action_field):
                added[row] = self.lessons_[measure.action_field].parts
        return np.asarray(np.clip(scores + added, 0.0, 1.0) - scores)

    def sentences(self, measure: MeasureText, column: int) -> tuple[Message, ...]:
        """Which decided opportunity moved this one most, and which way; nothing where it moved too little to say."""
        lesson = self.lessons_.get(measure.action_field)
        if lesson is None or abs(float(lesson.parts[column])) < _LEAST_SAID:
            return ()
        up = float(lesson.parts[column]) > 0
        own = self._pulls(measure.action_field, column) * (1 if up else -1)
        vote = lesson.votes[int(np.argmax(own))]
        others = int((own > _LEAST_SAID).sum()) - 1
        if (vote.weight > 0) is not up:
            return (_unlike(up, vote.title),)
        return (_alike(up, vote.title, others),)

    def _pulls(self, action_field: int, column: int) -> Numbers:
        """What each decided opportunity adds for one of the fitted: of few of these for all at once."""
        lesson, count = self.lessons_[action_field], len(self.index_.opportunities_)
        if count > AT_ONCE:
            return np.asarray(lesson.pulls(self.index_, [column])[:, 0])
        pulls = self.remembered_.once(f"pulls {action_field}", lambda: lesson.pulls(self.index_, range(count)))
        return np.asarray(pulls[:, column])

    def terms(self, action_field: int, most: int = 8) -> tuple[tuple[MovedTerm, ...], tuple[MovedTerm, ...]]:
        """The terms that a field's decisions moved most: up, and down; ideas of the glossary, by their names."""
        lesson = self.lessons_[action_field]
        rows = lesson.rows[_SPACES.index("ideas")]
        weights = np.array([vote.weight for vote in lesson.votes])
        shares = rows.multiply(weights[:, None]).tocsc()
        sums = np.asarray(shares.sum(axis=0)).ravel()
        ideas = self.index_.vectorizer_.glossary.ideas

        def moved(columns: NDArray[np.int64], sign: int) -> tuple[MovedTerm, ...]:
            found = []
            for column in columns[:most]:
                if sums[column] * sign <= 0:
                    break
                of_column = np.asarray(shares[:, [int(column)]].toarray()).ravel() * sign
                by_share = np.argsort(-of_column, kind="stable")
                titles = tuple(lesson.votes[row].title for row in by_share if of_column[row] > 0)
                found.append(MovedTerm(ideas[int(column)].name, round(float(sums[column]), 3), titles))
            return tuple(found)

        order = np.lexsort((np.arange(len(sums)), -sums))
        return moved(order, 1), moved(order[::-1], -1)

    def _lesson(self, decisions: Sequence[TopicDecision]) -> Lesson:
        votes = self._votes(decisions)
        rows = tuple(self._rows(space, votes) for space in _SPACES)
        weights = np.array([vote.weight for vote in votes])
        mean, pull = np.zeros(len(votes)), np.zeros(len(self.index_.opportunities_))
        unknown = any(vote.opportunity_id not in self.means_ for vote in votes)
        for space, own in zip(_SPACES, rows, strict=True):
            matrix = self.index_.vectors_.sparse[space]
            if unknown:
                mean += own @ np.asarray(matrix.mean(axis=0)).ravel() / len(_SPACES)
            pull += matrix @ (own.T @ weights) / len(_SPACES)
        for vote, value in zip(votes, mean.tolist(), strict=True):
            self.means_.setdefault(vote.opportunity_id, value)
        means = np.array([self.means_[vote.opportunity_id] for vote in votes])
        parts = STRENGTH * np.tanh(pull - float(weights @ means))
        return Lesson(votes, rows, means, parts.astype(np.float32))

    def _rows(self, space: str, votes: Sequence[Vote]) -> Matrix:
        """The decided opportunities in a space, each from where it was read."""
        found = []
        for vote in votes:
            read = self.read_[vote.opportunity_id]
            found.append(read.vectors_.sparse[space][read.rows_[vote.opportunity_id]])
        return sparse.vstack(found).tocsr()

    def _votes(self, decisions: Sequence[TopicDecision]) -> tuple[Vote, ...]:
        """One vote for each decided opportunity, in the order of their ids, whatever the order of the decisions."""
        counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        for decision in decisions:
            counts[decision.opportunity_id][0 if decision.accepted else 1] += 1
        votes = []
        for key, (accepted, dismissed) in sorted(counts.items()):
            read = self.read_[key]
            weight = (accepted - DISMISSAL * dismissed) / (accepted + dismissed)
            votes.append(Vote(key, read.opportunities_[read.rows_[key]].title, weight, accepted, dismissed))
        return tuple(votes)


def _alike(up: bool, title: str, others: int) -> Message:
    if up and others > 0:
        return Message.of(
            "Höher gereiht, weil Sie „{title}“ und {others} weitere hier angenommen haben", title=title, others=others
        )
    if up:
        return Message.of("Höher gereiht, weil Sie „{title}“ hier angenommen haben", title=title)
    if others > 0:
        return Message.of(
            "Tiefer gereiht, weil Sie „{title}“ und {others} weitere hier verworfen haben", title=title, others=others
        )
    return Message.of("Tiefer gereiht, weil Sie „{title}“ hier verworfen haben", title=title)


def _unlike(up: bool, title: str) -> Message:
    if up:
        return Message.of("Höher gereiht, weil es „{title}“ nicht gleicht, das Sie hier verworfen haben", title=title)
    return Message.of("Tiefer gereiht, weil es „{title}“ nicht gleicht, das Sie hier angenommen haben", title=title)
