"""What fits most measures of a field is proposed once there, and says which measures it may carry."""

from datetime import date

import numpy as np
import pytest

from matching.chance import LEAST_CHANCE
from matching.evaluation.shown import ScoredMeasure, shown_proposals
from matching.feedback import TopicDecision
from matching.incremental.chosen import ShownChoice
from matching.incremental.night_input import RankingInput
from matching.incremental.ranking import CachedRanking, rank_in_full
from matching.incremental.update import update
from matching.matcher import Matcher
from matching.text.documents import MeasureText, OpportunityText
from matching.umbrellas import Umbrella, elsewhere, umbrellas

FIELDS = {"a": 2, "b": 2, "c": 2, "d": 5}
TODAY = date(2026, 3, 2)


def found(*, settled: dict[str, set[str]] | None = None, accepted: tuple[tuple[int, str], ...] = ()) -> list[Umbrella]:
    chances = {
        "a": {"general": 0.5, "courses": 0.8},
        "b": {"general": 0.7, "childcare": 0.6},
        "c": {"general": 0.3},
        "d": {"general": 0.4},
    }
    return umbrellas(chances, FIELDS, settled or {}, accepted, 0.2)


def test_an_umbrella_stands_beside_the_measure_it_is_likeliest_for_and_names_the_others() -> None:
    assert found() == [Umbrella(2, "general", "b", ("a", "c"))]


def test_what_fits_one_measure_is_no_umbrella_and_two_measures_are_no_field() -> None:
    two = {"a": {"general": 0.9}, "b": {"general": 0.9}}
    assert umbrellas(two, FIELDS, {}, (), 0.2) == []


def test_what_is_unlikely_for_most_of_a_field_is_no_umbrella() -> None:
    chances = {str(number): {"general": 0.6} if number < 4 else {} for number in range(10)}
    assert umbrellas(chances, dict.fromkeys(chances, 1), {}, (), 0.2) == []
    assert umbrellas(chances, dict.fromkeys(chances, 1) | {"9": 2, "8": 2, "7": 2}, {}, (), 0.2)


def test_measures_without_a_field_have_nothing_in_common() -> None:
    chances = {key: {"general": 0.9} for key in "abc"}
    assert umbrellas(chances, dict.fromkeys(chances, 0), {}, (), 0.2) == []


def test_where_it_was_decided_on_another_measure_takes_its_place() -> None:
    assert found(settled={"b": {"general"}}) == [Umbrella(2, "general", "a", ("c",))]


def test_where_the_field_accepted_it_nobody_is_asked_again() -> None:
    (umbrella,) = found(settled={"b": {"general"}}, accepted=((2, "general"),))
    assert (umbrella.leader, umbrella.carried) == (None, ("a", "c"))


def test_it_is_left_out_beside_the_other_measures_of_its_field_only() -> None:
    away = elsewhere(found(), FIELDS)
    assert {key: sorted(each) for key, each in away.items()} == {"a": ["general"], "b": [], "c": ["general"], "d": []}


COURSES = (
    "Sprachkurse für Zugewanderte: Deutsch lernen in Kursen, Integrationskurse und Sprachförderung für Geflüchtete"
)
MEASURES = tuple(
    MeasureText(key, f"Sprachkurse für Zugewanderte {more}", f"{COURSES}, {more}", 2)
    for key, more in (("m1", "am Abend"), ("m2", "mit Kinderbetreuung"), ("m3", "im Quartier"))
)
OTHERS = "Radwege Solaranlagen Forschung Wasserstoff Landwirtschaft Denkmal Filme Häfen Gründung Export".split()


def calls() -> list[OpportunityText]:
    general = OpportunityText(
        "general", "Sprachkurse für Zugewanderte", "", f"Gefördert werden {COURSES}.", "de", "land"
    )
    return [
        general,
        *(
            OpportunityText(f"{word}{at}", f"{word} {at}", "", f"Gefördert werden {word} und Bau {at}", "de", "land")
            for at in range(6)
            for word in OTHERS
        ),
    ]


def night(*decided: TopicDecision, settled: dict[str, set[str]] | None = None) -> RankingInput:
    every = frozenset(each.id for each in calls())
    allowed = {measure.id: every for measure in MEASURES}
    return RankingInput.of_texts(calls(), MEASURES, MEASURES, allowed, decided, settled or {})


def beside(asked: RankingInput) -> tuple[list[str], list[str]]:
    """The measures that the general call is shown beside: by a full night, and by one that goes on from the first."""
    matcher = Matcher().fit(asked.opportunities, asked.measures, asked.decided)
    full = rank_in_full(matcher, asked, TODAY, 20)
    first = night()
    before = rank_in_full(Matcher().fit(first.opportunities, first.measures), first, TODAY, 20)
    gone_on = update(before, asked, TODAY, 20)
    assert gone_on is not None
    return leaders(full), leaders(gone_on)


def leaders(kept: CachedRanking) -> list[str]:
    return [key for key, shown in kept.shown.items() if any(match.opportunity_id == "general" for match in shown)]


def test_a_night_shows_an_umbrella_once_and_so_does_one_that_goes_on() -> None:
    full, gone_on = beside(night())
    assert len(full) == 1
    assert full == gone_on


def test_what_was_decided_on_is_shown_there_still() -> None:
    (leader,), _ = beside(night())
    accepted = TopicDecision(2, "general", True)
    assert beside(night(accepted, settled={leader: {"general"}})) == ([leader], [leader])


def test_what_an_umbrella_carries_is_told_with_its_score_and_chance() -> None:
    asked = night()
    kept = rank_in_full(Matcher().fit(asked.opportunities, asked.measures), asked, TODAY, 20)
    choice = ShownChoice(asked, kept.ranked, kept.crowds, kept.closeness, 20)
    (umbrella,) = choice.umbrellas
    assert {umbrella.leader, *umbrella.carried} == {measure.id for measure in MEASURES}
    assert all(choice.likely[key][0].opportunity_id == "general" for key in umbrella.carried)
    assert all(choice.likely[key][0].chance >= LEAST_CHANCE for key in umbrella.carried)


def test_what_is_shown_counts_an_umbrella_once_and_finds_what_it_carries() -> None:
    scores = np.array([0.9, 0.5, 0.1])
    measures = [
        ScoredMeasure(0, key, "city", 2, scores, scores, np.array([True, False, False]), np.ones(3, dtype=np.bool_))
        for key in "abc"
    ]
    seen = shown_proposals(measures, [np.array([0.8, 0.0, 0.0])] * 3)
    assert (seen.shown, seen.worth, seen.carried, seen.carried_worth) == (1, 1, 2, 2)
    assert seen.found == pytest.approx(1.0)
