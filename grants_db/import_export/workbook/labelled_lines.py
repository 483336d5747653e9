"""A document without a table whose lines say "Label: value", as a sheet of two columns."""

import re
from collections.abc import Sequence

from grants_db.import_export.workbook.raw_sheet import RawSheet

LEAST = 4  # labelled lines; fewer are prose
BULLET = re.compile(r"^\s*[-–•●▪■◦*]\s+")
LABELLED = re.compile(r"(?P<label>[^\W\d_][^:\n]{1,60}):(?:\s+(?P<value>\S.*)|\s*)", re.S)
#: what begins a part of its own rather than going on with the line above
OWN_LINE = re.compile(r"\d{1,2}[.\-/]\d|(maßnahmen?|projekt|vorhaben|steckbrief|handlungsfeld|HF)\b|\s*$", re.I)


def sheet_of_lines(lines: Sequence[str], *, wrapped: bool) -> RawSheet | None:
    """A row for each line, label and value apart; None where hardly any has a label.

    Args:
        lines: of the document, from top to bottom; an empty one ends what stands above it.
        wrapped: a line may go on in the next one, as in a PDF.
    """
    rows: list[list[str]] = []
    labelled, goes_on = 0, False
    for line in lines:
        text = BULLET.sub("", line).strip()
        if found := LABELLED.fullmatch(text):
            rows.append([found["label"].strip(), (found["value"] or "").strip()])
            labelled += 1
            goes_on = wrapped
        elif goes_on and text and not OWN_LINE.match(text) and not BULLET.match(line):
            rows[-1][1] = f"{rows[-1][1]}\n{text}".strip()
        else:
            rows.append([text])
            goes_on = False
    if labelled < LEAST:
        return None
    sheet = RawSheet("")
    for number, cells in enumerate(rows):
        for column, text in enumerate(cells):
            sheet.put((number, column), text)
    return sheet
