"""Reads for the review queue, in a worker; the database toolkit is loaded there."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from tui.state.call_queue import CallReview, CallTarget, calls_that_pass, place_of_call
from tui.state.context import ReviewTarget
from tui.state.review_queue import Filter, Review, neighbours, own_first, place_of_match, place_to_start

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.review.queue import MatchInFull


def read_review(
    engine: "Engine", target: ReviewTarget, filtered: Filter, unit: str = "", since: datetime | None = None
) -> Review:
    """The queue, the lines of the measure to be shown, and the match to be shown and its neighbours in full."""
    from grants_db.dashboard.details import holdings
    from grants_db.measures.store import list_action_fields
    from grants_db.review.queue import match_lines, matches_in_full, measure_to_review, queue
    from grants_db.review.umbrellas import umbrellas_elsewhere
    from grants_db.storage.database import reading

    with reading(engine) as session:
        queued = queue(session, since)
        anything = any(row.counts.matches for row in queued)
        rows = own_first(filtered.measures(queued, target), unit)
        at = place_to_start(rows, target)
        lines = match_lines(session, rows[at].id, dated=since is not None) if rows else []
        lines = filtered.matches(lines, target)
        shown = neighbours(lines, place_of_match(lines, target.opportunity))
        return Review(
            holdings=None if anything else holdings(session),
            fields=list_action_fields(session),
            rows=rows,
            at=at,
            measure=measure_to_review(session, rows[at].id) if rows else None,
            matches=lines,
            opportunity=target.opportunity,
            filtered=filtered,
            in_full=matches_in_full(session, shown),
            unit=unit,
            since=since,
            umbrellas=umbrellas_elsewhere(session, rows[at].id) if rows else (),
        )


def read_beside(engine: "Engine", match_ids: Sequence[int]) -> "dict[int, MatchInFull]":
    """More matches in full."""
    from grants_db.review.queue import matches_in_full
    from grants_db.storage.database import reading

    with reading(engine) as session:
        return matches_in_full(session, match_ids)


def give_match(target: ReviewTarget, now: datetime) -> "Callable[[Engine], object]":
    """Gives a measure a match of its own with an umbrella call that may carry it, so that it can be decided there."""

    def write(engine: "Engine") -> bool:
        from grants_db.measures.store import get_measure
        from grants_db.review.umbrellas import match_where_carried
        from grants_db.storage.database import writing

        with writing(engine) as session:
            measure = get_measure(session, target.measure or "")
            return match_where_carried(session, measure.id or 0, target.opportunity or 0, now) is not None

    return write


def read_calls(engine: "Engine", target: CallTarget, filtered: Filter, since: datetime | None = None) -> CallReview:
    """The calls that are proposed, and the one to be shown with its texts and measures."""
    from grants_db.dashboard.details import holdings
    from grants_db.measures.store import list_action_fields
    from grants_db.review.by_call import call_in_full, calls_read_as, calls_to_read
    from grants_db.storage.database import reading

    with reading(engine) as session:
        field = filtered.action_field
        proposed = calls_to_read(session, action_field=field, dated=since is not None)
        if filtered.facet:
            read_so = calls_read_as(session, filtered.facet)
            proposed = [call for call in proposed if call.id in read_so or call.id == target.call]
        calls = calls_that_pass(proposed, filtered, target.call)
        at = place_of_call(calls, target.call)
        return CallReview(
            holdings=None if calls else holdings(session),
            fields=list_action_fields(session),
            calls=calls,
            at=at,
            found=call_in_full(session, calls[at].id, action_field=field) if calls else None,
            measure=target.measure,
            filtered=filtered,
            since=since,
        )
