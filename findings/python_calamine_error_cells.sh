#!/usr/bin/env bash
# python-calamine 0.9.1: a cell with an error (#REF!, #DIV/0!) comes as an empty text, like a cell nobody filled in.
# In a list of measures an empty sum means "not known yet"; a sum that is #REF! means that the table is broken. Read so,
# nobody is told, and the measure stands there without a cost.
# Expected: something that tells the two apart.   Seen: '' for both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder" && "$folder/bin/pip" install --quiet python-calamine==0.9.1 xlsxwriter==3.3.1 || exit 2

"$folder/bin/python" - "$folder" <<'PYTHON'
import sys
from importlib.metadata import version

import xlsxwriter
from python_calamine import CalamineWorkbook

file = f"{sys.argv[1]}/a.xlsx"
book = xlsxwriter.Workbook(file)
sheet = book.add_worksheet("A")
sheet.write_row(0, 0, ["Nr.", "Kosten", "Gesichert"])
sheet.write(1, 0, "1.1")
sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
sheet.write_blank(1, 2, None, book.add_format({"bold": True}))
book.close()

print("python-calamine", version("python-calamine"))
print("expected: #DIV/0! and a cell nobody filled in are told apart")
row = CalamineWorkbook.from_path(file).get_sheet_by_name("A").to_python()[1]
print("seen:    ", row)
sys.exit(0 if row == ["1.1", "", ""] else 1)
PYTHON
