"""Calls that came by letter, mail or PDF: entered by hand, kept under a source of their own that no crawl touches.

Nothing is ever fetched for that source, so no run can retire what stands under it.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from grants_db.errors import UsageError
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, store_statement

MANUAL = "manual"


def enter_by_hand(session: Session, facts: OpportunityFacts, now: datetime) -> Opportunity:
    """Store a call that was entered; the same key again is a new version of it.

    Raises:
        UsageError: no title or no key.
    """
    if not facts.title.strip() or not facts.external_id.strip():
        raise UsageError("Ein Förderangebot braucht wenigstens einen Titel (--title).")
    if session.get(Source, MANUAL) is None:
        register_source(
            session,
            Source(
                name=MANUAL,
                title="Von Hand eingetragen",
                url="",
                platform=MANUAL,
                permission="Eingetragen aus Schreiben, E-Mails und PDF-Dateien; nichts wird abgerufen.",
                enabled=False,
                verified=True,
                added_at=now,
            ),
        )
    return store_statement(session, MANUAL, SeenOpportunity(facts, ""), now)


def next_key(session: Session, now: datetime) -> str:
    """A key for a call without one of its own: the day it was entered, counted on."""
    day = f"{now:%Y-%m-%d}"
    statement = select(Opportunity.external_id).where(
        Opportunity.source_name == MANUAL, col(Opportunity.external_id).startswith(f"{day}/")
    )
    numbers = [key.rpartition("/")[2] for key in session.exec(statement)]
    return f"{day}/{max((int(number) for number in numbers if number.isdecimal()), default=0) + 1}"
