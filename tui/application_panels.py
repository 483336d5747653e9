"""What the screens of applications, dates and decisions show, built from plain values."""

import calendar
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from grants_db.vocabulary import ApplicationStage as Stage
from grants_db.vocabulary import Certainty
from tui.application_texts import (
    CERTAINTY_SIGNS,
    date_line,
    entry_name,
    history_line,
    obligation_line,
    plan,
    said,
    task_line,
)
from tui.details import agenda_panel
from tui.facts import Fact
from tui.format import day, money, one_line, shortened
from tui.i18n import N_, _, language
from tui.labels import label
from tui.widgets.contents import FactTable, bullets, stacked, title_line

if TYPE_CHECKING:
    from grants_db.agenda import AgendaEntry
    from grants_db.application_file import ApplicationFile

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
WEEKDAYS = {"de": "Mo Di Mi Do Fr Sa So".split(), "en": "Mo Tu We Th Fr Sa Su".split()}
MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "en": list(calendar.month_name)[1:],
}
#: signs of one day that fit into its cell of the month
MOST_SIGNS = 4


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


def entry_panel(entry: "AgendaEntry", today: date) -> RenderableType:
    """A date with how sure it is and where it comes from, then the call and the measure."""
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
    return stacked(title_line(said(entry.title)), FactTable(facts), agenda_panel(entry, today))


def month_title(month: date) -> str:
    """A month by its name: November 2026."""
    return f"{MONTHS[language()][month.month - 1]} {month.year}"


def month_panel(entries: "Sequence[AgendaEntry]", month: date, today: date) -> RenderableType:
    """A month as a sheet with a sign for each date, and below it the dates in words."""
    by_day: dict[date, list[AgendaEntry]] = defaultdict(list)
    for entry in entries:
        if entry.due is not None and (entry.due.year, entry.due.month) == (month.year, month.month):
            by_day[entry.due].append(entry)
    sheet = Table.grid(padding=(0, 1), expand=True)
    for _weekday in range(7):
        sheet.add_column(ratio=1, no_wrap=True)
    sheet.add_row(*(Text(name, style="bold") for name in WEEKDAYS[language()]))
    for week in calendar.Calendar().monthdatescalendar(month.year, month.month):
        sheet.add_row(*(_day_cell(one, by_day.get(one, []), month, today) for one in week))
    lines = [_month_line(entry) for one in sorted(by_day) for entry in by_day[one]]
    legend = "   ".join(f"{CERTAINTY_SIGNS[certainty]} {label(certainty)}" for certainty in Certainty)
    listed = bullets(lines) if lines else Text(_("In diesem Monat steht nichts an."))
    return stacked(sheet, Text(legend), listed)


def _day_cell(one: date, entries: "Sequence[AgendaEntry]", month: date, today: date) -> Text:
    if one.month != month.month:
        return Text("")
    signs = "".join(CERTAINTY_SIGNS[entry.certainty] for entry in entries)
    shown = signs if len(signs) <= MOST_SIGNS else f"{signs[: MOST_SIGNS - 1]}+"
    number = f"[{one.day:>2}]" if one == today else f" {one.day:>2} "
    return Text(f"{number}{shown}", style="bold" if entries else "")


def _month_line(entry: "AgendaEntry") -> str:
    call = one_line(entry.opportunity.title)
    return f"{day(entry.due)}  {CERTAINTY_SIGNS[entry.certainty]} {entry_name(entry)}: {entry.measure.number} {call}"
