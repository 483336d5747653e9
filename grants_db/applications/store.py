"""Reads and writes of applications: from an accepted match through its stages to the closed file.

Every write leaves a line in the history (`grants_db.applications.history`); stages are checked by
`grants_db.rules.stages`, awards are in `grants_db.applications.awards`, what the funder says in
`grants_db.applications.standing`.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func
from sqlmodel import Session, col, select

from grants_db.applications.acts import recorded
from grants_db.applications.award_money import current_award, settle
from grants_db.applications.combination import barred_beside
from grants_db.applications.concurrent_edits import hold
from grants_db.applications.doubts import ask_back, asked_beyond_the_gap
from grants_db.applications.early_start import blocking_contract
from grants_db.applications.history import CREATED, known_id, remember, stages_been
from grants_db.applications.standing import go_to, not_ahead
from grants_db.errors import InputError, UsageError
from grants_db.messages import Message
from grants_db.models.application import (
    Application,
    ApplicationMeasure,
)
from grants_db.models.match import Decision
from grants_db.models.measure import Measure, Unit
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.store import deadline_of
from grants_db.review.decisions import current_decisions
from grants_db.rules.stages import check_change, steps_between
from grants_db.vocabulary import (
    ApplicationStage,
    DecisionKind,
    ReasonCode,
)


def create_application(
    session: Session,
    measures: Sequence[Measure],
    opportunity: Opportunity,
    *,
    now: datetime,
    unit: Unit | None = None,
    role: str = "",
    requested: Decimal | None = None,
    by: str = "",
    insist: bool = False,
) -> Application:
    """Make an application of accepted matches.

    Raises:
        UsageError: a match that is not accepted, a second application for it, a negative sum.
        DoubtError: a running grant can't stand beside it, or more is asked for than is missing, and nobody insists.
    """
    if not measures:
        raise UsageError("Ein Antrag gehört zu mindestens einer Maßnahme.")
    # on PostgreSQL two that apply or decide at once wait for each other here; on SQLite all writers do
    ids = [measure.id for measure in measures]
    session.exec(select(Measure.id).where(col(Measure.id).in_(ids)).order_by(col(Measure.id)).with_for_update()).all()
    decisions = current_decisions(session)
    for measure in measures:
        decision = decisions.get((measure.id or 0, opportunity.id or 0))
        if decision is None or decision.kind is not DecisionKind.ACCEPTED:
            raise UsageError(
                "Maßnahme {number} und Förderangebot {id} sind nicht angenommen; zuerst annehmen, dann beantragen.",
                number=measure.number,
                id=opportunity.id,
            )
        for known in applications_of(session, measure.id or 0):
            if known.opportunity_id == opportunity.id:
                raise UsageError(
                    "Für Maßnahme {number} gibt es zu diesem Förderangebot schon Antrag {application}; "
                    "bitte dort weiterarbeiten.",
                    number=measure.number,
                    application=known.id,
                )
    if requested is not None and requested < 0:
        raise UsageError("Die beantragte Summe kann nicht negativ sein: {amount}.", amount=requested)
    ask_back([barred_beside(session, measures, opportunity), asked_beyond_the_gap(measures, requested)], insist=insist)
    application = Application(
        opportunity_id=known_id(opportunity.id),
        unit_id=unit.id if unit else measures[0].unit_id,
        role=role,
        requested=requested,
        two_stage=deadline_of(opportunity).two_stage,
        created_at=now,
    )
    session.add(application)
    session.flush()
    for measure in measures:
        session.add(ApplicationMeasure(application_id=known_id(application.id), measure_id=known_id(measure.id)))
    numbers = ", ".join(measure.number for measure in measures)
    remember(session, application, "stage", Message.of(CREATED.template, numbers=numbers), now, by)
    settle(session, application)
    return application


@dataclass(frozen=True)
class Applicable:
    """Accepted matches of one call that have no application yet: the measures' numbers, one or several."""

    numbers: tuple[str, ...]
    unit: str
    opportunity_id: int
    title: str


