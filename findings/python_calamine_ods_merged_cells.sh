#!/usr/bin/env bash
# python-calamine 0.9.1: merged cells of an .ods file are not told; of the same table as .xlsx they are.
# Offices merge the cell of an action field or a unit over all its measures. Only the first row then holds the name: who
# fills the others by `merged_cell_ranges` does so for .xlsx, and for .ods leaves every other measure without its field.
# Expected: [((1, 0), (2, 0))] for both.   Seen: the range for .xlsx, an empty list for .ods.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder" && "$folder/bin/pip" install --quiet python-calamine==0.9.1 xlsxwriter==3.3.1 odfpy==1.4.1 || exit 2

"$folder/bin/python" - "$folder" <<'PYTHON'
import sys
from importlib.metadata import version

import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from python_calamine import CalamineWorkbook

folder = sys.argv[1]
book = xlsxwriter.Workbook(f"{folder}/a.xlsx")
sheet = book.add_worksheet("A")
sheet.write_row(0, 0, ["Feld", "Nr."])
sheet.merge_range(1, 0, 2, 0, "Spracherwerb")
sheet.write_column(1, 1, ["1.1", "1.2"])
book.close()

document = OpenDocumentSpreadsheet()
table = Table(name="A")
rows = [["Feld", "Nr."], ["Spracherwerb", "1.1"], [None, "1.2"]]
for number, texts in enumerate(rows):
    row = TableRow()
    for text in texts:
        merged = {"numberrowsspanned": 2, "numbercolumnsspanned": 1} if text == "Spracherwerb" else {}
        cell = CoveredTableCell() if text is None else TableCell(valuetype="string", **merged)
        if text is not None:
            cell.addElement(P(text=text))
        row.addElement(cell)
    table.addElement(row)
document.spreadsheet.addElement(table)
document.save(f"{folder}/a.ods")

print("python-calamine", version("python-calamine"))
print("expected: [((1, 0), (2, 0))] for both")
seen = {}
for ending in ("xlsx", "ods"):
    sheet = CalamineWorkbook.from_path(f"{folder}/a.{ending}").get_sheet_by_name("A")
    seen[ending] = list(sheet.merged_cell_ranges or [])
    print(f"seen:     {ending} {seen[ending]} {sheet.to_python()}")
sys.exit(0 if seen == {"xlsx": [((1, 0), (2, 0))], "ods": []} else 1)
PYTHON
