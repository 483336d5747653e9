"""What a night comes to, in one line: for a timer's journal, and for who reads a hundred such lines a morning."""

from datetime import datetime

from sqlalchemy import Engine

from tui.formatting.format import one_line, shortened
from tui.formatting.i18n import _, counted
from tui.jobs.night_steps import Steps
from tui.jobs.source_health import last_night, source_rows

#: sources and findings that are named; of more only their number
MOST_NAMED = 3
#: signs of one finding; it stands in full in what the night says when it isn't quiet
LONGEST = 200


def night_verdict(engine: Engine, night: Steps, now: datetime) -> str:
    """One line: fine or not, which sources fell short, what moved, and what else was found."""
    rows = source_rows(engine, now)
    told = last_night(rows)
    short = [row.name for row in rows if row.fell_short]
    parts = [
        {0: _("Nacht gelungen"), 1: _("Nacht mit Befunden")}.get(night.status, _("Nacht nicht gelungen")),
        counted("{n} Quelle", "{n} Quellen", told.sources),
        _("{new} neu, {changed} geändert, {retired} stillgelegt").format(
            new=told.new, changed=told.changed, retired=told.retired
        ),
    ]
    if short:
        parts.append(_("unvollständig: {names}").format(names=_few(short)))
    if night.findings:
        parts.append(_few([shortened(one_line(finding), LONGEST) for finding in night.findings], "; "))
    return ". ".join(parts) + ("" if parts[-1].endswith(".") else ".")


def _few(texts: list[str], between: str = ", ") -> str:
    more = len(texts) - MOST_NAMED
    named = between.join(texts[:MOST_NAMED])
    return named if more <= 0 else named + " " + _("und {n} weitere").format(n=more)
