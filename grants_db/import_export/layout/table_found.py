"""What was found in a file before anything is stored: where its headings stand, and what each column is read as."""

from collections.abc import Iterator
from dataclasses import dataclass

from grants_db.import_export.layout.import_findings import shown
from grants_db.import_export.layout.sheet import Sheet
from grants_db.messages import Message


def said_of_letters(file: str, sheet: Sheet) -> Message:
    """That letters had been converted twice and are repaired."""
    return Message.of(
        "{file}: Umlaute waren doppelt umgewandelt (in der Datei steht „{word}“) und sind berichtigt; bitte prüfen.",
        file=file,
        word=shown(sheet.undoubled),
    )


@dataclass(frozen=True)
class TableFound:
    """A table in the file: where its headings stand, and what each column is read as ("": not read)."""

    place: str
    row: int
    columns: list[tuple[str, str]]
    proposed: tuple[str, ...] = ()  # headings that were taken for what they resemble

    def lines(self) -> Iterator[Message]:
        """For people."""
        if self.row:
            yield Message.of("{file}: Überschriften in Zeile {row}", file=self.place, row=self.row)
        else:
            yield Message.of("{file}: Steckbriefe, die Bezeichnung neben ihrem Wert", file=self.place)
        for heading, meaning in self.columns:
            if meaning:
                yield Message.of("  {heading} → {field}", heading=shown(heading), field=meaning)
            else:
                yield Message.of("  {heading} → wird nicht gelesen", heading=shown(heading))
