"""Reads an .xls whole: values, number formats, merged cells, hidden sheets."""

import sys
from datetime import date

import xlrd
from xlrd.sheet import Cell as XlsCell
from xlrd.xldate import XLDateError, xldate_as_datetime

from grants_db.import_export.workbook.number_format import shown
from grants_db.import_export.workbook.raw_sheet import RawSheet, Refusal, RefusedError
from grants_db.rules.cell import Cell, number


def xls_sheets(content: bytes) -> list[RawSheet]:
    """The sheets of the workbook.

    Raises:
        RefusedError: behind a password, or damaged.
    """
    try:
        # what the library has to say of odd files must not get between our own answer
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=sys.stderr)
    except xlrd.XLRDError as error:
        raise RefusedError(Refusal.LOCKED if "encrypted" in str(error) else Refusal.DAMAGED) from error
    return [_sheet(book, sheet) for sheet in book.sheets()]


def _sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> RawSheet:
    raw = RawSheet(sheet.name, hidden=sheet.visibility != 0)
    if raw.hidden:
        return raw
    for row in range(sheet.nrows):
        for column, stored in enumerate(sheet.row(row)):
            raw.put((row, column), _cell(book, stored))
    raw.merged = [(top, left, below - 1, right - 1) for top, below, left, right in sheet.merged_cells]
    return raw


def _cell(book: xlrd.Book, stored: XlsCell) -> Cell:
    match stored.ctype:
        case xlrd.XL_CELL_NUMBER:
            value = number(stored.value)
            code = book.format_map[book.xf_list[stored.xf_index].format_key].format_str
            return value if isinstance(value, str) else shown(value, code)
        case xlrd.XL_CELL_DATE:
            return _day(book, stored.value)
        case xlrd.XL_CELL_BOOLEAN:
            return str(bool(stored.value))
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(stored.value, "#"))
        case _:
            return str(stored.value)


def _day(book: xlrd.Book, value: float) -> date | str:
    try:
        moment = xldate_as_datetime(value, book.datemode)
    except (XLDateError, OverflowError, ValueError):
        return str(value)
    return str(moment.time()) if value < 1 else moment.date()
