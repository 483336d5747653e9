"""A letter as the readers see it: lines made of cells, the way they stand on paper, and the prose they make together.

A cell is what stands together on a line; a wide gap begins another cell, so that a label and its value, the columns of
a table and the two halves of a letterhead stay apart.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from crawler.text.sentences import Prose

_NEW_ITEM = re.compile(r"(?:\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[a-z]\)|[IVX]{1,4}\.|[-–•▪*·●]|Nr\. \d+)\s")
_OPEN_END = re.compile(
    r"(?:[,–]|\b(?:ein|von|zu|bis|in|im|der|die|das|dem|den|des|und|oder|auf|für|mit|am|vom|zum|zur|nach|beim|bei|über|als|"
    r"eine[rnms]?|Ihre[rnms]?|höchstens|maximal|insgesamt|Höhe|Betrag))$"
)
_CUT = re.compile(r"\w-$")
_FULL_WIDTH = 0.72  # of the page's widest line: a line that reaches that far may go on in the next
_PROSE = 45  # signs: a cell as long as that is no label
_MARGIN = 0.6  # of the page's widest line: where a column of notes may begin
_SENTENCE_END = (".", ":", "!", "?", ";")


@dataclass(frozen=True, slots=True)
class TextCell:
    """What stands together on a line, and from where to where (points; signs in a mail)."""

    text: str
    left: float = 0.0
    right: float = 0.0


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line: its cells from left to right, the page, the gap above it in line heights, and a heading's mark."""

    cells: tuple[TextCell, ...]
    page: int = 0
    gap: float = 1.0
    heading: bool = False
    links: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The line's words; two blanks where a cell ends."""
        return "  ".join(cell.text for cell in self.cells)


@dataclass(frozen=True)
class LetterDocument:
    """A document's lines; a mail has headers and attachments too.

    Attributes:
        lines: in reading order.
        headers: of a mail, by lower-case name.
        attachments: of a mail, those that could be read.
        unread: names of attachments that could not be read.
        other_form: of a mail that has two forms, text and page, the short lines of the one that is not read.
    """

    lines: tuple[TextLine, ...]
    headers: dict[str, str] = field(default_factory=dict)
    name: str = ""
    attachments: tuple["LetterDocument", ...] = ()
    unread: tuple[str, ...] = ()
    other_form: tuple[str, ...] = ()

    @cached_property
    def blocks(self) -> tuple[str, ...]:
        """Paragraphs of prose, and each other line by itself."""
        return tuple(_blocks(self.lines))

    @cached_property
    def prose(self) -> Prose:
        """The whole text, a paragraph a block."""
        return Prose("\n\n".join(self.blocks))

    @cached_property
    def flow(self) -> Prose:
        """The prose without the rows of tables."""
        return Prose("\n\n".join(block for block in self.blocks if "  " not in block))

    @cached_property
    def text(self) -> str:
        """The lines as they stand."""
        return "\n".join(line.text for line in self.lines)

    def as_json(self) -> dict[str, Any]:
        """What `from_json` takes: how a document leaves the process that read it."""
        return asdict(self)

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> "LetterDocument":
        """The document that `as_json` was made of."""
        lines = tuple(
            TextLine(tuple(TextCell(**cell) for cell in line["cells"]), *_rest_of(line)) for line in record["lines"]
        )
        attachments = tuple(cls.from_json(part) for part in record["attachments"])
        return cls(
            lines, record["headers"], record["name"], attachments, tuple(record["unread"]), tuple(record["other_form"])
        )

    @classmethod
    def of_text(cls, text: str, **headers: str) -> "LetterDocument":
        """A document of plain text, as a mail has it: three blanks or a tab begin another cell.

        >>> [cell.text for cell in LetterDocument.of_text("Summe:    5 EUR").lines[0].cells]
        ['Summe:', '5 EUR']
        """
        return cls(tuple(lines_of_text(text)), {name.replace("_", "-"): value for name, value in headers.items()})


def lines_of_text(text: str) -> Iterator[TextLine]:
    """The lines of a plain text with their cells; empty lines become the gap above the next one."""
    gap = 1.0
    for raw in text.expandtabs(8).split("\n"):
        row = raw.rstrip()
        if not row.strip():
            gap += 1.0
            continue
        cells = [
            TextCell(found.group(), found.start(), found.end()) for found in re.finditer(r"\S+(?:\s{1,2}\S+)*", row)
        ]
        yield TextLine(tuple(cells), 0, gap)
        gap = 1.0


def joined(first: str, second: str) -> str:
    """Two lines of a paragraph as one; a word that was cut at the line's end is whole again.

    >>> joined("der Zuwendungs-", "bescheid"), joined("nach den ANBest-", "P"), joined("Personal-", "und Sachkosten")
    ('der Zuwendungsbescheid', 'nach den ANBest-P', 'Personal- und Sachkosten')
    """
    if first.endswith("-") and len(first) > 1 and first[-2].isalpha():
        if second[:1].isupper() or second[:1].isdigit():
            return first + second
        if second[:1].islower() and not re.match(r"(?:und|oder|bzw|sowie|noch|als|wie)\b", second):
            return first[:-1] + second
    return f"{first} {second}"


def _rest_of(line: dict[str, Any]) -> tuple[int, float, bool, tuple[str, ...]]:
    return line["page"], line["gap"], line["heading"], tuple(line["links"])


def _blocks(lines: tuple[TextLine, ...]) -> Iterator[str]:
    widest = max((line.cells[-1].right for line in lines), default=0.0)
    block = ""
    before: TextLine | None = None
    for line in _main_text(lines, widest):
        if before is not None and block and _goes_on(before, line, block, widest):
            block = joined(block, line.text)
        else:
            if block:
                yield block
            block = line.text
        before = line
    if block:
        yield block


def _main_text(lines: tuple[TextLine, ...], widest: float) -> Iterator[TextLine]:
    """The lines without a column of notes beside the text, and then that column."""
    beside: list[TextLine] = []
    for line in lines:
        first, last = line.cells[0], line.cells[-1]
        if (
            len(line.cells) == 2
            and len(first.text) >= _PROSE
            and last.left > _MARGIN * widest
            and not any(sign.isdigit() for sign in last.text)
        ):
            yield replace(line, cells=(first,))
            beside.append(replace(line, cells=(last,)))
        else:
            yield line
    yield from beside


def _goes_on(before: TextLine, line: TextLine, block: str, widest: float) -> bool:
    """Is the line the rest of the paragraph that the block is so far?"""
    if line.heading or before.heading or len(line.cells) > 1 or len(before.cells) > 1:
        return False
    if _NEW_ITEM.match(line.text) and not _OPEN_END.search(block):
        return False
    if _OPEN_END.search(block) or _CUT.search(block):  # a sum that stands by itself in the middle of the page
        return True
    if line.gap > 1.7 and line.page == before.page:
        return line.text[0].islower() or line.text[0] == "("
    if before.cells[-1].right < _FULL_WIDTH * widest:
        return (line.text[0].islower() or line.text[0] == "(") and not block.endswith(_SENTENCE_END)
    return abs(line.cells[0].left - before.cells[0].left) < 0.08 * widest
