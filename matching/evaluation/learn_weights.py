"""Learns how much each signal counts from judged pairs: a small linear model whose parts add up.

For every measure the grades of all opportunities (unjudged ones 0) are a distribution p; the weights w, none below 0,
are those whose softmax over the opportunities comes nearest to it. That alone rewards opportunities which fit every
measure of a field. So for each opportunity the measures it was judged relevant for shall also stand above those of
the same field it was judged not to be, where signals that look at the opportunity alone say nothing; with a ridge on
standardised weights:

    loss(w) = mean over the measures: − Σ over o: p(o) · ln softmax(signals(o) · w)
            + ACROSS · mean over triples: ln(1 + exp((signals(m⁻, o) − signals(m⁺, o)) · w)) + RIDGE / 2 · |w|²

The first part looks at whole rankings rather than at single pairs, and at the top most: ListNet's cross entropy (Cao et
al., Learning to rank: from pairwise approach to listwise approach, 2007); the second is RankNet's (Burges et al.,
Learning to rank using gradient descent, 2005), with the measures ranked for an opportunity. scikit-learn's
`LogisticRegression` judges single pairs and has no bound at 0, without which a part of a score would speak against
what it measures. What then looks at the opportunity and the field alone keeps `CALL_ONLY` of its weight: pools were
made of what such rankings found. Both are chosen on the second collection's cities held out, beside the swap test.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from matching.evaluation.collection import JudgedCollection, Judgements, read_collection
from matching.matcher import Matcher
from matching.signals.registry import LEARNED, SIGNALS
from matching.weights import Weights, by_hand

RIDGE = 0.2
#: how much it counts which of two measures an opportunity is for, beside which of two opportunities a measure wants
ACROSS = 2.0
#: the share of its learned weight that a signal keeps which looks at the opportunity and the action field alone
CALL_ONLY = 0.5
#: a grade from which an opportunity was worth reading for a measure
RELEVANT = 2
FOLDS = 12
Tensor = NDArray[np.float64]


@dataclass(frozen=True)
class Examples:
    """What the signals and the judges say of every pair.

    Attributes:
        scores: measures × opportunities × signals, the learned ones first.
        grades: measures × opportunities, unjudged 0.
        judged: measures × opportunities.
        fields: the action field of each measure, 0 for none.
        cities: the city of each measure; its id where no city is given.
    """

    scores: Tensor
    grades: Tensor
    judged: NDArray[np.bool_]
    fields: tuple[int, ...]
    cities: tuple[str, ...]

    def only(self, rows: Sequence[int]) -> "Examples":
        """The same of some measures."""
        chosen = list(rows)
        return Examples(
            self.scores[chosen],
            self.grades[chosen],
            self.judged[chosen],
            tuple(self.fields[row] for row in chosen),
            tuple(self.cities[row] for row in chosen),
        )


def learn(directories: Sequence[Path]) -> dict[str, float]:
    """Learn the weights from all judged measures of some collections: signal → weight, together 1."""
    return learn_weights([examples_of(read_collection(directory)) for directory in directories])


def examples_of(collection: JudgedCollection) -> Examples:
    """What the signals say of every pair of a collection, and what the judges said."""
    matcher = Matcher(Weights({})).fit(collection.opportunities, collection.measures)
    scores = matcher.signal_scores(collection.measures)
    shape = (len(collection.measures), len(collection.opportunities))
    stacked = np.stack([np.broadcast_to(scores[signal.name], shape) for signal in SIGNALS], axis=-1)
    judged = [collection.judgements.get(measure.id, {}) for measure in collection.measures]
    return Examples(
        scores=stacked.astype(np.float64),
        grades=grades_of(collection, collection.judgements),
        judged=np.array([[each.id in known for each in collection.opportunities] for known in judged], dtype=np.bool_),
        fields=tuple(measure.action_field for measure in collection.measures),
        cities=tuple(collection.cities.get(measure.id, measure.id) for measure in collection.measures),
    )


def grades_of(collection: JudgedCollection, judgements: Judgements) -> Tensor:
    """Measures × opportunities: the grade, 0 for a pair nobody judged."""
    columns = {opportunity.id: column for column, opportunity in enumerate(collection.opportunities)}
    grades = np.zeros((len(collection.measures), len(columns)))
    for row, measure in enumerate(collection.measures):
        for opportunity, grade in judgements.get(measure.id, {}).items():
            if opportunity in columns:
                grades[row, columns[opportunity]] = max(grade, 0)
    return grades


def learn_weights(collections: Sequence[Examples]) -> dict[str, float]:
    """The weights from the measures of some collections."""
    every = np.concatenate([each.scores[..., : len(LEARNED)].reshape(-1, len(LEARNED)) for each in collections])
    spread = every.std(axis=0)
    spread = np.where(spread > 0, spread, np.inf)  # a signal that never differs gets no weight
    scores: list[Tensor] = []
    targets: list[Tensor] = []
    for each in collections:
        for row in np.flatnonzero(each.grades.max(axis=1, initial=0) > 0):
            scores.append(each.scores[row, :, : len(LEARNED)] / spread)
            targets.append(each.grades[row] / each.grades[row].sum())
    apart, counts = (np.concatenate(each) for each in zip(*map(_across_measures, collections), strict=True))
    apart, counts = apart / spread, counts / max(counts.sum(), 1e-9)

    def loss(weights: Tensor) -> tuple[float, Tensor]:
        total, slope = 0.0, np.zeros_like(weights)
        for score, target in zip(scores, targets, strict=True):
            raw = score @ weights
            raw -= raw.max()
            shares = np.exp(raw)
            total -= float(target @ (raw - np.log(shares.sum())))
            slope += score.T @ (shares / shares.sum() - target)
        total, slope = total / len(scores), slope / len(scores)
        above = apart @ weights
        total += ACROSS * float(counts @ np.logaddexp(0, -above)) + RIDGE * float(weights @ weights) / 2
        return total, slope - ACROSS * apart.T @ (counts / (1 + np.exp(above))) + RIDGE * weights

    start = np.full(len(spread), 0.1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(spread))
    weights = found.x / spread * np.array([CALL_ONLY if signal.of_field else 1.0 for signal in LEARNED])
    return {signal.name: float(weight) for signal, weight in zip(LEARNED, weights / weights.sum(), strict=True)}


def _across_measures(examples: Examples) -> tuple[Tensor, Tensor]:
    """For each opportunity and two measures of a field that were judged apart: signals apart, and grades apart."""
    fields = defaultdict[int, list[int]](list)
    for row, field in enumerate(examples.fields):
        fields[field].append(row)
    apart: list[Tensor] = [np.zeros(len(LEARNED))]
    counts = [0.0]
    for rows in fields.values():
        grades, judged = examples.grades[rows], examples.judged[rows]
        for column in np.flatnonzero((grades >= RELEVANT).any(axis=0)):
            relevant = grades[:, column] >= RELEVANT
            for better in np.flatnonzero(relevant):
                for worse in np.flatnonzero(~relevant & judged[:, column]):
                    two = examples.scores[[rows[better], rows[worse]], column, : len(LEARNED)]
                    apart.append(two[0] - two[1])
                    counts.append(grades[better, column] - grades[worse, column])
    return np.array(apart), np.array(counts)


def cross_validated_scores(examples: Examples, others: Sequence[Examples] = (), folds: int = FOLDS) -> Tensor:
    """Scores of all pairs, each measure's with weights learned without its city.

    Args:
        examples: of the collection that is scored.
        others: of further collections to learn from, without the same cities.
        folds: groups of cities that are left out together.
    """
    scores = np.zeros(examples.grades.shape)
    for fold in range(folds):
        held, kept = _split(examples, fold, folds)
        if held and (kept or others):
            further = [each.only(_split(each, fold, folds)[1]) for each in others]
            weights = Weights.combined(learn_weights([examples.only(kept), *further]), by_hand())
            scores[held] = weighed(examples.scores[held], weights)
    return scores


def _split(examples: Examples, fold: int, folds: int) -> tuple[list[int], list[int]]:
    """The measures of the cities that are left out, and the others."""
    place = [crc32(city.encode()) % folds for city in examples.cities]
    return [row for row, each in enumerate(place) if each == fold], [
        row for row, each in enumerate(place) if each != fold
    ]


def weighed(scores: Tensor, weights: Weights) -> Tensor:
    """The weighted sum over the signals."""
    return np.asarray(scores @ np.array([weights.shares.get(signal.name, 0.0) for signal in SIGNALS]))
