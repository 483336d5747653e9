"""A score stands for a chance, and only likely matches are proposed, a few for each measure."""

from pathlib import Path

import numpy as np
import pytest

from grants_db.errors import InputError
from matching.chance import (
    LEAST_CHANCE,
    MOST_PROPOSALS,
    Calibration,
    crowd_of,
    proposed,
    reachable,
    read_calibration,
    shipped_calibration,
    standing_out,
    write_calibration,
)
from matching.evaluation.calibrate import check, learn_calibration, scored_measures
from matching.evaluation.collection import JUDGED_SET, judged_set
from matching.matcher import Matcher
from matching.ranked import RankedOpportunity
from matching.text.documents import MeasureText, OpportunityText
from matching.weights import shipped_weights

SHARES = shipped_weights().shares


def ranked(*chances: float) -> list[RankedOpportunity]:
    return [RankedOpportunity(str(place), 0.5, {}, chance=chance) for place, chance in enumerate(chances)]


def test_a_higher_score_never_stands_for_a_lower_chance() -> None:
    chances = [shipped_calibration().chance(place) for place in np.linspace(-0.5, 1, 50)]
    assert chances == sorted(chances)
    assert 0 <= chances[0] < LEAST_CHANCE < chances[-1] <= 1


def test_a_measure_without_a_field_can_reach_less() -> None:
    assert reachable(0.0, SHARES) < reachable(0.5, SHARES) < reachable(1.0, SHARES) == pytest.approx(1)
    assert standing_out(0.4, 0.2, 0.0, SHARES) > standing_out(0.4, 0.2, 1.0, SHARES)


def test_a_match_that_many_others_equal_stands_out_less() -> None:
    assert standing_out(0.4, 0.35, 1.0, SHARES) < standing_out(0.4, 0.1, 1.0, SHARES)
    scores = np.linspace(0, 1, 101)
    assert crowd_of(scores) == pytest.approx(0.71), "the thirtieth from above"
    assert crowd_of(scores[:5]) == 0
    assert crowd_of(np.zeros(0)) == 0


def test_a_kept_ranking_holds_what_comes_later_against_the_same_crowd() -> None:
    judged = judged_set()
    measure = judged.measures[0]
    matcher = Matcher().fit(judged.opportunities, judged.measures)
    full = {each.opportunity_id: each for each in matcher.rank([measure], top=50)[measure.id]}
    (scored,) = matcher.scored([measure])
    state = matcher.learned(scored.best)
    few = Matcher(state=state).fit(judged.opportunities[:3], judged.measures).rank([measure])[measure.id]
    assert len(few) == 3
    assert all(match.chance == pytest.approx(full[match.opportunity_id].chance, abs=1e-4) for match in few)


def test_what_is_unlikely_is_not_proposed_and_never_more_than_a_few() -> None:
    assert [match.opportunity_id for match in proposed(ranked(0.6, 0.3, 0.1))] == ["0", "1"]
    assert len(proposed(ranked(*[0.5] * 20))) == MOST_PROPOSALS
    assert proposed(ranked(0.6, 0.3), least=0.7) == []


def test_what_was_decided_takes_nobody_s_place() -> None:
    shown = proposed(ranked(*[0.5] * 20), decided={"0", "3"})
    assert len(shown) == MOST_PROPOSALS + 2


def test_a_measure_nothing_fits_gets_no_proposal() -> None:
    calls = [
        OpportunityText("solar", "Photovoltaik", "", "Darlehen für Solaranlagen auf Dächern", "de", "federal"),
        OpportunityText("farm", "Agrarinvestitionen", "", "Ställe und Maschinen für Betriebe", "de", "land"),
    ]
    measure = MeasureText("m", "Lesepatenschaften in der Grundschule", "Ehrenamtliche lesen mit Kindern", 2)
    found = Matcher().fit(calls, [measure]).rank([measure], explained=False)["m"]
    assert len(found) == 2
    assert proposed(found) == []
    assert not any(match.reasons or match.terms for match in found)


def test_a_curve_learned_from_judged_pairs_is_measured_on_others_and_read_back(tmp_path: Path) -> None:
    measures = scored_measures([JUDGED_SET])
    checked = check(measures)
    assert sum(count for _, count, _, _ in checked.bands) == sum(int(each.judged.sum()) for each in measures)
    assert any("Proposed" in line for line in checked.lines())

    learned = learn_calibration(measures)
    write_calibration(tmp_path / "chance.yml", learned, "a test")
    again = read_calibration(tmp_path / "chance.yml")
    assert again.chance(0.3) == pytest.approx(learned.chance(0.3), abs=0.002)
    assert learned.chances == sorted(learned.chances)


def test_without_judged_measures_nothing_is_likely() -> None:
    assert isinstance(learn_calibration([]), Calibration)
    assert learn_calibration([]).chance(0.9) == 0


def test_a_file_without_a_curve_is_named(tmp_path: Path) -> None:
    (tmp_path / "chance.yml").write_text("curve: []\n", encoding="utf-8")
    with pytest.raises(InputError, match="keine Kurve"):
        read_calibration(tmp_path / "chance.yml")
