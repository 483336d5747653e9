"""The night: crawl, judge, match, carry changes to decisions, calendars and digests; and the summary of it."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from grants_db.applications.agenda import AgendaEntry, agenda
from grants_db.dashboard.overview import listed_by_level, proposed_dates, waiting_by_field
from grants_db.import_export.icalendar import refresh_events, write_calendar
from grants_db.measures.store import list_action_fields, list_units, seed_action_fields
from grants_db.measures.units import unknown_units
from grants_db.messages import Message
from grants_db.opportunities.duplicates import refresh_clusters
from grants_db.opportunities.runs import last_runs
from grants_db.opportunities.sources import list_sources
from grants_db.reports.digest import last_digest
from grants_db.reports.night_news import OFFICE, NightNews, read_news
from grants_db.review.reopening import bring_back, reopen_answered
from grants_db.rules.planning import Meeting
from grants_db.rules.thresholds import OTHERS
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import Level, RunOutcome
from tui.formatting.calendar_text import calendar_title, event_in_words
from tui.formatting.format import day, shortened
from tui.formatting.i18n import _, counted
from tui.formatting.labels import label
from tui.jobs.agenda_inputs import meetings_of, rules_of
from tui.jobs.asking import ask_sources
from tui.jobs.digest import make_digest
from tui.jobs.letters import read_new_letters
from tui.jobs.mail import send_waiting
from tui.jobs.matching import run_matching
from tui.jobs.matching_input import encoder_of
from tui.jobs.night_steps import Steps
from tui.state.command_context import CommandContext, note, translate

if TYPE_CHECKING:
    from crawler.archive.retention import Pruned

#: dates shown in the summary
NEXT_DATES = 8
#: how far the very first digest looks back
FIRST_LOOK_BACK = timedelta(days=1)


def run_night(state: CommandContext, engine: Engine, via: str | None) -> Steps:
    """Do a night's work, each step alone; gives how it went. The caller sees to it that no other night is under way."""
    night = Steps()
    with night.step(_("Quellen abfragen")):
        with writing(engine) as session:
            seed_action_fields(session)
        if any(result.is_finding for result in ask_sources(state, engine, None, via, ends_with_it=True)):
            night.fell_short()
    if state.settings.letters_folder or state.settings.mailbox.host:
        with night.step(_("Rundbriefe")):
            for run in read_new_letters(engine, state.settings, state.now(), state.today):
                for refused in run.refused:
                    night.find(_("Rundbriefe"), refused)
    follow_up(state, engine, night)
    with night.step(_("Archiv aufräumen")):
        prune_archive(state, engine)
    return night


def follow_up(state: CommandContext, engine: Engine, night: Steps) -> None:
    """What follows from a night's changes: decisions reopen, matches, calendars, digests and mails follow.

    Each step is one transaction, or one for each unit, and finds nothing more to do when it runs again.
    """
    settings, today, now = state.settings, state.today, state.now()
    with night.step(_("Entscheidungen wieder öffnen")):
        with writing(engine) as session:
            refresh_clusters(session)
            opened = [*bring_back(session, today, now), *reopen_answered(session, now)]
            because = [one.reopened_because for one in opened if one.reopened_because]
        for reason in because:
            note(translate(Message.from_json(reason)))
    matched = False
    with night.step(_("Zuordnen")):
        run_matching(
            engine,
            settings.city,
            today,
            now,
            tell=lambda said: note(translate(said)),
            least_chance=settings.least_chance,
            encoder=encoder_of(settings, engine.url),
            reads=bool(settings.reader.url),
        )
        matched = True
    meetings: Sequence[Meeting] | None = None
    with night.step(_("Sitzungskalender")):
        meetings = meetings_of(settings)
    units: list[str] = []
    dates: list[AgendaEntry] | None = None
    with night.step(_("Termine")), writing(engine) as session:
        units = [unit.name for unit in list_units(session)]
        for unknown in unknown_units(session, {*settings.mail.units, *settings.thresholds} - {OTHERS}):
            night.find(_("Einheiten"), unknown)
        dates = agenda(session, today, rules_of(settings), meetings or ())
        if meetings is not None:  # without them, the dates they are planned by would be called off in every calendar
            refresh_events(session, dates, now, event_in_words)
    news: NightNews | None = None
    since: dict[str, datetime] = {}
    with night.step(_step_of_digest(OFFICE)), reading(engine) as session:
        since = {unit: last_digest(session, unit) or now - FIRST_LOOK_BACK for unit in (OFFICE, *units)}
        news = read_news(session, min(since.values()), today)
    for unit in since:
        if news is None:
            break  # the step before has said why
        with night.step(_step_of_digest(unit)), writing(engine) as session:
            whole = matched and dates is not None
            make_digest(session, news, unit, since[unit], now, dates or (), settings.thresholds, complete=whole)
    if settings.calendar_folder:
        with night.step(_("Kalenderdateien")):
            _write_calendars(engine, settings.calendar_folder, units, today)
    with night.step(_("Mail")):
        for unsent in send_waiting(engine, settings.mail, now, settings.outgoing):
            night.find(_("Mail"), unsent)


