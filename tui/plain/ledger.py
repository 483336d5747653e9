"""The ledger in plain text: every decision with its reason, the newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants_db.clock import local_day
from grants_db.messages import Message
from tui.formatting.format import day
from tui.formatting.i18n import _, counted
from tui.formatting.labels import label
from tui.formatting.messages import sentence
from tui.plain.base import Asked, Json, Part, Some, first, how_many, named, raw, statement

if TYPE_CHECKING:
    from grants_db.models.match import Decision
    from grants_db.models.measure import Measure
    from grants_db.models.opportunity import Opportunity

FILTERS = frozenset({"words", "field"})


@dataclass(frozen=True)
class DecisionLine:
    """A decision and what it was about."""

    decision: "Decision"
    measure: "Measure"
    opportunity: "Opportunity"


def read(asked: Asked) -> Some[DecisionLine]:
    """The decisions that fit, the newest first."""
    from grants_db.models.measure import Measure
    from grants_db.models.opportunity import Opportunity
    from grants_db.review.decisions import ledger
    from grants_db.storage.database import reading

    with reading(asked.engine) as session:
        entries = [
            DecisionLine(
                decision,
                session.get_one(Measure, decision.measure_id),
                session.get_one(Opportunity, decision.opportunity_id),
            )
            for decision in ledger(session)
        ]
    return first([entry for entry in entries if _fits(entry, asked)], asked.limit)


def _fits(entry: DecisionLine, asked: Asked) -> bool:
    texts = (entry.measure.number, entry.measure.title, entry.opportunity.title, entry.decision.note)
    return asked.is_field(entry.measure.action_field_number) and asked.has_words(*texts)


def outline(found: Some[DecisionLine], _asked: Asked) -> Iterator[Part]:
    """A line for each decision."""
    lines = [line] if (line := how_many(found)) else []
    yield Part(counted("{n} Entscheidung", "{n} Entscheidungen", found.total), lines + [_line(e) for e in found.items])


def data(found: Some[DecisionLine], _asked: Asked) -> Json:
    """The same for a script."""
    return {"total": found.total, "decisions": [_json(entry) for entry in found.items]}


def _line(entry: DecisionLine) -> str:
    decision = entry.decision
    return statement(
        _("{day}, Maßnahme {number} und Förderangebot {id}, {title}").format(
            day=day(local_day(decision.decided_at)),
            number=entry.measure.number,
            id=entry.opportunity.id,
            title=entry.opportunity.title,
        ),
        label(decision.kind),
        named(_("Grund"), label(decision.reason) if decision.reason else ""),
        named(_("Anmerkung"), decision.note),
        named(_("entschieden von"), decision.decided_by),
        named(_("zurückgenommen"), day(local_day(decision.undone_at)) if decision.undone_at else ""),
        named(
            _("wieder offen"),
            sentence(Message.from_json(decision.reopened_because)) if decision.reopened_because else "",
        ),
    )


def _json(entry: DecisionLine) -> Json:
    decision = entry.decision
    return {
        "decision_id": decision.id,
        "decided_at": raw(decision.decided_at),
        "measure": entry.measure.number,
        "opportunity": entry.opportunity.id,
        "title": entry.opportunity.title,
        "version": decision.opportunity_version,
        "decision": raw(decision.kind),
        "reason": raw(decision.reason),
        "note": decision.note,
        "decided_by": decision.decided_by,
        "undone_at": raw(decision.undone_at),
        "reopened_because": str(Message.from_json(decision.reopened_because)) if decision.reopened_because else None,
    }
