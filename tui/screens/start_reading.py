"""What the first screen reads: what there is to do for a role; the city's table where it is shown."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from tui.formatting.row_markers import is_own
from tui.state.returning import bring_back_due
from tui.text.work.worklist import Today, WorkRole

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.dashboard.details import Holdings
    from grants_db.dashboard.overview import FieldOverview, ProposedDate
    from grants_db.settings import Settings


@dataclass(frozen=True)
class Overview:
    """All that the screen shows; `fields` is None while the city's table is not looked at."""

    holdings: "Holdings"
    fields: "list[FieldOverview] | None"
    proposed: "list[ProposedDate]"
    found: Today


@dataclass(frozen=True)
class OverviewAsked:
    """Whose work, on which day, with which settings; `table`: the city's table, too."""

    settings: "Settings"
    role: WorkRole
    today: date
    now: datetime
    since: datetime | None
    table: bool


def read_overview(engine: "Engine", asked: OverviewAsked) -> Overview:
    """Counts, agenda and sources."""
    from grants_db.dashboard.details import holdings
    from grants_db.dashboard.overview import news_since, overview, proposed_dates
    from grants_db.dashboard.worklist import calls_changed, unfunded_of, unsent_mails, worklist
    from grants_db.storage.database import reading
    from tui.jobs.agenda_inputs import read_agenda
    from tui.jobs.source_health import last_night, source_rows

    settings, today, since = asked.settings, asked.today, asked.since
    bring_back_due(engine, today, asked.now)
    agenda, sources = read_agenda(engine, settings, today), source_rows(engine, asked.now)
    unit = settings.unit if asked.role is WorkRole.UNIT else ""
    with reading(engine) as session:
        own = {entry.opportunity.id for entry in agenda if any(is_own(name, unit) for name in entry.units)}
        found = Today(
            today=today,
            unit=unit,
            agenda=agenda,
            work=worklist(session, today, since, unit=unit),
            news=news_since(session, since) if since else None,
            night=last_night(sources),
            sources=sources,
            changed=len(own & calls_changed(session, since)) if unit and since else 0,
            unfunded=unfunded_of(session, unit) if unit else 0,
            mail=settings.mail is not None,
            unsent=unsent_mails(session) if asked.role is WorkRole.MACHINE else 0,
        )
        return Overview(
            holdings(session),
            overview(session) if asked.table else None,
            [] if any(entry.due for entry in agenda) else proposed_dates(session, today),
            found,
        )
