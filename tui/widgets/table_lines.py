"""How the lines of a table are drawn: which columns there is room for, and a cell in exactly its width. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style

from tui.formatting.i18n import _
from tui.formatting.sanitize import shortened
from tui.state.arrangement import Arrangement
from tui.widgets.table_rows import Column, Row

ASCENDING, DESCENDING = "▲", "▼"


@dataclass(frozen=True)
class Place:
    """A column there is room for: its number in the specification, what it is, its width in cells."""

    number: int
    column: Column
    width: int


@dataclass(frozen=True)
class Drawing:
    """What one picture of the table is drawn with: the columns there is room for, and the styles of its lines."""

    places: Sequence[Place]
    plain: Style
    header: Style
    cursor: Style
    hover: Style


def heading(column: Column, wanted: Arrangement) -> str:
    """What stands over a column; a sign says that the rows are sorted by it, and which way."""
    sign = (DESCENDING if wanted.descending else ASCENDING) if wanted.by and wanted.by == column.heading else ""
    return sign + _(column.heading)


def drawn(row: Row, place: Place) -> str:
    """A row's cell in this place."""
    return fitted(row.cells[place.number], place, 0 if place.number else row.indent)


def fitted(text: str, place: Place, indent: int = 0) -> str:
    """The text in exactly the width of its column."""
    shown = " " * indent + shortened(text, place.width - indent)
    blanks = " " * (place.width - cell_len(shown))
    return blanks + shown if place.column.right else shown + blanks
