"""`akquise ledger`: every decision and its reason; the answer to "why did we not apply?"."""

from typing import Annotated

import typer

from grants_db.sentence import Sentence
from tui.commands.state import State, note, say, say_json, translate


def ledger(
    context: typer.Context,
    opportunity: Annotated[
        int | None, typer.Argument(metavar="[FOERDERANGEBOT]", help="Nur zu diesem Förderangebot.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False,
) -> None:
    """Why did we (not) apply? Every decision with reason, day and the version of the call, the newest first."""
    from grants_db.database import reading
    from grants_db.decisions import ledger as entries
    from grants_db.models.measure import Measure
    from grants_db.models.opportunity import Opportunity
    from tui.labels import label

    state: State = context.obj
    with reading(state.engine(create=False)) as session:
        rows = [
            (
                decision,
                session.get_one(Measure, decision.measure_id),
                session.get_one(Opportunity, decision.opportunity_id),
            )
            for decision in entries(session)
            if opportunity is None or decision.opportunity_id == opportunity
        ]
    if as_json:
        say_json(
            [
                {
                    "decided_at": decision.decided_at.isoformat(),
                    "measure": measure.number,
                    "opportunity": call.id,
                    "title": call.title,
                    "version": decision.opportunity_version,
                    "decision": decision.kind.value,
                    "reason": decision.reason.value if decision.reason else None,
                    "note": decision.note,
                    "decided_by": decision.decided_by,
                    "undone_at": decision.undone_at.isoformat() if decision.undone_at else None,
                    "reopened_because": str(Sentence.from_json(decision.reopened_because))
                    if decision.reopened_because
                    else None,
                }
                for decision, measure, call in rows
            ]
        )
        return
    for decision, measure, call in rows:
        reason = f" ({label(decision.reason)})" if decision.reason else ""
        words = f" „{decision.note}“" if decision.note else ""
        decided = f"{label(decision.kind)}{reason}{words}"
        say(f"{decision.decided_at:%d.%m.%Y}  {measure.number:<8} {call.id:>6}  {decided}  {call.title}")
        if decision.reopened_because:
            say(f"            {translate(Sentence.from_json(decision.reopened_because))}")
        elif decision.undone_at:
            say(f"            zurückgenommen am {decision.undone_at:%d.%m.%Y}")
    if not rows:
        note("Noch keine Entscheidungen.")
