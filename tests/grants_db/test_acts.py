"""One event is one entry: it moves both stages, the money and the dates, and is taken back as one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from grants_db.applications import notes_documents_tasks as work
from grants_db.applications.acts import last_act, take_back
from grants_db.applications.application_edits import (
    edit_application,
    edit_award,
    edit_stage_day,
    remove_stage,
    stage_lines,
    terms_of,
)
from grants_db.applications.award_money import current_award, measures_of, paid
from grants_db.applications.awards import AwardTerms, record_award, remove_award, state_date
from grants_db.applications.early_start import record_consent, record_contract
from grants_db.applications.history import history
from grants_db.applications.obligations import fulfil, fulfilled
from grants_db.applications.payments import edit_payment, record_payment, remove_payment
from grants_db.applications.standing import set_funder_status
from grants_db.applications.store import applicable, change_stage, create_application
from grants_db.errors import DoubtError, InputError, MissingStepError, UsageError
from grants_db.messages import Message
from grants_db.models.all_tables import metadata
from grants_db.models.application import Application, Award, Document, HistoryEntry, Payment
from grants_db.models.match import Match
from grants_db.models.measure import Measure, MeasureHistoryEntry
from grants_db.models.opportunity import Opportunity
from grants_db.review.decisions import decide
from grants_db.rules.obligations import StatedDate
from grants_db.vocabulary import ApplicationStage as Stage
from grants_db.vocabulary import (
    DecisionKind,
    Eligibility,
    FinancingType,
    FunderStatus,
    ObligationKind,
    ReasonCode,
)

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
NEXT_DAY = NOW + timedelta(days=1)
TERMS = AwardTerms(
    notified_on=date(2026, 11, 20),
    amount=Decimal(20_000),
    financing_type=FinancingType.SHARE,
    period_start=date(2026, 12, 1),
    period_end=date(2027, 11, 30),
    regimes=("anbest_gk_bund",),
    stated=(StatedDate(ObligationKind.FINAL_REPORT, date(2028, 3, 31), "award"),),
)
#: tables that acts change; a history only grows
KEPT = ("application", "task", "document", "award", "stated_date", "payment", "done_obligation", "financing_item")


@pytest.fixture
def application(
    session: Session, a_measure: Callable[..., Measure], an_opportunity: Callable[..., Opportunity]
) -> Application:
    measure = a_measure("4.1", action_field=4, cost=Decimal(60_000), secured=Decimal(25_000), unit="Amt 50")
    call = an_opportunity("calls/4.1")
    session.add(
        Match(
            measure_id=measure.id or 0,
            opportunity_id=call.id or 0,
            rank=1,
            score=0.7,
            eligibility=Eligibility.ELIGIBLE,
            computed_at=NOW,
        )
    )
    session.flush()
    decide(session, measure, call, DecisionKind.ACCEPTED, now=NOW)
    return create_application(session, [measure], call, now=NOW)


def rows(session: Session) -> dict[str, list[Any]]:
    """Everything but the history."""
    session.flush()
    run = session.connection().execute
    return {name: list(run(metadata.tables[name].select().order_by(metadata.tables[name].c.id))) for name in KEPT}


def both(application: Application) -> tuple[Stage, FunderStatus]:
    return application.stage, application.funder_status


def told(session: Session, application: Application) -> list[tuple[date, str]]:
    """The history as it stands: the day of each line and what it says."""
    lines = history(session, application)
    return [(line.at.date(), str(Message.from_json(line.sentence))) for line in lines if line.undone_at is None]


def submit(session: Session, application: Application, on: date = date(2026, 10, 1)) -> None:
    change_stage(session, application, Stage.SUBMITTED, now=NOW, on=on, insist=True)


def test_a_submission_moves_both_stages_on_its_day_and_goes_back_as_one(
    session: Session, application: Application
) -> None:
    before = rows(session)
    with pytest.raises(MissingStepError, match="Davor steht Prüfung, Freigabe") as refused:
        change_stage(session, application, Stage.SUBMITTED, now=NOW, on=date(2026, 10, 1))
    assert str(refused.value.offer) == "Prüfung, Freigabe am selben Tag eintragen und weiter"
    submit(session, application)
    assert both(application) == (Stage.SUBMITTED, FunderStatus.RECEIVED)
    assert [day for day, _said in told(session, application)] == [NOW.date(), *[date(2026, 10, 1)] * 4]
    said = take_back(session, application, now=NEXT_DAY, by="Amt 50")
    assert str(said) == "Zurückgenommen: Stand: Idee → Prüfung"
    assert rows(session) == before
    assert both(application) == (Stage.IDEA, FunderStatus.NONE)
    assert [line.by for line in history(session, application)][-1] == "Amt 50"
    with pytest.raises(MissingStepError, match="gestellter Antrag"):  # what was taken back never was
        record_award(session, application, TERMS, now=NOW)


def test_what_happened_did_not_happen_tomorrow(session: Session, application: Application) -> None:
    tomorrow = date(2026, 11, 25)
    with pytest.raises(UsageError, match=r"Der 25\.11\.2026 liegt in der Zukunft"):
        change_stage(session, application, Stage.REVIEW, now=NOW, on=tomorrow)
    with pytest.raises(UsageError, match="in der Zukunft"):
        set_funder_status(session, application, FunderStatus.RECEIVED, now=NOW, on=tomorrow)
    assert both(application) == (Stage.IDEA, FunderStatus.NONE)


def test_what_the_funder_has_received_was_submitted(session: Session, application: Application) -> None:
    set_funder_status(session, application, FunderStatus.RECEIVED, now=NOW, on=date(2026, 10, 5))
    assert both(application) == (Stage.SUBMITTED, FunderStatus.RECEIVED)
    assert {day for day, _said in told(session, application)[1:]} == {date(2026, 10, 5)}
    take_back(session, application, now=NOW)
    assert both(application) == (Stage.IDEA, FunderStatus.NONE)


def test_an_award_of_what_was_never_submitted_offers_the_missing_step(
    session: Session, application: Application
) -> None:
    before = rows(session)
    with pytest.raises(MissingStepError) as refused:
        record_award(session, application, TERMS, now=NOW)
    assert str(refused.value.offer) == "Als gestellt eintragen und weiter"
    with pytest.raises(UsageError, match="nicht nach dem Bescheid"):
        record_award(session, application, TERMS, now=NOW, submitted_on=date(2026, 11, 21))
    record_award(session, application, TERMS, now=NOW, submitted_on=date(2026, 9, 1))
    assert both(application) == (Stage.AWARDED, FunderStatus.GRANTED)
    days = {said: day for day, said in told(session, application)}
    assert days["Stand: Idee → Antrag gestellt"] == date(2026, 9, 1)
    assert days["Stand: Antrag gestellt → bewilligt"] == date(2026, 11, 20)
    assert measures_of(session, application)[0].gap == Decimal(15_000)
    take_back(session, application, now=NOW)  # the award and the submission were one entry
    assert rows(session) == before


def test_a_changed_award_and_a_payment_are_taken_back_one_by_one(session: Session, application: Application) -> None:
    submit(session, application)
    record_award(session, application, TERMS, now=NOW, in_file=True)
    first = rows(session)
    assert measures_of(session, application)[0].gap == Decimal(35_000)  # the file's sum holds it
    record_payment(session, application, date(2026, 11, 23), Decimal(4000), now=NOW)
    second = rows(session)
    record_award(session, application, replace(TERMS, amount=Decimal(30_000)), now=NOW, insist=True)
    assert measures_of(session, application)[0].gap == Decimal(25_000)
    take_back(session, application, now=NOW)
    assert rows(session) == second
    take_back(session, application, now=NOW)
    assert rows(session) == first
    remove_award(session, application, now=NOW)
    assert both(application) == (Stage.SUBMITTED, FunderStatus.RECEIVED)
    take_back(session, application, now=NOW)  # a removal is taken back too, with its dates and what the file held
    assert rows(session) == first


def test_a_rejection_and_a_withdrawal_move_both_and_go_back(session: Session, application: Application) -> None:
    with pytest.raises(MissingStepError, match="Abgelehnt wird, was gestellt wurde"):
        set_funder_status(session, application, FunderStatus.REFUSED, now=NOW)
    submit(session, application)
    before = rows(session)
    set_funder_status(session, application, FunderStatus.REFUSED, now=NOW, on=date(2026, 11, 2))
    assert both(application) == (Stage.REJECTED, FunderStatus.REFUSED)
    take_back(session, application, now=NOW)
    change_stage(session, application, Stage.WITHDRAWN, now=NOW)
    assert both(application) == (Stage.WITHDRAWN, FunderStatus.WITHDRAWN)
    take_back(session, application, now=NOW)
    assert rows(session) == before


def test_every_record_is_corrected_and_deleted_with_a_line_each(session: Session, application: Application) -> None:
    submit(session, application)
    record_award(session, application, TERMS, now=NOW)
    task = work.add_task(session, application, "Kostenplan", date(2026, 12, 1), now=NOW)
    document = work.add_document(session, application, "Antrag", "https://akten.example/1", now=NOW)
    payment = record_payment(session, application, date(2026, 11, 23), Decimal(4000), now=NOW)
    work.add_note(session, application, "Anruf bei Frau Beispiel", now=NOW)
    note = history(session, application)[-1].id or 0
    stage = stage_lines(session, application)[-2].id or 0
    lines = len(told(session, application))

    work.edit_task(session, application, task.id or 0, "Finanzplan", date(2026, 12, 2), now=NOW)
    work.edit_document(session, application, document.id or 0, "Antrag 2", "https://akten.example/2", now=NOW)
    edit_payment(session, application, payment.id or 0, date(2026, 11, 22), Decimal(4500), now=NOW)
    work.edit_note(session, application, note, "Anruf", now=NOW)
    edit_stage_day(session, application, stage, date(2026, 9, 30), now=NOW)
    edit_award(session, application, replace(TERMS, amount=Decimal(21_000)), now=NOW)
    edit_application(session, application, requested=Decimal(22_000), role="Sachgebiet", unit=None, now=NOW)
    # a line each, three for the head
    assert len(told(session, application)) == lines + 9
    assert (paid(session, application), terms_of(session, application).amount) == (Decimal(4500), Decimal(21_000))
    assert measures_of(session, application)[0].gap == Decimal(14_000)
    assert (date(2026, 11, 24), "Notiz: Anruf") in told(session, application)

    work.edit_document(session, application, document.id or 0, "Antrag 2", "https://akten.example/2", now=NOW)
    edit_payment(session, application, payment.id or 0, date(2026, 11, 22), Decimal(4500), now=NOW)
    edit_award(session, application, replace(TERMS, amount=Decimal(21_000)), now=NOW)  # nothing new: no line
    assert len(told(session, application)) == lines + 9

    work.remove_task(session, application, task.id or 0, now=NOW)
    work.remove_document(session, application, document.id or 0, now=NOW)
    remove_payment(session, application, payment.id or 0, now=NOW)
    work.remove_note(session, application, note, now=NOW)
    assert (work.tasks_of(session, application), work.documents_of(session, application)) == ([], [])
    assert session.exec(select(Payment)).all() == []
    assert not any("Anruf" in said for _day, said in told(session, application))
    take_back(session, application, now=NOW)
    assert (date(2026, 11, 24), "Notiz: Anruf") in told(session, application)
    with pytest.raises(InputError, match="kein solches Stück"):
        remove_payment(session, application, payment.id or 0, now=NOW)


def test_conditions_stay_with_a_changed_award_and_are_corrected_and_taken_back(
    session: Session, application: Application
) -> None:
    first = ("Auf die Förderung ist hinzuweisen.", "Belege sind aufzubewahren.")
    record_award(session, application, replace(TERMS, conditions=first), now=NOW, insist=True)
    record_award(session, application, replace(TERMS, amount=Decimal(22_000)), now=NOW)
    assert terms_of(session, application).conditions == first

    edit_award(session, application, replace(terms_of(session, application), conditions=first[1:]), now=NOW)
    assert terms_of(session, application).conditions == first[1:]
    assert str(history(session, application)[-1].sentence["template"]).startswith("Auflagen des Bescheids")

    take_back(session, application, now=NOW)
    assert terms_of(session, application).conditions == first


def test_only_the_newest_stage_is_deleted_but_every_day_can_be_corrected(
    session: Session, application: Application
) -> None:
    submit(session, application)
    line = stage_lines(session, application)[-1].id or 0
    work.add_note(session, application, "Anruf", now=NOW)
    with pytest.raises(UsageError, match="danach wurde anderes eingetragen"):
        remove_stage(session, application, line, now=NOW)
    take_back(session, application, now=NOW)
    remove_stage(session, application, line, now=NOW)
    assert application.stage is Stage.IDEA


def test_a_correction_keeps_the_rules(session: Session, application: Application) -> None:
    submit(session, application)
    record_award(session, application, TERMS, now=NOW)
    payment = record_payment(session, application, date(2026, 11, 23), Decimal(4000), now=NOW)
    with pytest.raises(DoubtError, match="bewilligt sind"):
        edit_award(session, application, replace(TERMS, amount=Decimal(3999)), now=NOW)
    with pytest.raises(UsageError, match="vor seinem Beginn"):
        edit_award(session, application, replace(TERMS, period_end=date(2026, 11, 30)), now=NOW)
    with pytest.raises(UsageError, match="vor der Bekanntgabe"):
        edit_payment(session, application, payment.id or 0, date(2026, 11, 1), Decimal(1), now=NOW)
    with pytest.raises(UsageError, match="nicht negativ"):
        edit_application(session, application, requested=Decimal(-1), role="", unit=None, now=NOW)
    award = current_award(session, application)
    assert isinstance(award, Award)
    assert (award.amount, paid(session, application)) == (Decimal(20_000), Decimal(4000))


def test_what_was_changed_since_is_not_taken_back(session: Session, application: Application) -> None:
    work.add_document(session, application, "Antrag", "https://akten.example/1", now=NOW)
    table = metadata.tables["document"]
    session.connection().execute(table.update().values(title="von anderer Hand"))
    with pytest.raises(UsageError, match="Danach wurde weitergearbeitet"):
        take_back(session, application, now=NOW)


def test_an_application_that_was_begun_by_mistake_goes_and_can_be_made_again(
    session: Session, application: Application
) -> None:
    (measure,), call, number = measures_of(session, application), application.opportunity_id, application.id
    submit(session, application)
    while current := last_act(session, application):
        take_back(session, application, now=NOW, first=current[0].id)

    said = take_back(session, application, now=NOW, by="Amt 50")

    assert str(said) == "Zurückgenommen: Antrag angelegt für 4.1."
    assert (session.exec(select(Application)).all(), session.exec(select(HistoryEntry)).all()) == ([], [])
    line = session.exec(select(MeasureHistoryEntry)).one()
    assert (line.by, str(Message.from_json(line.sentence)).split(" zu ")[0]) == ("Amt 50", f"Antrag {number}")
    measure = session.get_one(Measure, measure.id)
    assert [one.opportunity_id for one in applicable(session)] == [call]
    assert create_application(session, [measure], session.get_one(Opportunity, call), now=NOW).stage is Stage.IDEA


def test_an_application_of_which_anything_stands_does_not_go(session: Session, application: Application) -> None:
    session.add(Document(application_id=application.id or 0, title="Entwurf", link="https://akten.example/1"))
    with pytest.raises(UsageError, match="nichts, was sich zurücknehmen ließe"):
        take_back(session, application, now=NOW)


Doing = Callable[[Session, Application], object]
DOINGS: dict[str, Doing] = {
    "submit": submit,
    "review": lambda session, one: change_stage(session, one, Stage.REVIEW, now=NOW),
    "give up": lambda session, one: change_stage(session, one, Stage.NOT_PURSUED, now=NOW, reason=ReasonCode.DUPLICATE),
    "withdraw": lambda session, one: change_stage(session, one, Stage.WITHDRAWN, now=NOW),
    "lapse": lambda session, one: change_stage(session, one, Stage.LAPSED, now=NOW),
    "run": lambda session, one: change_stage(session, one, Stage.RUNNING, now=NOW),
    "received": lambda session, one: set_funder_status(session, one, FunderStatus.RECEIVED, now=NOW),
    "refused": lambda session, one: set_funder_status(session, one, FunderStatus.REFUSED, now=NOW, insist=True),
    "award": lambda session, one: record_award(session, one, TERMS, now=NOW, submitted_on=date(2026, 9, 1)),
    "award in file": lambda session, one: record_award(session, one, TERMS, now=NOW, insist=True, in_file=True),
    "remove award": lambda session, one: remove_award(session, one, now=NOW),
    "pay": lambda session, one: record_payment(session, one, date(2026, 11, 23), Decimal(7000), now=NOW, insist=True),
    "state": lambda session, one: state_date(
        session, one, StatedDate(ObligationKind.INTERIM_REPORT, date(2027, 4, 30), "guideline"), now=NOW
    ),
    "contract": lambda session, one: record_contract(session, one, date(2027, 1, 5), now=NOW),
    "consent": lambda session, one: record_consent(session, one, date(2026, 12, 5), now=NOW),
    "task": lambda session, one: work.add_task(session, one, "Plan", date(2026, 12, 1), now=NOW),
    "done": lambda session, one: fulfil(session, one, ObligationKind.OBJECTION, "", date(2026, 11, 24), now=NOW),
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(sorted(DOINGS)), min_size=2, max_size=8))
@pytest.mark.slow
def test_whatever_was_done_is_taken_back_step_by_step(
    session: Session, application: Application, names: list[str]
) -> None:
    """Any order of doings: after as many times of taking back as something was done, all stands as it stood."""
    afresh = session.begin_nested()
    stood = [rows(session)]
    for name in names:
        doing = session.begin_nested()
        lines = len(history(session, application))
        try:
            DOINGS[name](session, application)
        except UsageError:
            doing.rollback()
            continue
        doing.commit()
        if len(history(session, application)) > lines:
            stood.append(rows(session))
    while len(stood) > 1:
        assert rows(session) == stood.pop()
        take_back(session, application, now=NOW)
    assert rows(session) == stood[0]
    assert fulfilled(session, application) == set()
    afresh.rollback()
