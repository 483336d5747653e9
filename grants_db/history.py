"""What happened to an application: one line for each event, append only."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from grants_db.models.application import Application, HistoryEntry
from grants_db.sentence import Sentence
from grants_db.vocabulary import ApplicationStage


def history(session: Session, application: Application) -> Sequence[HistoryEntry]:
    """What happened to an application, the oldest first."""
    statement = select(HistoryEntry).where(HistoryEntry.application_id == application.id)
    return session.exec(statement.order_by(col(HistoryEntry.id))).all()


def stages_been(session: Session, application: Application) -> set[ApplicationStage]:
    """The stages an application has been at, the present one included."""
    been = {
        to
        for entry in history(session, application)
        if entry.what == "stage"
        and isinstance(to := Sentence.from_json(entry.sentence).values.get("to"), ApplicationStage)
    }
    return been | {application.stage}


def remember(
    session: Session, application: Application, what: str, sentence: Sentence, now: datetime, by: str = ""
) -> None:
    """Add a line to the history."""
    session.add(
        HistoryEntry(application_id=known_id(application.id), at=now, what=what, sentence=sentence.as_json(), by=by)
    )
    session.flush()


def known_id(identity: int | None) -> int:
    """The id of a stored row; ValueError for one that isn't stored yet."""
    if identity is None:
        raise ValueError("the row is stored before others refer to it")
    return identity
