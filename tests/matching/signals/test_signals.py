"""What every signal keeps: scores in [0, 1], a weight, a place in the order, sentences for people."""

from decimal import Decimal

import numpy as np
import pytest

from matching.feedback import TopicDecision
from matching.matcher import Matcher
from matching.signals.base import ScoredPair, Signal
from matching.signals.registry import LEARNED, SET_BY_HAND, SIGNALS
from matching.text.documents import MeasureText, OpportunityText
from matching.weights import by_hand, shipped_weights

CALLS = [
    OpportunityText(
        "a", "Integration vor Ort", "", "Integration von Zugewanderten im Stadtteil", "de", "land", "Land A"
    ),
    OpportunityText(
        "b", "Research on batteries", "", "Battery materials and industry", "en", "eu", "EU", max_amount=Decimal(9)
    ),
    OpportunityText("c", "Jugend stark machen", "", "Jugendliche mit Behinderung", "de", "unknown", days_left=3),
    OpportunityText("d", "", "", "", "", ""),
]
MEASURES = [
    MeasureText("m", "Stadtteilarbeit", "Begegnung für Jugendliche", 4, gap=Decimal(1000)),
    MeasureText("n", "", "", 0),
    MeasureText("o", "Frauencafé", "", 9, gap=Decimal(0)),
]


@pytest.fixture(scope="module")
def scores() -> dict[str, np.ndarray]:
    return Matcher().fit(CALLS, MEASURES, [TopicDecision(4, "a", accepted=True)] * 8).signal_scores(MEASURES)


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.name)
def test_a_signal_scores_every_pair_between_nothing_and_all(signal: Signal, scores: dict[str, np.ndarray]) -> None:
    each = np.broadcast_to(scores[signal.name], (len(MEASURES), len(CALLS)))
    assert np.isfinite(each).all()
    assert each.min() >= 0
    assert each.max() <= 1


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.name)
def test_a_signal_speaks_in_whole_sentences_or_not_at_all(signal: Signal) -> None:
    for score in (0.0, 0.5, 1.0):
        for opportunity in CALLS:
            sentence = signal.sentence(ScoredPair(MEASURES[0], opportunity, score, ("stadtteil",)))
            assert sentence is None or str(sentence)


def test_every_signal_has_a_shipped_weight_and_all_make_one() -> None:
    assert set(shipped_weights().shares) == {signal.name for signal in SIGNALS}
    assert sum(shipped_weights().shares.values()) == pytest.approx(1, abs=1e-6)
    assert all(shipped_weights().shares[name] == share for name, share in by_hand().items())
    assert len({signal.name for signal in SIGNALS}) == len(LEARNED) + len(SET_BY_HAND)


def test_no_signal_is_kept_that_weighs_nothing() -> None:
    assert min(shipped_weights().shares.values()) > 0


def test_a_funder_whose_calls_were_accepted_is_preferred_in_that_field(scores: dict[str, np.ndarray]) -> None:
    assert scores["funder_history"][0].tolist() == pytest.approx([0.9, 0.5, 0.5, 0.5])
    assert scores["funder_history"][2].tolist() == pytest.approx([0.5] * 4)


def test_little_time_left_lowers_a_call(scores: dict[str, np.ndarray]) -> None:
    assert scores["time_left"][0][2] < scores["time_left"][0][0]
