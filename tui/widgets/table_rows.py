"""What a table is made of: columns, rows of cells with the values behind them, and their order by a column. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from grants_db.rules.folding import folded, without_umlauts
from tui.state.arrangement import Arrangement


@dataclass(frozen=True)
class Column:
    """A column: heading (translated when shown), width in cells or 0 for a share of the rest, alignment."""

    heading: str
    width: int = 0
    right: bool = False
    share: int = 1
    from_width: int = 0  # the table's width from which on it is shown
    until_width: int = 10_000  # and below which it is


@dataclass(frozen=True)
class RankedWord:
    """A word of a vocabulary, which has an order of its own: "angekündigt" comes after "offen"."""

    text: str
    rank: int


#: what a cell stands for; None: nothing is known, which comes last in any order
Value = str | int | Decimal | date | RankedWord | None


@dataclass(frozen=True)
class Row:
    """A row: its key, its cells as plain text from anywhere; `bold` for sums, `indent` of the first cell in a tree.

    `values` are what the cells stand for, by the column's number, where that is more than their text; a `heading`
    stands over other rows and goes where the list is sorted.
    """

    key: str
    cells: tuple[str, ...]
    bold: bool = False
    indent: int = 0
    values: dict[int, Value] = field(default_factory=dict)
    heading: bool = False

    def value(self, number: int) -> Value:
        """What the cell of this column stands for."""
        return self.values[number] if number in self.values else self.cells[number]


def in_order(rows: Sequence[Row], columns: Sequence[Column], wanted: Arrangement) -> Sequence[Row]:
    """The rows as they are wanted, without headings where they are sorted; of equals the first stays first."""
    number = next((at for at, column in enumerate(columns) if wanted.by and column.heading == wanted.by), None)
    if number is None:
        return rows
    alone = [row for row in rows if not row.heading]
    known = [row for row in alone if row.value(number) not in (None, "", "–")]
    unknown = [row for row in alone if row.value(number) in (None, "", "–")]
    return sorted(known, key=lambda row: sort_key(row.value(number)), reverse=wanted.descending) + unknown


def sort_key(value: Value) -> tuple[int, Any]:
    """Numbers before days before words; in words umlauts count as their letters, and numbers as numbers.

    >>> sorted(["Ö 10", "Ö 9", "Zoo", "a"], key=sort_key)
    ['a', 'Ö 9', 'Ö 10', 'Zoo']
    """
    match value:
        case RankedWord():
            return 0, value.rank
        case int() | Decimal():
            return 0, value
        case date():
            return 1, (value.year, value.month, value.day)
        case _:
            parts = re.split(r"(\d+)", without_umlauts(folded(str(value or ""))))
            return 2, [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]


def chosen(columns: Sequence[Column], wanted: Arrangement) -> Iterable[tuple[int, Column]]:
    """The columns that are wanted, in their order, each with its number among all."""
    if not wanted.columns:
        return list(enumerate(columns))
    by_name = {column.heading: (number, column) for number, column in enumerate(columns)}
    return [by_name[name] for name in wanted.columns if name in by_name]
