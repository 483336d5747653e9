"""What is stored: the database and its tables, how old its backup is, how the last night and the sources went."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from grants_db.clock import local_day
from grants_db.errors import AkquiseError
from grants_db.settings import Settings
from grants_db.storage.database import open_database
from grants_db.storage.look import look_at, newest_backup, newest_revision
from grants_db.storage.schema import Migrate
from tui.jobs.health.findings import Health, HealthCheck
from tui.jobs.source_health import SourceRow, last_night, source_rows

#: a backup a day and a night a day, and the hours a slow one may take
LATE, FAR_TOO_LATE = timedelta(hours=30), timedelta(days=4)
MOST_NAMED = 5


def stored_checks(settings: Settings, now: datetime, *, fresh: bool = False) -> Iterator[HealthCheck]:
    """The database first; what stands in it only where it can be read as it is.

    `fresh`: set up so recently that no night and no backup were due yet.
    """
    try:
        look = look_at(settings.database_url)
    except AkquiseError as error:
        yield HealthCheck("database", Health.FAILURE, error.sentence)
        yield backup_check(settings, now, fresh=fresh)
        return
    if look.is_current:
        yield HealthCheck.well(
            "database", "Datenbank: {where}, Stand {revision}", where=look.where, revision=look.revision
        )
    else:
        yield HealthCheck.worth_a_look(
            "database",
            "Die Tabellen von {where} stehen auf {revision}, das Programm auf {head}: erst sichern, dann "
            "akquise db upgrade.",
            where=look.where,
            revision=look.revision,
            head=newest_revision(),
        )
    yield backup_check(settings, now, fresh=fresh)
    if look.is_current:
        engine = open_database(settings.database_url, create=False, migrate=Migrate.NEVER)
        try:
            rows = source_rows(engine, now)
        finally:
            engine.dispose()
        yield night_check(rows, now, fresh=fresh)
        yield sources_check(rows)


def backup_check(settings: Settings, now: datetime, *, fresh: bool = False) -> HealthCheck:
    """Is there a backup of yesterday?"""
    folder = settings.backup_folder
    if folder is None:
        return HealthCheck.worth_a_look(
            "backup", "Wo Sicherungen liegen, ist nicht eingestellt (backup_folder); ob es welche gibt, bleibt offen."
        )
    try:
        newest = newest_backup(folder)
    except OSError as error:
        return HealthCheck.broken(
            "backup",
            "Der Ordner der Sicherungen {folder} ist nicht lesbar: {why}.",
            folder=folder,
            why=error.strerror or str(error),
        )
    if newest is None and fresh:
        return HealthCheck.well("backup", "Sicherung: noch keine; die erste kommt in {folder}", folder=folder)
    if newest is None:
        return HealthCheck.worth_a_look(
            "backup", "In {folder} liegt noch keine Sicherung: akquise db backup", folder=folder
        )
    age = now - newest.written
    told = {"file": newest.path, "day": local_day(newest.written)}
    if age > FAR_TOO_LATE:
        return HealthCheck.broken("backup", "Die neueste Sicherung {file} ist vom {day}: akquise db backup", **told)
    if age > LATE:
        return HealthCheck.worth_a_look(
            "backup", "Die neueste Sicherung {file} ist vom {day}: akquise db backup", **told
        )
    return HealthCheck.well("backup", "Sicherung: {file} vom {day}", **told)


def night_check(rows: list[SourceRow], now: datetime, *, fresh: bool = False) -> HealthCheck:
    """Was there a night?"""
    night = last_night(rows)
    if night.started is None and fresh:
        return HealthCheck.well("night", "Nacht: noch keine; die erste kommt")
    if night.started is None:
        return HealthCheck.worth_a_look("night", "Es war noch keine Nacht: akquise nightly")
    day, age = local_day(night.started), now - night.started
    if age > FAR_TOO_LATE:
        return HealthCheck.broken(
            "night", "Die letzte Nacht war am {day}. Läuft der Timer? Von Hand: akquise nightly", day=day
        )
    if age > LATE:
        return HealthCheck.worth_a_look(
            "night", "Die letzte Nacht war am {day}. Läuft der Timer? Von Hand: akquise nightly", day=day
        )
    return HealthCheck.well("night", "Letzte Nacht: {day}, {sources} Quellen", day=day, sources=night.sources)


def sources_check(rows: list[SourceRow]) -> HealthCheck:
    """Which sources are ill? One that waits for its operator's permission is not: the house knows."""
    ill = [row.name for row in rows if row.findings and not _waits(row)]
    waiting = [row.name for row in rows if row.last and _waits(row)]
    if ill:
        named = ", ".join(ill[:MOST_NAMED]) + (" …" if len(ill) > MOST_NAMED else "")
        return HealthCheck.worth_a_look(
            "sources", "{n} Quellen mit Befund: {names}. Näheres: akquise source check", n=len(ill), names=named
        )
    if waiting:
        return HealthCheck.well(
            "sources",
            "Quellen: ohne Befund; auf die Erlaubnis der Betreiber warten: {names}",
            names=", ".join(waiting),
        )
    return HealthCheck.well("sources", "Quellen: ohne Befund")


def _waits(row: SourceRow) -> bool:
    return row.source.permission_needed and row.source.allowed_at is None
