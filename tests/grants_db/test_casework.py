"""What people add to an application between two stages: notes, documents, tasks, contract, consent, stated dates."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from grants_db.applications.agenda import agenda
from grants_db.applications.awards import AwardTerms, record_award, record_purpose_fulfilled, state_date
from grants_db.applications.early_start import contract_days, record_consent, record_contract
from grants_db.applications.history import history
from grants_db.applications.notes_documents_tasks import (
    add_document,
    add_note,
    add_task,
    documents_of,
    finish_task,
    tasks_of,
)
from grants_db.applications.obligations import finish_obligation, obligations_of
from grants_db.applications.payments import record_payment
from grants_db.applications.store import change_stage, create_application
from grants_db.errors import InputError, UsageError
from grants_db.measures.units import get_unit, remove_unit, unknown_units
from grants_db.models.application import Application
from grants_db.models.match import Match
from grants_db.models.measure import Measure, Unit
from grants_db.models.opportunity import Opportunity
from grants_db.review.decisions import decide
from grants_db.rules.obligation_rules import load_rules
from grants_db.rules.obligations import StatedDate
from grants_db.vocabulary import (
    AgendaKind,
    DecisionKind,
    EarlyStart,
    Eligibility,
    FinancingType,
    ObligationKind,
    ReasonCode,
)
from grants_db.vocabulary import ApplicationStage as Stage

RULES = load_rules()
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LATER = datetime(2027, 10, 1, 9, 0, tzinfo=UTC)  # after the award and its payments
TODAY = NOW.date()
MakeApplication = Callable[..., Application]


@pytest.fixture
def an_application(
    session: Session, a_measure: Callable[..., Measure], an_opportunity: Callable[..., Opportunity]
) -> MakeApplication:
    def make(number: str = "4.1", **facts: object) -> Application:
        measure = a_measure(number, action_field=4, unit="Amt 50")
        call = an_opportunity(f"calls/{number}", **facts)
        proposed = Match(
            measure_id=measure.id or 0,
            opportunity_id=call.id or 0,
            rank=1,
            score=0.7,
            eligibility=Eligibility.ELIGIBLE,
            computed_at=NOW,
        )
        session.add(proposed)
        session.flush()
        decide(session, measure, call, DecisionKind.ACCEPTED, now=NOW)
        return create_application(session, [measure], call, now=NOW)

    return make


@pytest.fixture
def an_award(session: Session, an_application: MakeApplication) -> Callable[..., Application]:
    """An application with an award from 1 July 2027 to the end of 2028."""

    def make(*regimes: str, stated: tuple[StatedDate, ...] = ()) -> Application:
        application = an_application()
        change_stage(session, application, Stage.SUBMITTED, now=NOW, override="lag schon vor")
        correct(session, application, *regimes, stated=stated)
        return application

    return make


def correct(session: Session, application: Application, *regimes: str, stated: tuple[StatedDate, ...] = ()) -> None:
    terms = AwardTerms(
        notified_on=date(2027, 6, 1),
        amount=Decimal(7000),
        financing_type=FinancingType.SHARE,
        period_start=date(2027, 7, 1),
        period_end=date(2028, 12, 31),
        regimes=regimes,
        stated=stated,
    )
    record_award(session, application, terms, now=LATER)


def kinds_told(session: Session, application: Application) -> list[str]:
    return [entry.what for entry in history(session, application)]


def final_reports(session: Session, application: Application) -> list[tuple[date | None, str, bool]]:
    found = obligations_of(session, application, RULES)
    return [(item.due, item.origin, item.leads) for item in found if item.kind is ObligationKind.FINAL_REPORT]


def test_notes_documents_and_tasks_stand_in_the_history(session: Session, an_application: MakeApplication) -> None:
    application = an_application()
    add_note(session, application, "Rückruf der Bewilligungsbehörde", now=NOW)
    add_document(session, application, "Entwurf", "https://ablage.example/entwurf", now=NOW)
    task = add_task(session, application, "Kostenplan", date(2026, 12, 1), now=NOW)
    finish_task(session, task.id or 0, date(2026, 11, 30), now=NOW)
    finish_task(session, task.id or 0, date(2026, 12, 30), now=NOW)  # again: nothing
    assert kinds_told(session, application) == ["stage", "note", "document", "task", "task"]
    assert [document.title for document in documents_of(session, application)] == ["Entwurf"]
    assert [known.done_on for known in tasks_of(session, application)] == [date(2026, 11, 30)]


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "https://", "https://[::1", "https://a b", "http:x", ""]
)
def test_what_is_no_web_address_is_no_document(session: Session, an_application: MakeApplication, link: str) -> None:
    with pytest.raises(UsageError, match="kein Verweis"):
        add_document(session, an_application(), "Entwurf", link, now=NOW)


@pytest.mark.parametrize(("title", "words"), [(" ", "Titel fehlt"), ("x" * 301, "zu lang")])
def test_a_task_needs_a_title_that_can_be_read(
    session: Session, an_application: MakeApplication, title: str, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        add_task(session, an_application(), title, TODAY, now=NOW)


def test_a_task_of_another_unit_stands_in_the_agenda_under_that_unit(
    session: Session, an_application: MakeApplication
) -> None:
    application = an_application()
    session.add(Unit(name="Kämmerei"))
    session.flush()
    add_task(session, application, "Eigenanteil", TODAY, now=NOW, unit=get_unit(session, "Kämmerei"))
    (entry,) = (entry for entry in agenda(session, TODAY, RULES) if entry.what is AgendaKind.TASK)
    assert (str(entry.title), entry.unit) == ("Eigenanteil", "Kämmerei")


def test_an_application_that_has_ended_takes_no_tasks(session: Session, an_application: MakeApplication) -> None:
    application = an_application()
    change_stage(session, application, Stage.NOT_PURSUED, now=NOW, reason=ReasonCode.STAFF_CAPACITY)
    with pytest.raises(UsageError, match="keiner Agenda"):
        add_task(session, application, "Kostenplan", TODAY, now=NOW)


def test_a_task_nobody_knows_is_one_sentence(session: Session) -> None:
    with pytest.raises(InputError, match="Aufgabe mit der Nummer 77"):
        finish_task(session, 77, TODAY, now=NOW)


def test_a_planned_contract_before_consent_warns_and_does_not_block(
    session: Session, an_application: MakeApplication
) -> None:
    application = an_application(early_start=EarlyStart.FORBIDDEN)
    warning = record_contract(session, application, date(2027, 1, 15), now=NOW)
    assert warning is not None
    assert "15.01.2027" in str(warning)
    assert "förderschädlich" in str(warning)
    for stage in (Stage.REVIEW, Stage.INTERNAL_APPROVAL, Stage.SUBMITTED):
        change_stage(session, application, stage, now=NOW)


def test_a_contract_that_was_made_blocks_until_there_is_consent(
    session: Session, an_application: MakeApplication
) -> None:
    application = an_application(early_start=EarlyStart.FORBIDDEN)
    record_contract(session, application, date(2026, 11, 20), now=NOW)
    for stage in (Stage.REVIEW, Stage.INTERNAL_APPROVAL):
        change_stage(session, application, stage, now=NOW)
    with pytest.raises(UsageError, match=r"20\.11\.2026 gilt als Beginn"):
        change_stage(session, application, Stage.SUBMITTED, now=NOW)
    too_late = record_consent(session, application, date(2026, 11, 22), now=NOW)
    assert too_late is not None
    assert record_consent(session, application, date(2026, 11, 18), now=NOW) is None
    change_stage(session, application, Stage.SUBMITTED, now=NOW)


def test_a_contract_after_the_award_needs_no_consent(session: Session, an_award: Callable[..., Application]) -> None:
    assert record_contract(session, an_award(), date(2027, 6, 2), now=NOW) is None


def test_the_first_contract_of_a_measure_is_known(session: Session, an_application: MakeApplication) -> None:
    application = an_application(early_start=EarlyStart.ALLOWED)
    assert contract_days(session) == {}
    assert record_contract(session, application, date(2026, 11, 20), now=NOW) is None
    assert list(contract_days(session).values()) == [date(2026, 11, 20)]


def test_a_stated_date_of_any_kind_leads_and_a_better_one_replaces_it(
    session: Session, an_award: Callable[..., Application]
) -> None:
    application = an_award("anbest_gk_bund")
    for day in (date(2029, 2, 28), date(2029, 3, 31)):
        state_date(session, application, StatedDate(ObligationKind.FINAL_REPORT, day, "award", "Nr. 4"), now=NOW)
    binding = StatedDate(ObligationKind.PURPOSE_BINDING, date(2033, 12, 31), "award", "Nr. 7")
    state_date(session, application, binding, now=NOW)
    assert final_reports(session, application) == [
        (date(2029, 3, 31), "award", True),
        (date(2029, 12, 31), "general", False),
    ]
    bound = [item for item in obligations_of(session, application, RULES) if item.kind is binding.obligation]
    assert [(item.due, item.provision) for item in bound] == [(date(2033, 12, 31), "Nr. 7")]


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        (StatedDate(ObligationKind.FINAL_REPORT, date(2027, 5, 31), "award"), "vor der Bekanntgabe"),
        (StatedDate(ObligationKind.FINAL_REPORT, date(2028, 5, 31), "hearsay"), "award, guideline"),
    ],
)
def test_a_stated_date_that_can_not_be_is_refused(
    session: Session, an_award: Callable[..., Application], stated: StatedDate, words: str
) -> None:
    application = an_award()
    with pytest.raises(UsageError, match=words):
        state_date(session, application, stated, now=NOW)


def test_what_the_guideline_states_holds_for_a_corrected_award_too(
    session: Session, an_award: Callable[..., Application]
) -> None:
    of_guideline = StatedDate(ObligationKind.FINAL_REPORT, date(2029, 1, 31), "guideline", "Nr. 6")
    of_award = StatedDate(ObligationKind.FINAL_REPORT, date(2029, 3, 31), "award", "Nr. 4")
    application = an_award(stated=(of_guideline, of_award))
    correct(session, application)
    assert final_reports(session, application) == [(date(2029, 1, 31), "guideline", True)]


def test_a_report_that_is_done_is_done_by_award_and_rule_alike(
    session: Session, an_award: Callable[..., Application]
) -> None:
    stated = StatedDate(ObligationKind.FINAL_REPORT, date(2029, 3, 31), "award", "Nr. 4")
    application = an_award("anbest_gk_bund", stated=(stated,))
    finish_obligation(session, application, ObligationKind.FINAL_REPORT, date(2029, 1, 10), RULES, now=NOW)
    left = [entry.rule for entry in agenda(session, date(2029, 1, 11), RULES) if entry.due]
    assert left == ["keep-receipts"]
    with pytest.raises(UsageError, match="keine Pflicht"):
        finish_obligation(session, application, ObligationKind.FINAL_REPORT, date(2029, 1, 10), RULES, now=NOW)


def test_the_right_to_object_ends_and_is_never_overdue(session: Session, an_award: Callable[..., Application]) -> None:
    an_award("anbest_gk_bund")
    [last] = [entry.due for entry in agenda(session, TODAY, RULES) if entry.rule == "objection"]
    assert last is not None
    ahead = [entry.rule for entry in agenda(session, last, RULES)]
    behind = [entry.rule for entry in agenda(session, last + timedelta(days=1), RULES)]
    assert ("objection" in ahead, "objection" in behind) == (True, False)


def test_of_several_interim_reports_one_is_named(session: Session, an_award: Callable[..., Application]) -> None:
    application = an_award("anbest_p_bund")
    for day in (date(2027, 9, 1), date(2027, 10, 1)):
        record_payment(session, application, day, Decimal(100), now=LATER)
    with pytest.raises(UsageError, match=r"2027-09-01 \(1\), 2027-10-01 \(2\)"):
        finish_obligation(session, application, ObligationKind.SPEND_BY, date(2027, 9, 9), RULES, now=NOW)
    finish_obligation(session, application, ObligationKind.SPEND_BY, TODAY, RULES, now=NOW, occurrence="2027-09-01 (1)")
    finish_obligation(session, application, ObligationKind.SPEND_BY, TODAY, RULES, now=NOW)


def test_the_purpose_is_not_fulfilled_before_the_period(session: Session, an_award: Callable[..., Application]) -> None:
    application = an_award("anbest_gk_bund")
    with pytest.raises(UsageError, match=r"beginnt"):
        record_purpose_fulfilled(session, application, date(2027, 6, 30), now=NOW)
    record_purpose_fulfilled(session, application, date(2028, 3, 31), now=NOW)
    assert final_reports(session, application) == [(date(2029, 4, 3), "general", True)]  # Easter Monday is the 2nd


def test_what_follows_from_an_award_needs_one(session: Session, an_application: MakeApplication) -> None:
    application = an_application()
    with pytest.raises(UsageError, match="keinen Bescheid"):
        record_purpose_fulfilled(session, application, TODAY, now=NOW)
    with pytest.raises(UsageError, match="Ohne Bescheid"):
        record_payment(session, application, TODAY, Decimal(1), now=NOW)
    with pytest.raises(UsageError, match="keinen Bescheid"):
        state_date(session, application, StatedDate(ObligationKind.FINAL_REPORT, TODAY, "award"), now=NOW)


def test_a_payment_is_more_than_nothing(session: Session, an_award: Callable[..., Application]) -> None:
    application = an_award()
    with pytest.raises(UsageError, match="größer als 0"):
        record_payment(session, application, date(2027, 9, 1), Decimal(0), now=LATER)


def test_receipts_are_kept_in_the_agenda_while_the_file_rests(
    session: Session, an_award: Callable[..., Application]
) -> None:
    application = an_award("anbest_gk_bund")
    finish_obligation(session, application, ObligationKind.FINAL_REPORT, date(2029, 1, 10), RULES, now=NOW)
    change_stage(session, application, Stage.RETENTION, now=NOW, override="Altfall")
    assert date(2034, 1, 10) in {entry.due for entry in agenda(session, TODAY, RULES)}


def test_a_unit_that_is_still_used_stays_and_says_for_what(session: Session, an_application: MakeApplication) -> None:
    an_application()
    with pytest.raises(UsageError, match=r"1 Maßnahmen, 1 Anträge, 0 Aufgaben"):
        remove_unit(session, "Amt 50")
    assert get_unit(session, "Amt 50")


def test_another_unit_takes_over_and_nothing_is_lost(session: Session, an_application: MakeApplication) -> None:
    application = an_application()
    add_task(session, application, "Kostenplan", TODAY, now=NOW)
    session.add(Unit(name="Amt 51"))
    session.flush()
    remove_unit(session, "Amt 50", into="Amt 51")
    assert {entry.unit for entry in agenda(session, TODAY, RULES)} == {"Amt 51"}
    assert [unit.name for unit in session.exec(select(Unit))] == ["Amt 51"]
    with pytest.raises(InputError, match="nicht mehr; bekannt sind: Amt 51"):
        get_unit(session, "Amt 50")
    with pytest.raises(UsageError, match="in sich selbst"):
        remove_unit(session, "Amt 51", into="Amt 51")


def test_a_unit_of_the_settings_that_is_no_more_is_named(session: Session, an_application: MakeApplication) -> None:
    an_application()
    (said,) = unknown_units(session, ["Amt 50", "Amt 49"])
    assert "„Amt 49“" in str(said)
