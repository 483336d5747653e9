"""In what the sums of a whole table are counted: "Angaben in T€" above it, below it, or in the sheet's name."""

import re
from collections.abc import Sequence
from dataclasses import replace

from grants_db.import_export.layout.header import Header
from grants_db.import_export.layout.sheet import TableRow, written_names

UNCLEAR = 0  # the scale of a column for which two are stated
#: a statement, not a sum ("1,2 Mio. €", "drei Millionen Euro"): the short forms of thousands stand in prose only after
#: a number, the others count where something introduces them
SHORT = r"(?<!\d)(?<!\d\s)(?:\bT ?€|\bT ?EUR\b|\bTEuro\b|\bk€)"
BEGUN = r"(?:^|\bin|[(\[:–-])\s*"
EUROS = r"\s*(?:€|EUR\b|Euro\b)"
UNITS = {
    1_000: re.compile(rf"{SHORT}|{BEGUN}(?:Tsd\.?|Tausend){EUROS}|\bin Tsd\b|\bin 1[. ]?000{EUROS}", re.I),
    1_000_000: re.compile(rf"{BEGUN}(?:Mio\.?|Millionen){EUROS}|\bin Mio\b", re.I),
    1: re.compile(rf"\bin{EUROS}", re.I),
}
OWN_EURO = re.compile(r"€|\bEUR\b|\bEuro\b", re.I)
STATEMENT = re.compile(r"(alle |sämtliche )?(Angaben|Beträge|Werte|Zahlen|Summen)\b", re.I)


def in_unit_of_table(header: Header, rows: Sequence[TableRow], beside: Sequence[str]) -> tuple[Header, str]:
    """The header with the unit stated for the whole table in the columns that state none, and the words of it.

    A column whose heading says euros keeps to it; two different units leave the others unclear. `beside` is what the
    sheet is called and what other sheets state.
    """
    texts = [*beside, *_texts_beside(header, rows)]
    said = {text: {scale for scale, unit in UNITS.items() if unit.search(text)} for text in texts}
    stated = set().union(*said.values())
    if not stated - {1}:
        return header, ""
    scale = min(stated) if len(stated) == 1 else UNCLEAR
    without = [
        index for index in header.sums if index not in header.scales and not OWN_EURO.search(header.names[index])
    ]
    words = " · ".join(text for text, units in said.items() if units) if scale else ""
    return replace(header, scales=header.scales | dict.fromkeys(without, scale)), words


def statements(rows: Sequence[TableRow]) -> list[str]:
    """What a sheet without a table, a cover for example, states about amounts."""
    return [text for row in rows for text in written_names(row).values() if STATEMENT.match(text)]


def _texts_beside(header: Header, rows: Sequence[TableRow]) -> list[str]:
    """What is written above the headings, alone in a row below them, or as a heading of its own."""
    texts = [heading for heading in header.unknown if STATEMENT.match(heading)]
    for row in rows:
        written = list(dict.fromkeys(written_names(row).values()))
        if row.number < header.top or (row.number > header.row and len(written) == 1):
            texts += written
    return texts
