"""Notes, documents and tasks of an application: what people add between two stages.

Each leaves a line in the history.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from grants_db.applications.concurrent_edits import hold
from grants_db.applications.history import known_id, remember
from grants_db.errors import InputError, UsageError
from grants_db.messages import Message
from grants_db.models.application import Application, Document, Task
from grants_db.models.measure import Unit
from grants_db.rules.stages import ENDED
from grants_db.rules.web_address import is_web_address

LONGEST_TITLE = 300
LONGEST_NOTE = 5000


def add_note(session: Session, application: Application, text: str, *, now: datetime, by: str = "") -> None:
    """Keep a note in the history; UsageError when it is empty or endless."""
    words = text.strip()
    if not words:
        raise UsageError("Eine Notiz braucht Text.")
    if len(words) > LONGEST_NOTE:
        raise UsageError(
            "Die Notiz ist mit {count} Zeichen zu lang; höchstens {most}.", count=len(words), most=LONGEST_NOTE
        )
    remember(session, application, "note", Message.of("Notiz: {words}", words=words), now, by)


def add_document(
    session: Session, application: Application, title: str, link: str, *, now: datetime, by: str = ""
) -> Document:
    """Link a document; UsageError for anything but an http or https address with a host."""
    address = link.strip()
    if not is_web_address(address):
        raise UsageError(
            "„{link}“ ist kein Verweis, der sich öffnen lässt; bitte mit https:// oder http:// beginnen.", link=address
        )
    document = Document(application_id=known_id(application.id), title=_title(title), link=address)
    session.add(document)
    session.flush()
    said = Message.of("Dokument: {title} ({link})", title=document.title, link=address)
    remember(session, application, "document", said, now, by)
    return document


def documents_of(session: Session, application: Application) -> Sequence[Document]:
    """The documents of an application in the order they were linked."""
    statement = select(Document).where(Document.application_id == application.id)
    return session.exec(statement.order_by(col(Document.id))).all()


def add_task(
    session: Session,
    application: Application,
    title: str,
    due: date,
    *,
    now: datetime,
    unit: Unit | None = None,
    by: str = "",
) -> Task:
    """Give a unit (None: the application's own) something to do by a day.

    Raises:
        UsageError: no title, or an application that has ended: its tasks would stand in no agenda.
    """
    hold(session, application)
    if application.stage in ENDED:
        raise UsageError(
            "Der Antrag steht auf „{stage}“ und ist beendet; eine Aufgabe stünde in keiner Agenda.",
            stage=application.stage,
        )
    owner = unit.id if unit else application.unit_id
    task = Task(application_id=known_id(application.id), unit_id=owner, title=_title(title), due=due)
    session.add(task)
    session.flush()
    said = Message.of("Aufgabe bis {day}: {title}", day=due, title=task.title)
    remember(session, application, "task", said, now, by)
    return task


def finish_task(session: Session, task_id: int, done_on: date, *, now: datetime, by: str = "") -> Task:
    """Mark a task as done; a second time changes nothing. InputError if there is no such task."""
    task = session.get(Task, task_id)
    if task is None:
        raise InputError(
            "Eine Aufgabe mit der Nummer {id} gibt es nicht; die Nummern zeigt „akquise applications show ANTRAG“.",
            id=task_id,
        )
    application = session.get_one(Application, task.application_id)
    hold(session, application)
    session.refresh(task)
    if task.done_on is None:
        task.done_on = done_on
        session.add(task)
        said = Message.of("Aufgabe erledigt: {title}", title=task.title)
        remember(session, application, "task", said, now, by)
    return task


def tasks_of(session: Session, application: Application) -> Sequence[Task]:
    """The tasks of an application, open and done, by their day."""
    statement = select(Task).where(Task.application_id == application.id)
    return session.exec(statement.order_by(col(Task.due), col(Task.id))).all()


def _title(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise UsageError("Ein Titel fehlt.")
    if len(words) > LONGEST_TITLE:
        raise UsageError(
            "Der Titel ist mit {count} Zeichen zu lang; höchstens {most}.", count=len(words), most=LONGEST_TITLE
        )
    return words
