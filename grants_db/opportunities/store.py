"""Reads and writes of opportunities: what a crawl saw, compared with what is known; versions of what changed.

Reads give what holds: corrections of officers lead over the source (`grants_db.opportunities.corrections`); a crawl's
writes compare with the source's own statement.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from grants_db.errors import InputError
from grants_db.models.columns import HUNDREDTH
from grants_db.models.opportunity import Opportunity, OpportunityVersion
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import CrawlRun
from grants_db.opportunities.corrections import corrected, corrections_of, leading
from grants_db.opportunities.field_changes import compare, content_hash
from grants_db.rules.deadline import Deadline


@dataclass(frozen=True)
class SeenOpportunity:
    """One statement as it was read, and the page it came from."""

    facts: OpportunityFacts
    page_url: str
    reread: bool = False  # from a page that is as it was, by parsers that are not


def upsert(session: Session, run: CrawlRun, seen: Iterable[SeenOpportunity], now: datetime) -> None:
    """Store what a run saw; counts new, changed and returned in `run`. The same statement again changes nothing.

    A retired call that is seen again comes back. A version is written for each new call and each real change.
    """
    batch = {item.facts.external_id: item for item in seen}
    statement = select(Opportunity).where(
        Opportunity.source_name == run.source_name, col(Opportunity.external_id).in_(batch)
    )
    known = {stored.external_id: stored for stored in session.exec(statement)}
    new = [item for external_id, item in batch.items() if external_id not in known]
    _insert(session, run.source_name, new, now, run.id)
    run.new += len(new)
    for external_id, stored in known.items():
        item = batch[external_id]
        if stored.retired_at is not None:
            stored.returned_at = now
            run.returned += 1
        if _update(session, stored, item, now, run.id) and not item.reread:
            run.changed += 1
    session.add(run)
    session.flush()


def restate(
    session: Session, source_name: str, seen: Iterable[SeenOpportunity], now: datetime
) -> tuple[Sequence[str], Sequence[str]]:
    """Store what was read again from kept answers: external ids that are new, and that are read differently.

    What is read differently becomes a version of its own kind (`reread`): the source has changed nothing.
    Nobody looked at the source: when a call was last seen stays, and what has been retired stays so.
    """
    batch = {item.facts.external_id: item for item in seen}
    statement = select(Opportunity).where(
        Opportunity.source_name == source_name, col(Opportunity.external_id).in_(batch)
    )
    known = {stored.external_id: stored for stored in session.exec(statement)}
    new = {external_id: item for external_id, item in batch.items() if external_id not in known}
    _insert(session, source_name, list(new.values()), now, None)
    changed: list[str] = []
    for external_id, stored in known.items():
        item = batch[external_id]
        if stored.retired_at is None:
            last_seen = stored.last_seen
            # what is stored is compared itself: its hash is of the day it was written
            stored.content_hash = content_hash(facts_as_json(stored))
            if _update(session, stored, replace(item, reread=True), now, stored.last_run_id):
                changed.append(external_id)
            stored.last_seen = last_seen
    session.flush()
    return list(new), changed


def store_statement(session: Session, source_name: str, item: SeenOpportunity, now: datetime) -> Opportunity:
    """Store one statement that no run brought, a letter's for example; the same key again is a new version of it."""
    statement = select(Opportunity).where(
        Opportunity.source_name == source_name, Opportunity.external_id == item.facts.external_id
    )
    stored = session.exec(statement).first()
    if stored is None:
        return _insert(session, source_name, [item], now, None)[0]
    _update(session, stored, item, now, None)
    session.flush()
    return stored


def touch_page(session: Session, run: CrawlRun, page_url: str, now: datetime) -> int:
    """The page answered "unchanged": everything it listed is seen again. Gives how many that were."""
    result = session.exec(
        update(Opportunity)
        .where(
            col(Opportunity.source_name) == run.source_name,
            col(Opportunity.page_url) == page_url,
            col(Opportunity.retired_at).is_(None),
        )
        .values(last_seen=now, last_run_id=run.id)
    )
    return result.rowcount


