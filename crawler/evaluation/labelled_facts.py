"""Learn and measure what is read of sums, rates, own shares, early start and other money: `facts.jsonl`.

A line holds `text`, `operator` and any of the facts; a fact whose name is not there is not labelled, null or "unstated"
says that the text states none. `evidence` may hold the words of a condition: then its sentence is known.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from crawler.evaluation.conditions import (
    VALUES,
    condition_examples,
    invented_condition_examples,
    read_conditions,
    score_conditions,
)
from crawler.evaluation.deadlines import in_words
from crawler.evaluation.figures import figure_examples, invented_figure_examples, read_by, read_figures, score_figures
from crawler.evaluation.learning import NOTHING_KNOWN, learn, left_out, strength_beyond
from crawler.extract.money.roles import figures_from_prose
from crawler.extract.roles.weights import EvidenceWeights
from crawler.text.sentences import Prose

#: how much is learned, see `learning.STRENGTH`; how much a real passage counts beside an invented one
STRENGTH_OF_MONEY, STRENGTH_OF_CONDITIONS, REAL_FACTS = 0.3, 1.0, 4.0
Counts = list[tuple[str, Counter[str]]]


def learn_money(
    directories: Sequence[Path], base: EvidenceWeights = NOTHING_KNOWN
) -> tuple[EvidenceWeights, list[str]]:
    """What is learned of sums and rates from the passages of all folders and from the frames, and remarks.

    With a `base`, earlier weights are corrected (`learning.learn`).
    """
    told = _told(directories)
    rows = [row for _, each in told for row in each]
    examples = [*figure_examples(rows), *invented_figure_examples()]
    weights = learn(examples, strength=strength_beyond(STRENGTH_OF_MONEY, base), real=REAL_FACTS, base=base)
    return weights, _remarks("--money", told, money_left_out(rows, base), base)


def learn_conditions(
    directories: Sequence[Path], base: EvidenceWeights = NOTHING_KNOWN
) -> tuple[EvidenceWeights, list[str]]:
    """The same of early start and other money."""
    told = _told(directories)
    rows = [row for _, each in told for row in each]
    examples = [*condition_examples(rows), *invented_condition_examples()]
    strength = strength_beyond(STRENGTH_OF_CONDITIONS, base)
    weights = learn(examples, strength=strength, real=REAL_FACTS, likeliest=VALUES, base=base)
    return weights, _remarks("--conditions", told, conditions_left_out(rows, base), base)


def money_left_out(rows: Sequence[Mapping[str, Any]], base: EvidenceWeights = NOTHING_KNOWN) -> Counts:
    """Score what is read of sums and rates by weights that never saw the operator."""
    parts = left_out(
        rows,
        _operator,
        figure_examples,
        list(invented_figure_examples()),
        strength=strength_beyond(STRENGTH_OF_MONEY, base),
        real=REAL_FACTS,
        base=base,
    )
    return score_figures(
        (row, figures_from_prose(Prose(row["text"]), weights)) for tested, weights in parts for row in tested
    )


def conditions_left_out(rows: Sequence[Mapping[str, Any]], base: EvidenceWeights = NOTHING_KNOWN) -> Counts:
    """Score what is read of early start and other money by weights that never saw the operator."""
    parts = left_out(
        rows,
        _operator,
        condition_examples,
        list(invented_condition_examples()),
        strength=strength_beyond(STRENGTH_OF_CONDITIONS, base),
        real=REAL_FACTS,
        base=base,
        likeliest=VALUES,
    )
    return score_conditions((row, read_conditions(row["text"], weights)) for tested, weights in parts for row in tested)


def score_facts(path: Path, *, leave_out: bool) -> list[str]:
    """A line for each fact: how well it is read, by the shipped weights or by ones that never saw the operator."""
    rows = read_figures(path)
    if leave_out:
        counts = [*money_left_out(rows), *conditions_left_out(rows)]
    else:
        counts = [
            *score_figures(read_by(rows)),
            *score_conditions((row, read_conditions(row["text"])) for row in rows),
        ]
    return [fact_line(name, count) for name, count in counts]


def fact_line(name: str, counts: Mapping[str, int]) -> str:
    """Precision and recall of one fact, and how many labelled ones are proposed."""
    right, wrong, missing = counts["right"], counts["wrong"], counts["missing"]
    return (
        f"{name:<16} precision {in_words(right, right + wrong)}, recall {in_words(right, right + missing)}, "
        f"to be checked {counts['checked']}, needlessly {counts['needless']}"
    )


def _told(directories: Sequence[Path]) -> list[tuple[str, list[dict[str, Any]]]]:
    paths = [path for directory in directories if (path := directory / "facts.jsonl").is_file()]
    return [(path.parent.name, read_figures(path)) for path in paths]


def _remarks(option: str, told: Sequence[tuple[str, object]], measured: Counts, base: EvidenceWeights) -> list[str]:
    beyond = " --beyond" if base.table else ""
    return [
        "What each piece of evidence counts; candidates.py and evidence.py tell what it is, words.yml the classes.",
        f"Learned by: akquise crawl learn {option}{beyond} {' '.join(name for name, _ in told)}",
        "On operators that were left out:",
        *(fact_line(name, counts) for name, counts in measured),
    ]


def _operator(row: Mapping[str, Any]) -> str:
    return str(row["operator"])
