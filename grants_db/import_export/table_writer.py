"""Writes tables a German spreadsheet program opens well: .csv and .xlsx, with text that never runs as a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import xlsxwriter

from grants_db.errors import InputError
from grants_db.import_export.atomic_write import whole_file
from grants_db.import_export.workbook.formula_guard import guarded, guarded_in_workbook
from grants_db.messages import Message

Value = str | int | Decimal | date | None
CELL_SIGNS = 32_767  # Excel's limit for a cell


def write_table(
    path: Path, headings: Sequence[str], rows: Iterable[Sequence[Value]], *, sheet: str, kind: str = "", also: str = ""
) -> int:
    """Write one table to .csv or .xlsx; gives the number of rows under the headings.

    Args:
        path: written to; an earlier file of that name is replaced.
        headings: the first row.
        rows: the others; sums and days are written so that a spreadsheet can reckon with them.
        sheet: the sheet's name in a workbook.
        kind: ".csv" or ".xlsx" where the path's own ending shall not decide.
        also: endings that the caller writes itself, for the sentence that names what is possible (".jsonl, ").

    Raises:
        InputError: another ending, or a place that can't be written to.
    """
    ending = kind or path.suffix.lower()
    if ending not in (".csv", ".xlsx"):
        raise InputError(
            "Dateien der Art „{ending}“ werden nicht geschrieben ({path}). Möglich sind {endings}.",
            ending=ending or Message.of("ohne Endung"),
            path=path,
            endings=also + ".csv, .xlsx",
        )
    with whole_file(path) as part:
        return _write_csv(part, headings, rows) if ending == ".csv" else _write_xlsx(part, headings, rows, sheet)


def _write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
    """German form: semicolons, decimal comma, UTF-8 with its mark so that Excel sees umlauts."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file, delimiter=";", lineterminator="\r\n")
        lines.writerow(headings)
        for row in rows:
            lines.writerow([_german(value) for value in row])
            count += 1
    return count


def _german(value: Value) -> str:
    match value:
        case None:
            return ""
        case str():
            return guarded(value)
        case Decimal():
            return f"{value:.2f}".replace(".", ",")
        case date():
            return f"{value:%d.%m.%Y}"
        case _:
            return str(value)


def _write_xlsx(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Value]], sheet: str) -> int:
    count = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    made = BytesIO()  # a full disk is then met by one write, not by the archive's end, which would tell it on its own
    with xlsxwriter.Workbook(made, options) as book:
        page = book.add_worksheet(sheet)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        # "quote prefix" is the spreadsheet's own mark for text; it stays text also after somebody edits the cell
        text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True})
        money = book.add_format({"num_format": "#,##0.00", "valign": "top"})
        day = book.add_format({"num_format": "dd.mm.yyyy", "valign": "top"})
        page.freeze_panes(1, 0)
        page.set_column(0, max(len(headings) - 1, 0), 18)
        for column, heading in enumerate(headings):
            page.write_string(0, column, heading, bold)
        for count, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                match value:
                    case None | "":
                        continue
                    case str():
                        page.write_string(count, column, guarded_in_workbook(value)[:CELL_SIGNS], text)
                    case Decimal() | int():
                        page.write_number(count, column, float(value), money)
                    case _:
                        page.write_datetime(count, column, value, day)
    path.write_bytes(made.getvalue())
    return count
