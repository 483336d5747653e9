"""Who may use an opportunity, asked of the measure's carrier."""

from dataclasses import replace
from datetime import date

import pytest

from grants_db.vocabulary import (
    ApplicantRoute,
    ApplicantType,
    CarrierKind,
    EarlyStart,
    Eligibility,
    Instrument,
    Level,
    OpportunityStatus,
)
from matching.eligibility import Carrier, EligibilityFacts, Verdict, judge

TODAY = date(2026, 11, 24)
A_FITTING_CALL = EligibilityFacts(
    route=ApplicantRoute.DIRECT,
    applicant_types=frozenset({ApplicantType.MUNICIPALITY}),
    region_ok=True,
    regions=("DE-ST",),
    status=OpportunityStatus.OPEN,
    instruments=frozenset({Instrument.GRANT}),
    early_start=EarlyStart.UNSTATED,
    evidence={},
    level=Level.LAND,
)
THE_CITY = Carrier(CarrierKind.CITY)


def verdict(opportunity: EligibilityFacts, carrier: Carrier = THE_CITY) -> Verdict:
    return judge(opportunity, carrier, TODAY)


def sentences(found: Verdict) -> str:
    return " ".join(map(str, found.reasons))


def test_a_call_that_fits_in_every_respect_is_eligible() -> None:
    assert verdict(A_FITTING_CALL).value is Eligibility.ELIGIBLE


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"status": OpportunityStatus.CLOSED}, "nicht mehr möglich"),
        ({"route": ApplicantRoute.NONE}, "antragsberechtigt"),
        ({"region_ok": False, "regions": ("DE-BY",)}, "Bayern"),
        ({"instruments": frozenset({Instrument.LOAN, Instrument.GUARANTEE})}, "Darlehen"),
    ],
)
def test_one_no_is_a_no_and_its_reason_comes_first(change: dict[str, object], word: str) -> None:
    found = verdict(replace(A_FITTING_CALL, **change))  # type: ignore[arg-type]  # the parameters above name real fields
    assert found.value is Eligibility.NOT_ELIGIBLE
    assert word in str(found.reasons[0])


@pytest.mark.parametrize(
    "change",
    [
        {"status": OpportunityStatus.UNKNOWN},
        {"route": ApplicantRoute.UNCLEAR},
        {"route": ApplicantRoute.PARTNER},
        {"region_ok": None, "regions": ()},
        {"instruments": frozenset()},
    ],
)
def test_what_the_source_does_not_say_is_unclear_and_never_a_no(change: dict[str, object]) -> None:
    found = verdict(replace(A_FITTING_CALL, **change))  # type: ignore[arg-type]  # as above
    assert found.value is Eligibility.UNCLEAR


def test_a_loan_beside_a_grant_does_not_shut_the_call() -> None:
    mixed = replace(A_FITTING_CALL, instruments=frozenset({Instrument.GRANT, Instrument.LOAN}))
    assert verdict(mixed).value is Eligibility.ELIGIBLE


def test_an_association_may_use_what_the_city_may_not() -> None:
    for_associations = replace(
        A_FITTING_CALL, route=ApplicantRoute.PARTNER, applicant_types=frozenset({ApplicantType.ASSOCIATION})
    )
    assert verdict(for_associations, Carrier(CarrierKind.ASSOCIATION)).value is Eligibility.ELIGIBLE
    assert verdict(for_associations, THE_CITY).value is Eligibility.UNCLEAR


def test_what_only_the_city_may_use_an_association_gets_by_forwarding() -> None:
    found = verdict(A_FITTING_CALL, Carrier(CarrierKind.ASSOCIATION))
    assert found.value is Eligibility.UNCLEAR
    assert "weiterleiten" in sentences(found)


def test_a_begun_measure_is_warned_where_one_must_apply_before_the_start() -> None:
    strict = replace(A_FITTING_CALL, early_start=EarlyStart.FORBIDDEN, evidence={"early_start": "Nicht begonnen."})
    begun = verdict(strict, Carrier(CarrierKind.CITY, starts_on=date(2026, 1, 1)))
    assert begun.value is Eligibility.UNCLEAR
    assert "01.01.2026" in sentences(begun)
    assert "Nicht begonnen." in sentences(begun)
    assert verdict(strict, Carrier(CarrierKind.CITY, starts_on=date(2027, 1, 1))).value is Eligibility.ELIGIBLE


def test_a_contract_that_was_made_forbids_what_must_be_applied_for_before_the_start() -> None:
    strict = replace(A_FITTING_CALL, early_start=EarlyStart.FORBIDDEN, evidence={"early_start": "Nicht begonnen."})
    begun = verdict(strict, Carrier(CarrierKind.CITY, contract_on=date(2026, 11, 20)))
    assert begun.value is Eligibility.NOT_ELIGIBLE
    assert "Vertrag vom 20.11.2026" in sentences(begun)
    assert "Nicht begonnen." in sentences(begun)


def test_a_planned_contract_warns_and_an_allowed_early_start_says_nothing() -> None:
    strict = replace(A_FITTING_CALL, early_start=EarlyStart.FORBIDDEN)
    planned = verdict(strict, Carrier(CarrierKind.CITY, contract_on=date(2027, 2, 1)))
    assert planned.value is Eligibility.UNCLEAR
    assert "01.02.2027" in sentences(planned)
    allowed = replace(A_FITTING_CALL, early_start=EarlyStart.ALLOWED)
    assert verdict(allowed, Carrier(CarrierKind.CITY, contract_on=date(2026, 1, 1))).value is Eligibility.ELIGIBLE


def test_a_reason_quotes_the_source() -> None:
    opportunity = replace(A_FITTING_CALL, evidence={"applicant_route": "Antragsberechtigt sind kreisfreie Städte."})
    assert "Antragsberechtigt sind kreisfreie Städte." in sentences(verdict(opportunity))


@pytest.mark.parametrize("kind", list(CarrierKind))
def test_every_kind_of_carrier_gets_an_answer_on_every_route(kind: CarrierKind) -> None:
    for route in ApplicantRoute:
        found = verdict(replace(A_FITTING_CALL, route=route), Carrier(kind))
        assert len(found.reasons) == 4


def test_what_a_city_gives_on_itself_is_for_others_alone() -> None:
    own = replace(
        A_FITTING_CALL,
        level=Level.MUNICIPAL,
        route=ApplicantRoute.PARTNER,
        applicant_types=frozenset({ApplicantType.ASSOCIATION}),
    )
    assert verdict(own).value is Eligibility.NOT_ELIGIBLE
    assert "gibt eine Kommune ihr eigenes Geld weiter" in sentences(verdict(own))
    assert verdict(own, Carrier(CarrierKind.ASSOCIATION)).value is Eligibility.ELIGIBLE
