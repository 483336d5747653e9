"""Reads and writes of applications: from an accepted match through stages and awards to the closed file.

Every write leaves a line in the history. Stages are checked by `grants_db.stages`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from grants_db.decisions import current_decisions
from grants_db.errors import InputError, UsageError
from grants_db.models.application import (
    Application,
    ApplicationMeasure,
    Award,
    DoneObligation,
    HistoryEntry,
    Payment,
    StatedDateRow,
)
from grants_db.models.measure import Measure, Unit
from grants_db.models.opportunity import Opportunity
from grants_db.obligations import AwardFacts, Obligation, Rule, StatedDate, derive
from grants_db.opportunities import deadline_of
from grants_db.sentence import Sentence
from grants_db.stages import check_change
from grants_db.vocabulary import (
    ApplicationStage,
    DecisionKind,
    EarlyStart,
    FinancingType,
    FunderStatus,
    ObligationKind,
    ReasonCode,
)


@dataclass(frozen=True)
class AwardTerms:
    """What a Zuwendungsbescheid says; sums in EUR."""

    notified_on: date
    amount: Decimal
    financing_type: FinancingType
    period_start: date
    period_end: date
    regimes: tuple[str, ...] = ()
    stated: tuple[StatedDate, ...] = ()
    note: str = ""


def create_application(
    session: Session,
    measures: Sequence[Measure],
    opportunity: Opportunity,
    *,
    now: datetime,
    unit: Unit | None = None,
    role: str = "",
    requested: Decimal | None = None,
) -> Application:
    """Make an application of accepted matches; refuses a match that is not accepted and a second application for it."""
    if not measures:
        raise UsageError("Ein Antrag gehört zu mindestens einer Maßnahme.")
    decisions = current_decisions(session)
    for measure in measures:
        decision = decisions.get((measure.id or 0, opportunity.id or 0))
        if decision is None or decision.kind is not DecisionKind.ACCEPTED:
            raise UsageError(
                "Maßnahme {number} und Förderangebot {id} sind nicht angenommen; zuerst annehmen, dann beantragen.",
                number=measure.number,
                id=opportunity.id,
            )
        if any(known.opportunity_id == opportunity.id for known in applications_of(session, measure.id or 0)):
            raise UsageError(
                "Für Maßnahme {number} läuft zu diesem Förderangebot schon ein Antrag.", number=measure.number
            )
    application = Application(
        opportunity_id=_known(opportunity.id),
        unit_id=unit.id if unit else measures[0].unit_id,
        role=role,
        requested=requested,
        two_stage=deadline_of(opportunity).two_stage,
        created_at=now,
    )
    session.add(application)
    session.flush()
    for measure in measures:
        session.add(ApplicationMeasure(application_id=_known(application.id), measure_id=_known(measure.id)))
    numbers = ", ".join(measure.number for measure in measures)
    remember(session, application, "stage", Sentence.of("Antrag angelegt für {numbers}.", numbers=numbers), now)
    return application


def get_application(session: Session, application_id: int) -> Application:
    """The application with this id; InputError if there is none."""
    if (found := session.get(Application, application_id)) is None:
        raise InputError(
            "Einen Antrag mit der Nummer {id} gibt es nicht. Die Nummern stehen in „akquise applications list“.",
            id=application_id,
        )
    return found


def list_applications(session: Session) -> Sequence[Application]:
    """All applications in the order they were made."""
    return session.exec(select(Application).order_by(col(Application.id))).all()


def applications_of(session: Session, measure_id: int) -> Sequence[Application]:
    """The applications a measure takes part in."""
    statement = (
        select(Application)
        .join(ApplicationMeasure, col(ApplicationMeasure.application_id) == col(Application.id))
        .where(ApplicationMeasure.measure_id == measure_id)
    )
    return session.exec(statement.order_by(col(Application.id))).all()


def measures_of(session: Session, application: Application) -> Sequence[Measure]:
    """The measures an application is for."""
    statement = (
        select(Measure)
        .join(ApplicationMeasure, col(ApplicationMeasure.measure_id) == col(Measure.id))
        .where(ApplicationMeasure.application_id == application.id)
    )
    return session.exec(statement.order_by(col(Measure.number))).all()


def change_stage(
    session: Session,
    application: Application,
    to: ApplicationStage,
    *,
    now: datetime,
    reason: ReasonCode | None = None,
    override: str = "",
    by: str = "",
) -> Application:
    """Move an application to another stage; UsageError when it may not go there without an override's reason."""
    check_change(
        application.stage,
        to,
        two_stage=application.two_stage,
        has_award=current_award(session, application) is not None,
        has_reason=reason is not None,
        been=stages_been(session, application),
        override=override,
    )
    _tripwire_contract(session, application, to, override)
    before, application.stage = application.stage, to
    application.exit_reason = reason if to is ApplicationStage.NOT_PURSUED else None
    session.add(application)
    remember(
        session, application, "stage", Sentence.of("Stand: {before} → {to}", before=before.value, to=to.value), now, by
    )
    if override.strip():
        remember(session, application, "override", Sentence.of("Ausnahme: {why}", why=override.strip()), now, by)
    return application


