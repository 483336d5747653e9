"""Learning from decisions: visible, bounded, taken back to the bit, and refused where it does harm."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from grants_db.vocabulary import DecisionKind, ReasonCode
from matching.evaluation.collection import judged_set
from matching.evaluation.feedback_check import JUDGED_TOLERANCE, LessonCheck, _judged_refusal, check_lessons
from matching.feedback import FEEDBACK, STRENGTH, TopicDecision, funder_shares, teaches
from matching.matcher import Matcher
from matching.ranked import RankedOpportunity
from matching.text.documents import MeasureText, OpportunityText


def opportunity(key: str, title: str, text: str) -> OpportunityText:
    return OpportunityText(key, title, "", text, "de", "land", funder="Land")


LANGUAGE = [
    opportunity(f"s{number}", f"Sprachkurse {place}", f"Deutschkurse und Sprachcafés für Zugewanderte {place}")
    for number, place in enumerate(("im Stadtteil", "im Betrieb", "in der Bücherei", "für Eltern", "am Abend"))
]
SCHOOL = [
    opportunity(
        f"f{number}",
        f"Förderunterricht {kind}",
        f"Sprachförderung für Kinder und Jugendliche in Schule und Hort {kind}",
    )
    for number, kind in enumerate(("Lesen", "Schreiben", "Mathematik", "in den Ferien", "mit Paten"))
]
OTHER = [
    opportunity("o1", "Radwege", "Bau von Radwegen und Abstellanlagen"),
    opportunity("o2", "Solardächer", "Photovoltaik auf Dächern von Wohnhäusern"),
    opportunity("o3", "Feuerwehr", "Fahrzeuge für die Feuerwehr"),
    opportunity("o4", "Waldumbau", "Umbau von Forsten zu Mischwäldern"),
    opportunity("o5", "Tourismus", "Wanderwege und Ferienwohnungen"),
]
CALLS = LANGUAGE + SCHOOL + OTHER
COURSE = MeasureText("m1", "Deutsch lernen", "Sprachangebote für Zugewanderte und ihre Kinder", 2)
WORK = MeasureText("m2", "Ausbildung", "Begleitung in Ausbildung und Arbeit", 3)


def ranked(decided: Sequence[TopicDecision] = (), measure: MeasureText = COURSE) -> list[RankedOpportunity]:
    return Matcher().fit(CALLS, [COURSE, WORK], decided).rank([measure], top=len(CALLS))[measure.id]


def dismissed(opportunities: Sequence[OpportunityText], field: int = 2) -> list[TopicDecision]:
    return [TopicDecision(field, each.id, accepted=False) for each in opportunities]


def accepted(opportunities: Sequence[OpportunityText], field: int = 2) -> list[TopicDecision]:
    return [TopicDecision(field, each.id, accepted=True) for each in opportunities]


def place(matches: Sequence[RankedOpportunity], key: str) -> int:
    return [match.opportunity_id for match in matches].index(key)


def of(matches: Sequence[RankedOpportunity], key: str) -> RankedOpportunity:
    return matches[place(matches, key)]


def test_dismissing_pushes_similar_calls_down_and_says_for_whose_sake() -> None:
    before, after = ranked(), ranked(dismissed(LANGUAGE[:4]))

    left = of(after, "s4")
    assert left.score < of(before, "s4").score
    assert sum(place(after, each.id) for each in LANGUAGE) > sum(place(before, each.id) for each in LANGUAGE)
    assert "verworfen" in str(left.reasons[1]), "after the sentence that answers the measure"
    assert "Sprachkurse" in str(left.reasons[1])


def test_accepting_pulls_similar_calls_up_and_says_for_whose_sake() -> None:
    before, after = ranked(), ranked(accepted(SCHOOL[:4]))

    left = of(after, "f4")
    assert left.score > of(before, "f4").score
    assert sum(place(after, each.id) for each in SCHOOL) < sum(place(before, each.id) for each in SCHOOL)
    assert "angenommen" in str(left.reasons[1]), "after the sentence that answers the measure"


def test_a_field_learns_nothing_from_another() -> None:
    assert ranked(dismissed(LANGUAGE), WORK) == ranked((), WORK)


def test_parts_still_add_up_to_the_score() -> None:
    for match in ranked(dismissed(SCHOOL) + accepted(LANGUAGE)):
        assert match.score == pytest.approx(sum(match.parts.values()), abs=1e-6)
        assert 0 <= match.score <= 1


def test_what_decisions_add_is_bounded() -> None:
    many = dismissed(SCHOOL * 20) + accepted(LANGUAGE * 20)

    assert all(abs(match.parts[FEEDBACK]) <= STRENGTH + 1e-6 for match in ranked(many))


def test_the_order_of_decisions_does_not_matter() -> None:
    decided = dismissed(SCHOOL) + accepted(LANGUAGE)

    assert ranked(decided) == ranked(decided[::-1])


def test_a_matcher_learns_from_other_decisions_without_reading_again_and_the_first_stays_as_it_was() -> None:
    plain = Matcher().fit(CALLS, [COURSE, WORK])
    taught = plain.with_decisions(dismissed(SCHOOL))

    assert taught.index_ is plain.index_
    assert taught.rank([COURSE], top=len(CALLS))[COURSE.id] == ranked(dismissed(SCHOOL))
    assert plain.rank([COURSE], top=len(CALLS))[COURSE.id] == ranked()


def test_without_decisions_the_ranking_is_the_plain_one_to_the_bit() -> None:
    ranked(dismissed(SCHOOL))

    assert ranked() == ranked()
    assert all(FEEDBACK not in match.parts for match in ranked())


def test_a_call_that_is_not_fitted_is_passed_over() -> None:
    assert ranked([TopicDecision(2, "unknown", accepted=False)]) == ranked()


def test_terms_are_named_with_the_calls_that_moved_them() -> None:
    feedback = Matcher().fit(CALLS, decided=dismissed(OTHER) + accepted(LANGUAGE)).feedback_

    up, down = feedback.terms(2)
    assert any("Sprachkurs" in term.term and "Sprachkurse im Stadtteil" in term.opportunities for term in up)
    assert all(term.weight < 0 and not set(term.opportunities) & {each.title for each in LANGUAGE} for term in down)


@pytest.mark.parametrize("reason", [reason for reason in ReasonCode if reason is not ReasonCode.OUTSIDE_PURPOSE])
def test_only_the_topic_teaches(reason: ReasonCode) -> None:
    assert not teaches(DecisionKind.DISMISSED, reason)
    assert not teaches(DecisionKind.LATER, None)
    assert teaches(DecisionKind.DISMISSED, ReasonCode.OUTSIDE_PURPOSE)
    assert teaches(DecisionKind.ACCEPTED, None)


def test_a_funder_nobody_decided_about_has_no_share() -> None:
    assert funder_shares(dismissed(SCHOOL[:1]), {"f0": ""}) == {}


def examined(decided: Sequence[TopicDecision], order: Sequence[str]) -> LessonCheck:
    """Examine field 2 where the plain ranking has the decided opportunities in this order."""
    base = {(2, key): -0.1 * place for place, key in enumerate(order)}
    (found,) = check_lessons(Matcher().fit(CALLS).index_, decided, base)
    return found


def test_the_judged_set_covers_every_field_and_the_plain_ranking_is_good_on_it() -> None:
    judged = judged_set()
    assert {measure.action_field for measure in judged.measures} == {1, 2, 3, 4, 5, 6}
    assert {key for grades in judged.judgements.values() for key in grades} == {
        each.id for each in judged.opportunities
    }


def test_a_sane_lesson_is_used_and_has_its_figures() -> None:
    keys = [each.id for each in (*LANGUAGE, *OTHER)]

    found = examined(accepted(LANGUAGE) + dismissed(OTHER), keys)
    assert found.refused is None
    assert (found.accepted, found.dismissed, found.pairs) == (5, 5, 25)
    assert found.decided_before == found.decided_after == 1.0


def test_a_poisoned_batch_is_refused_with_the_figures() -> None:
    keys = [each.id for each in (*LANGUAGE, *OTHER)]

    found = examined(dismissed(LANGUAGE) + accepted(OTHER), keys)
    assert found.refused is not None
    assert "0 von 100 Paaren" in str(found.refused)
    assert "5 angenommen" in str(found.refused)


def test_dismissals_alone_teach_nothing() -> None:
    keys = [each.id for each in CALLS]

    found = examined(dismissed(SCHOOL[:2] + OTHER), keys)
    assert str(found.refused).startswith("Handlungsfeld 2: nicht gelernt. Hier ist bisher nur verworfen worden (7)")


def test_what_lowers_the_judged_set_by_more_than_its_noise_is_refused() -> None:
    none = LessonCheck(2, 3, 3, 0.9, 0.9 - JUDGED_TOLERANCE + 0.001)
    more = replace(none, judged_after=0.9 - JUDGED_TOLERANCE - 0.001)
    assert _judged_refusal(none, 0.8, 0.8) is None
    assert "0.884" in str(_judged_refusal(more, 0.8, 0.8))