def applicable(session: Session) -> list[Applicable]:
    """What an application can be made of: each accepted match without one, and those of the same call together."""
    standing = (
        select(func.max(Decision.id))
        .where(col(Decision.undone_at).is_(None))
        .group_by(col(Decision.measure_id), col(Decision.opportunity_id))
    )
    applied = (
        select(Application.id)
        .join(ApplicationMeasure, col(ApplicationMeasure.application_id) == col(Application.id))
        .where(
            col(ApplicationMeasure.measure_id) == col(Decision.measure_id),
            col(Application.opportunity_id) == col(Decision.opportunity_id),
        )
    )
    statement = (
        select(Measure.number, Unit.name, Opportunity.id, Opportunity.title)
        .select_from(Decision)
        .join(Measure, col(Measure.id) == col(Decision.measure_id))
        .join(Unit, col(Unit.id) == col(Measure.unit_id), isouter=True)
        .join(Opportunity, col(Opportunity.id) == col(Decision.opportunity_id))
        .where(col(Decision.id).in_(standing), Decision.kind == DecisionKind.ACCEPTED, ~applied.exists())
        .order_by(col(Measure.number), col(Opportunity.title))
    )
    single = [
        Applicable((number,), unit or "", identity or 0, title)
        for number, unit, identity, title in session.exec(statement)
    ]
    by_call: dict[int, list[Applicable]] = defaultdict(list)
    for one in single:
        by_call[one.opportunity_id].append(one)
    together = [
        Applicable(tuple(number for one in of_call for number in one.numbers), of_call[0].unit, call, of_call[0].title)
        for call, of_call in by_call.items()
        if len(of_call) > 1
    ]
    return [*single, *together]


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


@recorded
def change_stage(
    session: Session,
    application: Application,
    to: ApplicationStage,
    *,
    now: datetime,
    reason: ReasonCode | None = None,
    override: str = "",
    by: str = "",
    on: date | None = None,
    insist: bool = False,
) -> Application:
    """Move an application to another stage; `on` is the day on which that happened.

    The funder's status and the money of its award follow. To "awarded" the award itself has moved it already: once more
    changes nothing. Who insists has the regular stages between entered too.

    Raises:
        UsageError: it may not go there without an override's reason, or the day lies ahead.
        MissingStepError: regular stages lie between, and nobody insists.
        InputError: somebody else has changed it meanwhile (`history.hold`), here and in every other write.
    """
    hold(session, application)
    has_award = current_award(session, application) is not None
    if has_award and to is application.stage is ApplicationStage.AWARDED:
        return application
    not_ahead(on, now)
    between = steps_between(application.stage, to, two_stage=application.two_stage) if insist else []
    for step in between if not override.strip() else ():
        _tripwire_contract(session, application, step, override, now.date())
        go_to(session, application, step, now=now, by=by, on=on)
    check_change(
        application.stage,
        to,
        two_stage=application.two_stage,
        has_award=has_award,
        has_reason=reason is not None,
        been=stages_been(session, application),
        override=override,
    )
    _tripwire_contract(session, application, to, override, now.date())
    application.exit_reason = reason if to is ApplicationStage.NOT_PURSUED else None
    go_to(session, application, to, now=now, by=by, on=on)
    if override.strip():
        remember(session, application, "override", Message.of("Ausnahme: {why}", why=override.strip()), now, by)
    return application


def _tripwire_contract(
    session: Session, application: Application, to: ApplicationStage, override: str, today: date
) -> None:
    """A project that has begun without consent can't be submitted where an early start is forbidden."""
    if to not in (ApplicationStage.SKETCH, ApplicationStage.SUBMITTED) or override.strip():
        return
    if warning := blocking_contract(session, application, today):
        raise UsageError(warning.template, **warning.values)
