"""A list as it is seen, as a workbook: its title, what it was narrowed to, then its rows, which one can reckon with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO

import xlsxwriter

from grants_db.import_export.table_writer import CELL_SIGNS
from grants_db.import_export.workbook.formula_guard import guarded_in_workbook
from tui.formatting.sanitize import one_line
from tui.widgets.table_rows import RankedWord, Row, Value

#: the rows above the headings: title, filter, an empty one
HEAD = 3
#: characters of a column: the least, and the most that a text gets
LEAST, MOST = 10, 60
#: what a sheet's name can't hold, and how long it may be
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", ""))
LONGEST_NAME = 31


@dataclass(frozen=True)
class ListToWrite:
    """What is written: the list's title, what it shows in words, and its columns as (heading, number in the rows)."""

    title: str
    about: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Row]


def list_workbook(wanted: ListToWrite) -> bytes:
    """The file; nothing in it runs as a formula, whatever stands in a title."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        page = book.add_worksheet(wanted.title.translate(NOT_IN_A_NAME)[:LONGEST_NAME])
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True})
        money = book.add_format({"num_format": "#,##0.00 €", "valign": "top"})
        whole = book.add_format({"num_format": "#,##0", "valign": "top"})
        day = book.add_format({"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"})
        page.write_string(0, 0, wanted.title, book.add_format({"bold": True, "font_size": 14}))
        page.write_string(1, 0, guarded_in_workbook(one_line(wanted.about))[:CELL_SIGNS])
        for at, (heading, number) in enumerate(wanted.columns):
            page.write_string(HEAD, at, heading, bold)
            longest = LEAST
            for line, row in enumerate(wanted.rows, start=HEAD + 1):
                match shown(row.value(number)):
                    case None | "":
                        continue
                    case str() as words:
                        longest = max(longest, len(words) + 2)
                        page.write_string(line, at, guarded_in_workbook(words)[:CELL_SIGNS], text)
                    case int() as count:
                        page.write_number(line, at, count, whole)
                    case Decimal() as amount:
                        longest = max(longest, 17)
                        page.write_number(line, at, float(amount), money)
                    case known:
                        page.write_datetime(line, at, known, day)
            page.set_column(at, at, min(max(longest, len(heading) + 4), MOST))
        page.freeze_panes(HEAD + 1, 0)
        page.autofilter(HEAD, 0, HEAD + max(len(wanted.rows), 1), len(wanted.columns) - 1)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEAD)
    return file.getvalue()


def shown(value: Value) -> str | int | Decimal | date | None:
    """What stands in the cell: a word by its name, text without signs that a file can't hold; "–" is nothing known."""
    match value:
        case RankedWord():
            return value.text
        case str():
            return "" if value == "–" else one_line(value)
        case _:
            return value
