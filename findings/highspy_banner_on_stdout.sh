#!/usr/bin/env bash
# highspy 1.16.0: two lines of its own on standard output before a program can say that it wants none.
# Which grants a city can afford is a choice that HiGHS makes; scripts take the answer as JSON from standard output.
# Expected: `Highs()` prints nothing, or nothing once `silent()` or `output_flag` is set.
# Seen: name and licence notice stand on standard output as soon as the object is made, so that the answer is no JSON.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder" && "$folder/bin/pip" install --quiet highspy==1.16.0 || exit 2

answer=$("$folder/bin/python" - <<'PYTHON'
import json

import highspy

model = highspy.Highs()
model.silent()
grant = model.addBinary()
model.maximize(grant)
print(json.dumps({"chosen": round(model.val(grant))}))
PYTHON
)
"$folder/bin/pip" list 2>/dev/null | grep -i highspy
echo 'expected: {"chosen": 1}'
echo "seen:     $answer"
if [ "$(head -n 1 <<<"$answer" | cut -c 1-13)" = "Running HiGHS" ]; then exit 0; else exit 1; fi
