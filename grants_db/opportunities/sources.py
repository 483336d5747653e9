"""Sources: registered, allowed, and what their pages said last time."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from grants_db.errors import InputError
from grants_db.messages import Message
from grants_db.models.source import PageState, Source


def register_source(session: Session, source: Source) -> Source:
    """Add a source, or bring a portal's title, address and terms up to date; what an officer set stays."""
    stored = session.get(Source, source.name)
    if stored is None:
        session.add(source)
        session.flush()
        return source
    for name in ("title", "url", "platform", "level", "funder", "attribution", "permission", "permission_needed"):
        setattr(stored, name, getattr(source, name))
    session.add(stored)
    return stored


def get_source(session: Session, name: str) -> Source:
    """The source called `name`; InputError with the known names if there is none."""
    if (source := session.get(Source, name)) is None:
        raise InputError(
            "Die Quelle „{name}“ ist nicht bekannt. Bekannt sind: {known}.",
            name=name,
            known=", ".join(known.name for known in list_sources(session)) or Message.of("keine"),
        )
    return source


def list_sources(session: Session) -> Sequence[Source]:
    """All sources by name."""
    return session.exec(select(Source).order_by(col(Source.name))).all()


def accept_size(session: Session, source_name: str, now: datetime) -> Source:
    """A person says that the source's present size is right: bounds start anew from the runs after `now`."""
    source = get_source(session, source_name)
    source.bounds_since = now
    session.add(source)
    return source


def allow_source(session: Session, source_name: str, note: str, now: datetime) -> Source:
    """Record that the operator permits live visits: `note` says who permitted what, and when.

    Raises:
        InputError: an unknown source, or no note.
    """
    source = get_source(session, source_name)
    if not note.strip():
        raise InputError("Bitte mit --note festhalten, wer den Abruf von „{name}“ wann erlaubt hat.", name=source_name)
    source.allowed_at, source.allowed_note = now, note.strip()
    session.add(source)
    return source


def page_state(session: Session, url: str) -> PageState | None:
    """What is known of an address since it was last read."""
    return session.get(PageState, url)


def page_states(session: Session, source_name: str) -> dict[str, PageState]:
    """All page states of a source by address."""
    found = session.exec(select(PageState).where(PageState.source_name == source_name)).all()
    return {state.url: state for state in found}


def keep_page_states(session: Session, states: Iterable[PageState]) -> None:
    """Store the states of pages that were read."""
    for state in states:
        session.merge(state)
