"""Deadlines as a calendar (RFC 5545) that others subscribe to: stable UIDs, SEQUENCE, cancelled events, alarms.

What was given out is remembered in `calendar_event`: a date that moved keeps its UID and gets the next SEQUENCE, one
that is gone is given out once more as cancelled and stays so, and what is as before is written as before.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from icalendar import Alarm, Calendar, Event
from sqlmodel import Session, col, select

from grants_db.applications.agenda import AgendaEntry
from grants_db.atomic_write import replaced_whole
from grants_db.models.notice import CalendarEvent

#: days before a date on which calendars remind
ALARM_DAYS = (28, 7, 1)
#: a cancelled event is given out for this long after its day
KEEP_CANCELLED = timedelta(days=60)
#: summary and description of a date, in the language of the office
InWords = Callable[[AgendaEntry], tuple[str, str]]


@dataclass(frozen=True)
class CalendarChanges:
    """What a refresh did to the remembered events."""

    new: int
    moved: int
    cancelled: int


def refresh_events(
    session: Session, entries: Iterable[AgendaEntry], now: datetime, in_words: InWords
) -> CalendarChanges:
    """Compare the agenda with what calendars were last told, and remember the difference. The same again: none."""
    known = {event.uid: event for event in session.exec(select(CalendarEvent))}
    current = {_uid(entry): (entry, entry.due) for entry in entries if entry.due is not None}
    new = moved = cancelled = 0
    for uid, (entry, due) in current.items():
        summary, description = in_words(entry)
        event = known.get(uid)
        if event is None:
            session.add(
                CalendarEvent(
                    uid=uid, unit_name=entry.unit, due=due, summary=summary, description=description, changed_at=now
                )
            )
            new += 1
        elif (event.due, event.summary, event.description, event.unit_name, event.cancelled) != (
            due,
            summary,
            description,
            entry.unit,
            False,
        ):
            event.due, event.summary, event.description, event.unit_name = due, summary, description, entry.unit
            event.cancelled = False
            event.sequence += 1
            event.changed_at = now
            session.add(event)
            moved += 1
    for uid in known.keys() - current.keys():
        event = known[uid]
        if not event.cancelled and event.due >= now.date():
            event.cancelled = True
            event.sequence += 1
            event.changed_at = now
            session.add(event)
            cancelled += 1
    session.flush()
    return CalendarChanges(new, moved, cancelled)


def write_calendar(session: Session, path: Path, today: date, title: str, unit: str | None = None) -> int:
    """Write one unit's events (None: all units) to an .ics file; gives how many. It appears whole or not at all."""
    statement = select(CalendarEvent).where(col(CalendarEvent.due) >= today - KEEP_CANCELLED)
    if unit is not None:
        statement = statement.where(CalendarEvent.unit_name == unit)
    events = session.exec(statement.order_by(col(CalendarEvent.due), col(CalendarEvent.uid))).all()
    with replaced_whole(path) as part:
        part.write_bytes(calendar_of(events, f"{title} {unit or ''}".strip()).to_ical())
    return len(events)


def calendar_of(events: Sequence[CalendarEvent], title: str) -> Calendar:
    """The events as a calendar of whole days, with reminders."""
    calendar = Calendar()
    calendar.add("prodid", "-//akquise//Fristen//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    for stored in events:
        event = Event()
        event.add("uid", stored.uid)
        event.add("dtstamp", stored.changed_at)
        event.add("last-modified", stored.changed_at)
        event.add("sequence", stored.sequence)
        event.add("dtstart", stored.due)
        event.add("dtend", stored.due + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("status", "CANCELLED" if stored.cancelled else "CONFIRMED")
        event.add("summary", stored.summary)
        event.add("description", stored.description)
        if not stored.cancelled:
            for days in ALARM_DAYS:
                event.add_component(_alarm(stored.summary, days))
        calendar.add_component(event)
    return calendar


def _alarm(summary: str, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", timedelta(days=-days))
    return alarm


def _uid(entry: AgendaEntry) -> str:
    return f"{entry.uid}@akquise"
