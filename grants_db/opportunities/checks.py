"""Facts to be checked: the words of a call leave them open, so each is a proposal until somebody has looked at it.

A proposal is no fact: it opens, closes and excludes nothing. Settling it writes a correction, which holds for the call
and so for every measure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from grants_db.models.correction import Correction
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import FIELDS
from grants_db.opportunities.corrections import correct
from grants_db.rules.deadline import Deadline
from grants_db.rules.evidence import lies_unread

#: what leads to the first facts one looks at
_LAST = 99


@dataclass(frozen=True)
class FactToCheck:
    """A fact that may hold.

    Attributes:
        field: its name.
        value: what is proposed, in the form of `grants_db.opportunities.store.facts_as_json`; None: nothing is.
        evidence: the sentence it was read from, or a remark (`grants_db.rules.evidence`).
    """

    field: str
    value: Any
    evidence: str


def fields_to_check(deadline: Deadline, proposed: Mapping[str, Any], evidence: Mapping[str, str]) -> set[str]:
    """The fields that are there but not sure, and those that may stand in a document nobody could read."""
    unread = {name for name, words in evidence.items() if name in FIELDS and lies_unread(words)}
    return unread | set(proposed) | ({"deadline"} if deadline.is_unsure else set())


def facts_to_check(call: Opportunity) -> list[FactToCheck]:
    """What of a call, as it holds, waits for somebody to look at it; in the order in which facts are shown."""
    deadline = Deadline.from_json(call.deadline)
    fields = fields_to_check(deadline, call.proposed, call.evidence)
    return [_to_check(call, deadline, field) for field in sorted(fields, key=_place)]


def settle(
    session: Session, opportunity_id: int, values: Mapping[str, Any], now: datetime, *, decided_by: str = ""
) -> list[Correction]:
    """Record what holds in these fields, as JSON values; a proposal that is confirmed is a correction like any other.

    Raises:
        InputError: no such call.
        UsageError: a field that can't be corrected, or a least sum above the largest.
    """
    # a least sum is refused above the largest that stands: the largest comes first
    in_order = sorted(values, key=lambda field: (field == "min_amount", _place(field)))
    return [
        correct(session, opportunity_id, field, values[field], now=now, decided_by=decided_by) for field in in_order
    ]


def _to_check(call: Opportunity, deadline: Deadline, field: str) -> FactToCheck:
    if field == "deadline" and deadline.is_unsure:
        value = None if deadline.lacks_a_year else replace(deadline, check=False).as_json()
        return FactToCheck(field, value, deadline.evidence)
    if field in call.proposed:
        said = call.proposed[field]
        return FactToCheck(field, said.get("value"), str(said.get("evidence", "")))
    return FactToCheck(field, None, call.evidence.get(field, ""))


def _place(field: str) -> tuple[int, str]:
    return FIELDS[field].shown or _LAST if field in FIELDS else _LAST, field
