"""The columns of a measures file: their headings, what else offices call them, and finding the row they stand in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from grants_db.import_export.table_reader import TableRow
from grants_db.rules.cell import Cell, as_text
from grants_db.rules.folding import spelt_out

#: heading in our own files, by the field it fills; the order of an export
HEADINGS = {
    "number": "Nr",
    "action_field": "Handlungsfeld",
    "goal": "Ziel",
    "title": "Maßnahme",
    "description": "Beschreibung",
    "kind": "Art",
    "binding": "Bindung",
    "unit": "Zuständig",
    "carrier": "Träger",
    "carrier_kind": "Trägerart",
    "period": "Zeitraum",
    "starts_on": "Beginn",
    "ends_on": "Ende",
    "cost": "Kosten",
    "secured": "Gesichert",
    "gap": "Lücke",  # computed; written for people, ignored when read
    "sample": "Muster",
}
#: other names, as `normal` writes them
SYNONYMS = {
    "number": r"(lfd |laufende |massnahmen?[- ]?)?(nr|nummer)|id|kennziffer|ziffer",
    "action_field": r"handlungsfeld(er)?|hf|feld",
    "goal": r"(ober|teil|handlungs)?ziele?|zielsetzung",
    "title": r"massnahmen?(titel|bezeichnung|name)?|titel|bezeichnung|projekt(titel)?|vorhaben|name der massnahme",
    "description": r"(kurz|massnahmen?)?beschreibung|erlaeuterung(en)?|inhalte?|details",
    "kind": r"art( der massnahme| des eintrags)?|massnahmenart|kategorie|typ",
    "binding": r"bindung(swirkung)?|verbindlich(keit)?( ?/ ?empfehlung)?|v ?/ ?h",
    "unit": r"zustaendig(e stelle|e einheit|es amt|keit)?|verantwortlich(keit|e stelle)?|federfuehrung|amt"
    r"|organisationseinheit|oe",
    "carrier": r"(massnahmen?|projekt)?traeger(schaft)?|durchfuehrung( durch)?",
    "carrier_kind": r"traegerart|art des traegers",
    "period": r"(umsetzungs|durchfuehrungs)?zeitraum|laufzeit|zeitplan|umsetzung",
    "starts_on": r"(projekt)?beginn|start(datum)?|anfang|von",
    "ends_on": r"(projekt)?ende|enddatum|bis",
    "cost": r"(gesamt|projekt)?kosten( gesamt| geschaetzt| insgesamt)?"
    r"|(geschaetzte|kalkulierte|voraussichtliche) (gesamt)?kosten|(finanz|mittel)bedarf|kostenschaetzung",
    "secured": r"(davon |bereits )?(gesichert|finanziert|gedeckt)(e mittel|e finanzierung| gesamt)?|vorhandene mittel",
    "gap": r"(finanzierungs|foerder)?luecke|fehlbetrag|ungedeckt",
    "sample": r"muster(massnahme)?",
}
YEAR_COST = re.compile(r"(?:kosten |bedarf )(20\d\d)|(20\d\d) kosten")
#: what a column's heading says its numbers are counted in
SCALES = {
    1_000: re.compile(
        r"\bT ?€|\bT ?EUR\b|\bTEuro\b|\bk€|\bTsd\.?( ?€| EUR)?|\bTausend( €| Euro)?|\b1[. ]?000 ?(€|EUR|Euro)", re.I
    ),
    1_000_000: re.compile(r"\bMio\.?( ?€| EUR)?|\bMillionen( €| Euro)?", re.I),
}
SECOND_HEADING = re.compile(r"20\d\d|(ins)?gesamt|summe|davon .*|gesichert")
HAS_LETTERS = re.compile(r"[^\W\d_]")
SEARCHED_ROWS = 40  # a header further down is none


@dataclass(frozen=True)
class Header:
    """Where the columns stand: field or year of cost → index; headings that mean nothing to us are kept by name."""

    row: int  # the last one with headings
    top: int = 0  # the first one
    columns: dict[str, int] = field(default_factory=dict)
    year_costs: dict[int, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)  # index → heading as written
    scales: dict[int, int] = field(default_factory=dict)  # index → 1000 for a column of thousands of euros
    unknown: list[str] = field(default_factory=list)

    @property
    def is_for_measures(self) -> bool:
        """Are the two columns there without which there is no measure?"""
        return {"number", "title"} <= self.columns.keys()

    @property
    def places(self) -> dict[str | int, int]:
        """The index of every column that is read, by its field or year."""
        places: dict[str | int, int] = dict(self.columns.items())
        return places | dict(self.year_costs.items())


def normal(heading: str) -> str:
    r"""A heading without case, umlauts, line breaks, hyphenation, remarks in parentheses and units.

    >>> normal("Kosten\ngesamt (in €)"), normal("verbindlich (V) / Empfehlung (H)"), normal("Kosten in T€")
    ('kosten gesamt', 'verbindlich / empfehlung', 'kosten')
    """
    text = re.sub(r"-\n(?=[a-zäöü])", "", heading)
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text)
    for scale in SCALES.values():
        text = scale.sub("€", text)
    text = re.sub(r"\bin (€|EUR|Euro)|\bEUR\b|[€:.*]", " ", text, flags=re.I)
    return " ".join(spelt_out(text).split())


def find_header(rows: Sequence[TableRow]) -> Header | None:
    """The first row that names number and title of measures; title lines above it are passed over.

    A second row of headings right below it ("gesamt", "2026" under a merged "Kosten") is read with it.
    """
    for place, row in enumerate(rows[:SEARCHED_ROWS]):
        header = read_header(row)
        if header.is_for_measures:
            below = rows[place + 1] if place + 1 < len(rows) else None
            whole = read_header(_joined(row, below)) if below and _continues(header, below) else header
            return _titled_in_words(replace(whole, top=row.number), rows)
    return None


def fitness(rows: Sequence[TableRow]) -> int:
    """How many columns of measures the rows offer; decides between the separators of a .csv."""
    return max((len(read_header(row).columns) for row in rows[:SEARCHED_ROWS]), default=0)


def read_header(row: TableRow) -> Header:
    """Take a row for a header: which cell names which column."""
    header = Header(row.number, names=written_names(row))
    for index, written in header.names.items():
        name = normal(as_text(row.cells[index]))
        for scale, words in SCALES.items():
            if words.search(written):
                header.scales[index] = scale
        meaning = next((meant for meant, pattern in SYNONYMS.items() if re.fullmatch(pattern, name)), None)
        if (year := YEAR_COST.fullmatch(name)) and int(year[1] or year[2]) not in header.year_costs:
            header.year_costs[int(year[1] or year[2])] = index
        elif meaning is not None and meaning not in header.columns:
            header.columns[meaning] = index
        else:
            header.unknown.append(written)
    return header


def _titled_in_words(header: Header, rows: Sequence[TableRow]) -> Header:
    """The header with another column for titles where the one found holds numbers only (a Titel of the budget)."""
    below = [row for row in rows if row.number > header.row]
    for index, written in header.names.items():
        named_so = re.fullmatch(SYNONYMS["title"], normal(written)) is not None
        if named_so and any(HAS_LETTERS.search(as_text(row.cells[index])) for row in below if index < len(row.cells)):
            passed_over = header.names[header.columns["title"]] if index != header.columns["title"] else None
            unknown = [name for name in [passed_over, *header.unknown] if name is not None and name != written]
            return replace(header, columns=header.columns | {"title": index}, unknown=unknown)
    return header


def unnamed_columns(header: Header, rows: Sequence[TableRow]) -> list[str]:
    """The letters of columns that hold something in the rows under the header but have no heading."""
    filled = {index for row in rows if row.number > header.row for index in written_names(row)}
    return [_letters(index) for index in sorted(filled - header.names.keys())]


def written_names(row: TableRow) -> dict[int, str]:
    """The row's texts by column, each on one line."""
    texts = {index: " ".join(as_text(cell).split()) for index, cell in enumerate(row.cells)}
    return {index: text for index, text in texts.items() if text}


def _continues(header: Header, below: TableRow) -> bool:
    """Is the row a second row of headings? It says nothing of a measure and names years or totals."""
    names = written_names(below)
    says_nothing = not {header.columns["number"], header.columns["title"]} & names.keys()
    return says_nothing and any(SECOND_HEADING.fullmatch(normal(name)) for name in names.values())


def _joined(above: TableRow, below: TableRow) -> TableRow:
    cells: list[Cell] = []
    top = ""
    for index in range(max(len(above.cells), len(below.cells))):
        own, under = (as_text(row.cells[index]) if index < len(row.cells) else "" for row in (above, below))
        top = own or (top if under else "")
        cells.append(f"{top} {under}".strip())
    return TableRow(below.number, cells)


def _letters(index: int) -> str:
    """A column as spreadsheets name it: A, B … Z, AA."""
    before, last = divmod(index, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)
