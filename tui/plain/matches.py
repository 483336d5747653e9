"""The review queue in plain text: each measure that lacks money, and the calls proposed for it with their reasons."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants_db.messages import Message
from tui.formatting.chance import chance
from tui.formatting.format import deadline, score
from tui.formatting.i18n import _, counted
from tui.formatting.labels import fact_name, label, score_parts
from tui.formatting.messages import sentence
from tui.plain.base import Asked, Json, Part, named, raw, statement
from tui.plain.measures import fits, gap_of, unit_of

if TYPE_CHECKING:
    from grants_db.dashboard.details import MeasureRow
    from grants_db.review.matches import MatchView

FILTERS = frozenset({"words", "unit", "field"})


@dataclass(frozen=True)
class Queue:
    """The measures to review, each with its first matches; how many matches there are in all and how many wait."""

    measures: "list[tuple[MeasureRow, list[MatchView]]]"
    total: int
    waiting: int


def read(asked: Asked) -> Queue:
    """The measures that fit with their matches, best first, until there are as many as were asked for."""
    from grants_db.dashboard.details import measure_rows
    from grants_db.review.matches import matches_of
    from grants_db.storage.database import reading

    left = asked.limit
    found = []
    with reading(asked.engine) as session:
        rows = [row for row in measure_rows(session, unfunded_only=True) if fits(row, asked)]
        for row in rows:
            views = matches_of(session, row.measure.id or 0)[:left] if left else []
            left -= len(views)
            if views or not row.matches:
                found.append((row, views))
    return Queue(found, sum(row.matches for row in rows), sum(row.waiting for row in rows))


def outline(found: Queue, asked: Asked) -> Iterator[Part]:
    """A heading for each measure; for each match a line of facts, then lines that say why."""
    shown = sum(len(views) for _row, views in found.measures)
    lines = [counted("{n} Treffer wartet", "{n} Treffer warten", found.waiting)]
    if shown < found.total:
        lines.append(
            _("Gezeigt sind die ersten {shown} von {total}; mehr mit --limit.").format(shown=shown, total=found.total)
        )
    yield Part(counted("{n} Treffer", "{n} Treffer", found.total), lines)
    for row, views in found.measures:
        heading = _("Maßnahme {number}: {title}").format(number=row.measure.number, title=row.measure.title)
        about = statement(gap_of(row), named(_("zuständig"), unit_of(row)))
        if not views:
            yield Part(heading, [about, _("Kein Treffer.")])
            continue
        yield Part(heading, [about, *(line for view in views for line in _lines(view, asked))])


def data(found: Queue, asked: Asked) -> Json:
    """The same for a script."""
    return {
        "total": found.total,
        "waiting": found.waiting,
        "measures": [
            {
                "measure": row.measure.number,
                "title": row.measure.title,
                "action_field": row.measure.action_field_number,
                "unit": unit_of(row),
                "gap": raw(row.gap),
                "matches": [_json(view, asked) for view in views],
            }
            for row, views in found.measures
        ],
    }


def _lines(view: "MatchView", asked: Asked) -> Iterator[str]:
    from grants_db.opportunities.store import deadline_of

    match, call = view.match, view.opportunity
    yield statement(
        _("Treffer {rank}: Förderangebot {id}, {title}").format(rank=match.rank, id=call.id, title=call.title),
        _decision(view),
        _("Bewertung {score}").format(score=score(match.score)),
        chance(match.chance),
        label(match.eligibility),
        named(_("Frist"), deadline(deadline_of(call), asked.today)),
        label(call.level),
        named(fact_name("funder"), call.funder),
    )
    for reason in (*match.eligibility_reasons, *match.reasons):
        yield named(_("Begründung"), sentence(Message.from_json(reason)))
    yield named(
        _("Teile der Bewertung"), ", ".join(f"{name} {score(value)}" for name, value in score_parts(match.parts))
    )


def _decision(view: "MatchView") -> str:
    if view.decision is None:
        return _("noch nicht entschieden")
    reason = f" ({label(view.decision.reason)})" if view.decision.reason else ""
    return label(view.decision.kind) + reason


def _json(view: "MatchView", asked: Asked) -> Json:
    from grants_db.opportunities.status import status_of
    from grants_db.opportunities.store import deadline_of

    match, call, decision = view.match, view.opportunity, view.decision
    return {
        "opportunity": call.id,
        "title": call.title,
        "url": call.url,
        "level": raw(call.level),
        "funder": call.funder,
        "status": raw(status_of(call, asked.today)),
        "deadline_kind": raw(deadline_of(call).kind),
        "deadline_dates": list(deadline_of(call).dates),
        "rank": match.rank,
        "score": round(match.score, 6),
        "chance": None if match.chance is None else round(match.chance, 3),
        "parts": match.parts,
        "eligibility": raw(match.eligibility),
        "reasons": [str(Message.from_json(reason)) for reason in (*match.eligibility_reasons, *match.reasons)],
        "terms": match.terms,
        "decision": raw(decision.kind) if decision else None,
        "reason": raw(decision.reason) if decision else None,
        "decided_at": raw(decision.decided_at) if decision else None,
    }
