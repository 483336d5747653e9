"""What happened to an application: one line for each event, append only."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from grants_db.messages import Message
from grants_db.models.application import Application, HistoryEntry
from grants_db.vocabulary import ApplicationStage


def history(session: Session, application: Application) -> Sequence[HistoryEntry]:
    """What happened to an application, the oldest first."""
    statement = select(HistoryEntry).where(HistoryEntry.application_id == application.id)
    return session.exec(statement.order_by(col(HistoryEntry.id))).all()


def stages_been(session: Session, application: Application) -> set[ApplicationStage]:
    """The stages an application has been at, the present one included."""
    return stages_in(history(session, application)) | {application.stage}


def stages_in(lines: Iterable[HistoryEntry]) -> set[ApplicationStage]:
    """The stages that lines of a history lead to."""
    return {
        to
        for entry in lines
        if entry.what == "stage"
        and isinstance(to := Message.from_json(entry.sentence).values.get("to"), ApplicationStage)
    }


def last_line(lines: Iterable[HistoryEntry]) -> int:
    """The id of the newest line: whoever has read these has seen what came until then."""
    return max((line.id or 0 for line in lines), default=0)


def remember(
    session: Session, application: Application, what: str, sentence: Message, now: datetime, by: str = ""
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
