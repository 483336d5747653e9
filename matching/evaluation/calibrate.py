"""Learns what chance a score stands for, and checks it on measures that were not learned from.

For every band of scores, as a share of what the measure can reach, the share of pairs with a grade of at least 2; a
pair nobody judged counts as a fifth of one that is not worth reading, since pools are never complete: of such pairs
near the top some would be. The bands' shares are made to rise (`sklearn.isotonic.IsotonicRegression`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from matching.chance import CURVES, LEAST_CHANCE, MOST_PROPOSALS, Calibration, reachable
from matching.evaluation.collection import JudgedCollection, read_collection
from matching.evaluation.learn_weights import grades_of
from matching.evaluation.metrics import RELEVANT
from matching.matcher import Matcher

UNJUDGED = 0.2
#: width of a band, and pairs that one needs to count for itself
BAND, LEAST_PAIRS = 0.05, 15
#: measures that are left out together when it is checked
FOLDS = 6
#: the curve where nothing was judged
NEVER = (0.0, 1.0), (0.0, 0.0)
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class ScoredMeasure:
    """A judged measure: its closeness to its field, all scores and what they can reach, and what the judges said."""

    closeness: float
    scores: Numbers
    reached: Numbers
    relevant: NDArray[np.bool_]
    judged: NDArray[np.bool_]


@dataclass(frozen=True)
class Check:
    """Chances of measures that were not learned from.

    Attributes:
        bands: the lower edge of each band of chances, its judged pairs, their mean chance, the share worth reading.
        shown: how many were proposed, and
        worth: how many of these are worth reading, and
        found: the share of those worth reading that was proposed, a mean over the measures.
    """

    bands: tuple[tuple[float, int, float, float], ...]
    shown: int
    worth: int
    found: float

    def lines(self) -> list[str]:
        """The check as plain text."""
        lines = ["chance     judged  told  worth reading"]
        lines += [
            f"{low:.1f} to {low + 0.1:.1f} {count:>6}  {told:.2f}  {true:.2f}" for low, count, told, true in self.bands
        ]
        share = self.worth / max(self.shown, 1)
        lines.append(
            f"Proposed from {LEAST_CHANCE}, at most {MOST_PROPOSALS} a measure: {self.shown}, "
            f"worth reading {share:.2f}, found {self.found:.2f} of what is"
        )
        return lines


def scored_measures(directories: Sequence[Path]) -> list[ScoredMeasure]:
    """All judged measures of some collections, ranked with what the program ships."""
    return [each for directory in directories for each in _scored(read_collection(directory))]


def learn_calibration(measures: Sequence[ScoredMeasure]) -> Calibration:
    """The two curves; a measure counts for each as far as its closeness says."""
    return Calibration({name: _curve(measures, name == CURVES[0]) for name in CURVES})


def check(measures: Sequence[ScoredMeasure], shares: dict[str, float], folds: int = FOLDS) -> Check:
    """What the curves say of measures that they were not learned from (every `folds`-th together)."""
    chances: list[Numbers] = []
    for place, measure in enumerate(measures):
        others = [each for other, each in enumerate(measures) if other % folds != place % folds]
        learned = learn_calibration(others)
        chances.append(np.array([learned.chance(score, measure.closeness, shares) for score in measure.scores]))
    told = np.concatenate([each[measure.judged] for each, measure in zip(chances, measures, strict=True)])
    true = np.concatenate([measure.relevant[measure.judged] for measure in measures])
    bands = []
    for low in np.arange(0, 1, 0.1):
        inside = (told >= low) & (told < low + 0.1)
        if inside.any():
            bands.append((float(low), int(inside.sum()), float(told[inside].mean()), float(true[inside].mean())))
    shown = worth = 0
    found = []
    for each, measure in zip(chances, measures, strict=True):
        best = np.argsort(-measure.scores, kind="stable")[:MOST_PROPOSALS]
        proposed = best[each[best] >= LEAST_CHANCE]
        shown, worth = shown + len(proposed), worth + int(measure.relevant[proposed].sum())
        if measure.relevant.any():
            found.append(float(measure.relevant[proposed].sum() / measure.relevant.sum()))
    return Check(tuple(bands), shown, worth, float(np.mean(found)) if found else 0.0)


def _scored(collection: JudgedCollection) -> list[ScoredMeasure]:
    matcher = Matcher().fit(collection.opportunities, collection.measures)
    scores = matcher.total_scores(collection.measures)
    closeness = matcher.closeness(collection.measures)
    grades = grades_of(collection, collection.judgements)
    measures = []
    for row, measure in enumerate(collection.measures):
        judged = np.array([each.id in collection.judgements.get(measure.id, {}) for each in collection.opportunities])
        reached = scores[row] / reachable(closeness[row], matcher.weights_.shares)
        measures.append(ScoredMeasure(closeness[row], scores[row], reached, grades[row] >= RELEVANT, judged))
    return measures


def _curve(measures: Sequence[ScoredMeasure], with_field: bool) -> tuple[Sequence[float], Sequence[float]]:
    if not measures:
        return NEVER
    reached = np.concatenate([measure.reached for measure in measures])
    relevant = np.concatenate([measure.relevant for measure in measures]).astype(np.float64)
    weights = np.concatenate(
        [
            np.where(measure.judged, 1.0, UNJUDGED) * (measure.closeness if with_field else 1 - measure.closeness)
            for measure in measures
        ]
    )
    bands = np.floor(reached / BAND).astype(np.int64)
    middles, shares, counts = [], [], []
    waiting = np.zeros(3)
    for band in range(bands.max(initial=0), -1, -1):  # from the top, so that the few best share a band
        inside = bands == band
        waiting += [(weights * relevant)[inside].sum(), weights[inside].sum(), (weights * reached)[inside].sum()]
        if waiting[1] >= LEAST_PAIRS:
            middles.append(waiting[2] / waiting[1])
            shares.append(waiting[0] / waiting[1])
            counts.append(waiting[1])
            waiting = np.zeros(3)
    if not middles:
        return NEVER
    order = np.argsort(middles)
    points = np.array(middles)[order]
    rising = IsotonicRegression(y_min=0.0, y_max=1.0).fit(points, np.array(shares)[order], np.array(counts)[order])
    return points.round(3).tolist(), np.asarray(rising.predict(points)).round(3).tolist()
