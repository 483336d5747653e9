"""Bars of signs, a pattern for each kind of money. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rich.cells import cell_len, set_cell_size

from tui.formatting.format import shortened
from tui.text.application_money import shares
from tui.text.overview import ROOMY
from tui.widgets.row_table import Column, Row

#: what a sum is drawn with; they differ in pattern, so that no colour is needed
MISSING, ASKED, AWARDED, PAID, OWN, OTHERS = "░", "▒", "▓", "█", "█", "▓"


#: how many cells a sum takes in whole euros, and to the cent
NARROW, WIDE = 12, 17


@dataclass(frozen=True)
class Picture:
    """A picture of so many cells a line, and the table with the same figures.

    Attributes:
        title: what it shows.
        lines: the drawing.
        legend: what its signs mean.
        columns: of the table.
        rows: of the table.
    """

    title: str
    lines: tuple[str, ...]
    legend: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def money_columns(names: Sequence[str], narrow: int = NARROW) -> tuple[Column, ...]:
    """Columns of sums, twice: in whole euros where there is little room, else to the cent."""
    return (
        *(Column(name, width=narrow, right=True, until_width=ROOMY) for name in names),
        *(Column(name, width=WIDE, right=True, from_width=ROOMY) for name in names),
    )


def name_cells(text: str, width: int) -> str:
    """A name in so many cells, cut with an ellipsis or filled with blanks."""
    return set_cell_size(shortened(text, width), width)


def bar_of(amount: Decimal, largest: Decimal, sign: str, width: int) -> str:
    """A bar of its share of `width` cells, filled up with blanks; at least one cell where there is anything.

    >>> bar_of(Decimal(1), Decimal(1000), "█", 4), bar_of(Decimal(500), Decimal(1000), "█", 4)
    ('█   ', '██  ')
    """
    if amount <= 0 or largest <= 0:
        return " " * width
    return (sign * max(1, min(width, round(amount / largest * width)))).ljust(width)


def stacked_bar(parts: Sequence[tuple[Decimal, str]], width: int) -> str:
    """All parts in one bar of `width` cells, each by its share and its sign.

    >>> stacked_bar([(Decimal(30), "█"), (Decimal(10), "░")], 8)
    '██████░░'
    """
    cells = shares([amount for amount, _sign in parts], width)
    return "".join(sign * count for (_amount, sign), count in zip(parts, cells, strict=True))


def widest(texts: Sequence[str]) -> int:
    """How many cells the longest of them takes."""
    return max((cell_len(text) for text in texts), default=0)