def set_funder_status(
    session: Session, application: Application, status: FunderStatus, *, now: datetime, by: str = ""
) -> Application:
    """Record where the application stands on the funder's side."""
    before, application.funder_status = application.funder_status, status
    session.add(application)
    sentence = Sentence.of("Beim Zuwendungsgeber: {before} → {to}", before=before.value, to=status.value)
    remember(session, application, "funder_status", sentence, now, by)
    return application


def record_award(
    session: Session, application: Application, terms: AwardTerms, *, now: datetime, by: str = ""
) -> Award:
    """Enter an award, or a corrected one: the newest counts, the earlier ones stay.

    Raises:
        UsageError: no application was submitted, the period ends before it begins, a date lies before the award.
    """
    been = stages_been(session, application)
    if ApplicationStage.SUBMITTED not in been and application.stage is not ApplicationStage.SUBMITTED:
        raise UsageError(
            "Zu einem Bescheid gehört ein gestellter Antrag; dieser steht auf „{stage}“.", stage=application.stage
        )
    if terms.period_end < terms.period_start:
        raise UsageError(
            "Der Bewilligungszeitraum endet am {end}, vor seinem Beginn am {start}.",
            end=f"{terms.period_end:%d.%m.%Y}",
            start=f"{terms.period_start:%d.%m.%Y}",
        )
    if terms.amount < 0:
        raise UsageError("Die bewilligte Summe kann nicht negativ sein: {amount}.", amount=terms.amount)
    for stated in terms.stated:
        if stated.due < terms.notified_on:
            raise UsageError(
                "Das Datum {due} liegt vor der Bekanntgabe des Bescheids am {notified}.",
                due=f"{stated.due:%d.%m.%Y}",
                notified=f"{terms.notified_on:%d.%m.%Y}",
            )
    earlier = current_award(session, application)
    award = Award(
        application_id=_known(application.id),
        number=earlier.number + 1 if earlier else 1,
        notified_on=terms.notified_on,
        amount=terms.amount,
        financing_type=terms.financing_type,
        regimes=list(terms.regimes),
        period_start=terms.period_start,
        period_end=terms.period_end,
        purpose_fulfilled_on=earlier.purpose_fulfilled_on if earlier else None,
        final_report_on=earlier.final_report_on if earlier else None,
        note=terms.note,
    )
    session.add(award)
    session.flush()
    for stated in terms.stated:
        session.add(
            StatedDateRow(
                award_id=_known(award.id),
                obligation=stated.obligation,
                due=stated.due,
                origin=stated.origin,
                provision=stated.provision,
            )
        )
    what = Sentence.of("Geänderter Bescheid Nr. {number} über {amount} €.", number=award.number, amount=award.amount)
    if earlier is None:
        what = Sentence.of("Bescheid über {amount} €.", amount=award.amount)
    remember(session, application, "award", what, now, by)
    session.flush()
    return award


def current_award(session: Session, application: Application) -> Award | None:
    """The award that counts: the newest."""
    statement = select(Award).where(Award.application_id == application.id).order_by(col(Award.number).desc())
    return session.exec(statement).first()


def record_payment(
    session: Session, application: Application, received_on: date, amount: Decimal, *, now: datetime
) -> Payment:
    """Enter money that came (Mittelabruf); needs an award and a day not before it."""
    award = current_award(session, application)
    if award is None:
        raise UsageError("Ohne Bescheid gibt es keine Auszahlung: bitte zuerst den Bescheid eintragen.")
    if received_on < award.notified_on:
        raise UsageError(
            "Die Auszahlung liegt vor der Bekanntgabe des Bescheids am {day}.", day=f"{award.notified_on:%d.%m.%Y}"
        )
    payment = Payment(application_id=_known(application.id), received_on=received_on, amount=amount)
    session.add(payment)
    remember(session, application, "payment", Sentence.of("Auszahlung von {amount} €.", amount=amount), now)
    session.flush()
    return payment


