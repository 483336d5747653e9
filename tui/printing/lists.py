"""Sheets of a list as it is filtered on screen: the dates that lie ahead, the decisions with their reasons."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Engine

from grants_db.clock import local_day
from grants_db.measures.store import list_action_fields
from grants_db.review.decision_log import LedgerFilter, LedgerLine, ledger_page
from grants_db.settings import Settings
from grants_db.storage.database import reading
from tui.formatting.format import day, one_line
from tui.formatting.i18n import _
from tui.formatting.labels import label
from tui.formatting.row_markers import OWN, is_own, signs
from tui.jobs.agenda_inputs import read_agenda
from tui.printing.page import PrintedSection, PrintedSheet, Table
from tui.text import deadlines as deadline_texts
from tui.text import ledger as ledger_texts
from tui.text.review import DECISION_SIGNS


def dates_sheet(engine: Engine, settings: Settings, today: date, asked: Mapping[str, object]) -> PrintedSheet:
    """The agenda; `asked` is what `deadline_texts.WantedDates.as_json` gives."""
    wanted = deadline_texts.WantedDates.from_json(asked)
    entries = read_agenda(engine, settings, today)
    fitting = [entry for entry in entries if wanted.fits(entry)]
    rows = deadline_texts.listed(fitting, settings.unit, settings.thresholds)
    headings = (_("Frist"), _("Zeit"), _("Nr."), _("Was"), _("Förderangebot"), _("Einheit"))
    parts: list[tuple[str, list[tuple[str, ...]]]] = [("", [])]
    for row in rows:
        if row.key.startswith(deadline_texts.HEADING):
            parts.append((" ".join(filter(None, row.cells)), []))
        else:
            parts[-1][1].append(tuple(one_line(cell) for cell in row.cells))
    return PrintedSheet(
        name="fristen",
        kind=_("Fristen"),
        title=deadline_texts.chips(wanted, len(fitting), len(entries)),
        sections=[
            *(PrintedSection(heading, table=Table(headings, cells)) for heading, cells in parts if cells),
            PrintedSection(_("Zeichen"), text=deadline_texts.legend(new=False)),
        ],
    )


def decisions_sheet(engine: Engine, settings: Settings, today: date, asked: Mapping[str, object]) -> PrintedSheet:
    """The ledger; `asked` is what `ledger_texts.WantedDecisions.as_json` gives."""
    del today
    own = settings.unit
    wanted = ledger_texts.WantedDecisions.from_json(asked)
    fitting = LedgerFilter(
        *(wanted.words, wanted.kind, wanted.reason, wanted.action_field, wanted.unit), named=wanted.named()
    )
    with reading(engine) as session:
        page = ledger_page(session, fitting, first=own)
        title = ledger_texts.headline(page.total, wanted, list_action_fields(session))
    headings = (_("Tag"), _("Maßnahme"), _("Förderangebot"), _("Entscheidung"), _("Anmerkung"), _("Wer"))
    return PrintedSheet(
        name="entscheidungen",
        kind=_("Warum?"),
        title=title,
        sections=[
            PrintedSection("", table=Table(headings, [_decision(line, own) for line in page.lines])),
            *([PrintedSection(_("Zeichen"), text=f"{OWN} {one_line(own)}")] if own else []),
        ],
    )


def _decision(line: LedgerLine, own: str) -> tuple[str, ...]:
    kind = f"{DECISION_SIGNS[line.kind]} {label(line.kind)}" + (f": {label(line.reason)}" if line.reason else "")
    taken_back = _("zurückgenommen {day}").format(day=day(local_day(line.undone_at))) if line.undone_at else ""
    cells = (
        day(local_day(line.decided_at)),
        f"{signs(own=is_own(line.unit, own))}{line.number} {line.measure}",
        line.title,
        f"({kind}; {taken_back})" if taken_back else kind,
        line.note,
        line.decided_by or "–",
    )
    return tuple(one_line(cell) for cell in cells)
