"""Notes, documents and tasks of an application: what people add between two stages.

Each leaves a line in the history.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from grants_db.applications.acts import act_on, recorded
from grants_db.applications.concurrent_edits import hold
from grants_db.applications.history import known_id, no_such, remember
from grants_db.errors import InputError, UsageError
from grants_db.messages import Message
from grants_db.models.application import Application, Document, HistoryEntry, Task
from grants_db.models.measure import Unit
from grants_db.rules.stages import ENDED
from grants_db.rules.web_address import is_web_address

LONGEST_TITLE = 300
LONGEST_NOTE = 5000


@recorded
def add_note(session: Session, application: Application, text: str, *, now: datetime, by: str = "") -> None:
    """Keep a note in the history; UsageError when it is empty or endless."""
    remember(session, application, "note", Message.of("Notiz: {words}", words=_words(text)), now, by)


@recorded
def add_document(
    session: Session, application: Application, title: str, link: str, *, now: datetime, by: str = ""
) -> Document:
    """Link a document; UsageError for anything but an http or https address with a host."""
    address = _address(link)
    document = Document(application_id=known_id(application.id), title=_title(title), link=address)
    session.add(document)
    session.flush()
    said = Message.of("Dokument: {title} ({link})", title=document.title, link=address)
    remember(session, application, "document", said, now, by)
    return document


@recorded
def edit_note(
    session: Session, application: Application, line_id: int, text: str, *, now: datetime, by: str = ""
) -> None:
    """Put other words in place of a note's; UsageError when they are none or endless, InputError for no such note."""
    hold(session, application)
    line = _note(session, application, line_id)
    before, words = str(Message.from_json(line.sentence).values.get("words", "")), _words(text)
    if words == before:
        return
    line.sentence = Message.of("Notiz: {words}", words=words).as_json()
    session.add(line)
    said = Message.of("Notiz vom {day} geändert.", day=line.at)
    remember(session, application, "correction", said, now, by)


@recorded
def remove_note(session: Session, application: Application, line_id: int, *, now: datetime, by: str = "") -> None:
    """Take a note out of the history; InputError if there is no such note."""
    hold(session, application)
    line = _note(session, application, line_id)
    line.undone_at = now
    session.add(line)
    remember(session, application, "correction", Message.of("Notiz vom {day} gelöscht.", day=line.at), now, by)


def _note(session: Session, application: Application, line_id: int) -> HistoryEntry:
    line = session.get(HistoryEntry, line_id)
    if line is None or (line.application_id, line.what, line.undone_at) != (application.id, "note", None):
        raise no_such(Message.of("Notiz"), line_id, application)
    return line


@recorded
def edit_document(
    session: Session, application: Application, document_id: int, title: str, link: str, *, now: datetime, by: str = ""
) -> None:
    """Correct a document's title or address; errors as for `add_document`, InputError for no such document."""
    hold(session, application)
    document = _document(session, application, document_id)
    title, link = _title(title), _address(link)
    if (title, link) == (document.title, document.link):
        return
    said = Message.of(
        "Dokument berichtigt: {title} ({link}), vorher {before} ({link_before}).",
        title=title,
        link=link,
        before=document.title,
        link_before=document.link,
    )
    document.title, document.link = title, link
    session.add(document)
    remember(session, application, "document", said, now, by)


@recorded
def remove_document(
    session: Session, application: Application, document_id: int, *, now: datetime, by: str = ""
) -> None:
    """Take a document's link away; InputError if there is no such document."""
    hold(session, application)
    document = _document(session, application, document_id)
    said = Message.of("Dokument entfernt: {title} ({link})", title=document.title, link=document.link)
    session.delete(document)
    remember(session, application, "document", said, now, by)


def _document(session: Session, application: Application, document_id: int) -> Document:
    document = session.get(Document, document_id)
    if document is None or document.application_id != application.id:
        raise no_such(Message.of("Dokument"), document_id, application)
    return document


def documents_of(session: Session, application: Application) -> Sequence[Document]:
    """The documents of an application in the order they were linked."""
    statement = select(Document).where(Document.application_id == application.id)
    return session.exec(statement.order_by(col(Document.id))).all()


@recorded
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
    with act_on(session, application):
        hold(session, application)
        session.refresh(task)
        if task.done_on is None:
            task.done_on = done_on
            session.add(task)
            said = Message.of("Aufgabe erledigt: {title}", title=task.title)
            remember(session, application, "task", said, now, by)
    return task


@recorded
def edit_task(
    session: Session,
    application: Application,
    task_id: int,
    title: str,
    due: date,
    *,
    now: datetime,
    unit: Unit | None = None,
    done_on: date | None = None,
    by: str = "",
) -> None:
    """Change what a task says, who does it by when, and whether it is done; nothing new changes nothing.

    Raises:
        UsageError: no title.
        InputError: no such task.
    """
    hold(session, application)
    task = _task(session, application, task_id)
    title, owner = _title(title), unit.id if unit else application.unit_id
    if (title, due, owner, done_on) == (task.title, task.due, task.unit_id, task.done_on):
        return
    said = Message.of(
        "Aufgabe geändert: bis {day}: {title}, vorher bis {day_before}: {before}",
        day=due,
        title=title,
        day_before=task.due,
        before=task.title,
    )
    task.title, task.due, task.unit_id, task.done_on = title, due, owner, done_on
    session.add(task)
    remember(session, application, "task", said, now, by)


@recorded
def remove_task(session: Session, application: Application, task_id: int, *, now: datetime, by: str = "") -> None:
    """Take a task away; InputError if there is no such task."""
    hold(session, application)
    task = _task(session, application, task_id)
    said = Message.of("Aufgabe gelöscht: bis {day}: {title}", day=task.due, title=task.title)
    session.delete(task)
    remember(session, application, "task", said, now, by)


def _task(session: Session, application: Application, task_id: int) -> Task:
    task = session.get(Task, task_id)
    if task is None or task.application_id != application.id:
        raise no_such(Message.of("Aufgabe"), task_id, application)
    session.refresh(task)
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


def _words(text: str) -> str:
    words = text.strip()
    if not words:
        raise UsageError("Eine Notiz braucht Text.")
    if len(words) > LONGEST_NOTE:
        raise UsageError(
            "Die Notiz ist mit {count} Zeichen zu lang; höchstens {most}.", count=len(words), most=LONGEST_NOTE
        )
    return words


def _address(link: str) -> str:
    address = link.strip()
    if not is_web_address(address):
        raise UsageError(
            "„{link}“ ist kein Verweis, der sich öffnen lässt; bitte mit https:// oder http:// beginnen.", link=address
        )
    return address
