"""What dates are worked out from besides the database: the rules of obligations and the city's meetings."""

from datetime import date
from functools import cache

from sqlalchemy import Engine

from grants_db.agenda import AgendaEntry, agenda
from grants_db.application_file import ApplicationFile, read_files
from grants_db.database import reading
from grants_db.obligations import Rule, load_rules
from grants_db.planning import Meeting, load_meetings
from grants_db.settings import Settings


def read_agenda(engine: Engine, settings: Settings, today: date) -> list[AgendaEntry]:
    """The agenda with all rules and meetings."""
    with reading(engine) as session:
        return agenda(session, today, _rules(), _meetings(settings))


def read_applications(engine: Engine, settings: Settings, today: date) -> list[ApplicationFile]:
    """All applications with all that belongs to them."""
    with reading(engine) as session:
        return read_files(session, today, _rules(), _meetings(settings))


def _meetings(settings: Settings) -> tuple[Meeting, ...]:
    return load_meetings(settings.calendar_file) if settings.calendar_file else ()


@cache
def _rules() -> tuple[Rule, ...]:
    """The rules that are shipped: read once, since a screen asks for them each time it is shown."""
    return load_rules()
