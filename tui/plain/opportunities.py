"""The calls in plain text: those that fit words and field, open ones first."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.formatting.format import deadline, money
from tui.formatting.i18n import _, counted
from tui.formatting.labels import fact_name, label
from tui.plain.base import Asked, Json, Part, Some, how_many, named, raw, statement

if TYPE_CHECKING:
    from grants_db.search.query import OpportunityRow

FILTERS = frozenset({"words", "field"})


def read(asked: Asked) -> "Some[OpportunityRow]":
    """A page of the search."""
    from grants_db.search.opportunity_filter import OpportunityFilter
    from grants_db.search.query import search
    from grants_db.storage.database import reading

    wanted = OpportunityFilter(words=asked.words, action_field=asked.field)
    with reading(asked.engine) as session:
        page = search(session, wanted, asked.today, limit=asked.limit, exactly=True)
    return Some(page.rows, page.total)


def outline(found: "Some[OpportunityRow]", asked: Asked) -> Iterator[Part]:
    """A line for each call."""
    lines = [line] if (line := how_many(found)) else []
    lines += [
        statement(
            _("Förderangebot {id}: {title}").format(id=row.id, title=row.title),
            label(row.status),
            named(_("Frist"), deadline(row.deadline, asked.today)),
            _("bis {high}").format(high=money(row.max_amount)) if row.max_amount is not None else "",
            label(row.level),
            named(fact_name("funder"), row.funder),
            named(fact_name("applicant_route"), label(row.applicant_route)),
            _("nicht mehr in der Quelle") if row.retired else "",
        )
        for row in found.items
    ]
    yield Part(counted("{n} Förderangebot", "{n} Förderangebote", found.total), lines)


def data(found: "Some[OpportunityRow]", _asked: Asked) -> Json:
    """The same for a script."""
    return {
        "total": found.total,
        "opportunities": [
            {
                "opportunity": row.id,
                "title": row.title,
                "level": raw(row.level),
                "funder": row.funder,
                "status": raw(row.status),
                "deadline_kind": raw(row.deadline.kind),
                "deadline_dates": list(row.deadline.dates),
                "due": raw(row.due),
                "max_amount": raw(row.max_amount),
                "applicant_route": raw(row.applicant_route),
                "source": row.source_name,
                "retired": row.retired,
            }
            for row in found.items
        ],
    }
