"""What a call says now, or said on an earlier day: the source's statement of that day, corrections leading."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from grants_db.errors import InputError
from grants_db.messages import FactName, FactValue, Message
from grants_db.models.correction import Correction
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.opportunities.corrections import corrected, corrections_of, stated_value
from grants_db.opportunities.field_changes import compare
from grants_db.opportunities.store import get_opportunity, versions
from grants_db.rules.deadline import Deadline


@dataclass(frozen=True)
class OpportunityAsOf:
    """A call on one day.

    Attributes:
        leading: what holds, corrections included.
        stated: what the source says; both belong to no session or are only read.
        version: the number of the source's version.
        corrections: the leading correction by field.
        contradictions: where the source says something else than when it was corrected.
    """

    leading: Opportunity
    stated: Opportunity
    version: int
    corrections: Mapping[str, Correction]
    contradictions: tuple[Message, ...]


def statement(session: Session, opportunity_id: int, on: date | None = None) -> OpportunityAsOf:
    """The call as it stands, or as it stood at the end of a day (in UTC, as instants are stored).

    Raises:
        InputError: no such call, or not known yet on that day.
    """
    get_opportunity(session, opportunity_id)
    stored = session.get_one(Opportunity, opportunity_id)
    if on is None:
        return _statement(stored, stored.version, corrections_of(session, [opportunity_id]).get(opportunity_id, {}))
    end = datetime.combine(on + timedelta(days=1), time(), UTC) - timedelta(microseconds=1)
    known = [version for version in versions(session, opportunity_id) if version.seen_at <= end]
    if not known:
        raise InputError(
            "Am {day} war das Förderangebot {id} noch nicht bekannt; zuerst gesehen wurde es am {first}.",
            day=on,
            id=opportunity_id,
            first=stored.first_seen,
        )
    version = known[-1]
    facts = OpportunityFacts.model_validate(version.content)
    then = {name: getattr(stored, name) for name in Opportunity.model_fields}
    then |= {name: getattr(facts, name) for name in OpportunityFacts.model_fields}
    gone = stored.retired_at is not None and stored.retired_at <= end
    then |= {
        "version": version.number,
        "content_changed_at": version.seen_at,
        "last_seen": min(stored.last_seen, end),
        "retired_at": stored.retired_at if gone else None,
    }
    standing = corrections_of(session, [opportunity_id], at=end).get(opportunity_id, {})
    return _statement(Opportunity(**then), version.number, standing)


def contradictions(stated: Opportunity, corrections: Mapping[str, Correction]) -> list[Message]:
    """Where the source has said something else since it was corrected, a sentence for each field."""
    found = []
    for field, correction in corrections.items():
        now_stated = stated_value(stated, field)
        if not _differ(field, correction.source_value, now_stated):
            continue
        if not _differ(field, correction.value, now_stated):
            found.append(
                Message.of(
                    "Die Quelle bestätigt inzwischen die Berichtigung von {field}: {value}.",
                    field=FactName(field),
                    value=FactValue(field, correction.value),
                )
            )
            continue
        found.append(
            Message.of(
                "Die Quelle sagt inzwischen zu {field}: {now}; bei der Berichtigung am {day} sagte sie: {then}. "
                "Es gilt die Berichtigung: {value}.",
                field=FactName(field),
                now=FactValue(field, now_stated),
                then=FactValue(field, correction.source_value),
                day=correction.decided_at,
                value=FactValue(field, correction.value),
            )
        )
    return found


def _statement(stated: Opportunity, version: int, corrections: Mapping[str, Correction]) -> OpportunityAsOf:
    return OpportunityAsOf(
        leading=corrected(stated, corrections),
        stated=stated,
        version=version,
        corrections=corrections,
        contradictions=tuple(contradictions(stated, corrections)),
    )


def _differ(field: str, one: Any, other: Any) -> bool:
    if field == "deadline":  # written by older and newer programs with more or fewer keys
        first, second = Deadline.from_json(one), Deadline.from_json(other)
        return (first.kind, first.dates) != (second.kind, second.dates)
    return bool(compare({field: one}, {field: other}))
