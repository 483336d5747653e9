"""Ranking: what fits comes first, its parts add up, and nothing that is said about a measure can break it."""

import math
from dataclasses import replace
from decimal import Decimal

import pytest

from grants_db.errors import InputError
from matching.matcher import TOO_LITTLE, Matcher
from matching.ranked import RankedOpportunity
from matching.text.documents import MeasureText, OpportunityText
from matching.text.readable import nothing_to_go_on
from matching.weights import Weights

CALLS = [
    OpportunityText(
        "courses",
        "Deutsch lernen im Alltag",
        "",
        "Zuschüsse für Sprachkurse und Sprachcafés für Zugewanderte, auch mit Kinderbetreuung.",
        "de",
        "land",
        funder="Land Musterland",
        max_amount=Decimal(20_000),
        days_left=60,
    ),
    OpportunityText(
        "interpreters",
        "Interpreting in public services",
        "",
        "Support for community interpreters and intercultural mediators in public offices and schools of the cities.",
        "en",
        "eu",
    ),
    OpportunityText(
        "quarter",
        "Nachbarschaft gestalten",
        "",
        "Begegnungsstätten und Gemeinwesenarbeit im Quartier.",
        "de",
        "foundation",
    ),
    OpportunityText(
        "solar", "Photovoltaik auf Dächern", "", "Darlehen für Solaranlagen und Stromspeicher.", "de", "federal"
    ),
    OpportunityText("empty", "", "", "", "de", "land"),
]
COURSES = MeasureText("m1", "Sprachkurse für Frauen", "Deutschkurse mit Kinderbetreuung im Stadtteil", 2)
STRANGE = {
    "empty text": ("", ""),
    "one word": ("Sprachkurse", ""),
    "only numbers": ("2026 1.000.000", "35 000 17"),
    "only English": ("Language courses", "Support for women who learn the language of the city"),
    "emoji": ("🎉🎉", "👩‍👩‍👧 🏘️"),
    "capitals": ("SPRACHKURSE FÜR FRAUEN", "DEUTSCHKURSE MIT KINDERBETREUUNG"),
    "unknown words": ("Xyzzy", "Qwertz Plugh"),
    "a megabyte": ("Sprachkurse", "Sprachkurse für zugewanderte Frauen " * 28_000),
    "control characters": ("\x00\x1b[31mSprachkurse", "\u202e\ufeff"),
}


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher().fit(CALLS)


def best(matcher: Matcher, measure: MeasureText) -> list[RankedOpportunity]:
    return matcher.rank([measure])[measure.id]


def test_the_call_for_the_measure_comes_first_and_what_is_off_topic_last(matcher: Matcher) -> None:
    ranked = [match.opportunity_id for match in best(matcher, COURSES) if match.opportunity_id != "empty"]
    assert ranked[0] == "courses"
    assert ranked[-1] == "solar"


def test_a_german_measure_finds_an_english_call_and_shows_the_bridge(matcher: Matcher) -> None:
    first = best(matcher, MeasureText("m", "Pool von Dolmetschern", "Dolmetscher und Sprachmittler in Ämtern", 6))[0]
    assert first.opportunity_id == "interpreters"
    assert any("dolmetsch" in term.measure and "interpret" in term.opportunity and term.bridge for term in first.terms)


@pytest.mark.parametrize("name", STRANGE)
def test_the_parts_of_a_score_add_up_whatever_the_measure_says(matcher: Matcher, name: str) -> None:
    title, text = STRANGE[name]
    for match in best(matcher, MeasureText("m", title, text, 2)):
        assert math.isclose(sum(match.parts.values()), match.score, abs_tol=1e-6)
        assert 0 <= match.score <= 1
        assert all(math.isfinite(part) for part in match.parts.values())
        assert all(str(reason) for reason in match.reasons)


@pytest.mark.parametrize("name", ["empty text", "only numbers", "emoji"])
def test_a_measure_without_words_is_ranked_by_its_field_and_says_so(matcher: Matcher, name: str) -> None:
    title, text = STRANGE[name]
    first = best(matcher, MeasureText("m", title, text, 2))[0]
    assert first.too_little
    assert first.reasons[0] == TOO_LITTLE
    assert first.opportunity_id == "courses"


def test_a_measure_without_words_and_field_gets_no_made_up_ranking(matcher: Matcher) -> None:
    measure = MeasureText("m", "🎉", "", 0)
    assert best(matcher, measure) == []
    assert nothing_to_go_on(measure)


