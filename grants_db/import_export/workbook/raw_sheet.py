"""A sheet as a workbook holds it, before anybody asks what its rows mean; with bounds for what is no list of ours."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from grants_db.rules.cell import Cell

Place = tuple[int, int]  # row and column, both from 0

OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")  # .xls, and every workbook behind a password
PDF_MAGIC = b"%PDF"
MOST_ROWS = 20_000  # that aren't empty
MOST_COLUMNS = 1_000  # that aren't empty, of a row
MOST_WIDTH = 20_000  # cells of a row up to the last one, empty ones included; no program has so many
MOST_AREA = 5_000_000  # cells from the first column to the last filled one, of all rows
MOST_SIGNS = 20_000_000  # of text, of a sheet


class Refusal(StrEnum):
    """Why a workbook or a document isn't read."""

    LOCKED = "locked"
    DAMAGED = "damaged"
    LARGE = "large"
    ROWS = "rows"
    COLUMNS = "columns"
    SCANNED = "scanned"
    NO_TABLE = "no_table"


class RefusedError(Exception):
    """The workbook isn't read."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


@dataclass
class RawSheet:
    """One sheet; of a hidden one only the name is read."""

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)  # row → column → what stands there, both from 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # first row and column, last row and column
    unsure: bool = False  # results of formulas are stored which the file itself wants to be calculated anew
    above: str = ""  # what stands over a table of a document, and under it
    below: str = ""
    signs: int = 0

    def put(self, place: Place, cell: Cell) -> None:
        """Write a cell; an empty one writes nothing.

        Raises:
            RefusedError: the sheet has become larger than any list.
        """
        if isinstance(cell, str):
            cell = cell.strip()
            if not cell:
                return
            self.signs += len(cell)
            if self.signs > MOST_SIGNS:
                raise RefusedError(Refusal.LARGE)
        row, column = place
        cells = self._row(row)
        cells[column] = cell
        if len(cells) > MOST_COLUMNS:
            raise RefusedError(Refusal.COLUMNS)

    def put_row(self, row: int, left: int, cells: Iterable[Cell]) -> None:
        """Write the cells of a row that has none yet, from the column `left` on.

        Raises:
            RefusedError: as `put`.
        """
        filled: dict[int, Cell] = {}
        for column, cell in enumerate(cells, left):
            if isinstance(cell, str):
                cell = cell.strip()  # noqa: PLW2901 - as it is kept
                if not cell:
                    continue
                self.signs += len(cell)
            filled[column] = cell
        if self.signs > MOST_SIGNS:
            raise RefusedError(Refusal.LARGE)
        if len(filled) > MOST_COLUMNS:
            raise RefusedError(Refusal.COLUMNS)
        if filled:
            self._row(row).update(filled)

    def _row(self, row: int) -> dict[int, Cell]:
        if row not in self.rows:
            if len(self.rows) == MOST_ROWS:
                raise RefusedError(Refusal.ROWS)
            self.rows[row] = {}
        return self.rows[row]

    def at(self, place: Place) -> Cell:
        """What stands there; an empty text where nothing does."""
        return self.rows.get(place[0], {}).get(place[1], "")
