"""scikit-learn's contract, kept by all that is fitted here.

`__init__` stores its parameters and does nothing else; `fit` takes what is learned from and gives back what it fitted;
what was learned ends in an underscore, is the same after a second `fit`, and is changed by nobody from outside.
"""

import ast
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from matching.feedback import Feedback, TopicDecision
from matching.index.vector_index import OpportunityIndex
from matching.index.vectorizer import Vectorizer, weighted_measure, weighted_opportunity
from matching.matcher import Matcher
from matching.text.documents import MeasureText, OpportunityText
from matching.text.glossary import shipped_glossary

ROOT = Path(__file__).parents[2]
CALLS = [
    OpportunityText("a", "Sprachkurse im Stadtteil", "", "Deutschkurse für Zugewanderte", "de", "land", "Land"),
    OpportunityText("b", "Community interpreting", "", "Interpreters for migrants in public offices", "en", "eu", "EU"),
    OpportunityText("c", "Radwege", "", "Bau von Radwegen", "de", "federal"),
]
OTHERS = [OpportunityText("x", "Nachbarschaft", "", "Begegnung im Quartier", "de", "foundation")]
MEASURE = MeasureText("m", "Deutsch lernen", "Sprachkurse für Frauen im Stadtteil", 2)
DECIDED = [TopicDecision(2, "a", accepted=True)]


class Kind(NamedTuple):
    """How one is made, fitted on opportunities, and asked."""

    make: Callable[[], object]
    fit: Callable[..., object]
    ask: Callable[..., object]


KINDS = {
    "Matcher": Kind(
        Matcher,
        lambda matcher, calls: matcher.fit(calls, [MEASURE], DECIDED),
        lambda matcher: (matcher.rank([MEASURE]), matcher.signal_scores([MEASURE]), matcher.explain(MEASURE, "a")),
    ),
    "OpportunityIndex": Kind(
        OpportunityIndex,
        lambda index, calls: index.fit(calls),
        lambda index: index.transform([MEASURE]),
    ),
    "Feedback": Kind(
        Feedback,
        lambda feedback, calls: feedback.fit(OpportunityIndex().fit(calls), DECIDED),
        lambda feedback: (feedback.terms(2), feedback.sentences(MEASURE, 0)),
    ),
    "Vectorizer": Kind(
        lambda: Vectorizer(shipped_glossary()),
        lambda vectorizer, calls: (vectorizer.fit_transform(map(weighted_opportunity, calls)), vectorizer)[1],
        lambda vectorizer: vectorizer.transform([weighted_measure(MEASURE)]),
    ),
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


def learned(estimator: object) -> dict[str, str]:
    """What it learned, by name, each as text to compare."""
    return {name: shown(value) for name, value in vars(estimator).items() if name.endswith("_")}


def shown(value: object) -> str:
    """A value as text, down to the numbers; objects of our own by what they hold, without what they only remember."""
    if isinstance(value, np.ndarray):
        return f"{value.dtype}{value.shape}{value.tolist()}"
    if hasattr(value, "toarray"):
        return shown(value.toarray())
    if isinstance(value, dict):
        return str({key: shown(each) for key, each in value.items()})
    if isinstance(value, list | tuple):
        return str([shown(each) for each in value])
    if type(value).__module__.startswith("matching."):
        public = {name: each for name, each in vars(value).items() if not name.startswith("_") and name != "names"}
        return f"{type(value).__name__}{shown(public)}"
    return repr(value)


def test_parameters_are_stored_under_their_names_and_nothing_else_is_done(kind: Kind) -> None:
    made = kind.make()
    assert vars(made).keys() == inspect.signature(type(made)).parameters.keys()


def test_fitting_gives_back_what_was_fitted_and_all_it_learned_ends_in_an_underscore(kind: Kind) -> None:
    made = kind.make()
    parameters = set(vars(made))
    assert kind.fit(made, CALLS) is made
    assert [name for name in vars(made).keys() - parameters if not name.endswith("_")] == []


def test_fitting_again_forgets_the_first_texts(kind: Kind) -> None:
    again = kind.fit(kind.fit(kind.make(), OTHERS), CALLS)
    assert learned(again) == learned(kind.fit(kind.make(), CALLS))


def test_asking_changes_nothing_of_what_was_learned(kind: Kind) -> None:
    fitted = kind.fit(kind.make(), CALLS)
    before = learned(fitted)
    kind.ask(fitted)
    assert learned(fitted) == before


def test_nobody_sets_from_outside_what_was_learned() -> None:
    files = [file for package in ("matching", "tui", "grants_db", "crawler") for file in (ROOT / package).rglob("*.py")]
    stored = [
        (file, node)
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    ]
    learned_ones = [(file, node) for file, node in stored if node.attr.endswith("_") and not node.attr.startswith("_")]
    assert learned_ones
    assert [f"{file}:{node.lineno}" for file, node in learned_ones if ast.unparse(node.value) != "self"] == []
