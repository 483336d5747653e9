"""Reads the tables of a Word document (.docx) with the text over and under each.

Text is taken from the paragraphs' XML, so that what was inserted with changes tracked counts and what was struck out
doesn't (ECMA-376 part 1, 17.13.5).
"""

import io
from collections.abc import Iterator
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError, _Element

from grants_db.import_export.workbook.labelled_lines import sheet_of_lines
from grants_db.import_export.workbook.raw_sheet import RawSheet, Refusal, RefusedError


def docx_sheets(content: bytes) -> list[RawSheet]:
    """The tables of the document; one that stands inside another is left out. Without any, its labelled lines.

    Raises:
        RefusedError: damaged.
    """
    try:
        blocks = list(docx.Document(io.BytesIO(content)).iter_inner_content())
        if any(isinstance(block, Table) for block in blocks):
            return list(_tables(iter(blocks)))
        lines = [_text(block._p) for block in blocks if isinstance(block, Paragraph)]
        sheet = sheet_of_lines(lines, wrapped=False)
        return [sheet] if sheet is not None else []
    except (PackageNotFoundError, BadZipFile, LxmlError, KeyError, ValueError) as mishap:
        raise RefusedError(Refusal.DAMAGED) from mishap


def _tables(blocks: Iterator[Paragraph | Table]) -> Iterator[RawSheet]:
    sheet: RawSheet | None = None
    above: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            text = _text(block._p)
            if text.strip():
                above.append(text)
            continue
        if sheet is not None:
            sheet.below = "\n".join(above)
            yield sheet
        sheet = _sheet(block, above)
        above = []
    if sheet is not None:
        sheet.below = "\n".join(above)
        yield sheet


def _sheet(table: Table, above: list[str]) -> RawSheet:
    sheet = RawSheet("", above="\n".join(above))
    begun: dict[int, tuple[int, int]] = {}  # column → row where a cell over several rows begins, and its width
    for row, line in enumerate(table._tbl.tr_lst):
        column = line.grid_before
        for cell in line.tc_lst:
            width = cell.grid_span
            if cell.vMerge == "continue":
                top = begun.get(column, (row, width))[0]
                sheet.merged = [span for span in sheet.merged if span[:2] != (top, column)]
                sheet.merged.append((top, column, row, column + width - 1))
            else:
                begun[column] = (row, width)
                sheet.put((row, column), "\n".join(_text(paragraph) for paragraph in cell.p_lst))
                if width > 1:
                    sheet.merged.append((row, column, row, column + width - 1))
            column += width
    return sheet


def _text(paragraph: _Element) -> str:
    """What a reader sees of a paragraph."""
    signs = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    parts = (
        (node.text or "") if node.tag == qn("w:t") else signs.get(node.tag, "")
        for node in paragraph.iter(qn("w:t"), *signs)
        if not any(True for _ in node.iterancestors(qn("w:del"), qn("w:moveFrom")))
    )
    return "".join(parts)
