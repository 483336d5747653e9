"""Weights that are corrected by new passages keep what earlier ones taught."""

from crawler.evaluation.learning import learn
from crawler.evaluation.passages import Example
from crawler.extract.roles.weights import ALWAYS, EvidenceWeights

KNOWN = EvidenceWeights({"sum": {"maximum": {ALWAYS: -2.0, "bound=most": 4.0, "noun=pot": -3.0}}})


def _examples(word: str, *, answer: bool, times: int = 20) -> list[Example]:
    return [Example("sum", frozenset((word,)), {"maximum": answer}, f"operator {n}", real=True) for n in range(times)]


def test_what_new_passages_dont_speak_of_stays() -> None:
    told = [*_examples("noun=grant", answer=True), *_examples("noun=cost", answer=False)]
    weights = learn(told, base=KNOWN).table["sum"]["maximum"]
    assert weights["bound=most"] == 4.0
    assert weights["noun=pot"] == -3.0


def test_what_new_passages_teach_is_added() -> None:
    told = [*_examples("noun=grant", answer=True), *_examples("noun=cost", answer=False)]
    corrected = learn(told, base=KNOWN)
    assert KNOWN.probability("sum", "maximum", ["noun=grant"]) < 0.2
    assert corrected.probability("sum", "maximum", ["noun=grant"]) > 0.8


def test_the_more_careful_it_learns_the_nearer_it_stays() -> None:
    told = [*_examples("bound=most", answer=False), *_examples("noun=grant", answer=True)]
    careful, bold = (learn(told, base=KNOWN, strength=strength) for strength in (0.001, 10.0))
    judged = [table.probability("sum", "maximum", ["bound=most"]) for table in (KNOWN, careful, bold)]
    assert judged == sorted(judged, reverse=True)
    assert judged[1] > 0.6
    assert judged[2] < 0.1


def test_without_a_base_the_passages_alone_are_learned() -> None:
    told = [*_examples("noun=grant", answer=True), *_examples("noun=cost", answer=False)]
    weights = learn(told).table["sum"]["maximum"]
    assert weights["noun=grant"] > 0 > weights["noun=cost"]
    assert "bound=most" not in weights
