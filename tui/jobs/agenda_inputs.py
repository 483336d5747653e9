"""What dates are worked out from besides the database: the rules of obligations and the city's meetings."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from grants_db.applications.agenda import AgendaEntry, agenda
from grants_db.applications.store import get_application
from grants_db.dashboard.application import (
    ApplicationFile,
    ApplicationRow,
    application_file,
    application_rows,
)
from grants_db.dashboard.application_heads import FoundApplication, application_heads, read_files
from grants_db.review.recent import DATED, applications_with_news, changed_calls
from grants_db.rules.obligation_rules import Rules, load_rules
from grants_db.rules.planning import Meeting, load_meetings
from grants_db.settings import Settings
from grants_db.storage.database import reading
from grants_db.vocabulary import AgendaKind


def read_agenda(engine: Engine, settings: Settings, today: date) -> list[AgendaEntry]:
    """The agenda with all rules and meetings."""
    with reading(engine) as session:
        return agenda(session, today, rules_of(settings), meetings_of(settings))


def new_dates(engine: Engine, entries: Sequence[AgendaEntry], since: datetime) -> frozenset[str]:
    """The uids of the dates that may have come or moved after `since`.

    Dates of a call are those of calls that say something else since, or of which one was accepted since; tasks and
    obligations those of applications whose history has a line about such things.
    """
    with reading(engine) as session:
        calls = changed_calls(session, since)
        applications = applications_with_news(session, since, DATED)
    of_calls = (AgendaKind.CALL_DEADLINE, AgendaKind.INTERNAL)
    return frozenset(
        entry.uid
        for entry in entries
        if (entry.opportunity.id in calls if entry.what in of_calls else entry.application_id in applications)
    )


def read_applications(
    engine: Engine, settings: Settings, today: date, fits: Callable[[FoundApplication], bool], limit: int
) -> tuple[list[ApplicationFile], int]:
    """The first applications that fit with all that belongs to them, and how many fit."""
    with reading(engine) as session:
        numbers = [head.number for head in application_heads(session) if fits(head)]
        files = read_files(session, today, rules_of(settings), meetings_of(settings), numbers[:limit])
        return files, len(numbers)


def read_application_rows(engine: Engine, settings: Settings, today: date) -> list[ApplicationRow]:
    """All applications as a list shows them."""
    with reading(engine) as session:
        return application_rows(session, today, rules_of(settings), meetings_of(settings))


def read_application(
    engine: Engine, settings: Settings, number: int, dates: Sequence[AgendaEntry], today: date
) -> ApplicationFile:
    """One application with all that belongs to it; its dates come from the list."""
    with reading(engine) as session:
        return application_file(session, get_application(session, number), dates, rules_of(settings), today)


def meetings_of(settings: Settings) -> tuple[Meeting, ...]:
    """The city's meetings, where a calendar file is configured."""
    return load_meetings(settings.calendar_file) if settings.calendar_file else ()


def rules_of(settings: Settings) -> Rules:
    """The rules of awards, with those of the city's own file.

    Raises:
        InputError: a mistake in that file, with its line and field.
    """
    own = settings.rules_file
    return _rules(own, own.stat().st_mtime_ns if own and own.exists() else 0)


@cache
def _rules(own: Path | None, _written: int) -> Rules:
    """Read once for each state of the city's own file, since a screen asks for them each time it is shown."""
    return load_rules(own)
