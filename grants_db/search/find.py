"""Which calls fit and in what order, from the narrow list (`LISTING`) and the word index alone.

Nothing is counted further than `COUNTED`, and where more calls fit than that, no more are looked at than a page needs:
so it is as quick in a hundred thousand calls as in a hundred.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import Session

from grants_db.models.opportunity_listing import LISTING
from grants_db.opportunities.status import status_on
from grants_db.rules.status import STATUS_ORDER
from grants_db.search.opportunity_filter import OpportunityFilter
from grants_db.search.word_conditions import WORDS, word_conditions
from grants_db.vocabulary import OpportunityStatus

#: whether more calls fit is said, how many more is not
COUNTED = 1_000
_ID = LISTING.c.opportunity_id


@dataclass(frozen=True)
class FoundNumbers:
    """The ids of a page in their order, and how many calls fit in all, counted no further than one above `COUNTED`."""

    ids: list[int]
    total: int


def find(
    session: Session,
    wanted: OpportunityFilter,
    today: date,
    limit: int,
    offset: int,
    proposed: Select[Any] | None,
    *,
    exactly: bool = False,
) -> FoundNumbers:
    """A page of what fits; `proposed` selects the calls that matches narrow it down to."""
    conditions = list(_conditions(wanted, today))
    if proposed is not None:
        conditions.append(_ID.in_(proposed))
    statuses = [status for status in STATUS_ORDER if not wanted.statuses or status in wanted.statuses]
    words = word_conditions(session, wanted.words)
    if words is None:
        fitting = select(_ID).where(*conditions)
        total = _counted(session, fitting) if exactly else len(session.execute(fitting.limit(COUNTED + 1)).all())
        in_order = fitting.order_by(LISTING.c.title_key, _ID)
        return FoundNumbers(_page(session, [in_order], statuses, today, limit, offset), total)
    fitting = _hits(words.anywhere, conditions)
    hits = session.execute(fitting.add_columns(status_on(today)).limit(COUNTED + 1)).all()
    if len(hits) > COUNTED:
        parts = [_hits(part, conditions).order_by(WORDS.c.rowid.desc()) for part in (words.in_title, words.elsewhere)]
        total = _counted(session, fitting) if exactly else len(hits)
        return FoundNumbers(_page(session, parts, statuses, today, limit, offset), total)
    in_title = set(session.execute(_hits(words.in_title, conditions)).scalars()) if hits else set()
    rank = {status.value: number for number, status in enumerate(STATUS_ORDER)}
    ordered = sorted((rank[status], number not in in_title, -number) for number, status in hits)
    return FoundNumbers([-number for _rank, _elsewhere, number in ordered[offset : offset + limit]], len(hits))


def _conditions(wanted: OpportunityFilter, today: date) -> Iterator[ColumnElement[bool]]:
    if wanted.levels:
        yield LISTING.c.level.in_(wanted.levels)
    if wanted.routes:
        yield LISTING.c.applicant_route.in_(wanted.routes)
    if wanted.since is not None:
        yield LISTING.c.changed_at > wanted.since
    if wanted.to_check:
        yield LISTING.c.to_check
    if wanted.statuses:
        yield status_on(today).in_([status.value for status in wanted.statuses])


def _counted(session: Session, fitting: Select[Any]) -> int:
    return int(session.execute(select(func.count()).select_from(fitting.subquery())).scalar_one())


def _hits(words: ColumnElement[bool], conditions: list[ColumnElement[bool]]) -> Select[Any]:
    """The calls that the word index finds and that fit otherwise."""
    found = select(_ID).select_from(WORDS).join(LISTING, WORDS.c.rowid == _ID)
    return found.where(words, *conditions)


def _page(
    session: Session,
    parts: list[Select[Any]],
    statuses: list[OpportunityStatus],
    today: date,
    limit: int,
    offset: int,
) -> list[int]:
    """The ids from `offset` on: one status after the other, in each one part after the other."""
    ids: list[int] = []
    for status in statuses:
        for part in parts:
            if (missing := offset + limit - len(ids)) > 0:
                there = part.where(status_on(today) == status.value).limit(missing)
                ids += session.execute(there).scalars()
    return ids[offset:]
