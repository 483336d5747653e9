"""A paper as a workbook: a sheet for each table, native charts, figures that are formulas over the rows they count."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from grants_db.import_export.table_writer import CELL_SIGNS
from grants_db.import_export.workbook.formula_guard import guarded_in_workbook
from tui.formatting.i18n import _
from tui.papers.native_charts import height_of, midnight, native_chart
from tui.papers.outline import (
    ColumnKind,
    Paper,
    PaperCell,
    PaperColumn,
    PaperSection,
    PaperTable,
    RowsOf,
    ToTable,
    plain,
)

#: where a table begins: its title and its note stand above
HEAD = 3
#: what a spreadsheet takes for a pattern or a comparison where it is looked for
NOT_LITERAL = "*?~<>="
WIDTHS = {ColumnKind.COUNT: 13, ColumnKind.MONEY: 17, ColumnKind.DAY: 13}
LONGEST_NAME = 31
#: a line's height in points, and how many signs it holds on the first sheet
LINE, ON_A_LINE = 15, 90


@dataclass(frozen=True)
class Looks:
    """The formats of cells."""

    title: Any
    text: Any
    heading: Any
    right: Any  # a heading over numbers
    by_kind: dict[ColumnKind, Any]
    total: dict[ColumnKind, Any]
    link: Any


def write_workbook(paper: Paper, path: Path) -> None:
    """Write the paper as a workbook."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    made = BytesIO()  # as in `table_writer`
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"title": paper.title, "author": paper.place, "created": midnight(paper.on)})
        PaperWorkbook(book, paper).write()
    path.write_bytes(made.getvalue())


