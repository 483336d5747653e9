"""What changed between two statements of a call, field by field, and whether it matters to a decision."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

#: fields whose change is material: it moves a deadline, a sum, a right to apply or the state of the call
MATERIAL = {
    "deadline",
    "opens_on",
    "status_note",
    "min_amount",
    "max_amount",
    "max_rate",
    "municipal_rate",
    "own_share_min",
    "applicant_route",
    "applicant_types",
    "regions",
    "cumulation",
    "early_start",
}
#: fields that describe our reading rather than the call
BOOKKEEPING = {"external_id", "evidence", "attribution"}


@dataclass(frozen=True)
class Change:
    """One field's old and new value (JSON values)."""

    field: str
    old: Any
    new: Any

    @property
    def material(self) -> bool:
        """Does the change matter to a decision?"""
        return self.field in MATERIAL

    def as_json(self) -> dict[str, Any]:
        """The form stored with a version."""
        return {"field": self.field, "old": self.old, "new": self.new, "material": self.material}


def compare(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """The changed fields of two statements (`OpportunityFacts` as JSON), bookkeeping and white space left out."""
    return [
        Change(name, old.get(name), new[name])
        for name in new
        if name not in BOOKKEEPING and _normal(name, old.get(name)) != _normal(name, new[name])
    ]


def content_hash(facts: dict[str, Any]) -> str:
    """A digest of what a statement says; the same thing fetched again has the same digest."""
    normal = {name: _normal(name, value) for name, value in sorted(facts.items()) if name not in BOOKKEEPING}
    return hashlib.sha256(json.dumps(normal, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _normal(name: str, value: Any) -> Any:
    if name == "deadline" and isinstance(value, dict):
        return {key: part for key, part in value.items() if key != "evidence"}
    if isinstance(value, str):
        return re.sub(r"\s+", " ", value).strip()
    if isinstance(value, list):
        return sorted(value, key=str)
    return value
