"""Donations go their short way in order, each step with its day; what they bring stands in the measure's financing."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session

from grants_db.applications.donations import advance_donation, get_donation, offer_donation, steps_of
from grants_db.errors import InputError, UsageError
from grants_db.models.application import Donation
from grants_db.models.measure import Measure
from grants_db.vocabulary import DonationStage, FinancingKind, FinancingState

OFFERED = date(2026, 11, 2)


@pytest.fixture
def an_offer(session: Session, a_measure: Callable[..., Measure]) -> Donation:
    return offer_donation(session, a_measure("5.1", secured=None), "Bürgerstiftung", Decimal("2500.00"), OFFERED)


def financing(session: Session, donation: Donation) -> list[tuple[FinancingKind, FinancingState, Decimal]]:
    measure = session.get_one(Measure, donation.measure_id)
    return [(item.kind, item.state, item.amount) for item in measure.financing]


def test_the_whole_way_of_a_donation(session: Session, an_offer: Donation) -> None:
    assert financing(session, an_offer) == []
    advance_donation(session, an_offer, DonationStage.ACCEPTED, date(2026, 12, 3), paper_number="DS0400/26")
    assert financing(session, an_offer) == [(FinancingKind.DONATION, FinancingState.PLANNED, Decimal("2500.00"))]
    advance_donation(session, an_offer, DonationStage.RECEIVED, date(2026, 12, 10))
    advance_donation(session, an_offer, DonationStage.THANKED, date(2026, 12, 11))
    advance_donation(session, an_offer, DonationStage.REPORTED, date(2027, 3, 1))
    assert financing(session, an_offer) == [(FinancingKind.DONATION, FinancingState.SECURED, Decimal("2500.00"))]
    assert [(step.stage.value, str(step.sentence)) for step in steps_of(an_offer)] == [
        ("offered", "Angeboten von Bürgerstiftung"),
        ("accepted", "Angenommen, Drucksache DS0400/26"),
        ("received", "Eingegangen"),
        ("thanked", "Gedankt"),
        ("reported", "Berichtet"),
    ]


@pytest.mark.parametrize("to", [DonationStage.RECEIVED, DonationStage.THANKED, DonationStage.REPORTED])
def test_money_is_not_taken_before_the_decision(session: Session, an_offer: Donation, to: DonationStage) -> None:
    with pytest.raises(UsageError, match="nach angenommen, abgelehnt"):
        advance_donation(session, an_offer, to, date(2026, 12, 3))
    assert an_offer.stage is DonationStage.OFFERED


def test_an_acceptance_names_the_decision(session: Session, an_offer: Donation) -> None:
    with pytest.raises(UsageError, match="Drucksache"):
        advance_donation(session, an_offer, DonationStage.ACCEPTED, date(2026, 12, 3), paper_number=" ")


def test_no_step_lies_before_the_one_before_it(session: Session, an_offer: Donation) -> None:
    with pytest.raises(UsageError, match=r"01\.11\.2026 liegt vor"):
        advance_donation(session, an_offer, DonationStage.ACCEPTED, date(2026, 11, 1), paper_number="DS1")


def test_a_declined_donation_brings_nothing_and_goes_nowhere(session: Session, an_offer: Donation) -> None:
    advance_donation(session, an_offer, DonationStage.DECLINED, date(2026, 12, 3))
    assert financing(session, an_offer) == []
    assert str(steps_of(an_offer)[-1].sentence) == "Abgelehnt, Drucksache –"
    with pytest.raises(UsageError, match="keinem weiteren Stand"):
        advance_donation(session, an_offer, DonationStage.RECEIVED, date(2026, 12, 4))


@pytest.mark.parametrize(("donor", "amount"), [("", "1"), ("x" * 301, "1"), ("Bürgerstiftung", "0")])
def test_an_offer_needs_a_donor_and_a_sum(
    session: Session, a_measure: Callable[..., Measure], donor: str, amount: str
) -> None:
    with pytest.raises(UsageError):
        offer_donation(session, a_measure(), donor, Decimal(amount), OFFERED)


def test_a_donation_nobody_knows_is_one_sentence(session: Session) -> None:
    with pytest.raises(InputError, match="Spende mit der Nummer 9"):
        get_donation(session, 9)
