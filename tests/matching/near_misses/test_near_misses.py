"""Near misses: why a fitting opportunity is out, and the smallest change; never a change that does not help."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from grants_db.vocabulary import (
    ApplicantRoute,
    ApplicantType,
    CarrierKind,
    EarlyStart,
    Instrument,
    Level,
    OpportunityStatus,
)
from matching.eligibility import Carrier, EligibilityFacts
from matching.near_misses.near_misses import MOST, MOST_WITHOUT, NearMiss, near_misses
from matching.near_misses.obstacles import Candidate, NextRound, RemedyKind
from matching.text.documents import MeasureText, OpportunityText

TODAY = date(2026, 11, 24)
CITY = Carrier(CarrierKind.CITY)
CLUB = Carrier(CarrierKind.ASSOCIATION)
MEASURE = MeasureText("m", "Sprachcafé", "Deutsch lernen", 2, gap=Decimal(12000))
FITTING = EligibilityFacts(
    route=ApplicantRoute.DIRECT,
    applicant_types=frozenset({ApplicantType.MUNICIPALITY}),
    region_ok=True,
    regions=("DE-ST",),
    status=OpportunityStatus.OPEN,
    instruments=frozenset({Instrument.GRANT}),
    early_start=EarlyStart.UNSTATED,
    evidence={"applicant_route": "Antragsberechtigt sind Kommunen."},
    level=Level.LAND,
)


def candidate(key: str = "1", score: float = 0.8, next_round: NextRound | None = None, **facts: Any) -> Candidate:
    text = {name: facts.pop(name) for name in ("description", "min_amount", "max_amount") if name in facts}
    opportunity = replace(OpportunityText(key, f"Aufruf {key}", "", "", "de", "land"), **text)
    return Candidate(score, opportunity, replace(FITTING, **facts), next_round)


def misses(
    *found: Candidate, carrier: Carrier = CITY, measure: MeasureText = MEASURE, others: tuple[MeasureText, ...] = ()
) -> list[NearMiss]:
    return near_misses(measure, carrier, found, others, TODAY)


def ways(found: list[NearMiss]) -> list[RemedyKind]:
    return [remedy.kind for miss in found for remedy in miss.remedies]


def text(found: list[NearMiss]) -> str:
    return " ".join(str(sentence) for miss in found for sentence in (*miss.why, *(c.sentence for c in miss.remedies)))


def test_what_may_be_used_as_it_is_is_no_near_miss() -> None:
    assert misses(candidate()) == []


def test_a_partner_applies_where_the_city_may_not() -> None:
    types = frozenset({ApplicantType.ASSOCIATION, ApplicantType.SCHOOL})
    found = misses(candidate(route=ApplicantRoute.PARTNER, applicant_types=types))

    assert ways(found) == [RemedyKind.PARTNER_APPLIES]
    assert "Verein" in text(found)
    assert "Antragsberechtigt sind Kommunen." in text(found)


def test_the_city_applies_and_forwards_to_the_carrier() -> None:
    found = misses(candidate(), carrier=CLUB)

    assert ways(found) == [RemedyKind.CITY_FORWARDS]
    assert "Weiterleitung" in text(found)


def test_a_call_for_joint_projects_has_room_for_a_partner() -> None:
    shut: dict[str, Any] = {"route": ApplicantRoute.NONE, "applicant_types": frozenset({ApplicantType.RESEARCH})}

    assert ways(misses(candidate(description="Gefördert wird ein Konsortium aus drei Ländern.", **shut))) == [
        RemedyKind.CONSORTIUM
    ]
    assert misses(candidate(description="Gefördert werden Forschende.", **shut))[0].remedies == ()


def test_two_measures_of_a_field_reach_the_least_sum_together() -> None:
    others = (
        MeasureText("a", "Zu groß", "", 2, gap=Decimal(90000)),
        MeasureText("b", "Lesepaten", "", 2, gap=Decimal(15000)),
        MeasureText("c", "Anderes Feld", "", 3, gap=Decimal(13000)),
        MeasureText("m", "Sprachcafé", "", 2, gap=Decimal(14000)),
    )
    found = misses(candidate(min_amount=Decimal(25000), max_amount=Decimal(50000)), others=others)

    assert ways(found) == [RemedyKind.BUNDLE]
    assert "Lesepaten" in text(found)
    assert "27.000 EUR" in text(found)


def test_without_a_measure_to_bundle_with_there_is_no_way() -> None:
    found = misses(candidate(min_amount=Decimal(25000)))

    assert found[0].remedies == ()


def test_a_gap_above_the_largest_sum_is_split() -> None:
    found = misses(candidate(max_amount=Decimal(8000)))

    assert ways(found) == [RemedyKind.SMALLER_SUM]
    assert all(part in text(found) for part in ("8.000 EUR", "4.000 EUR", "2 Teile"))


def test_a_sum_that_pays_next_to_nothing_is_no_suggestion() -> None:
    assert misses(candidate(max_amount=Decimal(500)))[0].remedies == ()


def test_a_closed_call_is_awaited_where_its_next_round_is_known() -> None:
    closed = candidate(status=OpportunityStatus.CLOSED, next_round=NextRound(date(2027, 10, 31), stated=True))
    found = misses(closed)

    assert ways(found) == [RemedyKind.LATER_ROUND]
    assert "31.10.2027" in text(found)
    assert misses(candidate(status=OpportunityStatus.CLOSED))[0].remedies == ()


def test_a_begun_measure_applies_for_a_part_that_has_not_begun() -> None:
    begun = Carrier(CarrierKind.CITY, starts_on=date(2026, 1, 1))
    found = misses(candidate(early_start=EarlyStart.FORBIDDEN), carrier=begun)

    assert ways(found) == [RemedyKind.NEW_PART]
    assert "01.01.2026" in text(found)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"route": ApplicantRoute.UNCLEAR}, "applicant_route"),
        ({"region_ok": None}, "regions"),
        ({"instruments": frozenset()}, "instruments"),
        ({"status": OpportunityStatus.UNKNOWN}, "deadline"),
    ],
)
def test_what_the_source_does_not_say_is_asked_once_for_all(facts: dict[str, Any], field: str) -> None:
    found = misses(candidate("7", **facts))

    assert ways(found) == [RemedyKind.ASK]
    assert f"opportunities correct 7 {field}" in text(found)


@pytest.mark.parametrize(
    "facts", [{"region_ok": False, "regions": ("DE-BY",)}, {"instruments": frozenset({Instrument.LOAN})}]
)
def test_nothing_is_suggested_where_nothing_helps(facts: dict[str, Any]) -> None:
    partner: dict[str, Any] = {
        "route": ApplicantRoute.PARTNER,
        "applicant_types": frozenset({ApplicantType.ASSOCIATION}),
    }
    (found,) = misses(candidate(**facts, **partner))

    assert found.remedies == ()
    assert len(found.why) == 2


def test_a_call_that_needs_three_changes_is_no_near_miss() -> None:
    assert misses(candidate(route=ApplicantRoute.UNCLEAR, region_ok=None, instruments=frozenset())) == []


def test_a_handful_at_most_and_those_with_a_way_first() -> None:
    partners = [candidate(f"p{number}", 0.8, route=ApplicantRoute.PARTNER) for number in range(8)]
    abroad = [candidate(f"r{number}", 0.9, region_ok=False) for number in range(4)]

    assert len(misses(*abroad, *partners)) == MOST
    found = misses(*abroad, *partners[:1])
    assert [bool(miss.remedies) for miss in found] == [True] + [False] * MOST_WITHOUT


def test_a_call_far_below_the_best_is_no_near_miss() -> None:
    found = misses(candidate("1", 0.9), candidate("2", 0.3, route=ApplicantRoute.PARTNER))

    assert found == []


def test_a_measure_of_unknown_cost_has_no_sums_to_compare() -> None:
    assert misses(candidate(min_amount=Decimal(25000)), measure=replace(MEASURE, gap=None)) == []


@pytest.mark.parametrize("kind", list(CarrierKind))
@pytest.mark.parametrize("route", list(ApplicantRoute))
def test_every_carrier_gets_an_answer_on_every_route(kind: CarrierKind, route: ApplicantRoute) -> None:
    for miss in misses(candidate(route=route, applicant_types=frozenset()), carrier=Carrier(kind)):
        assert miss.why


def test_nothing_makes_the_citys_own_money_fit_its_own_measure() -> None:
    own: dict[str, Any] = {
        "level": Level.MUNICIPAL,
        "route": ApplicantRoute.PARTNER,
        "applicant_types": frozenset({"association"}),
    }
    assert all(miss.remedies == () for miss in misses(candidate(**own)))
    assert misses(candidate(**own), carrier=CLUB) == []
