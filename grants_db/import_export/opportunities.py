"""Opportunities to files: one record per source record, closed and retired ones included."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from grants_db.errors import InputError, UsageError
from grants_db.import_export.atomic_write import whole_file
from grants_db.import_export.commongrants import commongrants
from grants_db.import_export.opportunity_record import HEADINGS, record_of, table_row
from grants_db.import_export.table_writer import write_table
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.corrections import corrected, corrections_of
from grants_db.vocabulary import OpportunityStatus

#: formats by the ending of the file
ENDINGS = {".jsonl": "jsonl", ".csv": "csv", ".xlsx": "xlsx", ".json": "commongrants"}
FORMATS = tuple(ENDINGS.values())
ROWS_AT_ONCE = 500


def export_opportunities(
    session: Session,
    path: Path,
    file_format: str = "",
    *,
    today: date,
    city_state: str,
    city_name: str,
    only_open: bool = False,
) -> int:
    """Write the opportunities to a file, row by row; gives their number.

    Args:
        session: read from.
        path: written to; an earlier file of that name is replaced.
        file_format: jsonl, csv, xlsx or commongrants (a JSON array); needed only where the path has no ending.
        today: the day the status is derived for.
        city_state: ISO 3166-2 code of the city's state, and
        city_name: its name; both decide `region_ok`.
        only_open: leave out what is not open on `today`.

    Raises:
        UsageError: no such format, one that contradicts the ending, or neither ending nor format.
        InputError: an ending that isn't written, or a place that can't be written to.
    """
    file_format = format_of(path, file_format)
    records = _records(session, today=today, state=city_state, city=city_name, only_open=only_open)
    match file_format:
        case "jsonl":
            return _write_lines(path, (_json(record) for record in records), "", "\n", "\n")
        case "commongrants":
            return _write_lines(path, (_json(commongrants(record, today)) for record in records), "[\n", ",\n", "\n]\n")
        case _:
            rows = (table_row(record) for record in records)
            # a path without an ending (a pipe) says nothing of the kind
            return write_table(path, list(HEADINGS.values()), rows, sheet="Förderangebote", kind=f".{file_format}")


def format_of(path: Path, wanted: str = "") -> str:
    """The format a file is written in: its ending decides, a wanted one has to agree with it.

    >>> format_of(Path("angebote.xlsx")), format_of(Path("/dev/stdout"), "csv")
    ('xlsx', 'csv')

    Raises:
        UsageError: no such format, one that contradicts the ending, or neither ending nor format.
        InputError: an ending that isn't written.
    """
    if wanted and wanted not in FORMATS:
        raise UsageError(
            "Das Format „{name}“ gibt es nicht; möglich sind {formats}.", name=wanted, formats=", ".join(FORMATS)
        )
    ending = path.suffix.lower()
    if not ending and not wanted:
        raise UsageError(
            "Der Name {path} hat keine Endung. Bitte eine angeben ({endings}), oder mit --format sagen, was "
            "geschrieben werden soll.",
            path=path,
            endings=", ".join(ENDINGS),
        )
    if ending and ending not in ENDINGS:
        raise InputError(
            "Dateien der Art „{ending}“ werden nicht geschrieben ({path}). Möglich sind {endings}.",
            ending=ending,
            path=path,
            endings=", ".join(ENDINGS),
        )
    if wanted and ending and ENDINGS[ending] != wanted:
        raise UsageError(
            "Der Name {path} endet auf {ending}, verlangt ist aber --format {name}. Bitte eines von beiden ändern.",
            path=path,
            ending=ending,
            name=wanted,
        )
    return wanted or ENDINGS[ending]


def _records(session: Session, *, today: date, state: str, city: str, only_open: bool) -> Iterator[dict[str, Any]]:
    statement = select(Opportunity).order_by(col(Opportunity.id)).execution_options(yield_per=ROWS_AT_ONCE)
    corrections = corrections_of(session)
    for opportunity in session.exec(statement):
        leading = corrected(opportunity, corrections.get(opportunity.id or 0, {}))
        record = record_of(leading, today=today, state=state, city=city)
        if not only_open or record["status"] == OpportunityStatus.OPEN:
            yield record


def _json(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)


def _write_lines(path: Path, lines: Iterable[str], before: str, between: str, after: str) -> int:
    count = 0
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        file.write(before)
        for line in lines:
            file.write(between + line if count else line)
            count += 1
        file.write(after if count or before else "")
    return count
