"""An officer's word about a call: it leads everywhere, outlives crawls, and never becomes the source's."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from grants_db.applications.agenda import agenda
from grants_db.errors import InputError, UsageError
from grants_db.import_export.opportunities import export_opportunities
from grants_db.models.correction import Correction
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.as_of import statement
from grants_db.opportunities.correction_values import FIELDS, read_value
from grants_db.opportunities.corrections import correct, undo_correction
from grants_db.opportunities.status import status_of
from grants_db.opportunities.store import get_opportunity, list_opportunities, versions
from grants_db.review.decisions import current_decisions, decide
from grants_db.review.matches import Proposal, matches_of, replace_undecided
from grants_db.review.reopening import reopen_answered
from grants_db.rules.evidence import as_remark
from grants_db.search.opportunity_filter import OpportunityFilter
from grants_db.search.query import search
from grants_db.vocabulary import ApplicantRoute, DecisionKind, Eligibility, OpportunityStatus, ReasonCode, StatusNote
from tui.formatting.fact_values import shown_value
from tui.formatting.messages import sentence

TODAY = date(2026, 11, 24)
Store = Callable[..., Opportunity]
PASSED = {"kind": "fixed", "dates": ["2026-10-31"], "times": [], "stages": ["application"], "two_stage": False}


def correcting(session: Session, call: Opportunity, field: str, text: str, at: datetime, **more: Any) -> None:
    correct(session, call.id or 0, field, read_value(field, text, TODAY), now=at, **more)


def test_a_correction_leads_in_every_read(session: Session, an_opportunity: Store, now: datetime) -> None:
    call = an_opportunity()
    correcting(session, call, "applicant_route", "direct", now)

    assert get_opportunity(session, call.id or 0).applicant_route is ApplicantRoute.DIRECT
    assert [found.applicant_route for found in list_opportunities(session)] == [ApplicantRoute.DIRECT]


def test_a_correction_is_quoted_as_the_evidence(session: Session, an_opportunity: Store, now: datetime) -> None:
    call = an_opportunity(evidence={"applicant_route": "Antragsberechtigt sind Vereine."})
    correcting(session, call, "applicant_route", "direct", now, note="Auskunft der Investitionsbank")

    quote = get_opportunity(session, call.id or 0).evidence["applicant_route"]
    assert str(as_remark(quote)) == "Berichtigt am 24.11.2026: Auskunft der Investitionsbank"


def test_the_evidence_names_the_unit_that_corrected(session: Session, an_opportunity: Store, now: datetime) -> None:
    call = an_opportunity()
    correcting(session, call, "applicant_route", "direct", now, note="Auskunft am Telefon", decided_by="Amt 50")

    quote = get_opportunity(session, call.id or 0).evidence["applicant_route"]
    assert str(as_remark(quote)) == "Berichtigt am 24.11.2026 (Amt 50): Auskunft am Telefon"


def test_the_row_keeps_what_the_source_states(session: Session, an_opportunity: Store, now: datetime) -> None:
    call = an_opportunity(max_amount=Decimal(5000))
    correcting(session, call, "max_amount", "9.000", now)
    leading = get_opportunity(session, call.id or 0)
    leading.title = "changed on the copy"
    session.commit()
    session.expire_all()

    stored = session.get_one(Opportunity, call.id)
    assert (stored.max_amount, stored.title) == (Decimal(5000), "Vielfalt im Quartier")
    assert leading.max_amount == Decimal(9000)


def test_the_copy_cannot_be_written_into_the_database(session: Session, an_opportunity: Store, now: datetime) -> None:
    call = an_opportunity()
    correcting(session, call, "early_start", "allowed", now)
    leading = get_opportunity(session, call.id or 0)
    session.expunge_all()
    session.add(leading)

    with pytest.raises(IntegrityError):
        session.flush()


def test_a_crawl_keeps_the_correction_and_is_no_change(session: Session, an_opportunity: Store, now: datetime) -> None:
    call = an_opportunity(max_amount=Decimal(5000))
    correcting(session, call, "max_amount", "9.000", now)

    an_opportunity(max_amount=Decimal(5000), at=now + timedelta(days=1))

    assert get_opportunity(session, call.id or 0).max_amount == Decimal(9000)
    assert len(versions(session, call.id or 0)) == 1
    assert statement(session, call.id or 0).contradictions == ()


def test_a_crawl_that_says_something_else_is_shown_and_does_not_lead(
    session: Session, an_opportunity: Store, now: datetime
) -> None:
    call = an_opportunity(max_amount=Decimal(5000))
    correcting(session, call, "max_amount", "9.000", now)

    an_opportunity(max_amount=Decimal(7000), at=now + timedelta(days=1))

    found = statement(session, call.id or 0)
    (said,) = map(sentence, found.contradictions)
    assert found.leading.max_amount == Decimal(9000)
    assert all(sum_ in said for sum_ in ("7.000,00", "5.000,00", "9.000,00", "24.11.2026"))
    assert versions(session, call.id or 0)[-1].changes[0]["old"] == "5000.00"


def test_a_source_that_comes_round_confirms_the_correction(
    session: Session, an_opportunity: Store, now: datetime
) -> None:
    call = an_opportunity(max_amount=Decimal(5000))
    correcting(session, call, "max_amount", "9.000", now)

    an_opportunity(max_amount=Decimal(9000), at=now + timedelta(days=1))

    (said,) = map(str, statement(session, call.id or 0).contradictions)
    assert "bestätigt" in said


def test_undoing_brings_the_earlier_word_back_and_keeps_the_record(
    session: Session, an_opportunity: Store, now: datetime
) -> None:
    call = an_opportunity(max_amount=Decimal(5000))
    correcting(session, call, "max_amount", "6.000", now)
    correcting(session, call, "max_amount", "9.000", now + timedelta(minutes=1))

    undo_correction(session, call.id or 0, "max_amount", now + timedelta(minutes=2))
    assert get_opportunity(session, call.id or 0).max_amount == Decimal(6000)

    undo_correction(session, call.id or 0, "max_amount", now + timedelta(minutes=3))
    assert get_opportunity(session, call.id or 0).max_amount == Decimal(5000)
    assert len(session.exec(select(Correction)).all()) == 2, "what was taken back stays to be seen"
    with pytest.raises(InputError, match="nicht berichtigt"):
        undo_correction(session, call.id or 0, "max_amount", now)


def test_a_corrected_deadline_opens_a_call_that_its_source_calls_closed(
    session: Session, an_opportunity: Store, now: datetime, today: date
) -> None:
    call = an_opportunity(deadline=PASSED, status_note=StatusNote.CLOSED)
    assert status_of(call, today) is OpportunityStatus.CLOSED

    correcting(session, call, "deadline", "31.01.2027", now)

    assert status_of(get_opportunity(session, call.id or 0), today) is OpportunityStatus.OPEN


def test_the_search_filters_and_sorts_by_the_corrected_status(
    session: Session, an_opportunity: Store, now: datetime, today: date
) -> None:
    call = an_opportunity("calls/1", deadline=PASSED)
    an_opportunity("calls/2", deadline=PASSED)
    correcting(session, call, "deadline", "rolling", now)

    page = search(session, OpportunityFilter(statuses=(OpportunityStatus.OPEN,)), today)
    assert [(row.id, row.status) for row in page.rows] == [(call.id, OpportunityStatus.OPEN)]
    assert search(session, OpportunityFilter(), today).rows[0].id == call.id


def test_the_export_holds_the_corrected_value(
    session: Session, an_opportunity: Store, now: datetime, today: date, tmp_path: Path
) -> None:
    call = an_opportunity()
    correcting(session, call, "regions", "DE-ST", now)
    file = tmp_path / "calls.jsonl"

    export_opportunities(session, file, "jsonl", today=today, city_state="DE-ST", city_name="Magdeburg")

    record = json.loads(file.read_text(encoding="utf-8"))
    assert (record["regions"], record["region_ok"]) == (["DE-ST"], True)


def test_the_agenda_and_the_matches_follow_the_corrected_deadline(
    session: Session, an_opportunity: Store, a_measure: Callable[..., Measure], now: datetime, today: date
) -> None:
    measure, call = a_measure(), an_opportunity(deadline={**PASSED, "dates": ["2027-03-31"]})
    proposal = Proposal(call.id or 0, 0.5, {"text": 0.5}, Eligibility.ELIGIBLE, [], [], [])
    replace_undecided(session, {measure.id or 0: [proposal]}, now)
    decide(session, measure, call, DecisionKind.ACCEPTED, now=now)

    correcting(session, call, "deadline", "15.02.2027", now)

    assert agenda(session, today)[0].due == date(2027, 2, 15)
    assert matches_of(session, measure.id or 0)[0].opportunity.deadline["dates"] == ["2027-02-15"]


def test_a_correction_reopens_what_was_dismissed_for_the_corrected_fact(
    session: Session, an_opportunity: Store, a_measure: Callable[..., Measure], now: datetime
) -> None:
    measure, call = a_measure(), an_opportunity()
    proposal = Proposal(call.id or 0, 0.5, {"text": 0.5}, Eligibility.UNCLEAR, [], [], [])
    replace_undecided(session, {measure.id or 0: [proposal]}, now)
    decide(session, measure, call, DecisionKind.DISMISSED, now=now, reason=ReasonCode.NOT_ELIGIBLE)

    correcting(session, call, "applicant_route", "direct", now + timedelta(hours=1))

    assert len(reopen_answered(session, now + timedelta(hours=2))) == 1
    assert current_decisions(session) == {}


def test_an_earlier_day_shows_what_the_call_said_and_what_was_corrected_then(
    session: Session, an_opportunity: Store, now: datetime
) -> None:
    call = an_opportunity(max_amount=Decimal(5000))
    an_opportunity(max_amount=Decimal(7000), at=now + timedelta(days=2))
    correcting(session, call, "max_amount", "9.000", now + timedelta(days=4))

    said = [statement(session, call.id or 0, now.date() + timedelta(days=day)).leading.max_amount for day in (0, 3, 4)]
    assert said == [Decimal(5000), Decimal(7000), Decimal(9000)]
    with pytest.raises(InputError, match="noch nicht bekannt"):
        statement(session, call.id or 0, now.date() - timedelta(days=1))


def test_an_earlier_day_still_shows_a_correction_that_was_undone_later(
    session: Session, an_opportunity: Store, now: datetime
) -> None:
    call = an_opportunity()
    correcting(session, call, "cumulation", "allowed", now)
    undo_correction(session, call.id or 0, "cumulation", datetime(2026, 11, 26, tzinfo=UTC))

    assert statement(session, call.id or 0, date(2026, 11, 25)).leading.cumulation == "allowed"
    assert statement(session, call.id or 0).leading.cumulation == "unstated"


def test_a_least_sum_above_the_largest_is_refused(session: Session, an_opportunity: Store, now: datetime) -> None:
    call = an_opportunity(max_amount=Decimal(5000))

    with pytest.raises(UsageError, match=r"Höchstbetrag 5\.000,00"):
        correcting(session, call, "min_amount", "6.000", now)


def test_a_call_that_does_not_exist_cannot_be_corrected(session: Session, now: datetime) -> None:
    with pytest.raises(InputError, match="4711"):
        correct(session, 4711, "cumulation", "allowed", now=now)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("max_amount", "12.000", "12000.00"),
        ("max_amount", "12000.50", "12000.50"),
        ("max_amount", "unbekannt", None),
        ("max_rate", "66,67 %", "66.67"),
        ("regions", "Sachsen-Anhalt, bundesweit", ["DE-ST", "DE"]),
        ("regions", "DE-ST ohne Magdeburg, Halle (Saale)", ["DE-ST ohne Magdeburg, Halle (Saale)"]),
        ("applicant_route", "-", "unclear"),
        ("applicant_types", "municipality, association", ["association", "municipality"]),
        ("instruments", "grant", ["grant"]),
    ],
)
def test_values_are_read_as_people_write_them(field: str, text: str, value: Any) -> None:
    assert read_value(field, text, TODAY) == value


@pytest.mark.parametrize(
    ("text", "kind", "dates"),
    [
        ("31.03.2027", "fixed", ["2027-03-31"]),
        ("1.12.26, 1. Dezember 2027", "fixed", ["2026-12-01", "2027-12-01"]),
        ("2027-03-31, 2027-09-30", "fixed", ["2027-03-31", "2027-09-30"]),
        ("31.10.", "annual", ["10-31"]),
        ("29.2.", "annual", ["02-29"]),
        ("P8W", "relative", ["P8W"]),
        ("rolling", "rolling", []),
        ("unbekannt", "none", []),
    ],
)
def test_deadlines_are_read_as_people_write_them(text: str, kind: str, dates: list[str]) -> None:
    value = read_value("deadline", text, TODAY)
    assert (value["kind"], value["dates"]) == (kind, dates)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("text", ["", "31.02.2027", "viel", "120 %%", "fixed", "\N{ZERO WIDTH SPACE}", "-5"])
def test_what_cannot_be_read_is_one_sentence(field: str, text: str) -> None:
    free = ("required_documents", "criteria")
    if (field == "regions" and text) or (field in free and any(sign.isalnum() for sign in text)):
        return  # any name may be a place, any words a document
    with pytest.raises(UsageError):
        read_value(field, text, TODAY)


@pytest.mark.parametrize("field", FIELDS)
def test_the_unknown_has_a_value_in_every_field_and_can_be_shown(field: str) -> None:
    assert shown_value(field, read_value(field, "unbekannt", TODAY)) in ("–", "unklar", "nicht angegeben")