def obligations_of(session: Session, application: Application, rules: Sequence[Rule]) -> list[Obligation]:
    """The dates that follow from the application's award; none without one."""
    award = current_award(session, application)
    if award is None:
        return []
    stated = session.exec(select(StatedDateRow).where(StatedDateRow.award_id == award.id)).all()
    payments = session.exec(select(Payment).where(Payment.application_id == application.id)).all()
    facts = AwardFacts(
        regimes=frozenset(award.regimes),
        notified_on=award.notified_on,
        period_start=award.period_start,
        period_end=award.period_end,
        purpose_fulfilled_on=award.purpose_fulfilled_on,
        final_report_on=award.final_report_on,
        payments=tuple(payment.received_on for payment in payments),
        stated=tuple(StatedDate(row.obligation, row.due, row.origin, row.provision) for row in stated),
    )
    return derive(facts, rules)


def fulfil(
    session: Session, application: Application, kind: ObligationKind, occurrence: str, done_on: date, *, now: datetime
) -> None:
    """Mark an obligation as done; a second time changes nothing."""
    known = session.exec(
        select(DoneObligation).where(
            DoneObligation.application_id == application.id,
            DoneObligation.obligation == kind,
            DoneObligation.occurrence == occurrence,
        )
    ).first()
    if known is not None:
        return
    session.add(
        DoneObligation(application_id=_known(application.id), obligation=kind, occurrence=occurrence, done_on=done_on)
    )
    award = current_award(session, application)
    if kind is ObligationKind.FINAL_REPORT and award is not None:
        award.final_report_on = done_on
        session.add(award)
    remember(session, application, "obligation", Sentence.of("Erledigt: {kind}", kind=kind.value), now)


def fulfilled(session: Session, application: Application) -> set[tuple[ObligationKind, str]]:
    """The obligations that are done, as (kind, occurrence)."""
    rows = session.exec(select(DoneObligation).where(DoneObligation.application_id == application.id)).all()
    return {(row.obligation, row.occurrence) for row in rows}


def history(session: Session, application: Application) -> Sequence[HistoryEntry]:
    """What happened to an application, the oldest first."""
    statement = select(HistoryEntry).where(HistoryEntry.application_id == application.id)
    return session.exec(statement.order_by(col(HistoryEntry.id))).all()


def stages_been(session: Session, application: Application) -> set[ApplicationStage]:
    """The stages an application has been at, the present one included."""
    been = {
        ApplicationStage(str(entry.sentence["values"]["to"]))
        for entry in history(session, application)
        if entry.what == "stage" and "to" in entry.sentence["values"]
    }
    return been | {application.stage}


def remember(
    session: Session, application: Application, what: str, sentence: Sentence, now: datetime, by: str = ""
) -> None:
    """Add a line to the history."""
    session.add(
        HistoryEntry(application_id=_known(application.id), at=now, what=what, sentence=sentence.as_json(), by=by)
    )
    session.flush()


def early_start_warning(application: Application, opportunity: Opportunity, contract_on: date) -> Sentence | None:
    """What a (planned) contract on this day would do: it counts as the beginning of the project.

    None where an early start is allowed or a consent covers the day.
    """
    if opportunity.early_start is EarlyStart.ALLOWED:
        return None
    if application.consent_on is not None and application.consent_on <= contract_on:
        return None
    if opportunity.early_start is EarlyStart.FORBIDDEN:
        return Sentence.of(
            "Ein Vertrag am {day} gilt als Beginn; vor Bewilligung oder Zustimmung ist er hier förderschädlich.",
            day=f"{contract_on:%d.%m.%Y}",
        )
    return Sentence.of(
        "Ein Vertrag am {day} gilt als Beginn; die Quelle sagt nicht, ob das vor der Bewilligung erlaubt ist.",
        day=f"{contract_on:%d.%m.%Y}",
    )


def _tripwire_contract(session: Session, application: Application, to: ApplicationStage, override: str) -> None:
    """A project that has begun without consent can't be submitted where an early start is forbidden."""
    if (
        to not in (ApplicationStage.SKETCH, ApplicationStage.SUBMITTED)
        or application.contract_on is None
        or override.strip()
    ):
        return
    opportunity = session.get(Opportunity, application.opportunity_id)
    if opportunity is None or opportunity.early_start is not EarlyStart.FORBIDDEN:
        return
    if warning := early_start_warning(application, opportunity, application.contract_on):
        raise UsageError(warning.template, **warning.values)


def _known(identity: int | None) -> int:
    if identity is None:
        raise ValueError("the row is stored before others refer to it")
    return identity
