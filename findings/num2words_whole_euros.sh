#!/usr/bin/env bash
# num2words 0.5.14: a whole number as a sum of money is taken for cents.
# Awards and council papers give sums in words. A sum without cents is a whole number in Python, as the amount of a
# form or a spreadsheet is; the same sum with a decimal point, or as text, is read as euros.
# Expected: 50000 as EUR is "fünfzigtausend Euro".   Seen: "fünfhundert Euro", without a warning.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder" && "$folder/bin/pip" install --quiet num2words==0.5.14 || exit 2

"$folder/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

from num2words import num2words

asked = {value: num2words(value, lang="de", to="currency", currency="EUR") for value in (50000, "50000", 49999.99)}
print("num2words", version("num2words"))
print("expected: 50000 is", asked["50000"])
print("seen:     50000 is", asked[50000])
sys.exit(0 if asked[50000].startswith("fünfhundert ") and asked["50000"].startswith("fünfzigtausend ") else 1)
PYTHON
