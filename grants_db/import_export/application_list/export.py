"""Applications to a file: the German list that an import understands, or open data of awards (360Giving)."""

import json
from collections.abc import Iterator
from pathlib import Path

from sqlmodel import Session

from grants_db.errors import InputError, UsageError
from grants_db.import_export.application_list.columns import COLUMNS
from grants_db.import_export.application_list.record import ListedApplication, ListedPayment
from grants_db.import_export.application_list.stored import stored_applications
from grants_db.import_export.application_list.threesixty import threesixty
from grants_db.import_export.atomic_write import whole_file
from grants_db.import_export.table_writer import Value, write_table
from grants_db.messages import in_german
from grants_db.settings import City

#: formats by the ending of the file
ENDINGS = {".csv": "csv", ".xlsx": "xlsx", ".json": "360giving"}


def export_applications(session: Session, path: Path, file_format: str = "", *, city: City) -> int:
    """Write all applications, or as 360Giving all awards; gives how many.

    Raises:
        UsageError: no such format, or one that contradicts the file's ending.
        InputError: no award yet for 360Giving, or a place that can't be written to.
    """
    known = ENDINGS.get(path.suffix.lower(), "")
    if (file_format and file_format not in ENDINGS.values()) or not (known or file_format):
        raise UsageError(
            "So lassen sich Anträge nicht schreiben ({path}); möglich sind {endings}, mit --format {formats}.",
            path=path,
            endings=", ".join(ENDINGS),
            formats=", ".join(ENDINGS.values()),
        )
    if file_format and known and known != file_format:
        raise UsageError(
            "Der Name {path} endet auf {ending}, verlangt ist aber --format {name}. Bitte eines von beiden ändern.",
            path=path,
            ending=path.suffix,
            name=file_format,
        )
    wanted = file_format or known
    if wanted != "360giving":
        headings = [heading for heading, _explained, _example in COLUMNS.values()]
        return write_table(path, headings, _rows(session), sheet="Anträge", kind=f".{wanted}")
    package = threesixty(stored_applications(session), city)
    if not package["grants"]:
        raise InputError("Noch ist nichts bewilligt; die Datei {path} wurde nicht geschrieben.", path=path)
    with whole_file(path) as part:
        part.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return len(package["grants"])


def _rows(session: Session) -> Iterator[list[Value]]:
    return (_row(one.record) for one in stored_applications(session))


def _row(record: ListedApplication) -> list[Value]:
    """The cells under the list's headings; several payments stand in one cell, as the import reads them."""
    payments = record.payments or ()
    only = payments[0] if len(payments) == 1 else None
    period = ""
    if record.period_start is not None and record.period_end is not None:
        period = f"{in_german(record.period_start)} – {in_german(record.period_end)}"
    cells: dict[str, Value] = {
        "measures": "; ".join(record.measures),
        "file_number": record.file_number,
        "funder": record.funder,
        "level": record.level.german if record.level else None,
        "programme": record.programme,
        "applied_on": record.applied_on,
        "state": record.state.german,
        "since": record.since,
        "reason": record.reason.german if record.reason else None,
        "requested": record.requested,
        "awarded": record.awarded,
        "notified_on": record.notified_on,
        "period": period,
        "regimes": "; ".join(record.regimes or ()),
        "financing": record.financing.german if record.financing else None,
        "interim_reports": "; ".join(map(in_german, record.interim_reports or ())),
        "final_report": record.final_report,
        "paid": only.amount if only else "; ".join(map(_paid, payments)),
        "paid_on": only.received_on if only else None,
    }
    return [cells.get(name) for name in COLUMNS]


def _paid(payment: ListedPayment) -> str:
    return f"{in_german(payment.amount)} € am {in_german(payment.received_on)}"
