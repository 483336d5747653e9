"""The columns of lists of other things than measures: what they are called, which heading means which."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grants_db.import_export.layout.heading_form import SCALES, normal
from grants_db.import_export.layout.import_findings import shown
from grants_db.import_export.layout.sheet import Sheet, TableRow, written_names
from grants_db.import_export.layout.table_found import TableFound, said_of_letters
from grants_db.import_export.layout.table_unit import OWN_EURO, stated_scale, statements, texts_beside
from grants_db.messages import Message
from grants_db.rules.cell import as_text
from grants_db.rules.folding import spelt_out

HEAD_ROWS = 40
#: with what a row of a template begins that is none of the list
TEMPLATE_ROWS = ("erklärung", "beispiel")
TOTALS = ("summe", "gesamt", "insgesamt", "zwischensumme")


@dataclass(frozen=True)
class ListColumns:
    """All columns a list may have.

    `columns` gives for each the heading of the template, what it explains there, and an example; `others` what offices
    call them besides, folded: letters and digits only, small, umlauts spelt out.
    """

    columns: Mapping[str, tuple[str, str, str]]
    others: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    sums: tuple[str, ...]

    @cached_property
    def _meanings(self) -> dict[str, str]:
        own = {_folded(heading): name for name, (heading, _, _) in self.columns.items()}
        return own | {other: name for name, others in self.others.items() for other in others}

    @property
    def german(self) -> dict[str, str]:
        """The headings of our own files."""
        return {name: heading for name, (heading, _, _) in self.columns.items()}

    def meaning_of(self, heading: str) -> str | None:
        """The column that a heading means; None where none is known by it."""
        return self._meanings.get(_folded(heading))

    def header_of(
        self, rows: Sequence[TableRow], given: Mapping[str, str] | None = None
    ) -> tuple[int, dict[int, str]] | None:
        """The place of the row of headings and the meaning of each column known; None where there is no such row.

        `given` says what headings mean to whoever asked, by their plain form; it leads.
        """
        asked = given or {}
        for place, row in enumerate(rows[:HEAD_ROWS]):
            texts = written_names(row).items()
            meant = {index: asked.get(normal(text)) or self.meaning_of(text) for index, text in texts}
            found = {index: name for index, name in meant.items() if name is not None and name in self.columns}
            if set(self.needed) <= set(found.values()):
                return place, found
        return None

    def fitness(self, rows: Sequence[TableRow]) -> int:
        """How many columns of the list the rows offer; decides between the separators a .csv may have."""
        named = ({self.meaning_of(text) for text in written_names(row).values()} - {None} for row in rows)
        return max(map(len, named), default=0)

    def tables_of(self, path: Path, sheets: Sequence[Sheet], given: Mapping[str, str]) -> Iterator["ListTable"]:
        """The tables of the list in a file; `given` says what headings mean to whoever asked."""
        found = [(sheet, header) for sheet in sheets if (header := self.header_of(sheet.rows, given)) is not None]
        others = (sheet for sheet in sheets if self.header_of(sheet.rows, given) is None)
        elsewhere = [text for sheet in others for text in statements(sheet.rows)]
        for sheet, (place, columns) in found:
            head = sheet.rows[place]
            headings = dict(written_names(head))
            own = {
                index: scale
                for index, name in columns.items()
                for scale, words in SCALES.items()
                if name in self.sums and words.search(headings[index])
            }
            beside = [sheet.name, *elsewhere, *sheet.above.split("\n")]
            scale, unit = stated_scale([*beside, *texts_beside(sheet.rows, head.number, head.number)])
            if scale is not None:
                sums = [at for at, name in columns.items() if name in self.sums and not OWN_EURO.search(headings[at])]
                own = dict.fromkeys(sums, scale) | own
            name = f"{path.name} ({sheet.name})" if sheet.name and len(found) > 1 else path.name
            rows = [row for row in sheet.rows[place + 1 :] if not _is_passed_over(row, columns)]
            said = [said_of_letters(name, sheet)] if sheet.undoubled else []
            yield ListTable(name, head.number, headings, columns, self.german, own, unit, rows, said)


@dataclass(frozen=True)
class ListTable:
    """One table of a list."""

    place: str  # the file, and its sheet where there are several
    row: int  # of the headings, as a spreadsheet counts
    headings: dict[int, str]
    columns: dict[int, str]
    german: Mapping[str, str]
    scales: dict[int, int]  # what sums are counted in, where not in euros; 0: nobody can tell
    unit: str  # the words that say so
    rows: list[TableRow]
    said: Sequence[Message] = ()  # of how it was read

    def found(self) -> TableFound:
        """What its columns are read as."""
        read = [(text, self.german[self.columns[at]] if at in self.columns else "") for at, text in self.in_order]
        return TableFound(self.place, self.row, read)

    @property
    def in_order(self) -> list[tuple[int, str]]:
        """Its headings from left to right."""
        return sorted(self.headings.items())

    def notes(self) -> Iterator[Message]:
        """What is said of its columns."""
        yield from self.said
        for at, heading in self.in_order:
            if at not in self.columns:
                yield Message.of("{file}, Spalte „{column}“: wird nicht gelesen.", file=self.place, column=heading)
        if self.unit:
            yield Message.of(
                "{file}: Zur Tabelle steht „{unit}“; so wurden die Beträge gelesen.",
                file=self.place,
                unit=shown(self.unit),
            )


def _folded(heading: str) -> str:
    return "".join(sign for sign in spelt_out(heading).replace("€", "eur") if sign.isalnum())


def _is_passed_over(row: TableRow, columns: Mapping[int, str]) -> bool:
    """Nothing in any column we know, an explanation of the template, or a row of totals."""
    texts = [text for index in columns if (text := as_text(row.at(index)))]
    first = next((as_text(cell).lower() for cell in row.cells if as_text(cell)), "").rstrip(" :")
    return not texts or first.startswith(TEMPLATE_ROWS) or first in TOTALS
