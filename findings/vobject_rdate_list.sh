#!/usr/bin/env bash
# vobject 0.9.9: of a time zone whose changes of clock are a list of days, only the first day is kept.
# RFC 5545 (3.8.5.2) lets RDATE hold several values, and icalendar's add_missing_timezones() writes Europe/Berlin so.
# What vobject reads from it has the clock of winter all year: a meeting of the jury in July comes an hour late.
# Expected: 1 July 2027, 12:00 in Berlin is 10:00 UTC.   Seen: 11:00 UTC.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder" && "$folder/bin/pip" install --quiet vobject==0.9.9 || exit 2

"$folder/bin/python" - <<'PYTHON'
import sys
from datetime import UTC
from importlib.metadata import version

import vobject

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//office//jury//EN
BEGIN:VTIMEZONE
TZID:{name}
BEGIN:DAYLIGHT
DTSTART:20250330T020000
{summer}
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20251026T030000
{winter}
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:jury@office
DTSTAMP:20261101T000000Z
DTSTART;TZID={name}:20270701T120000
END:VEVENT
END:VCALENDAR
"""
LISTS = {
    "one list": ("RDATE:20260329T020000,20270328T020000", "RDATE:20261025T030000,20271031T030000"),
    "day by day": ("RDATE:20260329T020000\nRDATE:20270328T020000", "RDATE:20261025T030000\nRDATE:20271031T030000"),
}
seen = {}
for name, (summer, winter) in LISTS.items():
    read = vobject.readOne(CALENDAR.format(name=name.replace(" ", "-"), summer=summer, winter=winter))
    seen[name] = f"{read.vevent.dtstart.value.astimezone(UTC):%H:%M}"
print("vobject", version("vobject"))
print("expected: 10:00 UTC, as where each day has a line of its own:", seen["day by day"])
print("seen:    ", seen["one list"], "UTC")
sys.exit(0 if seen == {"one list": "11:00", "day by day": "10:00"} else 1)
PYTHON
