"""The rows of one sheet of a measures file: sections, sums, examples, measures. Nothing is passed over silently."""

import re

from grants_db.import_export import reasons
from grants_db.import_export.import_findings import Context, SheetReading, placed, shown
from grants_db.import_export.measure_columns import Header, written_names
from grants_db.import_export.measure_row import RowReader
from grants_db.import_export.measure_words import looks_like_section, names_section, read_action_field
from grants_db.import_export.table_reader import TableRow
from grants_db.rules.cell import as_text

SUM_ROW = re.compile(r"(zwischen|gesamt|end)?summen?\b|(ins)?gesamt\b|total\b|[Σ∑]", re.I)
MARKED_ROW = re.compile(r"(beispiel|erklärung|erläuterung)", re.I)  # in our own templates


def read_rows(rows: list[TableRow], header: Header, context: Context, numbers: set[str], into: SheetReading) -> None:
    """Read the rows under the header into `into`; `numbers` holds the measure numbers the file has shown so far."""
    section = ""
    for row in rows:
        if row.number <= header.row or written_names(row) == header.names:
            continue
        reader = RowReader(row, header, context, into)
        filled = [text for text in map(as_text, row.cells) if text]
        number, title = reader.text("number"), reader.text("title")
        if len(set(filled)) == 1 and _heads_section(filled[0], context):
            section = filled[0]
        elif names_section(number):
            section = number
        elif MARKED_ROW.match(number):
            into.notes.append(placed(reasons.TEMPLATE_ROW, context, row))
        elif (not number or SUM_ROW.match(number)) and any(SUM_ROW.match(text) for text in filled):
            into.notes.append(placed(reasons.SUM_ROW, context, row))
        elif not number and not title and not reader.without_result & {"number", "title"}:
            into.notes.append(placed(reasons.STRAY_ROW, context, row, value=shown(" ".join(filled))))
        else:
            reader.read(section, numbers)


def _heads_section(text: str, context: Context) -> bool:
    """Does a row's only text head the measures below it? Also true for a field that doesn't exist."""
    title = re.sub(r"^\d+[.)]?\s+", "", " ".join(text.split()))
    named = read_action_field(title, context.action_fields)
    return looks_like_section(text) or (named is not None and not title[:1].isdigit())
