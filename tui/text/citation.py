"""A call as one cites it in a mail or a paper: title, funder, where and when it was read, terms of use. Pure."""

from datetime import date
from typing import TYPE_CHECKING

from grants_db.clock import local_day
from tui.formatting.format import day, one_line
from tui.formatting.i18n import _
from tui.formatting.messages import quoted

if TYPE_CHECKING:
    from grants_db.models.opportunity import Opportunity
    from grants_db.models.source import Source


def citation(opportunity: "Opportunity", source: "Source | None", today: date) -> str:
    """The citation, one thing a line; what the source does not say is left out."""
    title, funder = one_line(opportunity.title), one_line(opportunity.funder)
    checked = day(local_day(opportunity.last_seen))
    where = one_line(source.title) if source is not None else one_line(opportunity.source_name)
    lines = [
        f"{quoted(title)}, {funder}" if funder else quoted(title),
        _("Quelle: {source}, zuletzt geprüft am {day}").format(source=where, day=checked),
        one_line(opportunity.url),
        one_line(opportunity.attribution or (source.attribution if source is not None else "")),
        _("Zitiert am {day}").format(day=day(today)),
    ]
    if opportunity.retired_at is not None:
        gone = day(local_day(opportunity.retired_at))
        lines.insert(2, _("Die Quelle führt dieses Angebot seit {day} nicht mehr.").format(day=gone))
    return "\n".join(line for line in lines if line)
