"""What changed between two statements of a call, field by field, and whether it matters to a decision."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from grants_db.models.opportunity_facts import FIELDS


@dataclass(frozen=True)
class Change:
    """One field's old and new value (JSON values)."""

    field: str
    old: Any
    new: Any

    @property
    def material(self) -> bool:
        """Does the change matter to a decision?"""
        about = FIELDS.get(self.field)  # None: a fact of an older program
        return about is not None and about.material

    def as_json(self) -> dict[str, Any]:
        """The form stored with a version."""
        return {"field": self.field, "old": self.old, "new": self.new, "material": self.material}


def compare(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """The changed fields of two statements (`OpportunityFacts` as JSON), bookkeeping and white space left out."""
    return [
        Change(name, old.get(name), new[name])
        for name in new
        if not _bookkeeping(name) and _normal(name, old.get(name)) != _normal(name, new[name])
    ]


def content_hash(facts: dict[str, Any]) -> str:
    """A digest of what a statement says; the same thing fetched again has the same digest."""
    normal = {name: _normal(name, value) for name, value in sorted(facts.items()) if not _bookkeeping(name)}
    return hashlib.sha256(json.dumps(normal, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _bookkeeping(name: str) -> bool:
    """Does the field describe our reading rather than the call?"""
    return name in FIELDS and FIELDS[name].bookkeeping


def _normal(name: str, value: Any) -> Any:
    if name == "deadline" and isinstance(value, dict):
        return {key: part for key, part in value.items() if key != "evidence"}
    if isinstance(value, str):
        return re.sub(r"\s+", " ", value).strip()
    if isinstance(value, list):
        return sorted(value, key=str)
    return value
