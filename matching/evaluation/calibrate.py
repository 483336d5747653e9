"""Learns what chance a score stands for, and checks it on cities that were not learned from.

For every band of pairs that stand out alike (`chance.standing_out`) the share with a grade of at least 2; a pair nobody
judged counts as a fifth of one that is not worth reading, since pools are never complete: of such pairs near the top
some would be. The bands' shares are made to rise (`sklearn.isotonic.IsotonicRegression`). Scores are those of weights
that were not learned from the measure's city, as those of a new measure are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from matching.chance import Calibration, crowd_of, standing_out
from matching.encoder import SHARE as ENCODER_SHARE
from matching.encoder import Encoder, with_encoder
from matching.evaluation.collection import JudgedCollection, read_collection
from matching.evaluation.encoded import beside_encoder
from matching.evaluation.learn_weights import RELEVANT, Examples, cross_validated_scores, examples_of, weighed
from matching.evaluation.shown import ScoredMeasure, ShownProposals, shown_proposals
from matching.matcher import Matcher
from matching.scores import FACTS
from matching.weights import Weights

UNJUDGED = 0.2
#: judged pairs of a band
PAIRS = 80
#: groups of cities that are left out together when it is checked
FOLDS = 6
#: the curve where nothing was judged
NEVER = Calibration([0.0], [0.0])
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Check:
    """Chances of measures of cities that were not learned from.

    Attributes:
        bands: the lower edge of each band of chances, its judged pairs, their mean chance, the share worth reading.
        shown: what people are shown.
    """

    bands: tuple[tuple[float, int, float, float], ...]
    shown: ShownProposals

    def lines(self) -> list[str]:
        """The check as plain text."""
        lines = ["chance     judged  told  worth reading"]
        lines += [
            f"{low:.1f} to {low + 0.1:.1f} {count:>6}  {told:.2f}  {true:.2f}" for low, count, told, true in self.bands
        ]
        return lines + self.shown.lines()


def scored_measures(directories: Sequence[Path], encoder: Encoder | None = None) -> list[ScoredMeasure]:
    """All judged measures of some collections, ranked with weights that were not learned from their cities."""
    collections = [read_collection(directory) for directory in directories]
    examples = [examples_of(collection) for collection in collections]
    found = []
    for place, collection in enumerate(collections):
        scores = cross_validated_scores(examples[place], examples[:place] + examples[place + 1 :])
        found += _scored(place, collection, examples[place], scores, encoder)
    return found


def learn_calibration(measures: Sequence[ScoredMeasure]) -> Calibration:
    """The curve, from bands of as many judged pairs each, the best first."""
    if not measures:
        return NEVER
    places = np.concatenate([measure.standing_out for measure in measures])
    relevant = np.concatenate([measure.relevant for measure in measures]).astype(np.float64)
    weights = np.concatenate([np.where(measure.judged, 1.0, UNJUDGED) for measure in measures])
    order = np.argsort(-places, kind="stable")
    bands = (np.cumsum(weights[order]) // PAIRS).astype(np.int64)
    counts = np.bincount(bands, weights[order])
    middles, shares = (np.bincount(bands, (weights * each)[order]) / counts for each in (places, relevant))
    middles, shares, counts = middles[::-1], shares[::-1], counts[::-1]
    rising = IsotonicRegression(y_min=0.0, y_max=1.0).fit(middles, shares, counts)
    levels, level = np.unique(np.asarray(rising.predict(middles)).round(3), return_inverse=True)
    held = np.bincount(level, counts)  # bands of one level are one point, in their middle
    return Calibration((np.bincount(level, counts * middles) / held).round(3).tolist(), levels.tolist())


def check(measures: Sequence[ScoredMeasure], folds: int = FOLDS) -> Check:
    """What the curve says of cities that they were not learned from."""
    place = [crc32(measure.city.encode()) % folds for measure in measures]
    learned = {
        held: learn_calibration([each for fold, each in zip(place, measures, strict=True) if fold != held])
        for held in set(place)
    }
    chances = [
        np.array([learned[fold].chance(each) for each in measure.standing_out])
        for fold, measure in zip(place, measures, strict=True)
    ]
    told = np.concatenate([each[measure.judged] for each, measure in zip(chances, measures, strict=True)])
    true = np.concatenate([measure.relevant[measure.judged] for measure in measures])
    bands = []
    for low in np.arange(0, 1, 0.1):
        inside = (told >= low) & (told < low + 0.1)
        if inside.any():
            bands.append((float(low), int(inside.sum()), float(told[inside].mean()), float(true[inside].mean())))
    return Check(tuple(bands), shown_proposals(measures, chances))


def _scored(
    place: int, collection: JudgedCollection, examples: Examples, scores: Numbers, encoder: Encoder | None
) -> list[ScoredMeasure]:
    matcher = Matcher().fit(collection.opportunities, collection.measures)
    closeness, shares = matcher.closeness(collection.measures), matcher.weights_.shares
    facts = weighed(examples.scores, Weights({name: shares[name] for name in FACTS}))
    if encoder is not None:
        scores, facts = beside_encoder(encoder, collection, examples, scores), (1 - ENCODER_SHARE) * facts
        shares = with_encoder(shares)
    texts = scores - facts
    return [
        ScoredMeasure(
            collection=place,
            measure=collection.measures[row].id,
            city=examples.cities[row],
            action_field=examples.fields[row],
            scores=scores[row],
            standing_out=np.asarray(standing_out(scores[row], crowd_of(texts[row]), closeness[row], shares)),
            relevant=examples.grades[row] >= RELEVANT,
            judged=examples.judged[row],
        )
        for row in range(len(scores))
    ]
