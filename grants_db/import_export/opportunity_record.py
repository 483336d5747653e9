"""One opportunity as a plain record: the form of the JSON Lines export, and its German table for offices."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from grants_db.import_export.german_values import german_value
from grants_db.import_export.table_writer import Value
from grants_db.models.about import ValueKind
from grants_db.models.derived_facts import DERIVED
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import FIELDS, fields_of
from grants_db.opportunities.checks import facts_to_check
from grants_db.opportunities.status import status_of
from grants_db.opportunities.store import deadline_of, facts_as_json
from grants_db.rules.deadline import next_date
from grants_db.rules.evidence import in_files
from grants_db.rules.regions import region_ok
from grants_db.vocabulary import OpportunityStatus

#: where what is derived stands that does not follow at the end: after which fact
_AFTER = {
    "title": "status",
    "applicant_types": "region_ok",
    "opens_on": "next_deadline",
    "deadline": "deadline_evidence",
}


def _headings() -> dict[str, str]:
    ours = {name: about.heading for name, about in DERIVED.items() if about.in_table}
    columns = {"id": ours["id"]}
    for name, about in FIELDS.items():
        if about.in_table:
            columns[name] = about.heading
        if name in _AFTER:
            columns[_AFTER[name]] = ours[_AFTER[name]]
    return columns | {name: heading for name, heading in ours.items() if name not in columns}


#: columns of the table: record field → heading, in the order of an export
HEADINGS = _headings()
DAYS = (*fields_of(ValueKind.DAY), "next_deadline", "first_seen", "last_seen", "content_changed_at", "retired_at")
#: texts for which a record has null where nothing is stated
_NULLABLE = ("funder", "authority")


def record_of(opportunity: Opportunity, *, today: date, state: str, city: str) -> dict[str, Any]:
    """The promised record: amounts as decimal texts in EUR, dates in ISO form, unknown null; status as on `today`.

    `check` names the fields that are there but not sure; what is proposed for them stands in `proposed` (a deadline in
    itself), since a proposal is no fact.
    """
    facts = facts_as_json(opportunity)
    return {
        "id": opportunity.id,
        "source": opportunity.source_name,
        **facts,
        **{name: facts[name] or None for name in _NULLABLE},
        "status": status_of(opportunity, today).value,
        "region_ok": region_ok(opportunity.regions, state=state, city=city),
        "next_deadline": _iso(next_date(deadline_of(opportunity), today)),
        "check": sorted(fact.field for fact in facts_to_check(opportunity)),
        "first_seen": _iso(opportunity.first_seen),
        "last_seen": _iso(opportunity.last_seen),
        "content_changed_at": _iso(opportunity.content_changed_at),
        "retired_at": _iso(opportunity.retired_at),
    }


def table_row(record: dict[str, Any]) -> list[Value]:
    """The record as a row under `HEADINGS`, in German words, with numbers and days a spreadsheet can reckon with."""
    cells: dict[str, Value] = {name: _cell(name, record.get(name)) for name in HEADINGS}
    cells["region_ok"] = {True: "ja", False: "nein", None: "unbekannt"}[record["region_ok"]]
    cells["deadline_evidence"] = in_files(str(record["deadline"]["evidence"]))
    return list(cells.values())


def _cell(name: str, value: Any) -> Value:
    if value is None:
        return None
    if name in DAYS:
        return datetime.fromisoformat(value).date()
    if name == "status":
        return OpportunityStatus(value).german
    about = FIELDS.get(name)
    if about is None or isinstance(value, int):
        return value if isinstance(value, int) else str(value)
    if about.is_number:
        return Decimal(value)
    return german_value(name, value) if value else ""


def _iso(day: date | datetime | None) -> str | None:
    return None if day is None else day.isoformat()
