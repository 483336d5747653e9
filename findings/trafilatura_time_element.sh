#!/usr/bin/env bash
# trafilatura 2.3.1: the text of a <time> element is left out of a page's main text.
# Funders mark the day of a deadline with <time>, as HTML suggests. Its sentence comes through without the day, so that
# nobody sees that something is missing. favor_recall doesn't help.
# Expected: "Anträge können bis zum 31. März 2027 gestellt werden."   Seen: "Anträge können bis zum gestellt werden."
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder" && "$folder/bin/pip" install --quiet trafilatura==2.3.1 lxml_html_clean==0.4.6 || exit 2

"$folder/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

import trafilatura

page = """<!doctype html><html lang="de"><head><title>Kultur vor Ort</title></head><body><main><h1>Kultur vor Ort</h1>
<p>Die Stiftung fördert Projekte der kulturellen Bildung in allen Regionen des Landes mit bis zu 20.000 Euro.</p>
<p>Anträge können bis zum <time datetime="2027-03-31">31. März 2027</time> gestellt werden.</p>
<p>Die Jury entscheidet im Mai über alle Anträge, die bis dahin vollständig eingegangen sind.</p>
</main></body></html>"""
texts = [trafilatura.extract(page) or "", trafilatura.extract(page, favor_recall=True) or ""]
seen = [next((line for line in text.splitlines() if line.startswith("Anträge können")), "") for text in texts]
print("trafilatura", version("trafilatura"))
print("expected: Anträge können bis zum 31. März 2027 gestellt werden.")
print("seen:    ", " / with favor_recall: ".join(seen))
sys.exit(0 if all(line and "31. März 2027" not in line for line in seen) else 1)
PYTHON
