"""What an .xlsx says beside its values: formulas without a result, and numbers whose format says more than they do.

The library that reads the values gives neither; both stand in the sheets' own XML (ECMA-376 part 1, 18.3.1.4).
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element, iterparse

from grants_db.import_export.workbook.number_format import BUILT_IN, shown
from grants_db.import_export.workbook.raw_sheet import Place, RawSheet
from grants_db.rules.cell import Cell, Formula, number

#: formats that show a number as it is
PLAIN = ("", "General", "Standard", "0", "#,##0", "@")


def add_xlsx_looks(archive: zipfile.ZipFile, sheets: list[RawSheet]) -> None:
    """Put what the file says beside its values into the cells of the sheets that are read.

    A library that writes a formula without calculating it stores 0 or nothing. That 0 is no result where the file asks
    to be calculated when it is opened, or where no formula has another result and no order of calculation is kept.
    """
    book = _Book(archive)
    read = {sheet.name: book.cells(sheet.name) for sheet in sheets if not sheet.hidden}
    results = [result for _, found in read.values() for result in found.values() if result is not None]
    noughts_are_none = book.to_be_calculated or not (book.calculated or any(results))
    for sheet in sheets:
        looks, found = read.get(sheet.name, ({}, {}))
        for place, look in looks.items():
            if isinstance(look, str) or isinstance(sheet.at(place), Decimal):  # a day stays a day
                sheet.put(place, look)
        for place, result in found.items():
            if result is None or (result == 0 and noughts_are_none):
                sheet.put(place, Formula.WITHOUT_RESULT)
            elif book.to_be_calculated:
                sheet.unsure = True


class _Book:
    """The parts of the archive that are needed, found by the relations between them."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
        book = next(target for kind, target in self._related("").values() if kind == "officeDocument")
        related = self._related(book)
        targets = dict(related.values())
        self.sheets: dict[str, str] = {}
        self.to_be_calculated = False
        self.calculated = "calcChain" in targets  # Excel's order of calculation
        for element in self._elements(book):
            if _kind(element) == "sheet":
                relation = next(value for name, value in element.items() if name.endswith("}id"))
                self.sheets[element.get("name", "")] = related[relation][1]
            elif _kind(element) == "calcPr":
                self.to_be_calculated = element.get("fullCalcOnLoad") in ("1", "true")
        self.formats = self._formats(targets["styles"]) if "styles" in targets else {}

    def cells(self, sheet: str) -> tuple[dict[Place, Cell], dict[Place, Decimal | None]]:
        """What is shown otherwise than stored, and the numbers that formulas have as their result (None: none)."""
        looks: dict[Place, Cell] = {}
        results: dict[Place, Decimal | None] = {}
        row = -1
        if self._looks_plain(sheet):
            return looks, results
        for element in self._elements(self.sheets[sheet]):
            if _kind(element) != "row":
                continue
            row = int(element.get("r", row + 2)) - 1
            column = -1
            for cell in element:
                column = _column(cell.get("r"), column + 1)
                self._look(cell, (row, column), looks, results)
            element.clear()
        return looks, results

    def _looks_plain(self, sheet: str) -> bool:
        """Is nothing in the sheet a formula or a fault, and no number shown otherwise than it is?"""
        content = self.archive.read(self.names[self.sheets[sheet].lower()])
        # what is looked for begins with letters, not with a choice: a large sheet is passed over at the speed of memory
        if re.search(rb"<f[ />]", content) or re.search(rb":f[ />]", content) or re.search(rb"t=[\"']e[\"']", content):
            return False
        styles = {int(style) for style in re.findall(rb"s=[\"'](\d+)[\"']", content)}
        return all(self.formats.get(style, "") in PLAIN for style in styles)

    def _look(
        self, cell: Element, place: Place, looks: dict[Place, Cell], results: dict[Place, Decimal | None]
    ) -> None:
        kind = cell.get("t", "n")
        parts = {_kind(part): part.text for part in cell}
        value = (parts.get("v") or "").strip()
        if kind == "e":
            looks[place] = value
        if kind != "n":
            return
        code = self.formats.get(int(cell.get("s", 0)), "")
        if code in PLAIN and "f" not in parts:
            return
        result = number(float(value)) if value else None
        if isinstance(result, Decimal) and code not in PLAIN:
            looks[place] = shown(result, code)
        if "f" in parts and not isinstance(result, str):
            results[place] = result

    def _formats(self, styles: str) -> dict[int, str]:
        """The format code of each style, by the number cells name it by."""
        own: dict[int, str] = {}
        numbers: list[int] = []
        for element in self._elements(styles):
            if _kind(element) == "numFmt":
                own[int(element.get("numFmtId", 0))] = element.get("formatCode", "")
            elif _kind(element) == "cellXfs":
                numbers = [int(style.get("numFmtId", 0)) for style in element]
        return {index: own.get(number, BUILT_IN.get(number, "")) for index, number in enumerate(numbers)}

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """The parts that a part names: kind and path by the name of the relation."""
        folder, name = posixpath.split(part)
        found = {}
        for element in self._elements(posixpath.join(folder, "_rels", f"{name}.rels")):
            if _kind(element) == "Relationship":
                target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/")
                found[element.get("Id", "")] = (posixpath.basename(element.get("Type", "")), target)
        return found

    def _elements(self, part: str) -> Iterator[Element]:
        with self.archive.open(self.names[part.lower()]) as opened:
            for _, element in iterparse(opened):
                yield element


def _kind(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _column(name: str | None, following: int) -> int:
    """The column of a cell's name: A1 is 0, AA7 is 26; a cell without a name follows the one before."""
    if not name:
        return following
    column = 0
    for letter in name.rstrip("0123456789").upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
