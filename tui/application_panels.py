"""What the screens of applications, dates and decisions show, built from plain values."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from grants_db.vocabulary import ApplicationStage as Stage
from tui.application_texts import (
    CERTAINTY_SIGNS,
    date_line,
    history_line,
    obligation_line,
    plan,
    said,
    task_line,
)
from tui.details import agenda_panel
from tui.facts import Fact
from tui.format import day, money, one_line, shortened
from tui.i18n import N_, _
from tui.labels import label
from tui.widgets.contents import FactTable, bullets, stacked, title_line

if TYPE_CHECKING:
    from grants_db.agenda import AgendaEntry
    from grants_db.application_file import ApplicationFile
    from grants_db.models.opportunity import Opportunity

#: the columns of the board and the stages that stand in each
BOARD: tuple[tuple[str, tuple[Stage, ...]], ...] = (
    (N_("Vorbereitung"), (Stage.IDEA, Stage.REVIEW, Stage.INTERNAL_APPROVAL, Stage.DEFERRED)),
    (N_("Eingereicht"), (Stage.SKETCH, Stage.SUBMITTED)),
    (N_("Bewilligt"), (Stage.AWARDED, Stage.RUNNING)),
    (N_("Nachweis"), (Stage.INTERIM_REPORT, Stage.FINAL_REPORT)),
    (
        N_("Beendet"),
        (Stage.CLOSED, Stage.RETENTION, Stage.REJECTED, Stage.NOT_PURSUED, Stage.WITHDRAWN, Stage.LAPSED),
    ),
)


def board(files: "Sequence[ApplicationFile]", chosen: int | None) -> RenderableType:
    """The applications by stage, side by side; the chosen one is marked."""
    table = Table(expand=True, show_edge=False, pad_edge=False, padding=(0, 1))
    cells: list[Text] = []
    for name, stages in BOARD:
        standing = [found for found in files if found.application.stage in stages]
        table.add_column(Text(f"{_(name)} ({len(standing)})"), ratio=1, overflow="ellipsis")
        cells.append(Text("\n\n").join(_card(found, chosen) for found in standing))
    table.add_row(*cells)
    return table


def _card(found: "ApplicationFile", chosen: int | None) -> Text:
    application = found.application
    here = application.id == chosen
    card = Text(f"{'▶' if here else ' '}{application.id} {shortened(found.opportunity.title, 40)}", style="bold")
    card.append(f"\n {label(application.stage)}\n ⇄ {label(application.funder_status)}", style="not bold")
    if (entry := found.next_entry) is not None:
        card.append(f"\n {CERTAINTY_SIGNS[entry.certainty]} {day(entry.due)}", style="not bold")
    return card


def application_panel(found: "ApplicationFile") -> RenderableType:
    """Both stages first, then what is endangered, dates, obligations with their rules, tasks, documents, history."""
    application, award = found.application, found.award
    facts = [
        Fact(_("Unser Stand"), label(application.stage)),
        Fact(_("Beim Zuwendungsgeber"), label(application.funder_status)),
        Fact(_("Einheit"), one_line(found.unit) or "–"),
        Fact(_("Funktion"), one_line(application.role) or "–"),
        Fact(_("Beantragt"), money(application.requested)),
        Fact(_("Maßnahmen"), "; ".join(f"{one.number} {one_line(one.title)}" for one in found.measures)),
    ]
    if application.contract_on or application.consent_on:
        facts.append(Fact(_("Erster Vertrag"), day(application.contract_on)))
        facts.append(Fact(_("Zustimmung"), day(application.consent_on)))
    if award is not None:
        facts.append(Fact(_("Bescheid"), f"{award.number}: {money(award.amount)}, {label(award.financing_type)}"))
        facts.append(Fact(_("Zeitraum"), f"{day(award.period_start)} – {day(award.period_end)}"))
    parts: list[RenderableType] = [title_line(f"{application.id} {one_line(found.opportunity.title)}")]
    if found.warning is not None:
        parts.append(Text(f"! {said(found.warning)}", style="bold"))
    parts.append(FactTable(facts))
    sections = (
        (_("Plan der Termine"), [date_line(entry) for entry in plan(found)]),
        (_("Pflichten aus dem Bescheid"), [obligation_line(item, found) for item in found.obligations]),
        (_("Aufgaben"), [task_line(task, found) for task in found.tasks]),
        (_("Dokumente"), [f"{one_line(doc.title)}  {one_line(doc.link)}" for doc in found.documents]),
        (_("Verlauf"), [history_line(line) for line in reversed(found.history)]),
    )
    for heading, lines in sections:
        if lines:
            parts += [title_line(heading), bullets(lines)]
    return stacked(*parts)


def entry_panel(entry: "AgendaEntry", call: "Opportunity | None", today: date) -> RenderableType:
    """A date with how sure it is and where it comes from, then the call (None until it is read) and the measure."""
    facts = [
        Fact(_("Frist"), day(entry.due)),
        Fact(_("Art"), f"{label(entry.what)}, {CERTAINTY_SIGNS[entry.certainty]} {label(entry.certainty)}"),
        Fact(_("Einheit"), one_line(entry.unit) or "–"),
    ]
    if entry.rule:
        facts.append(Fact(_("Regel"), one_line(entry.rule)))
    if entry.source:
        facts.append(Fact(_("Fundstelle"), one_line(entry.source)))
    if entry.application_id is not None:
        facts.append(Fact(_("Antrag"), str(entry.application_id)))
    if not entry.leads:
        facts.append(Fact(_("Vorrang"), _("Ein anderes Datum geht vor.")))
    return stacked(title_line(said(entry.title)), FactTable(facts), agenda_panel(entry, call, today))
