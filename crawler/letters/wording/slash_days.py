"""Days with slashes in a letter: 18/12/2026 tells that 01/04/2027 is in April, where nothing says otherwise."""

import re
from dataclasses import replace

from crawler.letters.files.document import LetterDocument, TextLine

_DAY = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(20\d\d)(?![\d/])")


def with_dots(document: LetterDocument) -> LetterDocument:
    r"""The letter with such days written with dots, where one of them can only have its day first and none its month.

    >>> [line.text for line in with_dots(LetterDocument.of_text("18/12/2026\n01/04/2027")).lines]
    ['18.12.2026', '01.04.2027']
    """
    pairs = [(int(found[1]), int(found[2])) for found in _DAY.finditer(document.text)]
    if not any(first > 12 for first, _ in pairs) or any(second > 12 for _, second in pairs):
        return document
    return replace(document, lines=tuple(_dotted(line) for line in document.lines))


def _dotted(line: TextLine) -> TextLine:
    return replace(line, cells=tuple(replace(cell, text=_DAY.sub(r"\1.\2.\3", cell.text)) for cell in line.cells))
