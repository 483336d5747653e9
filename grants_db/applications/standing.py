"""Both stages of an application, ours and the funder's: where one can only mean one thing, the other follows.

The money of its award follows too, in the same transaction.
"""

from datetime import date, datetime

from sqlmodel import Session

from grants_db.applications.acts import recorded
from grants_db.applications.award_money import settle
from grants_db.applications.concurrent_edits import hold
from grants_db.applications.history import history, remember
from grants_db.clock import local_day
from grants_db.errors import MissingStepError, UsageError
from grants_db.messages import Message
from grants_db.models.application import Application
from grants_db.rules.stages import BEFORE_SUBMISSION, HOLDS_MONEY
from grants_db.vocabulary import ApplicationStage as Stage
from grants_db.vocabulary import FunderStatus

GRANTED = (FunderStatus.GRANTED, FunderStatus.REPORT_RECEIVED, FunderStatus.AUDITED)
#: what the funder's status may be at a stage of ours; where it is something else, the first takes its place
THEIRS = {
    **dict.fromkeys(HOLDS_MONEY, GRANTED),
    Stage.SKETCH: (FunderStatus.SKETCH_RECEIVED, FunderStatus.INVITED, FunderStatus.RECEIVED, FunderStatus.QUESTIONS),
    Stage.SUBMITTED: (FunderStatus.RECEIVED, FunderStatus.QUESTIONS),
    Stage.REJECTED: (FunderStatus.REFUSED,),
    Stage.WITHDRAWN: (FunderStatus.WITHDRAWN,),
}
#: where the funder's word ends an application, and how
OURS = {FunderStatus.REFUSED: Stage.REJECTED, FunderStatus.WITHDRAWN: Stage.WITHDRAWN}
#: what the funder has received was handed in
HANDED_IN = {FunderStatus.SKETCH_RECEIVED: Stage.SKETCH, FunderStatus.RECEIVED: Stage.SUBMITTED}


@recorded
def go_to(
    session: Session, application: Application, to: Stage, *, now: datetime, by: str = "", on: date | None = None
) -> None:
    """Put an application on a stage, unasked whether it may go there; the funder's status and the money follow.

    `on` is the day on which it happened, if that isn't today.
    """
    before, application.stage = application.stage, to
    session.add(application)
    if before is not to:
        said = Message.of("Stand: {before} → {to}", before=before, to=to)
        remember(session, application, "stage", said, now, by, on=on)
    possible = THEIRS.get(to, tuple(FunderStatus))
    if application.funder_status not in possible:
        _funder_is_at(session, application, possible[0], now, by, on)
    settle(session, application)


def go_back_from_award(session: Session, application: Application, *, now: datetime, by: str = "") -> None:
    """Both stages as they were before the award moved them; an application that has ended stays where it is."""
    if application.stage not in HOLDS_MONEY:
        settle(session, application)
        return
    lines = [line for line in reversed(history(session, application)) if line.undone_at is None]
    moves = [Message.from_json(line.sentence).values for line in lines]
    theirs = next((move.get("before") for move in moves if move.get("to") is FunderStatus.GRANTED), None)
    if isinstance(theirs, FunderStatus):
        _funder_is_at(session, application, theirs, now, by, None)
    ours = next((move.get("before") for move in moves if move.get("to") is Stage.AWARDED), None)
    go_to(session, application, ours if isinstance(ours, Stage) else Stage.SUBMITTED, now=now, by=by)


@recorded
def set_funder_status(
    session: Session,
    application: Application,
    status: FunderStatus,
    *,
    now: datetime,
    by: str = "",
    on: date | None = None,
    insist: bool = False,
) -> Application:
    """Record where the application stands on the funder's side; where that means one thing on ours, ours follows.

    What the funder has received was handed in; a refusal or a withdrawal ends the application.

    Raises:
        UsageError: a refusal where there is an award, or a day that lies ahead.
        MissingStepError: a refusal of what was never handed in, unless somebody insists: then it was.
    """
    hold(session, application)
    if status is application.funder_status:
        return application
    not_ahead(on, now)
    if status is FunderStatus.REFUSED and application.stage in HOLDS_MONEY:
        raise UsageError(
            "Zu diesem Antrag gibt es einen Bescheid. Ein Widerruf wird mit dem Stand „{to}“ eingetragen; einen "
            "Bescheid, der nur ein Versehen war, entfernt „Bescheid entfernen“.",
            to=Stage.LAPSED,
        )
    if status is FunderStatus.REFUSED and application.stage in BEFORE_SUBMISSION and application.stage != Stage.SKETCH:
        if not insist:
            raise MissingStepError(
                "Abgelehnt wird, was gestellt wurde; dieser Antrag steht auf „{stage}“.",
                offer=Message.of("Als gestellt eintragen und weiter"),
                stage=application.stage,
            )
        go_to(session, application, Stage.SUBMITTED, now=now, by=by, on=on)
    _funder_is_at(session, application, status, now, by, on)
    if (ours := OURS.get(status)) and application.stage in (Stage.SKETCH, Stage.SUBMITTED, *HOLDS_MONEY):
        go_to(session, application, ours, now=now, by=by, on=on)
    handed_in = HANDED_IN.get(status)
    if handed_in and application.stage in BEFORE_SUBMISSION and application.stage is not handed_in:
        go_to(session, application, handed_in, now=now, by=by, on=on)
    return application


def not_ahead(on: date | None, now: datetime) -> None:
    """What has happened did not happen tomorrow.

    Raises:
        UsageError: the day lies ahead.
    """
    if on is not None and on > local_day(now):
        raise UsageError("Der {day} liegt in der Zukunft; eingetragen wird, was geschehen ist.", day=on)


def _funder_is_at(
    session: Session, application: Application, status: FunderStatus, now: datetime, by: str, on: date | None
) -> None:
    before, application.funder_status = application.funder_status, status
    session.add(application)
    said = Message.of("Beim Zuwendungsgeber: {before} → {to}", before=before, to=status)
    remember(session, application, "funder_status", said, now, by, on=on)
