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
    texts = [*beside, *(heading for heading in header.unknown if STATEMENT.match(heading))]
    scale, words = stated_scale([*texts, *texts_beside(rows, header.top, header.row)])
    if scale is None:
        return header, ""
    without = [
        index for index in header.sums if index not in header.scales and not OWN_EURO.search(header.names[index])
    ]
    return replace(header, scales=header.scales | dict.fromkeys(without, scale)), words


def statements(rows: Sequence[TableRow]) -> list[str]:
    """What a sheet without a table, a cover for example, states about amounts."""
    return [text for row in rows for text in written_names(row).values() if STATEMENT.match(text)]


def stated_scale(texts: Sequence[str]) -> tuple[int | None, str]:
    """In what these texts say that sums are counted, and their words; None: they say nothing but euros.

    >>> stated_scale(["Stand 2026", "Angaben in T€"]), stated_scale(["in T€", "in Mio. €"])
    ((1000, 'Angaben in T€'), (0, ''))
    """
    said = {text: {scale for scale, unit in UNITS.items() if unit.search(text)} for text in texts}
    stated = set().union(*said.values())
    if not stated - {1}:
        return None, ""
    if len(stated) > 1:
        return UNCLEAR, ""
    return min(stated), " · ".join(text for text, units in said.items() if units)


def texts_beside(rows: Sequence[TableRow], top: int, last: int) -> list[str]:
    """What is written above the headings (from row `top` to row `last`), or alone in a row below them."""
    texts: list[str] = []
    for row in rows:
        if row.number < top:
            texts += dict.fromkeys(written_names(row).values())
        elif row.number > last and (alone := row.only_text):
            texts.append(alone)
    return texts