def get_opportunity(session: Session, opportunity_id: int) -> Opportunity:
    """The opportunity with this id as it holds, corrections leading; InputError if there is none."""
    if (found := session.get(Opportunity, opportunity_id)) is None:
        raise InputError(
            "Ein Förderangebot mit der Nummer {id} gibt es nicht. "
            "Die Nummern stehen in „akquise match show MASSNAHME“.",
            id=opportunity_id,
        )
    return corrected(found, corrections_of(session, [opportunity_id]).get(opportunity_id, {}))


def list_opportunities(session: Session, *, retired: bool = False) -> Sequence[Opportunity]:
    """All opportunities by id as they hold, corrections leading; retired ones only when asked for."""
    statement = select(Opportunity).order_by(col(Opportunity.id))
    if not retired:
        statement = statement.where(col(Opportunity.retired_at).is_(None))
    return leading(session, session.exec(statement))


def versions(session: Session, opportunity_id: int) -> Sequence[OpportunityVersion]:
    """All versions of a call, the oldest first."""
    statement = select(OpportunityVersion).where(OpportunityVersion.opportunity_id == opportunity_id)
    return session.exec(statement.order_by(col(OpportunityVersion.number))).all()


def deadline_of(opportunity: Opportunity) -> Deadline:
    """The call's deadline as a value."""
    return Deadline.from_json(opportunity.deadline)


def facts_as_json(facts: OpportunityFacts) -> dict[str, Any]:
    """The statement as plain JSON values: the fields of `OpportunityFacts`, sums as decimal texts with two places."""
    values = facts.model_dump(mode="json", include=set(OpportunityFacts.model_fields))
    for name in values:
        if isinstance(value := getattr(facts, name), Decimal):
            values[name] = str(value.quantize(HUNDREDTH))
    return values


def _insert(
    session: Session, source_name: str, items: Sequence[SeenOpportunity], now: datetime, run_id: int | None
) -> list[Opportunity]:
    """Store new calls and their first versions, all calls in one statement: one each would take three times as long."""
    contents = [facts_as_json(item.facts) for item in items]
    stored = [
        Opportunity(
            **_values(item.facts),
            source_name=source_name,
            page_url=item.page_url,
            content_hash=content_hash(content),
            first_seen=now,
            last_seen=now,
            content_changed_at=now,
            last_run_id=run_id,
        )
        for item, content in zip(items, contents, strict=True)
    ]
    session.add_all(stored)
    session.flush()
    session.add_all(_version(call, run_id, content, [], now) for call, content in zip(stored, contents, strict=True))
    return stored


def _update(session: Session, stored: Opportunity, item: SeenOpportunity, now: datetime, run_id: int | None) -> bool:
    """Bring a stored call up to date; gives whether it says something else than before."""
    content = facts_as_json(item.facts)
    digest = content_hash(content)
    # a digest of a day when fewer facts were known differs though nothing does
    changes = compare(facts_as_json(stored), content) if digest != stored.content_hash else []
    changed = bool(changes)
    stored.content_hash = digest
    if changed:
        stored.version += 1
        if not item.reread:
            stored.content_changed_at = now
        told = [change.as_json() for change in changes]
        session.add(_version(stored, run_id, content, told, now, reread=item.reread))
    for name, value in _values(item.facts).items():
        if getattr(stored, name) != value:
            setattr(stored, name, value)
    stored.page_url = item.page_url
    stored.last_seen = now
    stored.retired_at = None
    stored.last_run_id = run_id
    session.add(stored)
    return changed


def _values(facts: OpportunityFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in OpportunityFacts.model_fields}


def _version(
    stored: Opportunity,
    run_id: int | None,
    content: dict[str, Any],
    changes: list[dict[str, Any]],
    now: datetime,
    *,
    reread: bool = False,
) -> OpportunityVersion:
    if stored.id is None:
        raise ValueError("an opportunity is stored before its version")
    return OpportunityVersion(
        opportunity_id=stored.id,
        number=stored.version,
        seen_at=now,
        run_id=run_id,
        content=content,
        changes=changes,
        material=any(change["material"] for change in changes),
        reread=reread,
    )
