"""Both stages of an application, ours and the funder's: where one can only mean one thing, the other follows.

The money of its award follows too, in the same transaction.
"""

from datetime import datetime

from sqlmodel import Session

from grants_db.applications.award_money import settle
from grants_db.applications.concurrent_edits import hold
from grants_db.applications.history import history, remember
from grants_db.errors import UsageError
from grants_db.messages import Message
from grants_db.models.application import Application
from grants_db.rules.stages import HOLDS_MONEY
from grants_db.vocabulary import ApplicationStage as Stage
from grants_db.vocabulary import FunderStatus

GRANTED = (FunderStatus.GRANTED, FunderStatus.REPORT_RECEIVED, FunderStatus.AUDITED)
DECIDED = (*GRANTED, FunderStatus.REFUSED, FunderStatus.WITHDRAWN)
UNDECIDED = tuple(status for status in FunderStatus if status not in DECIDED)
#: what the funder's status may be at a stage of ours; where it is something else, the first takes its place
THEIRS = {
    **dict.fromkeys(HOLDS_MONEY, GRANTED),
    Stage.SKETCH: (FunderStatus.SKETCH_RECEIVED, *UNDECIDED),
    Stage.SUBMITTED: (FunderStatus.RECEIVED, *UNDECIDED),
    Stage.REJECTED: (FunderStatus.REFUSED,),
    Stage.WITHDRAWN: (FunderStatus.WITHDRAWN,),
}
#: where the funder's word ends an application, and how
OURS = {FunderStatus.REFUSED: Stage.REJECTED, FunderStatus.WITHDRAWN: Stage.WITHDRAWN}


def go_to(session: Session, application: Application, to: Stage, *, now: datetime, by: str = "") -> None:
    """Put an application on a stage, unasked whether it may go there; the funder's status and the money follow."""
    before, application.stage = application.stage, to
    session.add(application)
    if before is not to:
        said = Message.of("Stand: {before} → {to}", before=before, to=to)
        remember(session, application, "stage", said, now, by)
    possible = THEIRS.get(to, tuple(FunderStatus))
    if application.funder_status not in possible:
        _funder_is_at(session, application, possible[0], now, by)
    settle(session, application)


def go_back_from_award(session: Session, application: Application, *, now: datetime, by: str = "") -> None:
    """Both stages as they were before the award moved them; an application that has ended stays where it is."""
    if application.stage not in HOLDS_MONEY:
        settle(session, application)
        return
    moves = [Message.from_json(line.sentence).values for line in reversed(history(session, application))]
    theirs = next((move.get("before") for move in moves if move.get("to") is FunderStatus.GRANTED), None)
    if isinstance(theirs, FunderStatus):
        _funder_is_at(session, application, theirs, now, by)
    ours = next((move.get("before") for move in moves if move.get("to") is Stage.AWARDED), None)
    go_to(session, application, ours if isinstance(ours, Stage) else Stage.SUBMITTED, now=now, by=by)


def set_funder_status(
    session: Session, application: Application, status: FunderStatus, *, now: datetime, by: str = ""
) -> Application:
    """Record where the application stands on the funder's side; a refusal or withdrawal ends it on ours too.

    Raises:
        UsageError: a refusal where there is an award.
    """
    hold(session, application)
    if status is application.funder_status:
        return application
    if status is FunderStatus.REFUSED and application.stage in HOLDS_MONEY:
        raise UsageError(
            "Zu diesem Antrag gibt es einen Bescheid. Ein Widerruf wird mit dem Stand „{to}“ eingetragen; einen "
            "Bescheid, der nur ein Versehen war, entfernt „Bescheid entfernen“.",
            to=Stage.LAPSED,
        )
    _funder_is_at(session, application, status, now, by)
    if (ours := OURS.get(status)) and application.stage in (Stage.SKETCH, Stage.SUBMITTED, *HOLDS_MONEY):
        go_to(session, application, ours, now=now, by=by)
    return application


def _funder_is_at(session: Session, application: Application, status: FunderStatus, now: datetime, by: str) -> None:
    before, application.funder_status = application.funder_status, status
    session.add(application)
    said = Message.of("Beim Zuwendungsgeber: {before} → {to}", before=before, to=status)
    remember(session, application, "funder_status", said, now, by)
