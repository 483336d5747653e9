"""Learn what each piece of evidence counts, from labelled passages, and measure it on operators that were left out.

For every kind of candidate and every question one logistic regression; evidence is there or not, rare evidence is left
out. Where several words of a passage may carry what it says, the likeliest is learned (two rounds).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
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
STRENGTH = 0.3  # of what is learned; smaller is more careful (scikit-learn's C)
REAL = 2.0  # how much a real passage counts, an invented one counting 1
FOLDS = 6
_NEGLIGIBLE = 0.02

_Passage = TypeVar("_Passage")


def learn(
    examples: Sequence[Example],
    *,
    strength: float = STRENGTH,
    rare: int = RARE,
    real: float = REAL,
    likeliest: Collection[str] = (HOLDS,),
) -> EvidenceWeights:
    """The weights of all questions that were answered both ways.

    Args:
        examples: what candidates teach.
        strength: see the constant.
        rare: see the constant.
        real: see the constant.
        likeliest: questions of which one of several examples of a passage is true, nobody knows which.
    """
    questions: dict[tuple[str, str], list[tuple[Example, bool]]] = defaultdict(list)
    for example in examples:
        for question, answer in example.answers.items():
            questions[example.kind, question].append((example, answer))
    table: dict[str, dict[str, dict[str, float]]] = {}
    for (kind, question), answered in sorted(questions.items()):
        if len({answer for _, answer in answered}) < 2:
            continue
        weights = _fitted(answered, strength, rare, real)
        if question in likeliest:
            told = _likeliest(answered, EvidenceWeights({kind: {question: weights}}), kind, question)
            weights = _fitted(told, strength, rare, real)
        table.setdefault(kind, {})[question] = weights
    return EvidenceWeights(table)


def _fitted(answered: Sequence[tuple[Example, bool]], strength: float, rare: int, real: float) -> dict[str, float]:
    seen = Counter(name for example, _ in answered for name in example.evidence)
    kept = {name for name, times in seen.items() if times >= rare}
    vectorizer = DictVectorizer(sort=True)
    rows = vectorizer.fit_transform([dict.fromkeys(example.evidence & kept, 1.0) for example, _ in answered])
    model = LogisticRegression(C=strength, max_iter=2_000)
    importance = np.array([real if example.real else 1.0 for example, _ in answered])
    model.fit(rows, np.array([answer for _, answer in answered]), sample_weight=importance)
    weights = zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
    learned = {str(name): float(weight) for name, weight in weights if abs(weight) >= _NEGLIGIBLE}
    return {ALWAYS: float(model.intercept_[0]), **learned}


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
            ),
        )
        for learned, tested in parts
    ]


def learn_from(directories: Sequence[Path]) -> tuple[EvidenceWeights, list[str]]:
    """What is learned from all passages of some folders and from the invented ones, and remarks for the table's head.

    The last folder is measured, on operators that were left out of learning.
    """
    read = [read_passages(directory / "deadlines.jsonl") for directory in directories]
    always = always_learned()
    told = [*examples_of(passage for passages in read for passage in passages), *always]
    weights = learn(told)
    measured = score_left_out(read[-1], [passage for passages in read[:-1] for passage in passages], always)
    figures = ", ".join(f"{name} {value}" for name, value in measured.rows())
    names = " ".join(directory.name for directory in directories)
    return weights, [
        "What each piece of evidence counts for a role; evidence.py tells what it is, word_classes.yml the classes.",
        f"Learned by: akquise crawl learn {names}",
        f"On operators of {directories[-1].name} that were left out: {figures}",
    ]


def always_learned() -> list[Example]:
    """What invented passages teach; it is learned whatever is left out."""
    return [*examples_of(read_passages(INVENTED)), *invented_examples()]


def score_left_out(
    passages: Sequence[LabelledPassage], beside: Sequence[LabelledPassage], always: Sequence[Example]
) -> DeadlineScore:
    """Score passages by weights that never saw their operators; `beside` is learned from, too."""
    told = [*always, *examples_of(beside)]
    read: list[tuple[LabelledPassage, Deadline]] = []
    for tested, weights in left_out(passages, lambda passage: passage.group, examples_of, told):
        read += [(passage, read_deadline_text(passage.text, weights).deadline) for passage in tested]
    return score_of((passage.as_row(), deadline) for passage, deadline in read)
