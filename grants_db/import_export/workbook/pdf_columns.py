"""Reads tables without ruling lines from a PDF, where blank stripes from top to bottom part their columns.

Where no such stripes are, there is no table for us: what stands in which column would be a guess.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pdfplumber.page import Page

from grants_db.import_export.workbook.raw_sheet import RawSheet

LEAST_COLUMNS = 3
LEAST_ROWS = 3
GAP = 7.0  # points between two cells; a blank between words is about 3
STRIPE = 3.0  # points that part two columns on every line
APART = 1.9  # line heights after which a line is no continuation of the one above


@dataclass
class _Cell:
    left: float
    right: float
    text: str


@dataclass
class _Line:
    top: float
    height: float
    cells: list[_Cell] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(cell.text for cell in self.cells)


def column_sheets(pages: Iterable[Page]) -> list[RawSheet]:
    """The table of the pages, if their columns are plain: one sheet, with the text over and under it."""
    lines = [list(_lines(page)) for page in pages]
    rich = [line for page in lines for line in page if len(line.cells) >= LEAST_COLUMNS]
    columns = _columns(rich)
    if len(columns) < LEAST_COLUMNS or len(rich) < LEAST_ROWS:
        return []
    sheet = RawSheet("")
    rows: list[list[str]] = []
    above: list[str] = []
    below: list[str] = []
    for page in lines:
        at = [place for place, line in enumerate(page) if len(line.cells) >= LEAST_COLUMNS]
        if not at:
            below += [line.text for line in page]
            continue
        begin, end = at[0], _end_of_rows(page, at[-1], columns)
        if not rows:
            above = [line.text for line in page[:begin]]
        _add(rows, page[begin : end + 1], columns)
        below += [line.text for line in page[end + 1 :]]
    for row, cells in enumerate(_without_repeated_headings(rows)):
        for column, text in enumerate(cells):
            sheet.put((row, column), text)
    sheet.above, sheet.below = "\n".join(above), "\n".join(below)
    return [sheet]


def _lines(page: Page) -> Iterator[_Line]:
    """The lines of a page, each parted into cells where it has wide gaps."""
    found: list[_Line] = []
    words = page.extract_words(keep_blank_chars=False, use_text_flow=False)
    for word in sorted(words, key=lambda one: (round(one["bottom"]), one["x0"])):
        height = word["bottom"] - word["top"]
        line = next((each for each in found[-3:] if abs(each.top - word["top"]) < height / 2), None)
        if line is None:
            line = _Line(word["top"], height)
            found.append(line)
        line.cells.append(_Cell(word["x0"], word["x1"], word["text"]))
    for line in sorted(found, key=lambda one: one.top):
        line.cells.sort(key=lambda cell: cell.left)
        joined: list[_Cell] = []
        for cell in line.cells:
            if joined and cell.left - joined[-1].right < GAP:
                joined[-1] = _Cell(joined[-1].left, cell.right, f"{joined[-1].text} {cell.text}")
            else:
                joined.append(cell)
        line.cells = joined
        yield line


def _columns(lines: Sequence[_Line]) -> list[tuple[float, float]]:
    """From where to where each column reaches, by the stripes that no cell of these lines touches."""
    spans = sorted((cell.left, cell.right) for line in lines for cell in line.cells)
    columns: list[tuple[float, float]] = []
    for left, right in spans:
        if columns and left - columns[-1][1] < STRIPE:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _placed(line: _Line, columns: Sequence[tuple[float, float]]) -> list[str] | None:
    """The line's texts by column; None where one reaches over several columns."""
    row = [""] * len(columns)
    for cell in line.cells:
        touched = [at for at, (left, right) in enumerate(columns) if cell.left < right and cell.right > left]
        if len(touched) != 1:
            return None
        row[touched[0]] = f"{row[touched[0]]} {cell.text}".strip()
    return row


def _end_of_rows(page: Sequence[_Line], last: int, columns: Sequence[tuple[float, float]]) -> int:
    """The last line of the table: what follows closely in its columns, without filling the first, belongs to it."""
    while last + 1 < len(page):
        line, before = page[last + 1], page[last]
        row = _placed(line, columns)
        if row is None or row[0] or line.top - before.top > APART * before.height:
            break
        last += 1
    return last


def _add(rows: list[list[str]], lines: Sequence[_Line], columns: Sequence[tuple[float, float]]) -> None:
    """Put lines into rows; a line without a number that follows closely goes on with the row above."""
    before: _Line | None = None
    for line in lines:
        row = _placed(line, columns)
        if row is None:
            rows.append([line.text] + [""] * (len(columns) - 1))
            before = None
            continue
        close = before is not None and line.top - before.top <= APART * before.height
        if close and not row[0] and rows and _goes_on(rows[-1], row):
            rows[-1] = [_joined(over, under) for over, under in zip(rows[-1], row, strict=True)]
        else:
            rows.append(row)
        before = line


def _goes_on(above: Sequence[str], row: Sequence[str]) -> bool:
    """Is the line the rest of the row above: words only where there are some above, and no new sum?"""
    filled = [(over, under) for over, under in zip(above, row, strict=True) if under]
    heads = not any(re.search(r"\d", cell) for cell in above)
    sums = any(re.fullmatch(r"[\d.,]+ ?(€|EUR|T€)?|-", under) for _, under in filled)
    return all(over for over, _ in filled) and (heads or not sums)


def _joined(over: str, under: str) -> str:
    if not under:
        return over
    if re.search(r"[a-zäöüß]-$", over) and re.match(r"[a-zäöüß]", under):
        return f"{over[:-1]}{under}"
    return f"{over} {under}".strip()


def _without_repeated_headings(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The rows with the headings of later pages left out; these say nothing new."""
    kept = list(rows[:1])
    for before, row in pairwise(rows):
        if row != rows[0] or before == row:
            kept.append(row)
    return kept
