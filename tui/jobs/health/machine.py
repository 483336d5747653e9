"""What of the machine a night needs: settings nobody else can read, a contact, a clock, room, folders, a way out."""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import make_url

from grants_db.errors import AkquiseError
from grants_db.messages import Message
from grants_db.opportunities.archive_reader import archive_folder
from grants_db.rules.obligation_rules import load_rules
from grants_db.rules.planning import load_meetings
from grants_db.settings import Settings
from tui.jobs.health.findings import Health, HealthCheck

#: bytes left on a disk: below the one a night can't be sure to end, below the other somebody should make room
LEAST_ROOM, LITTLE_ROOM = 100 * 1024**2, 1024**3
PROXY_TIMEOUT = 10.0
#: a day in winter and one in summer tell zones apart that agree half of the year
DAYS = (datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC))
FOREIGN = stat.S_IRWXG | stat.S_IRWXO


def settings_check(settings: Settings, file: Path) -> HealthCheck:
    """Is the settings file there, and a password in it for nobody else to read?"""
    if not file.is_file():
        return HealthCheck.worth_a_look(
            "settings", "Es gibt keine Einstellungsdatei {file}. „akquise setup“ legt sie an.", file=file
        )
    secrets = (settings.mail.password, settings.mailbox.password, "@" in settings.proxy)
    if any(secrets) and sys.platform != "win32" and stat.S_IMODE(file.stat().st_mode) & FOREIGN:
        return HealthCheck.broken(
            "settings", "In {file} steht ein Kennwort, und andere dürfen sie lesen: chmod 600 {file}", file=file
        )
    if settings.practice or settings.today:
        return HealthCheck.worth_a_look(
            "settings", "Es gilt eine Übung oder ein fester Tag (today); für den Betrieb gehört beides heraus."
        )
    return HealthCheck.well("settings", "Einstellungsdatei: {file}", file=file)


def contact_check(settings: Settings) -> HealthCheck:
    """Without a contact nothing is fetched."""
    if not settings.contact:
        return HealthCheck.broken(
            "contact",
            "Keine Kontaktadresse: Ohne sie wird keine Quelle abgefragt. In die Einstellungsdatei gehört: "
            'contact = "name@stadt.example".',
        )
    return HealthCheck.well("contact", "Kontakt: {contact}", contact=settings.contact)


def zone_check(settings: Settings) -> HealthCheck:
    """Does the machine's clock, by which timers ring, go as the city's?"""
    here = ZoneInfo(settings.zone)
    if all(day.astimezone().utcoffset() == day.astimezone(here).utcoffset() for day in DAYS):
        return HealthCheck.well("zone", "Zeitzone: {zone}", zone=settings.zone)
    name = os.environ.get("TZ", "").strip() or DAYS[0].astimezone().tzname() or "?"
    return HealthCheck.worth_a_look(
        "zone",
        "Die Tage gelten nach {zone}, die Uhr dieses Rechners geht nach {machine}: Timer und cron beginnen nach ihr. "
        "Unter Linux: timedatectl set-timezone {zone}",
        zone=settings.zone,
        machine=name,
    )


def disk_check(settings: Settings) -> HealthCheck:
    """Is there room where akquise writes?"""
    room = [(shutil.disk_usage(place).free, place) for place in sorted(_written_to(settings))]
    if not room:
        return HealthCheck.broken("disk", "Kein Ordner, in den akquise schreiben soll, ist da.")
    free, where = min(room)
    megabytes = free // 1024**2
    if free < LEAST_ROOM:
        return HealthCheck.broken(
            "disk",
            "Nur noch {megabytes} MB frei bei {folder}: Die nächste Nacht bricht ab. Bitte Platz schaffen.",
            megabytes=megabytes,
            folder=where,
        )
    if free < LITTLE_ROOM:
        return HealthCheck.worth_a_look(
            "disk",
            "Nur noch {megabytes} MB frei bei {folder}. Bitte Platz schaffen.",
            megabytes=megabytes,
            folder=where,
        )
    return HealthCheck.well("disk", "Platz: {gigabytes} GB frei bei {folder}", gigabytes=free // 1024**3, folder=where)


def way_out_check(settings: Settings) -> HealthCheck:
    """Does the proxy take connections, and are the certificates some?"""
    outgoing = settings.outgoing
    try:
        outgoing.tls_context()
        if outgoing.proxy:
            outgoing.reach_proxy(PROXY_TIMEOUT)
    except AkquiseError as error:
        return HealthCheck("way_out", Health.FAILURE, error.sentence)
    except OSError as error:
        return HealthCheck.broken(
            "way_out",
            "Der Proxy {proxy} nimmt keine Verbindung an: {why}. Bitte die Einstellung „proxy“ prüfen.",
            proxy=outgoing.shown_proxy,
            why=error.strerror or str(error),
        )
    return HealthCheck.well(
        "way_out",
        "Weg nach außen: {proxy}, {certificates}",
        proxy=outgoing.shown_proxy or Message("kein Proxy eingestellt"),
        certificates=outgoing.ca_file or Message("Zertifikate des Systems"),
    )


def folder_checks(settings: Settings) -> Iterator[HealthCheck]:
    """Can be written and read what the settings name?"""
    written = {"calendar_folder": settings.calendar_folder, "archive_folder": settings.archive_folder}
    for name, folder in written.items():
        if folder is not None and not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
            yield HealthCheck.broken(
                name,
                "Der Ordner {folder} ({setting}) ist nicht da oder nicht zu beschreiben. Bitte anlegen, Rechte prüfen.",
                folder=folder,
                setting=name,
            )
        elif folder is not None:
            yield HealthCheck.well(name, "Ordner ({setting}): {folder}", setting=name, folder=folder)
    letters = settings.letters_folder
    if letters is not None and not (letters.is_dir() and os.access(letters, os.R_OK | os.X_OK)):
        yield HealthCheck.broken(
            "letters_folder", "Der Ordner {folder} (letters_folder) ist nicht da oder nicht lesbar.", folder=letters
        )
    for name, file, load in (
        ("calendar_file", settings.calendar_file, load_meetings),
        ("rules_file", settings.rules_file, load_rules),
    ):
        if file is not None:
            try:
                load(file)
            except AkquiseError as error:
                yield HealthCheck(name, Health.FAILURE, error.sentence)
            else:
                yield HealthCheck.well(name, "Datei ({setting}): {file}", setting=name, file=file)


def _written_to(settings: Settings) -> set[Path]:
    """The folders that are there of those that are written to, or the nearest above one that isn't yet."""
    url = make_url(settings.database_url)
    folders = [archive_folder(url, settings.archive_folder), settings.calendar_folder, settings.backup_folder]
    if url.get_backend_name() == "sqlite" and url.database:
        folders.append(Path(url.database).absolute().parent)
    return {next(above for above in (place, *place.parents) if above.is_dir()) for place in folders if place}
