"""A sheet to print about a call, a match, a measure, an application, or a list: read, laid out, written to a file."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from grants_db.errors import InputError
from grants_db.settings import Settings
from grants_db.storage.database import reading
from tui.printing import lists as list_sheets
from tui.printing import parts as sheet_parts
from tui.printing.page import PrintedSheet, html

if TYPE_CHECKING:
    from sqlmodel import Session

#: sheets of one thing, and those of a list
KINDS = ("opportunity", "match", "measure", "application")
LISTS = {"dates": list_sheets.dates_sheet, "decisions": list_sheets.decisions_sheet}


def make_sheet(engine: Engine, settings: Settings, today: date, kind: str, key: str) -> tuple[str, str]:
    """The file's name and the page about a thing; a match's key is `measure:call`, the others' their id.

    A list's key is what is wanted of it as JSON.

    Raises:
        InputError: there is no such thing (any more).
    """
    if kind in LISTS:
        sheet = LISTS[kind](engine, settings, today, json.loads(key))
    else:
        with reading(engine) as session:
            sheet = _sheet(session, settings, today, kind, key)
    return f"akquise-{sheet.name}-{today.isoformat()}.html", html(sheet, settings, today)


def write_sheet(folder: Path, name: str, page: str | bytes) -> Path:
    """Write a page, or a file's bytes, into a folder under a name nothing there has yet.

    Raises:
        InputError: the folder can't be written.
    """
    stem, ending = name.rsplit(".", 1)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, 1000):
            path = folder / (name if number == 1 else f"{stem}-{number}.{ending}")
            try:
                with path.open("xb") as file:
                    file.write(page.encode() if isinstance(page, str) else page)
            except FileExistsError:
                continue
            return path
    except OSError as error:
        raise InputError(
            "In den Ordner {path} lässt sich nichts schreiben: {why}.", path=folder, why=error.strerror
        ) from error
    raise InputError("Im Ordner {path} liegen schon zu viele Blätter dieses Tages.", path=folder)


def _sheet(session: "Session", settings: Settings, today: date, kind: str, key: str) -> PrintedSheet:
    match kind:
        case "opportunity":
            return sheet_parts.opportunity_sheet(session, int(key), today)
        case "match":
            measure, _colon, call = key.partition(":")
            return sheet_parts.match_sheet(session, int(measure), int(call), today)
        case "measure":
            return sheet_parts.measure_sheet(session, int(key))
        case "application":
            return sheet_parts.application_sheet(session, settings, int(key), today)
        case _:
            raise ValueError(f"no sheet of a {kind}; there are {', '.join(KINDS)}")
