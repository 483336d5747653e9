"""All that is looked at, in the order a person would: the machine, the servers of the house, what is stored."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from grants_db.errors import AkquiseError
from grants_db.settings import Settings
from tui.jobs.health.findings import Health, HealthCheck
from tui.jobs.health.machine import (
    contact_check,
    disk_check,
    folder_checks,
    settings_check,
    way_out_check,
    zone_check,
)


def examine(settings: Settings, file: Path, now: datetime) -> list[HealthCheck]:
    """Look at everything; nothing is changed, nothing is sent, no source is asked.

    Args:
        settings: what holds.
        file: where the settings are kept.
        now: this instant by the machine's clock.
    """
    return list(_checks(settings, file, now))


def unreadable_settings(error: AkquiseError) -> list[HealthCheck]:
    """Where the settings can't be read, nothing else can be looked at."""
    return [HealthCheck("settings", Health.FAILURE, error.sentence)]


def _checks(settings: Settings, file: Path, now: datetime) -> Iterator[HealthCheck]:
    yield settings_check(settings, file)
    yield contact_check(settings)
    yield zone_check(settings)
    yield disk_check(settings)
    yield way_out_check(settings)
    yield from folder_checks(settings)
    from tui.jobs.health.servers import mail_check, mailbox_check  # what reads letters takes a while to load

    yield mail_check(settings)
    if (mailbox := mailbox_check(settings)) is not None:
        yield mailbox
    from tui.jobs.health.records import LATE, stored_checks

    written = datetime.fromtimestamp(file.stat().st_mtime, UTC) if file.is_file() else None
    yield from stored_checks(settings, now, fresh=written is not None and now - written < LATE)
