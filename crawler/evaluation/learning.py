"""Learn what each piece of evidence counts, from labelled passages, and measure it on operators that were left out.

For every kind of candidate and every question one logistic regression; evidence is there or not, rare evidence is left
out. Where several words of a passage may carry what it says, the likeliest is learned (two rounds). What earlier
passages taught is kept where they are gone: then the weights of a table are where learning begins, and are corrected.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.feature_extraction import DictVectorizer
from sklearn.model_selection import GroupKFold

from crawler.evaluation.deadlines import DeadlineScore, score_of
from crawler.evaluation.passages import (
    INVENTED,
    Example,
    LabelledPassage,
    examples_of,
    invented_examples,
    read_passages,
)
from crawler.extract.deadline.parse import read_deadline_text
from crawler.extract.deadline.roles import HOLDS
from crawler.extract.roles.weights import ALWAYS, EvidenceWeights
from grants_db.rules.deadline import Deadline

RARE = 3  # evidence seen fewer times is left out
STRENGTH_BEYOND = 0.1  # of what is learned beyond weights that are known; chosen by cross-validation
STRENGTH = 0.3  # of what is learned; smaller is more careful (the inverse of the penalty, as scikit-learn's C)
REAL = 2.0  # how much a real passage counts, an invented one counting 1
FOLDS = 6
_NEGLIGIBLE = 0.02
NOTHING_KNOWN = EvidenceWeights({})

_Passage = TypeVar("_Passage")


def learn(
    examples: Sequence[Example],
    *,
    strength: float = STRENGTH,
    rare: int = RARE,
    real: float = REAL,
    likeliest: Collection[str] = (HOLDS,),
    base: EvidenceWeights = NOTHING_KNOWN,
) -> EvidenceWeights:
    """The weights of all questions that were answered both ways.

    Args:
        examples: what candidates teach.
        strength: see the constant.
        rare: see the constant.
        real: see the constant.
        likeliest: questions of which one of several examples of a passage is true, nobody knows which.
        base: what is known already; what is learned is added to it, the more carefully the smaller the strength.
    """
    questions: dict[tuple[str, str], list[tuple[Example, bool]]] = defaultdict(list)
    for example in examples:
        for question, answer in example.answers.items():
            questions[example.kind, question].append((example, answer))
    table: dict[str, dict[str, dict[str, float]]] = {}
    for (kind, question), answered in sorted(questions.items()):
        if len({answer for _, answer in answered}) < 2:
            continue
        known = base.table.get(kind, {}).get(question, {})
        if question in likeliest:
            weights = known or _fitted(answered, strength, rare, real, known)
            told = _likeliest(answered, EvidenceWeights({kind: {question: weights}}), kind, question)
        else:
            told = answered
        table.setdefault(kind, {})[question] = _fitted(told, strength, rare, real, known)
    return EvidenceWeights(table)


def _fitted(
    answered: Sequence[tuple[Example, bool]], strength: float, rare: int, real: float, known: Mapping[str, float]
) -> dict[str, float]:
    """The known weights with what is learned beyond them: a logistic regression that begins at their scores."""
    seen = Counter(name for example, _ in answered for name in example.evidence)
    kept = {name for name, times in seen.items() if times >= rare}
    vectorizer = DictVectorizer(sort=True)
    rows = vectorizer.fit_transform([dict.fromkeys(example.evidence & kept, 1.0) for example, _ in answered])
    signs = np.array([1.0 if answer else -1.0 for _, answer in answered])
    importance = np.array([real if example.real else 1.0 for example, _ in answered])
    begin = np.array([sum(known.get(name, 0.0) for name in (ALWAYS, *example.evidence)) for example, _ in answered])

    def loss(beyond: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, always = beyond[:-1], beyond[-1]
        margin = signs * (begin + rows @ weights + always)
        pull = -importance * signs * expit(-margin)
        total = (importance * np.logaddexp(0.0, -margin)).sum() + (weights @ weights) / (2 * strength)
        return float(total), np.append(rows.T @ pull + weights / strength, pull.sum())

    found = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 2_000}).x
    learned = dict(known)
    for name, weight in zip((*vectorizer.get_feature_names_out(), ALWAYS), found, strict=True):
        learned[str(name)] = learned.get(str(name), 0.0) + float(weight)
    return {name: weight for name, weight in learned.items() if name == ALWAYS or abs(weight) >= _NEGLIGIBLE}


def _likeliest(
    answered: Sequence[tuple[Example, bool]], weights: EvidenceWeights, kind: str, question: str
) -> list[tuple[Example, bool]]:
    """Of several examples of one passage that carry what it says only the likeliest."""
    best: dict[int, tuple[float, int]] = {}
    for place, (example, answer) in enumerate(answered):
        if example.rank is not None and answer:
            likely = weights.probability(kind, question, example.evidence)
            best[example.rank] = max(best.get(example.rank, (-1.0, -1)), (likely, place))
    chosen = {place for _, place in best.values()}
    return [
        (example, answer)
        for place, (example, answer) in enumerate(answered)
        if example.rank is None or not answer or place in chosen
    ]


def left_out(
    passages: Sequence[_Passage],
    group_of: Callable[[_Passage], str],
    examples: Callable[[Iterable[_Passage]], Iterable[Example]],
    always: Sequence[Example],
    folds: int = FOLDS,
    strength: float = STRENGTH,
    real: float = REAL,
    likeliest: Collection[str] = (HOLDS,),
    base: EvidenceWeights = NOTHING_KNOWN,
) -> list[tuple[list[_Passage], EvidenceWeights]]:
    """Passages by operators, each fold with weights learned from all other operators and from `always`."""
    groups = [group_of(passage) for passage in passages]
    parts = GroupKFold(min(folds, len(set(groups)))).split(groups, groups=groups)
    return [
        (
            [passages[place] for place in tested],
            learn(
                [*examples([passages[place] for place in learned]), *always],
                strength=strength,
                real=real,
                likeliest=likeliest,
                base=base,
            ),
        )
        for learned, tested in parts
    ]


def learn_from(directories: Sequence[Path], base: EvidenceWeights = NOTHING_KNOWN) -> tuple[EvidenceWeights, list[str]]:
    """What is learned from all passages of some folders and from the invented ones, and remarks for the table's head.

    The last folder is measured, on operators that were left out of learning. With a `base`, earlier weights are
    corrected; they may have seen those operators.
    """
    read = [read_passages(directory / "deadlines.jsonl") for directory in directories]
    always = always_learned()
    told = [*examples_of(passage for passages in read for passage in passages), *always]
    weights = learn(told, strength=strength_beyond(STRENGTH, base), base=base)
    measured = score_left_out(read[-1], [passage for passages in read[:-1] for passage in passages], always, base)
    figures = ", ".join(f"{name} {value}" for name, value in measured.rows())
    names = " ".join([*(["--beyond"] if base.table else []), *(directory.name for directory in directories)])
    return weights, [
        "What each piece of evidence counts for a role; evidence.py tells what it is, word_classes.yml the classes.",
        f"Learned by: akquise crawl learn {names}",
        f"On operators of {directories[-1].name} that were left out: {figures}",
    ]


def always_learned() -> list[Example]:
    """What invented passages teach; it is learned whatever is left out."""
    return [*examples_of(read_passages(INVENTED)), *invented_examples()]


def strength_beyond(usual: float, base: EvidenceWeights) -> float:
    """How much is learned: of what is known already only as much as many passages agree on."""
    return STRENGTH_BEYOND if base.table else usual


def score_left_out(
    passages: Sequence[LabelledPassage],
    beside: Sequence[LabelledPassage],
    always: Sequence[Example],
    base: EvidenceWeights = NOTHING_KNOWN,
) -> DeadlineScore:
    """Score passages by weights that learned nothing from their operators; `beside` is learned from, too."""
    told = [*always, *examples_of(beside)]
    read: list[tuple[LabelledPassage, Deadline]] = []
    strength = strength_beyond(STRENGTH, base)
    for tested, weights in left_out(
        passages, lambda passage: passage.group, examples_of, told, strength=strength, base=base
    ):
        read += [(passage, read_deadline_text(passage.text, weights).deadline) for passage in tested]
    return score_of((passage.as_row(), deadline) for passage, deadline in read)
