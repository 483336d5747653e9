"""What is said of a whole sheet of a measures file: why it isn't read, and what of it isn't."""

from collections.abc import Iterator

from grants_db.import_export.import_findings import shown
from grants_db.import_export.measure_columns import HEADINGS, Header, unnamed_columns
from grants_db.import_export.table_reader import Sheet
from grants_db.import_export.table_unit import sum_columns
from grants_db.messages import Message


def not_read(sheet: Sheet, file: str) -> Iterator[Message]:
    """Why the sheet isn't read; an empty one needs no word."""
    if sheet.hidden:
        yield Message.of(
            "{file}: Das Blatt „{sheet}“ ist ausgeblendet und wurde nicht gelesen.", file=file, sheet=sheet.name
        )
    elif sheet.rows:
        yield Message.of(
            "{file}: Das Blatt „{sheet}“ hat keine Kopfzeile mit Maßnahmen und wurde nicht gelesen.",
            file=file,
            sheet=sheet.name,
        )


def notes_on(sheet: Sheet, header: Header, file: str, unit: str) -> Iterator[Message]:
    """Columns that mean nothing to us or are missing, the unit stated for all sums, results that are to be checked."""
    for heading in header.unknown:
        yield Message.of(
            "{file}: Die Spalte „{column}“ ist nicht bekannt und wurde nicht gelesen.", file=file, column=heading
        )
    for letter in unnamed_columns(header, sheet.rows):
        yield Message.of(
            "{file}: Die Spalte {column} hat keine Überschrift und wurde nicht gelesen.", file=file, column=letter
        )
    for missing in ("cost", "secured"):
        if missing not in header.columns and not (missing == "cost" and header.year_costs):
            yield Message.of(
                "{file}: Es gibt keine Spalte „{column}“; was dazu gespeichert ist, bleibt, sonst ist es unbekannt.",
                file=file,
                column=HEADINGS[missing],
            )
    if unit:
        words = shown(unit)
        yield Message.of("{file}: Zur Tabelle steht „{unit}“; so wurden die Beträge gelesen.", file=file, unit=words)
        for column in (header.names[index] for index in sum_columns(header) if index not in header.scales):
            yield Message.of(
                "{file}: Die Spalte „{column}“ sagt Euro, zur Tabelle steht „{unit}“; gelesen wurden Euro, bitte "
                "prüfen.",
                file=file,
                column=column,
                unit=words,
            )
    if sheet.unsure:
        yield Message.of(
            "{file}: Ergebnisse von Formeln sind nicht von Excel oder LibreOffice berechnet; bitte die Beträge prüfen.",
            file=file,
        )
