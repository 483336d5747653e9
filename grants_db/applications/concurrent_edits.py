"""Two people at one application: who comes second is told what the first did, and overwrites nothing."""

from collections.abc import Sequence

from sqlalchemy import select as select_columns
from sqlmodel import Session

from grants_db.applications.history import history
from grants_db.clock import local
from grants_db.errors import OvertakenError
from grants_db.messages import Message
from grants_db.models.all_tables import metadata
from grants_db.models.application import Application, HistoryEntry

#: lines beside which others' work stands as they saw it
BESIDE = ("note", "document", "task", "checklist")


#: what of the row itself is changed by those who work on it
STATE = ("stage", "funder_status", "contract_on", "consent_on")


def hold(session: Session, application: Application, seen: int | None = None) -> None:
    """Hold an application to the end of the transaction: of two who change it the second waits here, and is told.

    On SQLite all writers wait for each other at their first statement. `seen` is the last line of the history that was
    looked at; without it, what counts is the row as `application` was read.

    Raises:
        OvertakenError: somebody has changed it since; says what, when and who. Nothing may be written then.
    """
    table = metadata.tables["application"]
    state = select_columns(*(table.c[name] for name in STATE)).where(table.c.id == application.id).with_for_update()
    session.flush()
    stands = session.connection().execute(state).one()
    lines = [line for line in history(session, application) if line.what not in BESIDE]
    unseen = [line for line in lines if seen is not None and (line.id or 0) > seen]
    if unseen or any(getattr(stands, name) != getattr(application, name) for name in STATE):
        raise _overtaken(application, unseen or lines)


def _overtaken(application: Application, lines: Sequence[HistoryEntry]) -> OvertakenError:
    """Tells the newest act: its first line says it, the others of the same instant follow from it."""
    act = next(line for line in lines if line.at == lines[-1].at)
    at = local(act.at)
    return OvertakenError(
        "An Antrag {application} hat inzwischen jemand gearbeitet{who}: „{change}“, {day}, {time} Uhr. Es wurde nichts "
        "eingetragen; bitte ansehen. Was dann noch einmal gespeichert wird, gilt.",
        application=application.id,
        who=f" ({act.by})" if act.by else "",
        change=Message.from_json(act.sentence),
        day=at.date(),
        time=f"{at:%H:%M}",
    )
