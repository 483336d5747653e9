"""What an .ods says beside its values: formulas without a result, numbers with a unit, and merged cells.

Numbers stand there twice, as the value and as the text that is shown (OpenDocument 1.3 part 3, 9.1.4 and 19.386).
"""

import re
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from xml.etree.ElementTree import Element, iterparse

from grants_db.import_export.workbook.number_format import MOST_EXACT, SIGNS, UNCLEAR
from grants_db.import_export.workbook.raw_sheet import RawSheet
from grants_db.rules.cell import Cell, Formula, Shown, number

#: attributes that hold the result of a formula; a text may be empty, so its type alone says that there is one
RESULTS = ("value", "date-value", "time-value", "boolean-value", "string-value")


def add_ods_looks(archive: zipfile.ZipFile, sheets: list[RawSheet]) -> None:
    """Put what the file says beside its values into the cells of the sheets that are read."""
    wanted = {sheet.name: sheet for sheet in sheets if not sheet.hidden}
    into: RawSheet | None = None
    row = 0
    with archive.open("content.xml") as opened:
        for event, element in iterparse(opened, ("start", "end")):
            kind = _name(element.tag)
            if event == "start":
                if kind == "table":
                    into, row = wanted.get(_of(element, "name")), 0
                continue
            if kind == "table-row":
                repeated = int(_of(element, "number-rows-repeated") or 1)
                if into is not None:
                    _look_at(element, row, repeated, into)
                row += repeated
                element.clear()


def _look_at(line: Element, row: int, repeated: int, sheet: RawSheet) -> None:
    """One row of the file, which may stand for many."""
    column = 0
    for cell in line:
        if _name(cell.tag) not in ("table-cell", "covered-table-cell"):
            continue
        many = int(_of(cell, "number-columns-repeated") or 1)
        down, right = (int(_of(cell, f"number-{way}-spanned") or 1) for way in ("rows", "columns"))
        if down > 1 or right > 1:
            sheet.merged.append((row, column, row + down - 1, column + right - 1))
        if (look := _look(cell)) is not None:
            for further in range(repeated):
                for beside in range(many):
                    sheet.put((row + further, column + beside), look)
        column += many


def _look(cell: Element) -> Cell | None:
    text = " ".join("".join(part.itertext()) for part in cell if _name(part.tag) == "p").strip()
    value = _of(cell, "value")
    calculated = _of(cell, "value-type") == "string" or any(_of(cell, name) for name in RESULTS)
    if _of(cell, "formula") and not text and not calculated:
        return Formula.WITHOUT_RESULT
    stored = number(float(value)) if value else ""
    return _shown(stored, text) if isinstance(stored, Decimal) else None


def _shown(value: Decimal, text: str) -> Cell | None:
    """The number with what its text says beside it; None where the text says nothing else.

    >>> _shown(Decimal(2500), "2.500 T€"), _shown(Decimal("1.1"), "1,10"), _shown(Decimal(5), "5")
    (Shown(value=Decimal('2500'), text='2.500 T€', unit='T€'), Decimal('1.10'), None)
    >>> _shown(Decimal(2500000), "2.500 T€"), _shown(Decimal(2500000), "2.500").unit  # shown in thousands
    ('2.500 T€', 'anders gezeigt')
    """
    if not text or abs(value) >= MOST_EXACT:
        return None
    unit = " ".join(re.sub(r"[\d.,'\u2009\u202f]*\d", " ", text).strip(SIGNS).split())
    if not _same(value, text):
        return text if unit else Shown(value, f"{text} ({UNCLEAR})", UNCLEAR)
    if unit:
        return Shown(value, text, unit)
    places = re.fullmatch(r"-?[\d.]+,(\d*0)", text)
    return value.quantize(Decimal(1).scaleb(-len(places[1]))) if places else None


def _same(value: Decimal, text: str) -> bool:
    """Does the text show this number, perhaps rounded? In which language doesn't matter."""
    figures = re.sub(r"\D", "", text).lstrip("0")
    rounded = (abs(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) for places in range(8))
    return any(re.sub(r"\D", "", f"{number:f}").lstrip("0") == figures for number in rounded)


def _of(element: Element, name: str) -> str:
    """An attribute by its local name; the office's and the table's don't share any."""
    return next((value for key, value in element.items() if _name(key) == name), "")


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]
