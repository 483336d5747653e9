"""`akquise ledger`: every decision and its reason; the answer to "why did we not apply?"."""

from typing import Annotated

import typer

from grants_db.clock import local_day
from grants_db.messages import Message
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, say_json, translate


def ledger(
    context: typer.Context,
    opportunity: Annotated[
        int | None, typer.Argument(metavar="[FOERDERANGEBOT]", help="Nur zu diesem Förderangebot.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False,
) -> None:
    """Why did we (not) apply? Every decision with reason, day and the version of the call, the newest first."""
    from grants_db.opportunities.store import get_opportunity
    from grants_db.review.decision_log import LedgerFilter, ledger_page
    from grants_db.storage.database import reading
    from tui.formatting.format import day
    from tui.formatting.labels import label
    from tui.formatting.messages import quoted

    state: CommandContext = context.obj
    with reading(state.engine(create=False)) as session:
        if opportunity is not None:
            get_opportunity(session, opportunity)  # one that isn't there is told as everywhere
        lines = ledger_page(session, LedgerFilter(opportunity=opportunity)).lines
    if as_json:
        say_json(
            [
                {
                    "decided_at": line.decided_at.isoformat(),
                    "measure": line.number,
                    "opportunity": line.opportunity,
                    "title": line.title,
                    "version": line.version,
                    "decision": line.kind.value,
                    "reason": line.reason.value if line.reason else None,
                    "note": line.note,
                    "decided_by": line.decided_by,
                    "undone_at": line.undone_at.isoformat() if line.undone_at else None,
                    "reopened_because": str(Message.from_json(line.reopened_because))
                    if line.reopened_because
                    else None,
                }
                for line in lines
            ]
        )
        return
    for line in lines:
        reason = f" ({label(line.reason)})" if line.reason else ""
        words = f" {quoted(line.note)}" if line.note else ""
        version = _("Fassung {number}").format(number=line.version)
        whose = f", {line.decided_by}" if line.decided_by else ""
        what = f"{label(line.kind)}{reason}{words} ({version}{whose})  {line.title}"
        when = day(local_day(line.decided_at))
        say(f"{when:<11}  {line.number:<8} {line.opportunity:>6}  {what}")
        if line.reopened_because:
            say(f"            {translate(Message.from_json(line.reopened_because))}")
        elif line.undone_at:
            undone = day(local_day(line.undone_at))
            say(f"            {_('zurückgenommen am {day}').format(day=undone)}")
    if not lines and opportunity is not None:
        note(_("Über Förderangebot {id} ist noch nichts entschieden.").format(id=opportunity))
    elif not lines:
        note(_("Noch keine Entscheidungen."))
