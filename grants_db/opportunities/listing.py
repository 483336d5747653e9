"""Keeps what lists read (`OpportunityListing`) as the opportunities and their corrections are.

A session that writes a call or a correction has the list brought up to date in the same flush: who writes need not know
of it. Whoever writes in bulk, past the session, calls `relist` for what was written.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, inspect, select
from sqlalchemy.orm import Session, UOWTransaction
from sqlmodel import col

from grants_db.models.correction import Correction
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_listing import LISTING, TITLE_SIGNS
from grants_db.opportunities.checks import fields_to_check
from grants_db.opportunities.corrections import IDS_AT_ONCE, leading_values, without
from grants_db.opportunities.status import course_of
from grants_db.rules.deadline import Deadline
from grants_db.rules.folding import folded, without_umlauts
from grants_db.vocabulary import ApplicantRoute, Level, StatusNote


class _Call(NamedTuple):
    """What of a call is listed, or decides what is."""

    id: int
    title: str
    level: Level
    applicant_route: ApplicantRoute
    deadline: dict[str, Any]
    status_note: StatusNote | None
    opens_on: date | None
    retired_at: datetime | None
    content_changed_at: datetime
    proposed: dict[str, Any]
    evidence: dict[str, str]


def relist(connection: Connection, opportunity_ids: Collection[int]) -> None:
    """Derive anew what is listed of these calls."""
    ids = sorted(opportunity_ids)
    for some in (ids[start : start + IDS_AT_ONCE] for start in range(0, len(ids), IDS_AT_ONCE)):
        rows = [_listed(call) for call in _as_they_hold(connection, some)]
        connection.execute(delete(LISTING).where(LISTING.c.opportunity_id.in_(some)))
        if rows:
            connection.execute(insert(LISTING), rows)


def make_listing(connection: Connection) -> None:
    """Make the table anew and list every call: for a migration after which something else is derived."""
    LISTING.drop(connection, checkfirst=True)
    LISTING.create(connection)
    ids = connection.execute(select(col(Opportunity.id))).scalars()
    relist(connection, [number for number in ids if number is not None])


def _listed(call: _Call) -> dict[str, Any]:
    return {
        "opportunity_id": call.id,
        "level": call.level,
        "applicant_route": call.applicant_route,
        "changed_at": call.content_changed_at,
        "to_check": bool(fields_to_check(Deadline.from_json(call.deadline), call.proposed, call.evidence)),
        "title_key": without_umlauts(folded(call.title[:TITLE_SIGNS]))[:TITLE_SIGNS],
        **vars(course_of(call)),
    }


def _as_they_hold(connection: Connection, ids: Collection[int]) -> Iterator[_Call]:
    """These calls, corrections leading."""
    standing = select(col(Correction.opportunity_id), col(Correction.field), col(Correction.value)).where(
        col(Correction.opportunity_id).in_(ids), col(Correction.undone_at).is_(None)
    )
    corrections: dict[int, dict[str, Any]] = {}
    for key, field, value in connection.execute(standing.order_by(col(Correction.id))):
        corrections.setdefault(key, {})[field] = value
    columns = [getattr(Opportunity, name) for name in _Call._fields]
    for row in connection.execute(select(*columns).where(col(Opportunity.id).in_(ids))):
        stated, said = row._asdict(), corrections.get(row.id, {})
        known = {field: value for field, value in said.items() if field in stated}
        stated |= {name: without(stated[name], said) for name in ("proposed", "evidence")}  # settled by the correction
        yield _Call(**stated | leading_values(stated["status_note"], known))


def list_what_was_written(session: Session, _flushing: UOWTransaction) -> None:
    """Bring the list up to date after a flush: a listener that `grants_db.storage.database` has every session call."""
    written = set(_written(session.new)) | set(_written(session.dirty))
    if written:
        relist(session.connection(), written)


def _written(objects: Iterable[object]) -> Iterator[int]:
    """The ids of the calls of which something was written that decides what is listed."""
    for written in objects:
        if isinstance(written, Correction):
            yield written.opportunity_id
        elif isinstance(written, Opportunity) and written.id is not None and _decides(written):
            yield written.id


def _decides(call: Opportunity) -> bool:
    unmodified: set[str] = inspect(call).unmodified_intersection(_Call._fields)
    return unmodified < set(_Call._fields)
