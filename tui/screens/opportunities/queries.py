"""Reads for the screen of opportunities, in a worker; the database toolkit is loaded there."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from tui.state.arrangement import Arrangement
from tui.state.saved_views import OpportunityView
from tui.text import opportunities as texts
from tui.widgets.table_rows import Column, Row, in_order

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from grants_db.dashboard.details import OpportunityDetails
    from grants_db.models.measure import ActionField
    from grants_db.search.query import OpportunityPage
    from tui.screens.opportunities.archived_page import SourceAnswer


#: so many calls are sorted by a column, and written to a file, at most
MOST_SORTED = 10_000


@dataclass(frozen=True)
class OpportunityQuery:
    """What is asked for: words and filters, whose unit, what counts as new, and which rows of the answer."""

    wanted: OpportunityView
    unit: str
    since: datetime | None
    today: date
    offset: int
    limit: int
    fields: "Sequence[ActionField]" = ()  # those read already
    arrangement: Arrangement = field(
        default_factory=Arrangement
    )  # by which column, where the order is not the search's own
    columns: "Sequence[Column]" = ()


@dataclass(frozen=True)
class Hits:
    """A page of calls, the action fields one can filter by, what was asked for, and the own unit's of these calls.

    `proposals`: do letters propose something that waits?
    """

    page: "OpportunityPage"
    fields: "Sequence[ActionField]"
    wanted: OpportunityView
    own: frozenset[int] = frozenset()
    proposals: bool = False
    unsorted: bool = False  # more fit than are sorted


def read_page(engine: "Engine", asked: OpportunityQuery) -> Hits:
    """The page that is asked for."""
    from grants_db.measures.store import list_action_fields
    from grants_db.opportunities.proposals import any_open_proposal
    from grants_db.search.opportunity_filter import OpportunityFilter
    from grants_db.search.query import proposed_for, search
    from grants_db.storage.database import reading

    wanted = asked.wanted
    unit = asked.unit if wanted.own else ""
    since = asked.since if wanted.new else None
    fitting = OpportunityFilter(
        *(wanted.words, wanted.levels, wanted.statuses, wanted.action_field, wanted.routes, unit, since),
        to_check=wanted.to_check,
    )
    with reading(engine) as session:
        unsorted = False
        if asked.arrangement.by:
            whole = search(session, fitting, asked.today, limit=MOST_SORTED)
            unsorted = not whole.is_last
            page = _part(whole, asked)
        if unsorted or not asked.arrangement.by:
            page = search(session, fitting, asked.today, limit=asked.limit, offset=asked.offset)
        own = proposed_for(session, asked.unit, [row.id for row in page.rows]) if asked.unit else frozenset()
        waits = any_open_proposal(session, asked.today)
        return Hits(page, asked.fields or list_action_fields(session), wanted, own, waits, unsorted)


def _part(whole: "OpportunityPage", asked: OpportunityQuery) -> "OpportunityPage":
    """The page that is asked for of all that fits, sorted by a column."""
    by_key = {str(row.id): row for row in whole.rows}
    every = [texts.line(row, asked.today, asked.since) for row in whole.rows]
    ordered = in_order(every, asked.columns, asked.arrangement)
    end = asked.offset + asked.limit
    rows = [by_key[row.key] for row in ordered[asked.offset : end]]
    return replace(whole, rows=rows, offset=asked.offset, is_last=end >= len(ordered))


def lines(found: Hits, today: date, since: datetime | None) -> list[Row]:
    """The calls of a page as rows."""
    return [texts.line(hit, today, since, own=hit.id in found.own) for hit in found.page.rows]


def make_ready(engine: "Engine") -> None:
    """Before anybody types: read what the first search for words would wait for."""
    from grants_db.search import query
    from grants_db.storage.database import reading

    with reading(engine) as session:
        query.make_ready(session)


def read_details(engine: "Engine", key: int, today: date) -> "OpportunityDetails":
    """Everything that is shown of one call."""
    from grants_db.dashboard.details import opportunity_details
    from grants_db.storage.database import reading

    with reading(engine) as session:
        return opportunity_details(session, key, today)


def read_answers(engine: "Engine", found: "OpportunityDetails", folder: "Path | None") -> "list[SourceAnswer]":
    """What the source answered about a call, the newest first; the archive lies in `folder`, or beside the database."""
    from grants_db.opportunities.archive_reader import answer_in_text, archive_folder, kept_answer
    from tui.screens.opportunities.archived_page import MOST_SIGNS, SourceAnswer

    answers, call = [], found.opportunity
    for page in found.kept:
        kept = kept_answer(archive_folder(engine.url, folder), page)
        text = answer_in_text(kept, (call.external_id, call.title)) if kept is not None else None
        at = max(0, (text or "").find(call.title))
        if text is not None and len(text) / 2 < at < MOST_SIGNS:
            at = 0  # a document of the call's own that ends with its title
        answers.append(SourceAnswer(page.url, page.fetched_at, page.confirmed_at, text, at))
    return answers
