"""The lines of a PDF as they stand on its pages, put together from the places of its signs.

The order in which a PDF stores its signs is its maker's: a table may come column by column, a letterhead after the
letter. Where a sign stands is the same for everybody. Runs in a process of its own (`reading_process`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any
from unicodedata import normalize

from crawler.letters.files.document import TextCell, TextLine

MOST_PAGES = 40
MOST_SIGNS = 400_000
EDGE = 4  # lines at the top and at the foot of a page that may be the same on every page
_HYPHENS = {"\ufffe": "-", "\u0002": "-", "\u00ad": "-", "\u2010": "-", "\u2011": "-"}
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_PAGE_NUMBER = re.compile(
    r"(?:.{0,60}\s)?(?:Seite|Blatt|S\.)\s\d{1,3}(?:\s(?:von|/)\s\d{1,3})?|[-–]?\s?\d{1,3}\s?[-–]?"
)


_SIGNS = _HYPHENS | _LIGATURES


@dataclass(frozen=True, slots=True)
class _Sign:
    sign: str
    left: float
    right: float
    base: float
    size: float


def pdf_lines(content: bytes) -> list[TextLine]:
    """The lines of all pages, from the top; what every page repeats at its edges stands once."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    pages = []
    left = MOST_SIGNS
    for number in range(min(len(document), MOST_PAGES)):
        signs = list(_signs(document[number].get_textpage(), left))
        left -= len(signs)
        pages.append(_page_lines(signs, number))
    return _without_repeats(pages)


def _signs(textpage: Any, most: int) -> Iterator[_Sign]:
    from ctypes import byref, c_double

    import pypdfium2.raw as pdfium

    x, y = c_double(), c_double()
    for place in range(min(textpage.count_chars(), most)):
        code = pdfium.FPDFText_GetUnicode(textpage, place)
        sign = _SIGNS.get(chr(code), chr(code)) if code < 0x110000 else ""
        if not sign.strip() or not sign.isprintable():
            continue
        box = textpage.get_charbox(place, loose=True)
        pdfium.FPDFText_GetCharOrigin(textpage, place, byref(x), byref(y))
        yield _Sign(sign, box[0], box[2], y.value, max(box[3] - box[1], 1.0))


def _page_lines(signs: Sequence[_Sign], page: int) -> list[TextLine]:
    rows: list[list[_Sign]] = []
    for sign in sorted(signs, key=lambda sign: -sign.base):
        if rows and rows[-1][0].base - sign.base < 0.22 * max(sign.size, rows[-1][0].size):
            rows[-1].append(sign)
        else:
            rows.append([sign])
    lines, last_base = [], None
    for row in rows:
        size = median(sign.size for sign in row)
        gap = (last_base - row[0].base) / size if last_base is not None else 1.0
        last_base = row[0].base
        lines.append(TextLine(tuple(_cells(sorted(row, key=lambda sign: sign.left))), page, round(gap / 1.1, 2)))
    return lines


def _cells(row: Sequence[_Sign]) -> Iterator[TextCell]:
    """A line's signs in cells: a gap wider than a sign is high begins another one."""
    size = median(sign.size for sign in row) / 1.15
    widest = max(1.15 * size, _justified(row, size))
    part = [row[0]]
    for before, sign in pairwise(row):
        if sign.left - before.right > widest and not _spaced(part):
            yield _cell(part, size)
            part = []
        part.append(sign)
    yield _cell(part, size)


def _justified(row: Sequence[_Sign], size: float) -> float:
    """The widest blank of a line of prose that is stretched to both margins; 0 for any other line."""
    blanks = [gap for gap in (after.left - before.right for before, after in pairwise(row)) if gap > 0.13 * size]
    digits = sum(sign.sign.isdigit() for sign in row)
    even = len(blanks) >= 5 and median(blanks) > 0.55 * max(blanks) and max(blanks) < 2.2 * size
    return max(blanks) if even and digits < 0.3 * len(row) else 0.0


def _spaced(signs: Sequence[_Sign]) -> bool:
    """Is it a title whose letters are set apart ("B e s c h e i d")?"""
    gaps = [after.left - before.right for before, after in pairwise(signs)]
    return len(gaps) >= 4 and median(gaps) > 0.18 * signs[0].size


def _cell(signs: Sequence[_Sign], size: float) -> TextCell:
    gaps = [after.left - before.right for before, after in pairwise(signs)]
    usual = median(gaps) if _spaced(signs) else 0.0
    words = [signs[0].sign]
    for gap, sign in zip(gaps, signs[1:], strict=True):
        if gap > 1.75 * usual + 0.13 * size:
            words.append(" ")
        words.append(sign.sign)
    return TextCell(normalize("NFC", "".join(words)), round(signs[0].left, 1), round(signs[-1].right, 1))


def _without_repeats(pages: Sequence[list[TextLine]]) -> list[TextLine]:
    """The lines of all pages; what several pages repeat at their edges stands once, a page's foot after everything."""
    seen = Counter(shape for lines in pages for shape in {_shape(line) for line in lines})
    kept: list[TextLine] = []
    feet: dict[str, TextLine] = {}
    for number, lines in enumerate(pages):
        for place, line in enumerate(lines):
            shape = _shape(line)
            foot = place >= max(len(lines) - EDGE, len(lines) / 2)
            if foot and (seen[shape] > 1 or _PAGE_NUMBER.fullmatch(line.text)):
                feet.setdefault(shape, line)
            elif not (number and place < EDGE and (seen[shape] > 1 or _PAGE_NUMBER.fullmatch(line.text))):
                kept.append(line)
    return [*kept, *feet.values()]


def _shape(line: TextLine) -> str:
    return re.sub(r"\d+(?=\D*$)", "#", line.text)
