"""How good a ranking is on judged pairs, with intervals, by kind of measure, and against another ranking.

Grades: 0 to 3, relevant from 2; unjudged pairs count as 0; a measure without any grade above 0 is left out. Beside that
stands nDCG@10 over judged pairs alone: what a ranker that nobody pooled finds may be worth reading all the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.encoder import Encoder
from matching.evaluation.collection import JudgedCollection, read_collection
from matching.evaluation.encoded import beside_encoder
from matching.evaluation.learn_weights import RELEVANT, cross_validated_scores, examples_of, grades_of
from matching.matcher import Matcher
from matching.text.german import words
from matching.text.readable import has_field

METRICS = ("nDCG@10", "P@5", "recall@20", "MRR")
OVER_JUDGED = "judged only"
#: places that are looked at, and how many opportunities may crowd them
PLACES, CROWD = 5, 8
_RESAMPLES = 2000
_SHORT_MEASURE = 12


@dataclass(frozen=True)
class Figure:
    """A mean over measures with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"


@dataclass(frozen=True)
class Report:
    """The figures of a ranking: by measure of quality, overall and for each group of measures.

    `crowded` is the share of all top places (`PLACES` a measure) that the `CROWD` most frequent opportunities fill.
    """

    title: str
    overall: dict[str, Figure]
    groups: dict[str, dict[str, Figure]]
    by_measure: dict[str, dict[str, float]]
    english_found: int
    english_relevant: int
    crowded: float

    def lines(self) -> list[str]:
        """The report as plain text."""
        lines = [self.title]
        lines += [f"{name:<12}{figure}" for name, figure in self.overall.items()]
        lines.append(f"English calls: {self.english_found} of {self.english_relevant} relevant pairs in the top 20")
        lines.append(f"The {CROWD} most frequent calls fill {self.crowded:.0%} of the top {PLACES} places")
        width = max((len(group) for group in self.groups), default=0)
        for group, figures in self.groups.items():
            shown = "  ".join(f"{name} {figure.mean:.3f}" for name, figure in figures.items())
            count = max(figure.count for figure in figures.values())
            lines.append(f"  {group:<{width}} n={count:<3} {shown}")
        return lines


def evaluate(directory: Path, cross_validate: bool = False, encoder: Encoder | None = None) -> Report:
    """Rank a judged collection and measure the ranking; cross-validated, weights never see the cities they rank."""
    collection = read_collection(directory)
    if cross_validate:
        examples = examples_of(collection)
        scores = beside_encoder(encoder, collection, examples, cross_validated_scores(examples))
        return report(collection, scores, "Weights learned without the cities they rank")
    matcher = Matcher(encoder=encoder).fit(collection.opportunities, collection.measures)
    scores = matcher.total_scores(collection.measures)
    return report(collection, scores, "Weights as shipped")


def left_out(directories: Sequence[Path]) -> list[str]:
    """The figures of each collection with weights learned from all of them without the cities they rank."""
    collections = [read_collection(directory) for directory in directories]
    examples = [examples_of(collection) for collection in collections]
    lines = []
    for place, collection in enumerate(collections):
        others = examples[:place] + examples[place + 1 :]
        measured = report(collection, cross_validated_scores(examples[place], others), directories[place].name)
        figures = ", ".join(f"{name} {figure}" for name, figure in measured.overall.items())
        lines.append(f"Cities left out, {measured.title} ({len(collection.measures)} measures): {figures}")
    return lines


def report(collection: JudgedCollection, scores: NDArray[np.float64], title: str) -> Report:
    """Measure the scores of all pairs (measures × opportunities)."""
    grades = grades_of(collection, collection.judgements)
    english = np.array([opportunity.language == "en" for opportunity in collection.opportunities])
    by_measure: dict[str, dict[str, float]] = {}
    judged, top = collection.judgements, list[NDArray[np.int64]]()
    found = relevant = 0
    for row, measure in enumerate(collection.measures):
        if grades[row].max(initial=0) <= 0:
            continue
        order = np.lexsort((np.arange(scores.shape[1]), -scores[row]))
        known = np.array([collection.opportunities[column].id in judged[measure.id] for column in order])
        over_judged = quality(grades[row][order][known])["nDCG@10"]
        by_measure[measure.id] = quality(grades[row][order]) | {OVER_JUDGED: over_judged}
        top.append(order[:PLACES])
        found += int(((grades[row] >= RELEVANT) & english)[order[:20]].sum())
        relevant += int(((grades[row] >= RELEVANT) & english).sum())
    measured = [measure for measure in collection.measures if measure.id in by_measure]
    groups = {
        f"action field {field}": [m.id for m in measured if m.action_field == field]
        for field in sorted({m.action_field for m in measured if has_field(m)})
    }
    groups["no action field"] = [m.id for m in measured if not has_field(m)]
    groups["any action field"] = [m.id for m in measured if has_field(m)]
    length = {measure.id: len(words(f"{measure.title} {measure.text}")) for measure in measured}
    groups["short measures"] = [key for key, count in length.items() if count < _SHORT_MEASURE]
    groups["longer measures"] = [key for key, count in length.items() if count >= _SHORT_MEASURE]
    for language, chosen in (("German", ~english), ("English", english)):
        restricted = _restricted(collection, scores, grades, chosen)
        groups[f"{language} calls only"] = [f"{language}:{key}" for key in restricted]
        by_measure |= {f"{language}:{key}": value for key, value in restricted.items()}
    return Report(
        title=title,
        overall=_figures([by_measure[measure.id] for measure in measured]),
        groups={
            name: _figures([by_measure[key] for key in keys], intervals=False) for name, keys in groups.items() if keys
        },
        by_measure={key: value for key, value in by_measure.items() if ":" not in key},
        english_found=found,
        english_relevant=relevant,
        crowded=crowded(top),
    )