def test_capitals_rank_as_small_letters_do(matcher: Matcher) -> None:
    shouted = replace(COURSES, title=COURSES.title.upper(), text=COURSES.text.upper())
    assert [match.parts for match in best(matcher, shouted)] == [match.parts for match in best(matcher, COURSES)]


def test_only_allowed_calls_are_ranked(matcher: Matcher) -> None:
    ranked = matcher.rank([COURSES], allowed={"m1": {"quarter", "solar"}})["m1"]
    assert {match.opportunity_id for match in ranked} == {"quarter", "solar"}
    assert matcher.rank([COURSES], allowed={})["m1"] == []


def test_what_is_allowed_does_not_change_a_score(matcher: Matcher) -> None:
    everywhere = {match.opportunity_id: match.score for match in best(matcher, COURSES)}
    (alone,) = matcher.rank([COURSES], allowed={"m1": {"quarter"}})["m1"]
    assert alone.score == everywhere["quarter"]


def test_an_explanation_is_that_of_the_ranking(matcher: Matcher) -> None:
    for ranked in best(matcher, COURSES):
        explained = matcher.explain(COURSES, ranked.opportunity_id)
        assert explained.reasons == ranked.reasons
        assert explained.terms == ranked.terms
        assert explained.parts == pytest.approx(ranked.parts, abs=1e-6)


def test_a_pair_scores_the_same_whichever_measures_are_ranked_with_it() -> None:
    others = [COURSES, MeasureText("m2", "Nachbarschaftstreff", "Begegnung im Quartier", 4)]
    matcher = Matcher().fit(CALLS, others)
    alone = matcher.rank([COURSES])["m1"]
    together = matcher.rank(others)["m1"]
    assert [match.score for match in alone] == pytest.approx([match.score for match in together], abs=1e-6)


def test_fitting_again_forgets_the_first_calls(matcher: Matcher) -> None:
    update = Matcher().fit(CALLS[:1]).fit(CALLS[1:])
    assert "courses" not in {match.opportunity_id for match in update.rank([COURSES])["m1"]}


def test_a_call_that_was_not_fitted_cannot_be_explained(matcher: Matcher) -> None:
    with pytest.raises(InputError, match="nirgends"):
        matcher.explain(COURSES, "nirgends")


def test_without_calls_there_are_no_matches() -> None:
    assert Matcher().fit([]).rank([COURSES]) == {"m1": []}


def test_a_single_call_is_ranked() -> None:
    (match,) = Matcher().fit(CALLS[:1]).rank([COURSES])["m1"]
    assert match.opportunity_id == "courses"


def test_the_sum_of_a_call_is_held_against_the_gap(matcher: Matcher) -> None:
    poor, rich = replace(COURSES, gap=Decimal(15_000)), replace(COURSES, gap=Decimal(400_000))
    covered, partly = matcher.explain(poor, "courses"), matcher.explain(rich, "courses")
    assert covered.parts["amount"] > partly.parts["amount"]


def test_weights_are_taken_as_given() -> None:
    only_coverage = Matcher(Weights({"coverage": 1.0})).fit(CALLS).rank([COURSES])["m1"][0]
    assert only_coverage.parts["coverage"] == only_coverage.score
    assert sum(part for name, part in only_coverage.parts.items() if name != "coverage") == 0


def test_what_only_the_field_says_counts_as_far_as_the_measure_is_about_it(matcher: Matcher) -> None:
    strange = MeasureText("m", "Photovoltaik auf Schuldächern", "Solaranlagen mit Stromspeicher", 2)
    assert best(matcher, strange)[0].opportunity_id == "solar"
    assert (
        matcher.explain(strange, "courses").parts["field_themes"]
        < 0.2 * (matcher.explain(COURSES, "courses").parts["field_themes"])
    )


def test_without_a_field_a_measure_is_ranked_by_its_text_alone(matcher: Matcher) -> None:
    first = best(matcher, replace(COURSES, action_field=0))[0]
    assert first.opportunity_id == "courses"
    assert {first.parts[name] for name in ("field_letters", "concept_compounds", "civic", "level")} == {0}


def test_what_fits_all_measures_is_worth_less_for_each() -> None:
    alone = Matcher().fit(CALLS, [COURSES]).explain(COURSES, "courses")
    city = [replace(COURSES, id=f"m{number}") for number in range(12)]
    among_many = Matcher().fit(CALLS, city).explain(city[0], "courses")
    assert among_many.parts["specificity"] < alone.parts["specificity"]
