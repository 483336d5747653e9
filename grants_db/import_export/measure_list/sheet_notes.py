"""What is said of a whole sheet of a measures file: why it isn't read, and what of it isn't."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from grants_db.import_export.layout.header import Header
from grants_db.import_export.layout.import_findings import shown
from grants_db.import_export.layout.known_headings import meaning_of
from grants_db.import_export.layout.measure_words import (
    looks_like_section,
    read_action_field,
    read_binding,
    read_carrier_kind,
    read_kind,
)
from grants_db.import_export.layout.reasons import SOURCES_DOUBTED
from grants_db.import_export.layout.sheet import Sheet, TableRow, written_names
from grants_db.import_export.layout.table_found import said_of_letters
from grants_db.import_export.measure_list.measure_columns import HEADINGS, unnamed_columns
from grants_db.messages import Message
from grants_db.rules.cell import as_text
from grants_db.rules.german_numbers import says_unknown

MOST_SAID = 2  # cells of a row that says one thing of the whole sheet
UNKNOWN = Message.of("{file}: Die Spalte „{column}“ ist nicht bekannt und wurde nicht gelesen.")
WITHOUT_PLACE = Message.of("{file}: Für die Spalte „{column}“ gibt es hier keinen Platz; sie wurde nicht gelesen.")
SUPERSEDED = Message.of(
    "{file}: Die Spalte „{column}“ steht für den bisherigen Stand, daneben steht ein neuer; sie wurde nicht gelesen."
)
NOT_SECURED = Message.of(
    "{file}: Die Spalte „{column}“ nennt Geld, das noch nicht gesichert ist; sie wurde nicht gelesen."
)
NO_ESTIMATE = Message.of("{file}: Die Spalte „{column}“ nennt keine geschätzten Kosten; sie wurde nicht gelesen.")
PROPOSED = Message.of(
    "{file}: Die Spalte „{column}“ ist nicht bekannt; nach Ähnlichkeit oder Inhalt gelesen als „{field}“. Anders mit "
    "--map „{column}=…“."
)
#: a legend
DASH_IS_NOTHING = re.compile(
    r"[–—-]\s*[=:]\s*(nicht (gesichert|finanziert|gedeckt|vorhanden)|kein(e|erlei)?\b(?! (angabe|wert))|nichts"
    r"|null\b|0\b)",
    re.I,
)
#: a cost for a year where the others are for the whole
YEARLY = re.compile(r"\bp\.? ?a\.?(?!\w)|jährlich|pro jahr|je jahr|im jahr|jahreskosten|/ ?jahr", re.I)


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


def field_above(sheet: Sheet, tables: Collection[str], action_fields: Mapping[int, tuple[str, ...]]) -> str:
    """The action field the whole sheet stands under: in the text over a table, or in the sheet's name."""
    for line in reversed(sheet.above.split("\n")):
        if looks_like_section(line) or (
            line.strip() and read_action_field(line, action_fields) and not line[:1].isdigit()
        ):
            return line
    name = " ".join(sheet.name.replace("_", " ").split())
    numbered = [re.match(r"\d{1,2}\b(?!\.\d)(?=\W+[^\W\d])", each) for each in tables]
    if looks_like_section(name) or re.match(r"HF ?\d", name, re.I):
        return name
    apart = len({each[0] for each in numbered if each}) == len(tables) > 1 and all(numbered)
    return name if read_action_field(name, action_fields) and (apart or not name[:1].isdigit()) else ""


def said_above(sheet: Sheet, header: Header, name: str) -> str:
    """What stands over the headings for a field that has no column: "Zuständig: Amt 50", in one cell or in two."""
    if name in header.columns:
        return ""
    for row in (row for row in sheet.rows if row.number < header.top):
        names = list(row.names.values())
        label, _, value = names[0].partition(":") if len(names) == 1 else (names[0], ":", names[-1])
        if len(names) <= MOST_SAID and value.strip() and meaning_of(label.rstrip(" :")) == name:
            return value.strip()
    return ""


def lines_beside(sheet: Sheet) -> list[str]:
    """What stands over and under a table of a document, by lines."""
    return [line.strip() for text in (sheet.above, sheet.below) for line in text.split("\n") if line.strip()]


def says_a_dash_is_nothing(sheets: Sequence[Sheet]) -> bool:
    """Does a legend in the file say that a dash stands for nothing secured?"""
    alone = (row for sheet in sheets for row in sheet.rows if row.only_text)
    texts = [
        *(row.only_text for row in alone if len(written_names(row)) == 1),
        *(line for each in sheets for line in lines_beside(each)),
    ]
    return any(DASH_IS_NOTHING.search(text) for text in texts)


def without_foreign_words(header: Header, rows: Sequence[TableRow]) -> Header:
    """The header without a column for the kind or the binding whose words are an office's own."""
    columns, others = dict(header.columns), []
    for name, read in (("kind", read_kind), ("binding", read_binding), ("carrier_kind", read_carrier_kind)):
        index = columns.get(name)
        texts = {as_text(row.at(index)) for row in rows if row.number > header.row} - {""}
        if index is not None and len(texts) > 1 and not any(read(text) for text in texts if not says_unknown(text)):
            others.append(header.names[columns.pop(name)])
    return replace(header, columns=columns, without_place=[*header.without_place, *others])


def notes_on(sheet: Sheet, header: Header, file: str, unit: str) -> Iterator[Message]:
    """What is said of the columns, of the unit stated for all sums, of results that are to be checked."""
    for index, field in header.proposed.items():
        yield Message.of(PROPOSED.template, file=file, column=header.names[index], field=HEADINGS[field])
    for headings, said in (
        (header.unknown, UNKNOWN),
        (header.without_place, WITHOUT_PLACE),
        (header.superseded, SUPERSEDED),
        (header.not_secured, NOT_SECURED),
        (header.past, NO_ESTIMATE),
    ):
        yield from (Message.of(said.template, file=file, column=heading) for heading in headings)
    for letter in unnamed_columns(header, sheet.rows):
        yield Message.of(
            "{file}: Die Spalte {column} hat keine Überschrift und wurde nicht gelesen.", file=file, column=letter
        )
    for missing in ("cost", "secured"):
        if missing not in header.stated and not (missing == "cost" and header.year_costs):
            yield Message.of(
                "{file}: Es gibt keine Spalte „{column}“; was dazu gespeichert ist, bleibt, sonst ist es unbekannt.",
                file=file,
                column=HEADINGS[missing],
            )
    if "cost" in header.columns and YEARLY.search(column := header.names[header.columns["cost"]]):
        yield Message.of(
            "{file}: Die Spalte „{column}“ nennt Kosten für ein Jahr; sie sind so als Kosten eingetragen.",
            file=file,
            column=column,
        )
    for heading in header.doubted:
        yield Message.of(SOURCES_DOUBTED.template, file=file, column=heading)
    if sheet.undoubled:
        yield said_of_letters(file, sheet)
    if unit:
        words = shown(unit)
        yield Message.of("{file}: Zur Tabelle steht „{unit}“; so wurden die Beträge gelesen.", file=file, unit=words)
        for column in (header.names[index] for index in header.sums if index not in header.scales):
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
