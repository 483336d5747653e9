"""An opportunity in the CommonGrants form (`OpportunityBase`, v0.5), for other programs.

https://commongrants.org/protocol/models/opportunity/ — what the protocol has no word for is in `customFields`.
"""

from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from grants_db.models.about import ValueKind
from grants_db.models.opportunity_facts import FIELDS
from grants_db.rules.deadline import Deadline, hour_at, hour_on, upcoming_dates
from grants_db.rules.evidence import in_files
from grants_db.vocabulary import DeadlineKind

STATUSES = {"forecasted", "open", "closed"}
APPLICANT_TYPES = {
    "municipality": "government_municipal",
    "land": "government_state",
    "individual": "individual",
}
#: JSON types of the values that a record holds
_JSON_TYPES = {
    ValueKind.WORDS: "array",
    ValueKind.REGIONS: "array",
    ValueKind.DEADLINE: "object",
    ValueKind.LINES: "array",
    ValueKind.CONTACT: "object",
    ValueKind.QUOTES: "object",
}
#: record field → (name in the export, JSON type, what it says)
CUSTOM_FIELDS = {
    name: (about.commongrants[0], _JSON_TYPES.get(about.kind, "string"), about.commongrants[1])
    for name, about in FIELDS.items()
    if about.commongrants
} | {
    "region_ok": ("regionOk", "boolean", "Does it cover the configured city?"),
    "check": ("check", "array", "Fields above that are stated but not sure"),
    "source": ("sourceName", "string", "The portal it was read from"),
    "retired_at": ("retiredAt", "string", "Since when the portal no longer lists it"),
}


def commongrants(record: dict[str, Any], today: date) -> dict[str, Any]:
    """The record (`opportunity_record.record_of`) as an `OpportunityBase`."""
    number = str(uuid5(NAMESPACE_URL, f"akquise:{record['source']}:{record['external_id']}"))
    exported = {
        "id": number,
        "title": record["title"],
        "identifiers": _identifiers(number, record),
        "status": _choice(record["status"], record["status"] if record["status"] in STATUSES else None),
        "description": record["description"] or record["short_description"],
        "funding": _funding(record),
        "funders": _funders(record),
        "keyDates": _key_dates(record, today),
        "acceptedApplicantTypes": [_choice(word, APPLICANT_TYPES.get(word)) for word in record["applicant_types"]],
        "source": record["url"] or None,
        "customFields": {
            name: {"name": name, "fieldType": kind, "value": record[field], "description": meaning}
            for field, (name, kind, meaning) in CUSTOM_FIELDS.items()
            if record[field] not in (None, "", [], {})
        },
        "createdAt": record["first_seen"],
        "lastModifiedAt": record["content_changed_at"],
    }
    return {name: value for name, value in exported.items() if value is not None}


def _choice(word: str, value: str | None) -> dict[str, str]:
    """A word of the protocol, or a custom value that carries ours."""
    return {"value": value} if value is not None else {"value": "custom", "customValue": word}


def _identifiers(number: str, record: dict[str, Any]) -> dict[str, Any]:
    """Our own, and the source's: portals are no registries that the protocol knows, so theirs is an other one."""
    theirs = f"opp:x-akquise:{record['source']}"
    return {"systemId": {"id": number}, "otherIds": {theirs: {"id": record["external_id"]}}}


def _funders(record: dict[str, Any]) -> dict[str, Any] | None:
    """Who pays and, where that is another body, who decides; None where nobody says."""
    names = list(dict.fromkeys(name for name in (record["funder"], record["authority"]) if name))
    if not names:
        return None
    first, *others = ({"id": str(uuid5(NAMESPACE_URL, f"akquise:funder:{name}")), "name": name} for name in names)
    return {"primary": first} | ({"otherOrgs": {"authority": others[0]}} if others else {})


def _funding(record: dict[str, Any]) -> dict[str, Any]:
    amounts = {"minAwardAmount": record["min_amount"], "maxAwardAmount": record["max_amount"]}
    return {name: {"amount": sum_, "currency": "EUR"} for name, sum_ in amounts.items() if sum_ is not None}


def _key_dates(record: dict[str, Any], today: date) -> dict[str, Any]:
    """Opening and closing; of several dates the next one closes, the later ones are further cut-offs; after all have
    passed, the last.
    """
    dates: dict[str, Any] = {}
    if record["opens_on"] is not None:
        dates["postDate"] = _event(FIELDS["opens_on"].german, record["opens_on"])
    deadline = Deadline.from_json(record["deadline"])
    ahead = sorted(day for day in upcoming_dates(deadline, today) if day is not None)
    events = [_event(FIELDS["deadline"].german, day.isoformat(), hour_on(deadline, day)) for day in ahead]
    if events:
        dates["closeDate"] = events[0]
        if events[1:]:
            dates["otherDates"] = {f"cutoff{number}": event for number, event in enumerate(events[1:], start=2)}
    elif deadline.kind is DeadlineKind.FIXED and deadline.dates and not deadline.is_unsure:
        last = max(deadline.dates)
        dates["closeDate"] = _event(FIELDS["deadline"].german, last, hour_at(deadline, deadline.dates.index(last)))
    elif deadline.evidence:
        details = in_files(deadline.evidence)
        dates["closeDate"] = {"name": FIELDS["deadline"].german, "eventType": "other", "details": details}
    return dates


def _event(name: str, day: str, hour: str = "") -> dict[str, str]:
    event = {"name": name, "eventType": "singleDate", "date": day}
    return event | {"time": f"{hour}:00"} if hour else event
