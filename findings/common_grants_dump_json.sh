#!/usr/bin/env bash
# common-grants-sdk 0.9.0: dump_json() writes other names than the CommonGrants protocol has.
# The protocol's fields are in camel case (createdAt, keyDates), and so is the JSON schema that the model gives for what
# it writes. dump_json() and dump() write created_at, key_dates: a partner's validator refuses the whole call, and one
# that ignores unknown names reads a call without dates and sums.
# Expected: dump_json() is valid by the model's own schema.   Seen: createdAt and lastModifiedAt are missing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder" && "$folder/bin/pip" install --quiet common-grants-sdk==0.9.0 jsonschema==4.26.0 || exit 2

"$folder/bin/python" - <<'PYTHON'
import json
import sys
from importlib.metadata import version

from common_grants_sdk.schemas.pydantic import OpportunityBase
from jsonschema import Draft202012Validator

call = OpportunityBase.model_validate(
    {
        "id": "6d1f0c1e-6d0b-4a53-9d0e-0c8d0a3a5b11",
        "title": "Begegnung im Quartier",
        "description": "Projekte der Begegnung",
        "status": {"value": "open"},
        "funding": {"maxAwardAmount": {"amount": "20000.00", "currency": "EUR"}},
        "keyDates": {"closeDate": {"name": "Deadline", "eventType": "singleDate", "date": "2027-03-31"}},
        "createdAt": "2026-11-01T00:00:00Z",
        "lastModifiedAt": "2026-11-01T00:00:00Z",
    }
)
schema = Draft202012Validator(OpportunityBase.model_json_schema(mode="serialization"))
complaints = sorted(error.message for error in schema.iter_errors(json.loads(call.dump_json())))
by_alias = list(schema.iter_errors(json.loads(call.model_dump_json(by_alias=True))))
print("common-grants-sdk", version("common-grants-sdk"))
print("expected: no complaint, as with model_dump_json(by_alias=True):", len(by_alias))
print("seen:    ", "; ".join(complaints))
sys.exit(0 if any("createdAt" in complaint for complaint in complaints) and not by_alias else 1)
PYTHON
