#!/usr/bin/env bash
# pypdfium2 5.15.2: a hyphen at the end of a line is replaced by a character that stands for nothing.
# Guidelines and awards are full of "ANBest-P" and "EU-Mittel". Where such a word breaks at its hyphen, the text of the
# PDF has U+FFFE (no character at all) or, read by place, the control character U+0002 instead: who searches the text
# for the name of the rules doesn't find them.
# Expected: "ANBest-P", or "ANBest-" and "P" on the next line.   Seen: "ANBest\ufffeP", "ANBest\x02P".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder" && "$folder/bin/pip" install --quiet pypdfium2==5.15.2 fpdf2==2.8.9 || exit 2

"$folder/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

import pypdfium2
from fpdf import FPDF

paper = FPDF()
paper.add_page()
paper.set_font("Helvetica", size=12)
for line in ("Bestandteil des Bescheids sind die ANBest-", "P in der geltenden Fassung."):
    paper.cell(0, 8, line, new_x="LMARGIN", new_y="NEXT")
page = pypdfium2.PdfDocument(bytes(paper.output()))[0].get_textpage()
seen = {"get_text_range": page.get_text_range(), "get_text_bounded": page.get_text_bounded()}
print("pypdfium2", version("pypdfium2"))
print("expected: a hyphen between ANBest and P")
for name, text in seen.items():
    print(f"seen:     {name} {text!r}")
sys.exit(0 if "ANBest\ufffeP" in seen["get_text_range"] and "ANBest\x02P" in seen["get_text_bounded"] else 1)
PYTHON
