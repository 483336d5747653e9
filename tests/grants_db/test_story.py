"""One application from the accepted match to the closed file, step by step, as the handbook tells it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from grants_db.applications.agenda import agenda
from grants_db.applications.award_money import current_award
from grants_db.applications.awards import AwardTerms, record_award
from grants_db.applications.history import history
from grants_db.applications.obligations import fulfil, obligations_of
from grants_db.applications.payments import record_payment
from grants_db.applications.standing import set_funder_status
from grants_db.applications.store import change_stage, create_application
from grants_db.errors import UsageError
from grants_db.messages import Message
from grants_db.models.application import Application
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.review.decisions import decide
from grants_db.rules.obligation_rules import load_rules
from grants_db.rules.obligations import StatedDate
from grants_db.vocabulary import (
    ApplicationStage as Stage,
)
from grants_db.vocabulary import (
    Certainty,
    DecisionKind,
    EarlyStart,
    Eligibility,
    FinancingType,
    FunderStatus,
    ObligationKind,
    ReasonCode,
)

RULES = load_rules()
START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LATER = datetime(2028, 12, 1, 9, 0, tzinfo=UTC)  # when what follows the award has happened
TWO_STAGE = {
    "kind": "fixed",
    "dates": ["2026-12-15", "2027-03-31"],
    "times": [],
    "stages": ["sketch", "application"],
    "two_stage": True,
    "evidence": "Skizzen bis 15. Dezember 2026, Anträge bis 31. März 2027.",
}


@pytest.fixture
def an_accepted_match(
    session: Session, a_measure: Callable[..., Measure], an_opportunity: Callable[..., Opportunity]
) -> Callable[..., tuple[Measure, Opportunity]]:
    def store(number: str = "4.1", **facts: object) -> tuple[Measure, Opportunity]:
        measure = a_measure(number, action_field=4, unit="Amt 50")
        opportunity = an_opportunity(f"calls/{number}", **{"deadline": TWO_STAGE, **facts})
        session.add(
            Match(
                measure_id=measure.id or 0,
                opportunity_id=opportunity.id or 0,
                rank=1,
                score=0.7,
                eligibility=Eligibility.ELIGIBLE,
                computed_at=START,
            )
        )
        session.flush()
        decide(session, measure, opportunity, DecisionKind.ACCEPTED, now=START)
        return measure, opportunity

    return store


@pytest.fixture
def an_application(
    session: Session, an_accepted_match: Callable[..., tuple[Measure, Opportunity]]
) -> Callable[..., Application]:
    def make(**facts: object) -> Application:
        measure, opportunity = an_accepted_match(**facts)
        return create_application(
            session, [measure], opportunity, now=START, role="Sachgebiet Integration", requested=Decimal(7500)
        )

    return make


def terms(**values: object) -> AwardTerms:
    plain: dict[str, object] = {
        "notified_on": date(2027, 6, 1),
        "amount": Decimal(7000),
        "financing_type": FinancingType.SHARE,
        "regimes": ("anbest_gk_bund",),
        "period_start": date(2027, 7, 1),
        "period_end": date(2028, 12, 31),
    }
    return AwardTerms(**plain | values)  # type: ignore[arg-type]  # the builder's plain values have these types


def submitted(session: Session, application: Application) -> None:
    for stage in (Stage.REVIEW, Stage.INTERNAL_APPROVAL, Stage.SKETCH, Stage.SUBMITTED):
        change_stage(session, application, stage, now=START)


def dates_shown(session: Session, today: date) -> list[tuple[str, date | None]]:
    return [(str(entry.title), entry.due) for entry in agenda(session, today, RULES)]


def test_a_day_that_passed_stands_as_missed_until_what_it_asks_for_is_handed_in(
    session: Session, an_application: Callable[..., Application]
) -> None:
    only_a_sketch = {**TWO_STAGE, "dates": ["2026-12-15"], "stages": ["sketch"]}
    application = an_application(deadline=only_a_sketch)
    late = date(2026, 12, 20)
    assert dates_shown(session, late) == [("Skizze einreichen", date(2026, 12, 15))]

    change_stage(session, application, Stage.REVIEW, now=START)
    change_stage(session, application, Stage.INTERNAL_APPROVAL, now=START)
    change_stage(session, application, Stage.SKETCH, now=START)
    assert dates_shown(session, late) == [("Antrag einreichen, kein Tag genannt", None)]


def test_the_whole_way_of_a_two_stage_call(session: Session, an_application: Callable[..., Application]) -> None:
    application = an_application(early_start=EarlyStart.FORBIDDEN)
    assert ("Skizze einreichen", date(2026, 12, 15)) in dates_shown(session, START.date())

    change_stage(session, application, Stage.REVIEW, now=START)
    change_stage(session, application, Stage.INTERNAL_APPROVAL, now=START)
    with pytest.raises(UsageError, match="Skizze"):
        change_stage(session, application, Stage.SUBMITTED, now=START)  # the sketch comes first
    change_stage(session, application, Stage.SKETCH, now=START)
    set_funder_status(session, application, FunderStatus.INVITED, now=START)
    shown_after_the_sketch = dates_shown(session, date(2027, 1, 10))
    assert ("Antrag einreichen", date(2027, 3, 31)) in shown_after_the_sketch

    application.consent_on = date(2027, 3, 1)
    application.contract_on = date(2027, 3, 15)
    change_stage(session, application, Stage.SUBMITTED, now=START)  # begun, but with consent
    assert not any("einreichen" in title for title, _ in dates_shown(session, date(2027, 4, 1)))

    record_award(session, application, terms(), now=LATER)
    change_stage(session, application, Stage.AWARDED, now=LATER)
    change_stage(session, application, Stage.RUNNING, now=LATER)
    first = {item.kind: item for item in obligations_of(session, application, RULES)}
    assert first[ObligationKind.OBJECTION].due == date(2027, 7, 1)
    assert first[ObligationKind.FINAL_REPORT].due == date(2029, 12, 31)
    assert "6.1" in first[ObligationKind.FINAL_REPORT].provision

    record_payment(session, application, date(2027, 9, 1), Decimal(3000), now=LATER)
    paid = {item.kind: item.due for item in obligations_of(session, application, RULES)}
    assert paid[ObligationKind.SPEND_BY] == date(2027, 11, 1)

    corrected = terms(
        regimes=("anbest_p_bund", "nabf_bund"), period_end=date(2028, 6, 30), notified_on=date(2027, 10, 1)
    )
    record_award(session, application, corrected, now=LATER)
    second = [item for item in obligations_of(session, application, RULES) if item.due]
    assert {item.due for item in second if item.kind is ObligationKind.FINAL_REPORT} == {date(2029, 1, 2)}
    assert {item.due for item in second if item.kind is ObligationKind.INTERIM_REPORT} == {date(2028, 5, 2)}
    award = current_award(session, application)
    assert award is not None
    assert award.number == 2

    change_stage(session, application, Stage.INTERIM_REPORT, now=LATER)
    fulfil(session, application, ObligationKind.INTERIM_REPORT, "2027", date(2028, 4, 20), now=LATER)
    change_stage(session, application, Stage.FINAL_REPORT, now=LATER)
    fulfil(session, application, ObligationKind.FINAL_REPORT, "", date(2028, 12, 1), now=LATER)
    change_stage(session, application, Stage.CLOSED, now=LATER)
    left = agenda(session, date(2028, 12, 2), RULES)
    kept = [(entry.rule, entry.due) for entry in left if entry.due and entry.due > date(2028, 12, 2)]
    assert kept == [("keep-receipts-anbest-p-bund", date(2033, 12, 1))]
    change_stage(session, application, Stage.RETENTION, now=LATER)
    last = [entry for entry in history(session, application) if entry.what == "stage"][-1]
    assert str(Message.from_json(last.sentence)) == "Stand: abgeschlossen → Aufbewahrung"


def test_a_date_in_the_award_leads_and_the_rule_stays_visible(
    session: Session, an_application: Callable[..., Application]
) -> None:
    application = an_application()
    submitted(session, application)
    stated = StatedDate(ObligationKind.FINAL_REPORT, date(2029, 3, 31), "award", "Nr. 4 des Bescheids")
    record_award(session, application, terms(stated=(stated,)), now=LATER)
    reports = [item for item in obligations_of(session, application, RULES) if item.kind is ObligationKind.FINAL_REPORT]
    assert [(item.due, item.origin, item.leads) for item in reports] == [
        (date(2029, 3, 31), "award", True),
        (date(2029, 12, 31), "general", False),
    ]


def test_calendars_and_digests_name_an_obligation_in_german(
    session: Session, an_application: Callable[..., Application]
) -> None:
    application = an_application()
    submitted(session, application)
    record_award(session, application, terms(), now=LATER)
    titles = {str(entry.title) for entry in agenda(session, START.date(), RULES)}
    assert titles == {"Pflicht: Widerspruch oder Klage", "Pflicht: Verwendungsnachweis", "Pflicht: Zweckbindung bis"}


def test_an_award_needs_a_submission(session: Session, an_application: Callable[..., Application]) -> None:
    application = an_application()
    with pytest.raises(UsageError, match="gestellter Antrag"):
        record_award(session, application, terms(), now=START)


def test_an_override_needs_words_and_stands_in_the_history(
    session: Session, an_application: Callable[..., Application]
) -> None:
    application = an_application()
    with pytest.raises(UsageError, match="Begründung"):
        change_stage(session, application, Stage.SUBMITTED, now=START)
    change_stage(session, application, Stage.SUBMITTED, now=START, override="Antrag lag schon vor")
    assert any("Antrag lag schon vor" in str(entry.sentence["values"]) for entry in history(session, application))


def test_not_pursuing_needs_a_reason_and_leaves_the_agenda(
    session: Session, an_application: Callable[..., Application]
) -> None:
    application = an_application()
    with pytest.raises(UsageError, match="Grund"):
        change_stage(session, application, Stage.NOT_PURSUED, now=START)
    change_stage(session, application, Stage.NOT_PURSUED, now=START, reason=ReasonCode.STAFF_CAPACITY)
    assert dates_shown(session, START.date()) == []


def test_a_begun_project_is_not_submitted_where_that_is_forbidden(
    session: Session, an_application: Callable[..., Application]
) -> None:
    application = an_application(early_start=EarlyStart.FORBIDDEN)
    for stage in (Stage.REVIEW, Stage.INTERNAL_APPROVAL):
        change_stage(session, application, stage, now=START)
    application.contract_on = date(2026, 11, 1)
    with pytest.raises(UsageError, match=r"01\.11\.2026"):
        change_stage(session, application, Stage.SKETCH, now=START)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"period_end": date(2027, 1, 1)}, "vor seinem Beginn"),
        ({"amount": Decimal(-1)}, "negativ"),
        ({"stated": (StatedDate(ObligationKind.FINAL_REPORT, date(2020, 1, 1), "award"),)}, "vor der Bekanntgabe"),
    ],
)
def test_an_award_that_can_not_be_is_refused_in_one_sentence(
    session: Session, an_application: Callable[..., Application], change: dict[str, object], words: str
) -> None:
    application = an_application()
    submitted(session, application)
    with pytest.raises(UsageError, match=words):
        record_award(session, application, terms(**change), now=START)
    assert current_award(session, application) is None


def test_only_an_accepted_match_becomes_an_application_and_only_once(
    session: Session,
    an_accepted_match: Callable[..., tuple[Measure, Opportunity]],
    a_measure: Callable[..., Measure],
) -> None:
    measure, opportunity = an_accepted_match()
    with pytest.raises(UsageError, match="nicht angenommen"):
        create_application(session, [a_measure("4.2")], opportunity, now=START)
    create_application(session, [measure], opportunity, now=START)
    with pytest.raises(UsageError, match="schon Antrag 1; bitte dort weiterarbeiten"):
        create_application(session, [measure], opportunity, now=START)


def test_a_date_keeps_its_identity_when_the_one_before_it_is_done_or_past(
    session: Session, an_application: Callable[..., Application]
) -> None:
    application = an_application()
    both = {str(entry.title): entry.uid for entry in agenda(session, START.date(), RULES)}
    for stage in (Stage.REVIEW, Stage.INTERNAL_APPROVAL, Stage.SKETCH):
        change_stage(session, application, stage, now=START)
    handed_in = {str(entry.title): entry.uid for entry in agenda(session, START.date(), RULES)}
    assert "Skizze einreichen" not in handed_in
    assert handed_in["Antrag einreichen"] == both["Antrag einreichen"]
    later = {str(entry.title): entry.uid for entry in agenda(session, date(2027, 1, 10), RULES)}
    assert later["Antrag einreichen"] == both["Antrag einreichen"]


def test_a_deadline_before_the_measure_s_start_names_its_rule(
    session: Session,
    an_accepted_match: Callable[..., tuple[Measure, Opportunity]],
) -> None:
    weeks = {"kind": "relative", "dates": ["P8W"], "times": [], "stages": ["application"], "two_stage": False}
    measure, _ = an_accepted_match("4.8", deadline={**weeks, "evidence": "8 Wochen vor Beginn"})
    measure.starts_on = date(2027, 5, 1)
    (entry,) = agenda(session, START.date(), RULES)
    assert (entry.due, entry.certainty) == (date(2027, 3, 6), Certainty.DERIVED)
    assert (entry.rule, entry.source) == ("before_measure_start", "8 Wochen vor Beginn")


def test_a_call_seen_in_two_years_is_expected_again_and_marked_as_such(
    session: Session,
    an_accepted_match: Callable[..., tuple[Measure, Opportunity]],
    an_opportunity: Callable[..., Opportunity],
) -> None:
    def fixed(day: str) -> dict[str, object]:
        return {
            "kind": "fixed",
            "dates": [day],
            "times": [],
            "stages": ["application"],
            "two_stage": False,
            "evidence": "",
        }

    an_accepted_match("4.9", deadline=fixed("2025-10-31"))
    an_opportunity("calls/4.9", at=START + timedelta(days=1), deadline=fixed("2026-10-31"))
    (entry,) = agenda(session, date(2026, 11, 24), RULES)
    assert (entry.due, entry.certainty) == (date(2027, 10, 31), Certainty.FORECAST)
