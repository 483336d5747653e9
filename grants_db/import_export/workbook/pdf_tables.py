"""Reads the tables of a PDF with the text over and under each; a table that goes on over a page is one.

Without ruling lines a table is read where its columns are plain (`pdf_columns`).
"""

import io
import re
from collections.abc import Iterator

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from grants_db.import_export.workbook.labelled_lines import sheet_of_lines
from grants_db.import_export.workbook.pdf_columns import column_sheets
from grants_db.import_export.workbook.raw_sheet import RawSheet, Refusal, RefusedError

MOST_PAGES = 200
#: what begins a row of its own, though it has no number
OWN_ROW = re.compile(
    r"(zwischen|gesamt|end|teil)?-?summe|(ins)?gesamt|Σ|HF\b|Handlungsfeld|Ziel|Leitziel|\*"
    r"|[\d.,]+ ?(€|EUR)?$",
    re.I,
)
#: what stands over a table on every page
PAGE_LINE = re.compile(
    r"\bseite\b|\banlage\b|\bdrucksache|\bvorlage\b|^\W*\d+\W*(von \d+)?\W*$|fortsetzung|^\s*$", re.I
)
Lines = list[list[str]]


def pdf_sheets(content: bytes) -> list[RawSheet]:
    """The tables of the document; without any, its labelled lines.

    Raises:
        RefusedError: behind a password, damaged, too long, without text, or without a table with lines.
    """
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            if len(document.pages) > MOST_PAGES:
                raise RefusedError(Refusal.LARGE)
            sheets = _sheets(document.pages) or column_sheets(document.pages)
            if sheets:
                return sheets
            lines = [line for page in document.pages for line in [*(page.extract_text() or "").splitlines(), ""]]
            if (sheet := sheet_of_lines(lines, wrapped=True)) is not None:
                return [sheet]
            scanned = not any(page.chars for page in document.pages)
    except PdfminerException as mishap:
        locked = any(isinstance(each, PDFPasswordIncorrect) for each in (mishap.__cause__, *mishap.args))
        raise RefusedError(Refusal.LOCKED if locked else Refusal.DAMAGED) from mishap
    except (MalformedPDFException, PSException, ValueError, KeyError, TypeError, RecursionError) as mishap:
        raise RefusedError(Refusal.DAMAGED) from mishap
    raise RefusedError(Refusal.SCANNED if scanned else Refusal.NO_TABLE)


def _sheets(pages: list[Page]) -> list[RawSheet]:
    found: list[tuple[Lines, list[str], list[str]]] = []  # rows, texts above, texts below
    for page in pages:
        for place, (rows, above, below) in enumerate(_tables(page)):
            before = found[-1] if found else None
            if before is not None and place == 0 and _goes_on(before[0], rows, above):
                _append(before[0], rows)
                before[2].extend(below)
            else:
                found.append((rows, above, below))
        page.close()
    return [_sheet(*each) for each in found]


def _tables(page: Page) -> Iterator[tuple[Lines, list[str], list[str]]]:
    top = 0.0
    tables = sorted(page.find_tables(), key=lambda table: table.bbox[1])
    for place, table in enumerate(tables):
        rows = [[_cleaned(cell) for cell in row] for row in table.extract()]
        end = tables[place + 1].bbox[1] if place + 1 < len(tables) else page.height
        if any(any(row) for row in rows):
            yield rows, _texts(page, top, table.bbox[1]), _texts(page, table.bbox[3], end)
        top = table.bbox[3]


def _texts(page: Page, top: float, bottom: float) -> list[str]:
    if bottom - top < 1:
        return []
    part = page.crop((0, max(top, 0), page.width, min(bottom, page.height)), strict=False)
    return (part.extract_text() or "").splitlines()


def _cleaned(cell: str | None) -> str:
    """A cell's text; a word that was parted at a line's end is one again."""
    return re.sub(r"(?<=[a-zäöüß])[-\u00ad]\n(?=[a-zäöüß])", "", cell or "").strip()


def _goes_on(before: Lines, rows: Lines, above: list[str]) -> bool:
    """Is it the rest of a table, on the next page: as many columns, and no headings or the same ones again?

    The same headings under words of their own begin another table, which may be another action field's.
    """
    if len(before[0]) != len(rows[0]):
        return False
    if rows[0] == before[0]:
        return (len(rows) > 1 and not rows[1][0]) or all(PAGE_LINE.search(line) for line in above)
    return not _looks_like_headings(rows[0])


def _looks_like_headings(row: list[str]) -> bool:
    """Headings are words in every column; a measure has its number, and sums."""
    return all(row) and not any(re.search(r"\d", cell) for cell in row[:1])


def _append(before: Lines, rows: Lines) -> None:
    rest = rows[1:] if rows[0] == before[0] else rows
    if rest and _is_rest_of_row(before[-1], rest[0]):
        parted, rest = rest[0], rest[1:]
        before[-1] = [f"{above}\n{below}".strip() for above, below in zip(before[-1], parted, strict=True)]
    before.extend(rest)


def _is_rest_of_row(above: list[str], below: list[str]) -> bool:
    """Does a row go on over the page: no number, no new sums, and words only where there are some above?"""
    words = [(over, under) for over, under in zip(above, below, strict=True) if under]
    return not below[0] and all(over and not OWN_ROW.match(under) for over, under in words)


def _sheet(rows: Lines, above: list[str], below: list[str]) -> RawSheet:
    sheet = RawSheet("", above="\n".join(above), below="\n".join(below))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            sheet.put((row, column), text)
    return sheet
