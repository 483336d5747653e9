"""What each group of signals brings: the cross-validated quality without it, against that with all."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from matching.evaluation.collection import JudgedCollection, read_collection
from matching.evaluation.learn_weights import Examples, cross_validated_scores, examples_of
from matching.evaluation.metrics import METRICS, Report, compare, report
from matching.signals.registry import LEARNED, SIGNALS

#: what is taken out together
GROUPS = {
    "Words and letters of the measure": ("letters", "coverage"),
    "Themes of the glossary": ("field_themes", "concept_themes"),
    "Latent space": ("latent", "field_latent"),
    "Action field's profile": ("field_letters", "field_themes", "field_latent"),
    "The city's other measures": ("field_peers", "similar_measures"),
    "Closeness to the concept as a whole": ("concept_compounds", "concept_letters", "concept_themes"),
    "Civic or off topic": ("civic",),
    "Level of the funder": ("level",),
    "Facets": ("facet_subject", "facet_activity", "facet_group", "facet_place"),
    "Facets: the subject": ("facet_subject",),
    "Facets: activity": ("facet_activity",),
    "Facets: people and place": ("facet_group", "facet_place"),
}
_HEADING = "| nDCG@10 | P@5 | recall@20 | MRR | change of nDCG@10 | p |"


def ablation_table(directory: Path) -> list[str]:
    """A Markdown table: all signals, without each group, and each learned signal alone.

    Weights are learned anew for every row, each time without the measures they rank. The interval is a 95 % bootstrap
    over measures, p that of a paired randomisation test against all signals.
    """
    collection = read_collection(directory)
    examples = examples_of(collection)
    full = report(collection, cross_validated_scores(examples), "all signals")
    lines = [f"| signals {_HEADING}", "|---" * 7 + "|", _row("all", full, full)]
    for name, taken_out in GROUPS.items():
        without = _without(examples, taken_out)
        lines.append(_row(f"without: {name}", report(collection, cross_validated_scores(without), name), full))
    lines += [
        _row(f"only: {signal.name}", _alone(collection, examples, place), full) for place, signal in enumerate(LEARNED)
    ]
    return lines


def _without(examples: Examples, names: Sequence[str]) -> Examples:
    kept = np.array([signal.name not in names for signal in SIGNALS])
    return replace(examples, scores=examples.scores * kept)


def _alone(collection: JudgedCollection, examples: Examples, place: int) -> Report:
    return report(collection, examples.scores[..., place], LEARNED[place].name)


def _row(name: str, measured: Report, full: Report) -> str:
    first, *others = (measured.overall[measure] for measure in METRICS)
    difference, chance = compare(full, measured)
    remedy = "–" if measured is full else f"{difference:+.3f}"
    shown = "–" if measured is full else f"{chance:.3f}"
    cells = [name, str(first), *(f"{figure.mean:.3f}" for figure in others), remedy, shown]
    return f"| {' | '.join(cells)} |"
