"""Learns how much each signal counts from judged pairs: a small linear model whose parts add up.

For every measure the grades of all opportunities (unjudged ones 0) are a distribution p; the weights w, none below 0,
are those whose softmax over the opportunities comes nearest to it, with a ridge on standardised weights:

    loss(w) = mean over the measures: − Σ over o: p(o) · ln softmax(signals(o) · w) + RIDGE / 2 · |w|²

That looks at whole rankings rather than at single pairs, and at the top most: ListNet's cross entropy (Cao et al.,
Learning to rank: from pairwise approach to listwise approach, 2007). scikit-learn's `LogisticRegression` judges single
pairs and has no bound at 0, without which a part of a score would speak against what it measures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from matching.evaluation.collection import JudgedCollection, Judgements, read_collection
from matching.matcher import Matcher
from matching.signals.registry import LEARNED, SIGNALS
from matching.weights import Weights, by_hand

RIDGE = 0.05
FOLDS = 12
Tensor = NDArray[np.float64]


@dataclass(frozen=True)
class Examples:
    """What the signals and the judges say of every pair.

    Attributes:
        scores: measures × opportunities × signals, the learned ones first.
        grades: measures × opportunities, unjudged 0.
    """

    scores: Tensor
    grades: Tensor


def learn(directory: Path) -> dict[str, float]:
    """Learn the weights from all judged measures of a collection: signal → weight, together 1."""
    return learn_weights(examples_of(read_collection(directory)))


def examples_of(collection: JudgedCollection) -> Examples:
    """What the signals say of every pair of a collection, and what the judges said."""
    matcher = Matcher(Weights({})).fit(collection.opportunities, collection.measures)
    scores = matcher.signal_scores(collection.measures)
    shape = (len(collection.measures), len(collection.opportunities))
    stacked = np.stack([np.broadcast_to(scores[signal.name], shape) for signal in SIGNALS], axis=-1)
    return Examples(stacked.astype(np.float64), grades_of(collection, collection.judgements))


def grades_of(collection: JudgedCollection, judgements: Judgements) -> Tensor:
    """Measures × opportunities: the grade, 0 for a pair nobody judged."""
    columns = {opportunity.id: column for column, opportunity in enumerate(collection.opportunities)}
    grades = np.zeros((len(collection.measures), len(columns)))
    for row, measure in enumerate(collection.measures):
        for opportunity, grade in judgements.get(measure.id, {}).items():
            if opportunity in columns:
                grades[row, columns[opportunity]] = max(grade, 0)
    return grades


def learn_weights(examples: Examples, rows: Sequence[int] | None = None) -> dict[str, float]:
    """The weights from the given measures (all by default)."""
    chosen = [row for row in (range(len(examples.grades)) if rows is None else rows) if examples.grades[row].max() > 0]
    learned = examples.scores[..., : len(LEARNED)]
    spread = learned[chosen].std(axis=(0, 1))
    spread = np.where(spread > 0, spread, np.inf)  # a signal that never differs gets no weight
    scores = [learned[row] / spread for row in chosen]
    targets = [examples.grades[row] / examples.grades[row].sum() for row in chosen]

    def loss(weights: Tensor) -> tuple[float, Tensor]:
        total, slope = 0.0, np.zeros_like(weights)
        for score, target in zip(scores, targets, strict=True):
            raw = score @ weights
            raw -= raw.max()
            shares = np.exp(raw)
            total -= float(target @ (raw - np.log(shares.sum())))
            slope += score.T @ (shares / shares.sum() - target)
        return total / len(scores) + RIDGE * float(weights @ weights) / 2, slope / len(scores) + RIDGE * weights

    start = np.full(len(spread), 0.1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(spread))
    weights = found.x / spread
    return {signal.name: float(weight) for signal, weight in zip(LEARNED, weights / weights.sum(), strict=True)}


def cross_validated_scores(examples: Examples, folds: int = FOLDS) -> Tensor:
    """Scores of all pairs, each measure's with weights learned without it (every `folds`-th measure together)."""
    scores = np.zeros(examples.grades.shape)
    for fold in range(folds):
        held = [row for row in range(len(scores)) if row % folds == fold]
        kept = [row for row in range(len(scores)) if row % folds != fold]
        if held:
            scores[held] = weighed(examples.scores[held], Weights.combined(learn_weights(examples, kept), by_hand()))
    return scores


def weighed(scores: Tensor, weights: Weights) -> Tensor:
    """The weighted sum over the signals."""
    return np.asarray(scores @ np.array([weights.shares.get(signal.name, 0.0) for signal in SIGNALS]))
