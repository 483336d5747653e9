"""A table as it was read: rows of cells, with what is merged. Nothing here knows what the cells mean."""

from dataclasses import dataclass, field
from functools import cached_property

from grants_db.rules.cell import Cell, as_text


@dataclass
class TableRow:
    """One row that isn't empty; `number` counts from 1 as a spreadsheet does, an empty cell is an empty text.

    `texts` are the cells as a person reads them. All of it is to be read only.
    """

    number: int
    cells: list[Cell]
    texts: list[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.texts = [cell.strip() if isinstance(cell, str) else as_text(cell) for cell in self.cells]

    @cached_property
    def names(self) -> dict[int, str]:
        """The row's texts by column, each on one line; to be read only."""
        return {index: text for index, said in enumerate(self.texts) if said and (text := " ".join(said.split()))}

    @property
    def only_text(self) -> str:
        """What stands in the row where nothing else does, perhaps more than once; else an empty text."""
        found = ""
        for said in self.texts:
            if said and said != found:
                text = " ".join(said.split())
                if found and text != found:
                    return ""
                found = text
        return found

    def at(self, index: int | None) -> Cell:
        """What stands in a column; an empty text beyond the last one, or where there is none."""
        return self.cells[index] if index is not None and index < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """A sheet with its rows; a .csv has one, without a name.

    `spans` holds the value of cells that are merged with one above them, by row number and column, `wide` the last
    column of cells merged with those to their right; `unsure` says that results of formulas are stored which the file
    itself wants to be calculated anew; `above` is the text over a table of a document.
    """

    name: str
    rows: list[TableRow]
    spans: dict[tuple[int, int], Cell] = field(default_factory=dict)
    wide: dict[tuple[int, int], int] = field(default_factory=dict)
    hidden: bool = False
    unsure: bool = False
    above: str = ""
    below: str = ""
    undoubled: str = ""  # a word as it stood in the file, if its letters had been converted twice and are repaired


def written_names(row: TableRow) -> dict[int, str]:
    """The row's texts by column, each on one line."""
    return row.names
