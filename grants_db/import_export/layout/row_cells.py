"""The cells of one row of a list that isn't one of measures, read by their columns; what can't be read is gathered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from grants_db.errors import UsageError
from grants_db.import_export.layout.import_findings import Finding, shown
from grants_db.import_export.layout.list_columns import ListTable
from grants_db.import_export.layout.sheet import TableRow
from grants_db.messages import Aside, Message, Quote
from grants_db.rules.cell import Cell, as_text
from grants_db.rules.folding import spelt_out
from grants_db.rules.german_numbers import parse_sum, says_unknown
from grants_db.typed_days import believed, read_day
from grants_db.vocabulary_base import Vocabulary

MOST_EUROS = Decimal(10) ** 12
Word = TypeVar("Word", bound=Vocabulary)


@dataclass
class RowCells:
    """One row while it is read."""

    table: ListTable
    row: TableRow
    places: Mapping[str, int]
    today: date
    refused: list[Finding] = field(default_factory=list)  # why it isn't taken
    unknown: list[Finding] = field(default_factory=list)  # what stays unknown in it

    @classmethod
    def of(cls, table: ListTable, row: TableRow, today: date) -> "RowCells":
        """The row of a table; of two columns with one meaning the first counts."""
        return cls(table, row, {name: index for index, name in sorted(table.columns.items(), reverse=True)}, today)

    def cell(self, name: str) -> Cell:
        """What stands in a column; an empty text where it says that nothing is known."""
        cell = self.row.at(self.places.get(name))
        return "" if says_unknown(as_text(cell)) else cell

    def text(self, name: str) -> str:
        """The same as a person reads it, on one line."""
        return " ".join(as_text(self.cell(name)).split())

    def unclear(self, name: str, reason: Message) -> None:
        """Say that something stays unknown."""
        self.unknown.append(self._finding(name, reason))

    def refuse(self, name: str, reason: Message) -> None:
        """Say why the row isn't taken."""
        self.refused.append(self._finding(name, reason))

    def short(self, name: str, most: int) -> str | None:
        """A text of bounded length."""
        text = self.text(name)
        if len(text) > most:
            self.refuse(name, Message.of("Der Text ist länger als {most} Zeichen.", most=most))
        return text or None

    def numbers(self, name: str) -> tuple[str, ...]:
        """Numbers of measures, several parted by a semicolon, a comma or a line."""
        cell = self.cell(name)
        text = f"{cell:f}" if isinstance(cell, Decimal) else as_text(cell)
        return tuple(dict.fromkeys(part.strip() for part in re.split(r"[;,\n]|\bund\b", text) if part.strip()))

    def word(self, name: str, words: type[Word], others: Mapping[str, Word] | None = None) -> Word | None:
        """A word of a vocabulary by any of its names, or what offices write for it."""
        text = spelt_out(self.text(name)).strip(" .")
        if not text:
            return None
        known = dict(others or {})
        for word in words:
            known |= {spelt_out(word.german): word, spelt_out(word.english): word, word.value: word}
        if text not in known:
            names = tuple(word.german for word in words)
            self.unclear(name, Message.of("Dieses Wort ist hier nicht bekannt; möglich sind {known}.", known=names))
        return known.get(text)

    def day(self, name: str, cell: Cell) -> date | None:
        """A day that this column, or a part of it, states."""
        if cell == "":
            return None
        try:
            return (
                believed(cell, self.today)
                if isinstance(cell, date)
                else read_day(_with_year(as_text(cell)), self.today)
            )
        except UsageError as error:
            self.unclear(name, error.sentence)
            return None

    def past(self, name: str) -> date | None:
        """The day on which something happened."""
        return self.past_day(name, self.cell(name))

    def past_day(self, name: str, cell: Cell) -> date | None:
        """The same from a part of a column's cell."""
        day = self.day(name, cell)
        if day is not None and day > self.today:
            self.refuse(name, Message.of("Was schon geschehen ist, liegt nicht in der Zukunft."))
            return None
        return day

    def sum(self, name: str, cell: Cell) -> Decimal | None:
        """A sum in EUR, in what the column counts."""
        if as_text(cell) == "" and cell == "":
            return None
        scale = self.table.scales.get(self.places.get(name, -1), 1)
        amount = parse_sum(cell, scale) if scale else None
        if amount is None or not 0 <= amount < MOST_EUROS:
            self.unclear(name, Message.of("Das ist keine eindeutige Summe in €."))
            return None
        return amount.quantize(Decimal("0.01"))

    def _finding(self, name: str, reason: Message) -> Finding:
        at = self.places.get(name)
        column = self.table.headings[at] if at is not None else self.table.german[name]
        value = shown(self.text(name))
        said = Message.of(
            "{file}, Zeile {row}, Spalte „{column}“{value}: {why}",
            file=self.table.place,
            row=self.row.number,
            column=column,
            value=Aside(Quote(value) if value else None),
            why=reason,
        )
        return Finding(self.table.place, self.row.number, column, value, said)


def _with_year(text: str) -> str:
    """A day of a list is never the next one: without a year it is none."""
    if re.search(r"\d{4}|\.\s*\d{2}\s*$", text):
        return text
    raise UsageError("„{text}“ ist kein Tag; bitte als TT.MM.JJJJ schreiben.", text=text)
