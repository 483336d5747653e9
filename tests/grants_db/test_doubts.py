"""Sums and days that contradict each other are asked back where they are entered, and stored for who insists."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlmodel import Session

from grants_db.applications.application_edits import edit_application, edit_award, terms_of
from grants_db.applications.award_money import current_award, paid, repaid
from grants_db.applications.awards import AwardTerms, record_award
from grants_db.applications.payments import record_payment, record_repayment, remove_repayment
from grants_db.applications.store import change_stage, create_application
from grants_db.errors import DoubtError, InputError, UsageError
from grants_db.measures.store import get_measure
from grants_db.models.application import Application
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.review.decisions import decide
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.vocabulary import ApplicationStage as Stage
from grants_db.vocabulary import DecisionKind, Eligibility, FinancingType

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
Apply = Callable[..., Application]


@pytest.fixture
def apply(session: Session, a_measure: Callable[..., Measure], an_opportunity: Callable[..., Opportunity]) -> Apply:
    """Makes an application for measure 2.1, which lacks 72,000 EUR."""
    a_measure("2.1", cost=Decimal(72000), secured=None)

    def make(call: str, requested: int | None = None, *, insist: bool = False) -> Application:
        opportunity, measure = an_opportunity(call), get_measure(session, "2.1")
        proposal = Proposal(opportunity.id or 0, 0.5, {}, Eligibility.ELIGIBLE, [], [], [])
        replace_undecided(session, {measure.id or 0: [proposal]}, NOW)
        decide(session, measure, opportunity, DecisionKind.ACCEPTED, now=NOW)
        asked = None if requested is None else Decimal(requested)
        return create_application(session, [measure], opportunity, now=NOW, requested=asked, insist=insist)

    return make


def award(amount: int = 60000, notified: date = TODAY) -> AwardTerms:
    return AwardTerms(notified, Decimal(amount), FinancingType.SHARE, date(2026, 12, 1), date(2027, 12, 31))


@pytest.fixture
def awarded(session: Session, apply: Apply) -> Application:
    """60,000 awarded today, on an application submitted three days ago."""
    application = apply("1", 60000)
    change_stage(session, application, Stage.SUBMITTED, now=NOW, on=date(2026, 11, 21), insist=True)
    record_award(session, application, award(), now=NOW)
    return application


def ask_for(session: Session, application: Application, amount: int, *, insist: bool = False) -> None:
    edit_application(session, application, requested=Decimal(amount), role="", unit=None, now=NOW, insist=insist)


def test_more_asked_for_than_is_missing(session: Session, apply: Apply) -> None:
    with pytest.raises(DoubtError, match=r"Beantragt wären 72\.001 €, es fehlen aber nur 72\.000"):
        apply("1", 72001)
    application = apply("1", 72001, insist=True)
    with pytest.raises(DoubtError, match=r"Beantragt wären 80\.000 €"):
        ask_for(session, application, 80000)
    ask_for(session, application, 80000, insist=True)
    assert application.requested == 80000
    ask_for(session, application, 80000)  # what stands is not asked again


def test_what_several_applications_ask_for_together(session: Session, apply: Apply) -> None:
    apply("1", 70000)

    with pytest.raises(
        DoubtError, match=r"Mit den 70\.000,00 € anderer Anträge wären 142\.000,00 € beantragt.*72\.000"
    ):
        apply("2", 72000)
    assert apply("2", 72000, insist=True).requested == 72000


def test_an_award_before_the_application_or_in_the_future(session: Session, apply: Apply) -> None:
    application = apply("1", 60000)
    change_stage(session, application, Stage.SUBMITTED, now=NOW, on=date(2026, 11, 21), insist=True)

    with pytest.raises(DoubtError, match=r"vom 20\.11\.2026 ist älter als der Antrag, der am 21\.11\.2026"):
        record_award(session, application, award(notified=date(2026, 11, 20)), now=NOW)
    with pytest.raises(DoubtError, match=r"Der 25\.11\.2026 liegt in der Zukunft"):
        record_award(session, application, award(notified=date(2026, 11, 25)), now=NOW)
    assert current_award(session, application) is None
    record_award(session, application, award(notified=date(2026, 11, 20)), now=NOW, insist=True)
    with pytest.raises(DoubtError, match="Zukunft"):
        edit_award(session, application, award(notified=date(2027, 1, 1)), now=NOW)
    edit_award(session, application, award(notified=date(2027, 1, 1)), now=NOW, insist=True)
    assert terms_of(session, application).notified_on == date(2027, 1, 1)


def test_more_awarded_than_asked_for_or_than_all_of_it_costs(session: Session, apply: Apply) -> None:
    application, unknown = apply("1", 60000), apply("2")
    for one in (application, unknown):
        change_stage(session, one, Stage.SUBMITTED, now=NOW, on=date(2026, 11, 21), insist=True)

    with pytest.raises(DoubtError, match=r"Bewilligt wären 60\.001 €, beantragt sind nur 60\.000"):
        record_award(session, application, award(60001), now=NOW)
    with pytest.raises(DoubtError, match=r"Bewilligt wären 72\.001 €, es kostet aber nur 72\.000"):
        record_award(session, unknown, award(72001), now=NOW)
    assert current_award(session, application) is None
    record_award(session, application, award(60001), now=NOW, insist=True)
    record_award(session, application, award(60001, date(2026, 11, 22)), now=NOW)  # what stood there is not asked again


def test_an_award_after_the_whole_period_is_asked_back(session: Session, apply: Apply) -> None:
    application = apply("1", 60000)
    change_stage(session, application, Stage.SUBMITTED, now=NOW, on=date(2026, 11, 21), insist=True)
    late = replace(award(), period_start=date(2026, 1, 1), period_end=date(2026, 8, 31))

    with pytest.raises(DoubtError, match=r"kam erst nach dem Bewilligungszeitraum, der am 31\.08\.2026 endet"):
        record_award(session, application, late, now=NOW)


def test_all_that_is_doubted_is_asked_at_once(session: Session, awarded: Application) -> None:
    with pytest.raises(DoubtError) as asked:
        record_payment(session, awarded, date(2026, 11, 30), Decimal(70000), now=NOW)

    said = str(asked.value)
    assert "Ausgezahlt wären dann 70.000 €, bewilligt sind 60.000,00 €" in said
    assert "Der 30.11.2026 liegt in der Zukunft." in said
    assert paid(session, awarded) == 0
    record_payment(session, awarded, date(2026, 11, 30), Decimal(70000), now=NOW, insist=True)
    assert paid(session, awarded) == 70000


def test_what_can_not_be_is_refused_even_to_who_insists(session: Session, awarded: Application, apply: Apply) -> None:
    with pytest.raises(UsageError, match="größer als 0"):
        record_payment(session, awarded, TODAY, Decimal(-1), now=NOW, insist=True)
    with pytest.raises(UsageError, match="größer als 0"):
        record_repayment(session, awarded, TODAY, Decimal(5), Decimal(-1), now=NOW, insist=True)
    with pytest.raises(UsageError, match="nicht negativ"):
        apply("2", -5, insist=True)


def test_money_that_went_back_secures_nothing_and_grows_the_gap(session: Session, awarded: Application) -> None:
    measure = get_measure(session, "2.1")
    record_payment(session, awarded, TODAY, Decimal(60000), now=NOW)
    with pytest.raises(DoubtError, match=r"Zurückgezahlt wären dann 60\.001 €, ausgezahlt sind 60\.000"):
        record_repayment(session, awarded, TODAY, Decimal(60001), now=NOW)
    assert measure.gap == 12000

    back = record_repayment(session, awarded, TODAY, Decimal(6000), Decimal("31.50"), now=NOW)
    assert (repaid(session, awarded), measure.secured, measure.gap) == (Decimal(6000), Decimal(54000), Decimal(18000))
    record_award(session, awarded, award(54000), now=NOW)  # the change notice lowers the award to what stays
    assert (measure.secured, measure.gap) == (Decimal(54000), Decimal(18000))

    remove_repayment(session, awarded, back.id or 0, now=NOW)
    assert repaid(session, awarded) == 0
    with pytest.raises(InputError):
        remove_repayment(session, awarded, back.id or 0, now=NOW)
