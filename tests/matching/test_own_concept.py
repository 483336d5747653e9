"""A city with quite other action fields: its own goals and measures say what they are about."""

from pathlib import Path

import numpy as np
import pytest

import matching
from matching.evaluation.feedback_check import check_lessons
from matching.feedback import TopicDecision
from matching.incremental.night_input import RankingInput
from matching.index.profiles import ConceptField, profiles_of, shipped_profiles
from matching.matcher import Matcher
from matching.text.documents import MeasureText, OpportunityText

CLIMATE, SPORT = 1, 2
CONCEPT = (
    ConceptField(CLIMATE, "Klimaschutz und Energie", ("Strom aus Sonne", "Gebäude sparen Heizenergie"), ("Solardach",)),
    ConceptField(SPORT, "Sport und Bewegung", ("Alle Kinder lernen schwimmen",), ("Sporthalle länger offen",)),
)
CALLS = [
    OpportunityText("solar", "Photovoltaik auf kommunalen Gebäuden", "", "Solarstrom für Schulen", "de", "land"),
    OpportunityText(
        "heat", "Energetische Sanierung", "", "Heizung und Dämmung in Schulen, Klimaschutz", "de", "federal"
    ),
    OpportunityText("swim", "Schwimmen lernen", "", "Schwimmkurse und Sport für Kinder im Verein", "de", "land"),
    OpportunityText("language", "Sprachkurse", "", "Deutschkurse und Integration von Zugewanderten", "de", "land"),
    OpportunityText("research", "Forschung an Werkstoffen", "", "Verbundprojekte der Industrie", "de", "federal"),
]
MEASURES = [
    MeasureText("roof", "Solardach", "Solarstrom auf den Dächern der Schulen", CLIMATE),
    MeasureText("pool", "Schwimmkurse", "Kinder lernen in den Ferien schwimmen", SPORT),
]
TERSE = MeasureText("terse", "???", "", CLIMATE)


@pytest.fixture(scope="module")
def city() -> Matcher:
    return Matcher(concept=profiles_of(CONCEPT)).fit(CALLS, MEASURES)


def test_a_field_that_is_not_shipped_is_what_its_goals_and_measures_say(city: Matcher) -> None:
    of_fields = city.index_.profiles_["themes"]

    assert [CALLS[column].id for column in of_fields[:2].argmax(axis=1)] == ["solar", "swim"]
    assert (of_fields[CLIMATE - 1, 1], of_fields[CLIMATE - 1, 3]) > (0.5, 0)


def test_a_measure_is_about_its_own_field_and_not_about_one_of_the_shipped_concept(city: Matcher) -> None:
    assert min(city.closeness(MEASURES)) > 0.7
    assert Matcher().fit(CALLS, MEASURES).closeness(MEASURES) == [0, 0]


def test_what_says_nothing_itself_is_ranked_by_the_citys_field(city: Matcher) -> None:
    assert {each.opportunity_id for each in city.rank([TERSE])["terse"][:2]} == {"solar", "heat"}


def test_what_the_concept_is_about_is_not_off_topic(city: Matcher) -> None:
    civic = city.signal_scores([])["civic"][0]
    shipped = Matcher().fit(CALLS, MEASURES).signal_scores([])["civic"][0]

    assert civic[1] > 0.5 > 0.3 > shipped[1]
    assert civic[4] == shipped[4]


def test_a_shipped_field_keeps_its_profile_beside_own_ones() -> None:
    shipped = shipped_profiles()
    language = ConceptField(2, "Spracherwerb", ("Alle lernen Deutsch",))

    assert profiles_of((language,)) is shipped
    mixed = profiles_of((language, ConceptField(9, "Sport", ("Schwimmen",))))
    assert (mixed.fields, mixed.listed[0], mixed.own) == ((2, 9), shipped.listed[1], True)


def test_a_field_of_a_shipped_number_with_another_name_is_another_field() -> None:
    assert profiles_of((ConceptField(2, "Sport"),)).listed[0].german == "Sport"


def test_what_was_learned_knows_its_concept(city: Matcher) -> None:
    (found,) = city.scored(MEASURES)
    later = Matcher(state=city.learned(found.best)).fit(CALLS[:2])

    assert later.index_.concept_ == profiles_of(CONCEPT)
    assert np.allclose(later.total_scores(MEASURES), city.total_scores(MEASURES)[:, :2], atol=1e-6)


def test_a_night_sees_that_a_goal_is_new_and_not_that_a_measure_is() -> None:
    night = RankingInput.of_texts(CALLS, MEASURES, MEASURES, {}, concept=CONCEPT)
    goal = ConceptField(CLIMATE, CONCEPT[0].title, (*CONCEPT[0].goals, "Bäume"), CONCEPT[0].measures)
    measure = ConceptField(CLIMATE, CONCEPT[0].title, CONCEPT[0].goals, ("Wärmepumpen",))
    signs = [
        RankingInput.of_texts(CALLS, MEASURES, MEASURES, {}, concept=(each, CONCEPT[1])).concept_sign()
        for each in (goal, measure)
    ]

    assert (night.concept_sign() != signs[0], night.concept_sign() == signs[1]) == (True, True)


def test_the_judged_set_says_nothing_of_a_citys_own_field(city: Matcher) -> None:
    decided = [TopicDecision(CLIMATE, "solar", accepted=True), TopicDecision(SPORT, "swim", accepted=True)]
    own = check_lessons(city.index_, decided, {})
    shipped = check_lessons(Matcher().fit(CALLS, MEASURES).index_, decided, {})

    assert [(each.action_field, each.judged_before, each.refused) for each in own] == [
        (CLIMATE, None, None),
        (SPORT, None, None),
    ]
    assert all(each.judged_before is not None for each in shipped)


def test_the_code_of_the_signals_names_no_subject() -> None:
    folder = Path(matching.__file__).parent
    code = {
        path: path.read_text(encoding="utf-8").casefold()
        for each in ("signals", "index")
        for path in (folder / each).glob("*.py")
    }

    assert [path.name for path, text in code.items() if "integration" in text or "migrant" in text] == []
