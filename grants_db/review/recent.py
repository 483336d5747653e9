"""What came or changed since an instant, for the marks that screens set before it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from grants_db.models.application import HistoryEntry
from grants_db.models.match import Decision
from grants_db.models.opportunity import Opportunity

#: lines of a history that are about dates
DATED = ("task", "award", "stated_date", "purpose", "payment", "obligation")


def changed_calls(session: Session, since: datetime) -> set[int]:
    """The calls whose content came or changed after `since`, or about which something was decided after it."""
    changed = session.exec(select(Opportunity.id).where(col(Opportunity.content_changed_at) > since))
    decided = session.exec(select(Decision.opportunity_id).where(col(Decision.decided_at) > since))
    return {number for number in (*changed, *decided) if number is not None}


def applications_with_news(session: Session, since: datetime, kinds: Collection[str]) -> set[int]:
    """The applications whose history got a line of one of these kinds after `since`."""
    lines = select(HistoryEntry.application_id).where(
        func.coalesce(HistoryEntry.entered_at, HistoryEntry.at) > since, col(HistoryEntry.what).in_(list(kinds))
    )
    return set(session.exec(lines))
