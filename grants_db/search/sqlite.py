"""Searching on SQLite: which calls fit and in what order, from the narrow list and the word index alone.

Nothing is counted further than `COUNTED`, and where more calls fit than that, no more are looked at than a page needs:
so it is as quick in a hundred thousand calls as in a hundred.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, column, func, select, table
from sqlmodel import Session

from grants_db.models.columns import Instant
from grants_db.rules.status import STATUS_ORDER
from grants_db.search.opportunity_filter import OpportunityFilter
from grants_db.search.words import question, vocabulary_of
from grants_db.vocabulary import OpportunityStatus

#: whether more calls fit is said, how many more is not
COUNTED = 1_000
_TEXTS = ("level", "applicant_route", "closes_on", "opens_from", "unsure_after", "otherwise", "title_key")
LIST = table("opportunity_list", column("id"), column("changed_at", Instant()), *(column(n, String()) for n in _TEXTS))
_WORDS = table("opportunity_words", column("rowid"), column("opportunity_words", String()))


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
    conditions: list[ColumnElement[bool]] = []
    if wanted.level is not None:
        conditions.append(LIST.c.level == wanted.level.value)
    if wanted.route is not None:
        conditions.append(LIST.c.applicant_route == wanted.route.value)
    if wanted.since is not None:
        conditions.append(LIST.c.changed_at > wanted.since)
    if wanted.status is not None:
        conditions.append(status_in_list(today) == wanted.status.value)
    if proposed is not None:
        conditions.append(LIST.c.id.in_(proposed))
    statuses = [wanted.status] if wanted.status else list(STATUS_ORDER)
    asked = question(wanted.words, vocabulary_of(session)) if wanted.words.strip() else ""
    if not asked:
        fitting = select(LIST.c.id).where(*conditions)
        total = _counted(session, fitting) if exactly else len(session.execute(fitting.limit(COUNTED + 1)).all())
        in_order = fitting.order_by(LIST.c.title_key, LIST.c.id)
        return FoundNumbers(_page(session, [in_order], statuses, today, limit, offset), total)
    hits = session.execute(_hits(asked, conditions).add_columns(status_in_list(today)).limit(COUNTED + 1)).all()
    titled, elsewhere = f"{{title}} : ({asked})", f"({asked}) NOT {{title}} : ({asked})"
    if len(hits) > COUNTED:
        parts = [_hits(part, conditions).order_by(_WORDS.c.rowid.desc()) for part in (titled, elsewhere)]
        total = _counted(session, _hits(asked, conditions)) if exactly else len(hits)
        return FoundNumbers(_page(session, parts, statuses, today, limit, offset), total)
    in_title = set(session.execute(_hits(titled, conditions)).scalars()) if hits else set()
    rank = {status.value: number for number, status in enumerate(STATUS_ORDER)}
    ordered = sorted((rank[status], number not in in_title, -number) for number, status in hits)
    return FoundNumbers([-number for _rank, _elsewhere, number in ordered[offset : offset + limit]], len(hits))


def status_in_list(today: date) -> ColumnElement[str]:
    """`grants_db.opportunities.store.status_of` from the list's columns; a test holds the two together."""
    return case(
        (LIST.c.closes_on < today.isoformat(), OpportunityStatus.CLOSED.value),
        (LIST.c.opens_from > today.isoformat(), OpportunityStatus.FORECASTED.value),
        (LIST.c.unsure_after < today.isoformat(), OpportunityStatus.UNKNOWN.value),
        else_=LIST.c.otherwise,
    )


def _counted(session: Session, fitting: Select[Any]) -> int:
    return int(session.execute(select(func.count()).select_from(fitting.subquery())).scalar_one())


def _hits(asked: str, conditions: list[ColumnElement[bool]]) -> Select[Any]:
    """The calls that the word index finds and that fit otherwise."""
    found = select(LIST.c.id).select_from(_WORDS).join(LIST, LIST.c.id == _WORDS.c.rowid)
    return found.where(_WORDS.c.opportunity_words.op("MATCH")(asked), *conditions)


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
                there = part.where(status_in_list(today) == status.value).limit(missing)
                ids += session.execute(there).scalars()
    return ids[offset:]
