"""Labels and what stands with them: beside, below, or after a colon, the way letterheads and tables put it."""

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.letters.files.document import LetterDocument, TextLine

_SAME_PLACE = 9.0  # points (or signs) by which a cell may be off the one above it
_ROWS_BELOW = 3  # a letterhead's other half may have lines between a label and its value
LONGEST_LABEL = 80


@dataclass(frozen=True, slots=True)
class Pair:
    """A label, its value, the words both stand in, and the line's place; `below`: the value stands under the label."""

    label: str
    value: str
    quote: str
    place: int
    below: bool = False


def pairs_of(document: LetterDocument) -> Iterator[Pair]:
    """Every pair that may be label and value; who knows the label takes it."""
    lines = document.lines
    for place, line in enumerate(lines):
        for number, cell in enumerate(line.cells):
            label, colon, value = cell.text.partition(":")
            if colon and value.strip() and len(label) <= LONGEST_LABEL and not value.startswith("//"):
                yield Pair(label.strip(), value.strip(), cell.text, place)
            elif number + 1 < len(line.cells) and len(cell.text) <= LONGEST_LABEL:
                beside = line.cells[number + 1].text
                yield Pair(cell.text.rstrip(": "), beside, f"{cell.text} {beside}", place)
            if len(cell.text) <= LONGEST_LABEL and not value.strip():
                yield from _below(lines, place, number)


def _below(lines: tuple[TextLine, ...], place: int, number: int) -> Iterator[Pair]:
    label = lines[place].cells[number]
    for line in lines[place + 1 : place + 1 + _ROWS_BELOW]:
        for cell in line.cells:
            if abs(cell.left - label.left) <= _SAME_PLACE:
                yield Pair(label.text.rstrip(": "), cell.text, f"{label.text} {cell.text}", place, below=True)
                return
