"""Facts to be checked: a proposal is no fact until somebody has looked at it; then it holds for every measure."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from grants_db.applications.agenda import agenda
from grants_db.import_export.opportunity_record import record_of
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.checks import facts_to_check, settle
from grants_db.opportunities.corrections import undo_correction
from grants_db.opportunities.store import get_opportunity, versions
from grants_db.review.decisions import decide
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.rules.deadline import Deadline
from grants_db.rules.evidence import in_unread
from grants_db.search.opportunity_filter import OpportunityFilter
from grants_db.search.query import search
from grants_db.vocabulary import ApplicantRoute, Certainty, DeadlineKind, DecisionKind, Eligibility
from tui.formatting.calendar_text import event_in_words

Store = Callable[..., Opportunity]
WORDS = "Vereine werden mit bis zu 5.000 Euro unterstützt."
PROPOSED = {
    "max_amount": {"value": "5000.00", "evidence": WORDS},
    "applicant_route": {"value": "partner", "evidence": WORDS},
}


def found(session: Session, today: date) -> list[int]:
    return [row.id for row in search(session, OpportunityFilter(to_check=True), today).rows]


def checks(session: Session, call: Opportunity) -> list[str]:
    return [fact.field for fact in facts_to_check(get_opportunity(session, call.id or 0))]


def test_a_proposal_states_nothing_until_it_is_settled_for_all(
    session: Session, an_opportunity: Store, now: datetime, today: date
) -> None:
    open_call, sure = an_opportunity("1", proposed=PROPOSED), an_opportunity("2")
    record = record_of(get_opportunity(session, open_call.id or 0), today=today, state="ST", city="Magdeburg")
    assert (record["max_amount"], record["applicant_route"]) == (None, "unclear")
    assert (record["check"], record["proposed"]) == (["applicant_route", "max_amount"], PROPOSED)
    assert checks(session, sure) == []
    assert found(session, today) == [open_call.id]

    settle(session, open_call.id or 0, {"max_amount": "5000.00"}, now)
    assert checks(session, open_call) == ["applicant_route"]
    assert found(session, today) == [open_call.id]

    settle(session, open_call.id or 0, {"applicant_route": "direct"}, now)
    held = get_opportunity(session, open_call.id or 0)
    assert (held.max_amount, held.applicant_route) == (Decimal(5000), ApplicantRoute.DIRECT)
    assert found(session, today) == []

    undo_correction(session, open_call.id or 0, "applicant_route", now)
    assert found(session, today) == [open_call.id]


def test_another_proposal_is_no_change_of_the_call(session: Session, an_opportunity: Store, today: date) -> None:
    an_opportunity("1")
    call = an_opportunity("1", proposed=PROPOSED)

    assert len(versions(session, call.id or 0)) == 1
    assert found(session, today) == [call.id]


def test_what_may_stand_in_an_unread_guideline_and_an_unsure_deadline_are_checked(
    session: Session, an_opportunity: Store, now: datetime
) -> None:
    unsure = Deadline(DeadlineKind.FIXED, ("2027-03-31",), evidence="vermutlich 31. März 2027", check=True)
    call = an_opportunity(evidence={"max_rate": in_unread("Richtlinie")}, deadline=unsure.as_json())
    yearless = an_opportunity("2", deadline=Deadline(DeadlineKind.FIXED, ("--03-31",)).as_json())

    deadline, rate = facts_to_check(call)
    assert (deadline.field, deadline.value["dates"], deadline.evidence) == ("deadline", ["2027-03-31"], unsure.evidence)
    assert (rate.field, rate.value) == ("max_rate", None)
    assert [(fact.field, fact.value) for fact in facts_to_check(yearless)] == [("deadline", None)]

    settle(session, call.id or 0, {"deadline": deadline.value, "max_rate": None}, now)
    assert checks(session, call) == []
    assert not Deadline.from_json(get_opportunity(session, call.id or 0).deadline).check


def test_an_unsure_deadline_comes_into_the_calendar_to_be_checked(
    session: Session, a_measure: Callable[..., Measure], an_opportunity: Store, now: datetime, today: date
) -> None:
    call = an_opportunity(deadline=Deadline(DeadlineKind.FIXED, ("2027-03-31",), check=True).as_json())
    measure = a_measure()
    proposal = Proposal(call.id or 0, 0.5, {}, Eligibility.ELIGIBLE, [], [], [])
    replace_undecided(session, {measure.id or 0: [proposal]}, now)
    decide(session, measure, call, DecisionKind.ACCEPTED, now=now)

    (entry,) = agenda(session, today)
    assert (entry.due, entry.certainty) == (date(2027, 3, 31), Certainty.CHECK)
    assert event_in_words(entry)[0].startswith("zu prüfen: Antrag einreichen")

    settle(session, call.id or 0, {"deadline": facts_to_check(call)[0].value}, now)
    (entry,) = agenda(session, today)
    assert (entry.due, entry.certainty) == (date(2027, 3, 31), Certainty.CONFIRMED)
