"""What happened to an application: one line for each event, append only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from grants_db.clock import local_day, on_day
from grants_db.errors import InputError
from grants_db.messages import Message
from grants_db.models.application import Application, HistoryEntry
from grants_db.vocabulary import ApplicationStage

#: how every application's history begins
CREATED = Message.of("Antrag angelegt für {numbers}.")
#: how a list corrects the day on which an application was handed in
SUBMITTED_ON = Message.of("Antrag gestellt am {day}.")
#: under this name a session knows the act that is being written (`applications.acts`)
CURRENT_ACT = "act"


def history(session: Session, application: Application) -> Sequence[HistoryEntry]:
    """What happened to an application, the oldest first."""
    statement = select(HistoryEntry).where(HistoryEntry.application_id == application.id)
    return session.exec(statement.order_by(col(HistoryEntry.id))).all()


def stages_been(session: Session, application: Application) -> set[ApplicationStage]:
    """The stages an application has been at, the present one included."""
    return stages_in(history(session, application)) | {application.stage}


def stages_in(lines: Iterable[HistoryEntry]) -> set[ApplicationStage]:
    """The stages that lines of a history lead to; what was taken back never was."""
    return {
        to
        for entry in lines
        if entry.what == "stage"
        and entry.undone_at is None
        and isinstance(to := Message.from_json(entry.sentence).values.get("to"), ApplicationStage)
    }


def stage_days(session: Session) -> dict[int, dict[ApplicationStage, date]]:
    """For each application the first day at each stage; a corrected day of handing in leads, what was undone is out."""
    found: dict[int, dict[ApplicationStage, date]] = defaultdict(dict)
    statement = (
        select_columns(col(HistoryEntry.application_id), col(HistoryEntry.at), col(HistoryEntry.sentence))
        .where(col(HistoryEntry.what).in_(("stage", "correction")), col(HistoryEntry.undone_at).is_(None))
        .order_by(col(HistoryEntry.id))
    )
    for number, at, stored in session.execute(statement):
        if stored.get("template") == SUBMITTED_ON.template:
            found[number][ApplicationStage.SUBMITTED] = local_day(at)
        elif "to" in stored.get("values", ()):
            # only this one value is read: tens of thousands of lines are looked at
            to = Message.from_json({"values": {"to": stored["values"]["to"]}}).values["to"]
            if isinstance(to, ApplicationStage):
                found[number].setdefault(to, local_day(at))
    return found


def last_line(lines: Iterable[HistoryEntry]) -> int:
    """The id of the newest line: whoever has read these has seen what came until then."""
    return max((line.id or 0 for line in lines), default=0)


def remember(
    session: Session,
    application: Application,
    what: str,
    sentence: Message,
    now: datetime,
    by: str = "",
    *,
    on: date | None = None,
) -> None:
    """Add a line to the history; with `on` it stands at the day on which it happened, not the one it is entered on."""
    line = HistoryEntry(
        application_id=known_id(application.id),
        at=now if on is None or on == local_day(now) else on_day(now, on),
        what=what,
        sentence=sentence.as_json(),
        by=by,
        entered_at=now,
    )
    session.add(line)
    session.flush()
    if (act := session.info.get(CURRENT_ACT)) is not None:
        act.first = line.act = act.first or line.id
        session.add(line)
        session.flush()


def known_id(identity: int | None) -> int:
    """The id of a stored row; ValueError for one that isn't stored yet."""
    if identity is None:
        raise ValueError("the row is stored before others refer to it")
    return identity


def no_such(kind: Message, identity: int, application: Application) -> InputError:
    """Tells that an application has no such record."""
    return InputError(
        "An Antrag {application} gibt es kein solches Stück ({kind} {id}); was es gibt, zeigt „akquise applications "
        "records {application}“.",
        application=application.id,
        kind=kind,
        id=identity,
    )