class PaperWorkbook:
    """Writes a paper's sheets: first what it says, then every table, in its order."""

    def __init__(self, book: Any, paper: Paper) -> None:
        self._book, self._paper = book, paper
        self._sheets = {table.key: table.sheet[:LONGEST_NAME] for table in paper.tables}
        self._tables = {table.key: table for table in paper.tables}
        self._looks = _looks(book)

    def write(self) -> None:
        """All sheets."""
        self._cover()
        for section in self._paper.sections:
            for table in section.tables:
                self._table(section, table)

    def _cover(self) -> None:
        """What the paper says in words, and the way to each sheet."""
        page, looks = self._book.add_worksheet(_("Inhalt")), self._looks
        page.set_column(0, 0, 34)
        page.set_column(1, 1, 90)
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.write_string(0, 0, self._paper.title, looks.title)
        row = 1
        for fact in (*self._paper.about, *(fact for section in self._paper.sections for fact in section.facts)):
            page.write_string(row, 0, fact.name, looks.text)
            page.write_string(row, 1, guarded_in_workbook(fact.value), looks.text)
            row += 1
        for section in self._paper.sections:
            row += 1
            page.write_string(row, 0, section.heading, looks.heading)
            for text in (*section.texts, *section.points):
                page.set_row(row, LINE * -(-len(text) // ON_A_LINE))
                page.write_string(row, 1, guarded_in_workbook(text), looks.text)
                row += 1
            for table in section.tables:
                page.write_url(row, 1, f"internal:'{self._sheets[table.key]}'!A1", looks.link, table.title)
                row += 1

    def _table(self, section: PaperSection, table: PaperTable) -> None:
        page, looks = self._book.add_worksheet(self._sheets[table.key]), self._looks
        page.write_string(0, 0, table.title, looks.title)
        page.write_string(1, 0, table.note, looks.by_kind[ColumnKind.TEXT])
        columns = table.columns
        for at, column in enumerate(columns):
            page.set_column(at, at, _width_of(column))
        for number, row in enumerate(table.rows, start=HEAD + 1):
            is_total = table.total and number == HEAD + len(table.rows)
            for at, (cell, column) in enumerate(zip(row, columns, strict=True)):
                look = (looks.total if is_total else looks.by_kind)[column.kind]
                self._cell(page, number, at, cell, column.kind, look, str(plain(row[0])))
        body = len(table.body)
        page.add_table(
            HEAD,
            0,
            HEAD + body,
            len(columns) - 1,
            {
                "name": f"akquise_{table.key}",
                "style": "Table Style Light 1",
                "columns": [
                    {"header": one.heading, "header_format": looks.right if one.is_number else looks.heading}
                    for one in columns
                ],
                "autofilter": section.is_evidence,
            },
        )
        page.freeze_panes(HEAD + 1, 1)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEAD)
        top = 0
        for chart in section.charts:
            if chart.table is table:
                drawn = native_chart(self._book, chart, self._sheets[table.key], HEAD + 1, list(chart.series))
                place = {"y_offset": top, "description": chart.spoken, "object_position": 3}
                page.insert_chart(HEAD + len(table.rows) + 2, 0, drawn, place)
                top += height_of(chart)

    def _cell(self, page: Any, row: int, at: int, cell: PaperCell, kind: ColumnKind, look: Any, row_name: str) -> None:
        if isinstance(cell, ToTable):
            sheet = self._sheets[cell.table]
            page.write_url(row, at, f"internal:'{sheet}'!A1", self._looks.link, sheet)
            return
        formula = self._formula(cell, kind, row, row_name) if isinstance(cell, RowsOf) else ""
        match plain(cell):
            case None:
                page.write_string(row, at, _("unbekannt") if kind is ColumnKind.MONEY else "", look)
            case Decimal() | int() as value if formula:
                page.write_formula(row, at, formula, look, float(value))
            case Decimal() | int() as value:
                page.write_number(row, at, float(value), look)
            case date() as value:
                page.write_datetime(row, at, value, look)
            case text:
                page.write_string(row, at, guarded_in_workbook(str(text))[:CELL_SIGNS], look)

    def _formula(self, cell: RowsOf, kind: ColumnKind, row: int, row_name: str) -> str:
        """The figure as a formula over its rows; nothing where a spreadsheet would read the row's name as a pattern."""
        source = self._tables.get(cell.table)
        if source is None or not source.body or (cell.column is not None and set(NOT_LITERAL) & set(row_name)):
            return ""
        sums, first_cell = self._column(source, len(source.columns) - 1), xl_rowcol_to_cell(row, 0)
        if cell.column is None:
            return f"=SUM({sums})" if kind is ColumnKind.MONEY else f"=ROWS({sums})"
        names = self._column(source, cell.column)
        if kind is ColumnKind.MONEY:
            return f"=SUMIFS({sums},{names},{first_cell})"
        return f"=COUNTIFS({names},{first_cell})"

    def _column(self, table: PaperTable, at: int) -> str:
        """A column of a table on its sheet, as formulas name it."""
        name, first = xl_col_to_name(at, col_abs=True), HEAD + 2
        return f"'{self._sheets[table.key]}'!{name}${first}:{name}${first + len(table.body) - 1}"


def _width_of(column: PaperColumn) -> int:
    """As its kind needs, and room for its heading's longest word beside the sign that opens a filter."""
    longest = max(map(len, column.heading.split()), default=0)
    usual: int = WIDTHS.get(column.kind, min(14 + column.weight * 3, 44))
    return max(usual, longest + 4)


def _looks(book: Any) -> Looks:
    plain_look: dict[str, object] = {"valign": "top"}
    text = plain_look | {"text_wrap": True, "num_format": "@", "quote_prefix": True}
    kinds: dict[ColumnKind, dict[str, object]] = {
        ColumnKind.TEXT: plain_look | {"text_wrap": False},
        ColumnKind.COUNT: plain_look | {"num_format": "#,##0"},
        ColumnKind.MONEY: plain_look | {"num_format": "#,##0.00 €"},
        ColumnKind.DAY: plain_look | {"num_format": "dd.mm.yyyy", "align": "left"},
    }
    bold: dict[str, object] = {"bold": True, "top": 1}
    return Looks(
        title=book.add_format({"bold": True, "font_size": 14}),
        text=book.add_format(text),
        heading=book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        right=book.add_format({"bold": True, "text_wrap": True, "valign": "top", "align": "right"}),
        by_kind={kind: book.add_format(look) for kind, look in kinds.items()},
        total={kind: book.add_format(look | bold) for kind, look in kinds.items()},
        link=book.add_format({"font_color": "#124A70", "underline": 1, "valign": "top"}),
    )