def _step_of_digest(unit: str) -> str:
    return _("Nachricht {unit}").format(unit=unit).strip()


def _write_calendars(engine: Engine, folder: Path, units: list[str], today: date) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with reading(engine) as session:
        for unit in units:
            name = re.sub(r"[^\w-]+", "-", unit).strip("-") or "einheit"
            write_calendar(session, folder / f"{name}.ics", today, calendar_title(), unit)


def night_summary(engine: Engine, today: date) -> list[str]:
    """Sources, opportunities by level, changes, matches for each action field, next dates: one line each."""
    with reading(engine) as session:
        runs = {source.name: next(iter(last_runs(session, source.name, 1)), None) for source in list_sources(session)}
        lines = [_("Quellen")]
        lines += [
            f"  {shortened(name, 40):<41} {label(run.outcome):<14} {run.opportunities:>5}"
            for name, run in runs.items()
            if run is not None and run.outcome not in (None, RunOutcome.NOT_ON_MIRROR)
        ]
        absent = sum(run is not None and run.outcome is RunOutcome.NOT_ON_MIRROR for run in runs.values())
        if absent:
            lines.append(
                "  "
                + counted("{n} weitere steht nicht auf dem Spiegel", "{n} weitere stehen nicht auf dem Spiegel", absent)
            )
        lines.append(_("Förderangebote (davon offen)"))
        listed = listed_by_level(session, today)
        for level in Level:
            known, is_open = listed.get(level, (0, 0))
            lines.append(f"  {label(level):<34} {known:>5} ({is_open})")
        counts = [run for run in runs.values() if run is not None]
        lines.append(
            _("Veränderungen: {new} neu, {changed} geändert, {returned} wieder da, {retired} stillgelegt").format(
                new=sum(run.new for run in counts),
                changed=sum(run.changed for run in counts),
                returned=sum(run.returned for run in counts),
                retired=sum(run.retired for run in counts),
            )
        )
        lines.append(_("Treffer, über die noch zu entscheiden ist"))
        waiting = waiting_by_field(session)
        for field in list_action_fields(session):
            lines.append(f"  {_('HF')} {field.number} {_(field.short_title):<29} {waiting.get(field.number, 0):>5}")
        lines.append(_("Nächste Fristen"))
        upcoming = sorted((entry.due, entry.opportunity.title) for entry in agenda(session, today) if entry.due)
        if not upcoming:
            upcoming = [(each.due, each.title) for each in proposed_dates(session, today, NEXT_DATES)]
    return lines + [f"  {day(due)}  {title}" for due, title in upcoming[:NEXT_DATES]]


def prune_archive(state: CommandContext, engine: "Engine", days: int | None = None) -> "Pruned":
    """Delete what is past the retention time of the settings."""
    from crawler.archive.retention import prune as delete_old

    settings = state.settings
    return delete_old(engine, days=days or settings.archive_days, now=state.now(), archive=settings.archive_folder)
