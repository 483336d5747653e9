"""Backward planning: from a call's cut-off to the internal dates that still make it. Pure; meetings are a small file.

A calendar file (YAML) lists the city's meetings:

    - {day: 2027-01-14, body: Finanz- und Grundstücksausschuss, kind: committee}
    - {day: 2027-02-18, body: Stadtrat, kind: council}
    - {day: 2027-03-31, body: Haushaltsanmeldung, kind: budget}
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from grants_db.errors import InputError
from grants_db.messages import Message
from grants_db.rules.durations import earlier
from grants_db.rules.working_days import working_days_before

#: working days before the cut-off by which the signed application must lie ready
SIGN_OFF_DAYS = 5
#: a paper for a meeting is handed in this long before it
PAPER_LEAD = "P4W"
#: working days from a meeting's decision to the signed application
AFTER_MEETING_DAYS = 3


class Meeting(BaseModel):
    """One date of the city's calendar file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: date
    body: str
    kind: Literal["committee", "council", "budget"]


@dataclass(frozen=True)
class PlannedDate:
    """An internal date."""

    step: str  # paper, meeting, budget or sign_off
    day: date
    sentence: Message


def load_meetings(path: Path) -> tuple[Meeting, ...]:
    """Read the calendar file in the order of its days; InputError names the entry and the field that is wrong."""
    try:
        rows = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) or []  # noqa: S506 - all texts, no objects
    except (OSError, UnicodeDecodeError, RecursionError, yaml.YAMLError) as error:
        raise InputError(
            "Die Kalenderdatei {path} ist nicht lesbar: {why}.", path=path, why=str(error).splitlines()[0]
        ) from error
    if not isinstance(rows, list):
        raise InputError("Die Kalenderdatei {path} muss eine Liste von Sitzungen sein.", path=path)
    meetings: dict[tuple[date, str], Meeting] = {}
    for number, row in enumerate(rows, start=1):
        try:
            meeting = Meeting.model_validate(row)
        except ValidationError as error:
            first = error.errors()[0]
            raise InputError(
                "Kalenderdatei {path}, Eintrag {number}, Feld „{field}“: {why}.",
                path=path,
                number=number,
                field=first["loc"][0] if first["loc"] else "?",
                why=first["msg"],
            ) from error
        if (meeting.day, meeting.body) in meetings:
            raise InputError(
                "Kalenderdatei {path}, Eintrag {number}: „{body}“ tagt am {day} schon einmal.",
                path=path,
                number=number,
                body=meeting.body,
                day=meeting.day,
            )
        meetings[meeting.day, meeting.body] = meeting
    return tuple(sorted(meetings.values(), key=lambda meeting: (meeting.day, meeting.body)))


def plan_backwards(cut_off: date, meetings: Sequence[Meeting]) -> list[PlannedDate]:
    """The internal dates that still make a cut-off: sign-off, the last meeting of each kind before it, its paper.

    The cut-off itself never moves; working days are those of Saxony-Anhalt.
    """
    sign_off = working_days_before(cut_off, SIGN_OFF_DAYS)
    planned = [PlannedDate("sign_off", sign_off, Message.of("Unterschrift unter den Antrag"))]
    decided_by = working_days_before(sign_off, AFTER_MEETING_DAYS)
    for kind in ("council", "committee", "budget"):
        last = max(
            (meeting for meeting in meetings if meeting.kind == kind and meeting.day <= decided_by),
            default=None,
            key=_day,
        )
        if last is None:
            continue
        planned.append(
            PlannedDate(
                "budget" if kind == "budget" else "meeting",
                last.day,
                Message.of("Letzter Termin vor der Frist: {body}", body=last.body),
            )
        )
        if kind != "budget":
            paper = earlier(last.day, PAPER_LEAD)
            planned.append(PlannedDate("paper", paper, Message.of("Vorlage einreichen für: {body}", body=last.body)))
    return sorted(planned, key=lambda item: item.day)


def _day(meeting: Meeting) -> date:
    return meeting.day