def crowded(top: Sequence[NDArray[np.int64]]) -> float:
    """The share of the top places of all measures that the `CROWD` most frequent opportunities fill, in [0, 1].

    >>> crowded([np.array([1, 2]), np.array([1, 3])])
    1.0
    """
    places = np.concatenate(top) if top else np.zeros(0, dtype=np.int64)
    most = np.sort(np.unique(places, return_counts=True)[1])[::-1][:CROWD]
    return float(most.sum() / max(len(places), 1))


def quality(grades: NDArray[np.float64]) -> dict[str, float]:
    """nDCG@10 (linear gains), P@5, recall@20 and reciprocal rank of one ranking's grades, best ranked first.

    As trec_eval has them (Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, 2002, for nDCG);
    `sklearn.metrics.ndcg_score` averages over ties, here an order has been decided on.

    >>> quality(np.array([3.0, 0.0, 2.0]))["P@5"]
    0.4
    """
    discounts = 1 / np.log2(np.arange(2, 12))
    ideal = np.sort(grades)[::-1][:10]
    relevant = grades >= RELEVANT
    best = float(ideal @ discounts[: len(ideal)])
    return {
        "nDCG@10": float(grades[:10] @ discounts[: len(grades[:10])]) / best if best > 0 else 0.0,
        "P@5": float(relevant[:5].sum() / 5),
        "recall@20": float(relevant[:20].sum() / max(relevant.sum(), 1)),
        "MRR": float(1 / (1 + np.argmax(relevant))) if relevant.any() else 0.0,
    }


def compare(first: Report, second: Report, name: str = "nDCG@10", rounds: int = 10_000) -> tuple[float, float]:
    """The mean difference (second less first) over their common measures, and its p-value.

    A paired randomisation test: how often a difference at least as large comes about when each measure's two values are
    exchanged at random.
    """
    common = sorted(first.by_measure.keys() & second.by_measure.keys())
    differences = np.array([second.by_measure[key][name] - first.by_measure[key][name] for key in common])
    if not len(differences):
        return 0.0, 1.0
    signs = np.random.default_rng(0).choice([-1.0, 1.0], size=(rounds, len(differences)))
    beaten = np.abs((signs * differences).mean(axis=1)) >= abs(differences.mean()) - 1e-12
    return float(differences.mean()), float((beaten.sum() + 1) / (rounds + 1))


def _restricted(
    collection: JudgedCollection, scores: NDArray[np.float64], grades: NDArray[np.float64], chosen: NDArray[np.bool_]
) -> dict[str, dict[str, float]]:
    """Quality among the opportunities of one language, for measures that have a relevant one there."""
    found = {}
    for row, measure in enumerate(collection.measures):
        if grades[row][chosen].max(initial=0) >= RELEVANT:
            order = np.argsort(-scores[row][chosen], kind="stable")
            found[measure.id] = quality(grades[row][chosen][order])
    return found


def _figures(values: Sequence[Mapping[str, float]], *, intervals: bool = True) -> dict[str, Figure]:
    generator = np.random.default_rng(0)
    figures = {}
    for name in (*METRICS, OVER_JUDGED):
        each = np.array([value[name] for value in values if name in value])
        if not len(each):
            if name in METRICS:
                figures[name] = Figure(0.0, 0.0, 0.0, 0)
            continue
        low = high = float(each.mean())
        if intervals:
            means = each[generator.integers(0, len(each), size=(_RESAMPLES, len(each)))].mean(axis=1)
            low, high = (float(bound) for bound in np.quantile(means, [0.025, 0.975]))
        figures[name] = Figure(float(each.mean()), low, high, len(each))
    return figures
