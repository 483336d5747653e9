"""What the screens of applications, dates and decisions show, built from plain values."""

from datetime import date
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text
from textual.content import Content

from grants_db.vocabulary import ApplicationStage as Stage
from tui.formatting.format import day, one_line, shortened
from tui.formatting.i18n import N_, _
from tui.formatting.labels import label, rule_name
from tui.formatting.messages import sentence
from tui.formatting.rich_blocks import FactLine, FactTable, bullets, stacked, title_line
from tui.text.application import (
    CERTAINTY_SIGNS,
    checklist_heading,
    checklist_line,
    date_line,
    history_line,
    obligation_line,
    plan,
    source_of,
    task_line,
)
from tui.text.application_money import money_bar, money_facts, payment_lines
from tui.text.money.plan_panel import derived_plan_lines, plan_sections
from tui.text.opportunity_details import agenda_panel
from tui.widgets.board import Card

if TYPE_CHECKING:
    from grants_db.applications.agenda import AgendaEntry
    from grants_db.dashboard.application import ApplicationFile, ApplicationRow
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


def lane_of(stage: Stage) -> int:
    """The column of the board that a stage stands in."""
    return next(number for number, (_name, stages) in enumerate(BOARD) if stage in stages)


def card(row: "ApplicationRow", signs: str) -> Card:
    """An application on the board, with the signs before it: what it is, both its stages, its next date."""
    application = row.application
    lines = [label(application.stage), f"⇄ {label(application.funder_status)}"]
    if (entry := row.next_entry) is not None:
        lines.append(f"{CERTAINTY_SIGNS[entry.certainty]} {day(entry.due)}")
    head = f"{signs}{application.id} {shortened(row.title, 40)}"
    return Card(str(application.id), Content.assemble((head, "bold"), "\n" + "\n".join(lines) + "\n"))


def application_panel(found: "ApplicationFile") -> RenderableType:
    """What is endangered, both stages, the money, dates, obligations with their rules, tasks, documents, history."""
    application = found.application
    facts = [
        FactLine(_("Unser Stand"), label(application.stage)),
        FactLine(_("Beim Zuwendungsgeber"), label(application.funder_status)),
        FactLine(_("Einheit"), one_line(found.unit) or "–"),
        FactLine(_("Funktion"), one_line(application.role) or "–"),
        FactLine(_("Förderangebot"), str(application.opportunity_id)),
        FactLine(_("Maßnahmen"), "; ".join(f"{one.number} {one_line(one.title)}" for one in found.measures)),
    ]
    if application.contract_on or application.consent_on:
        facts.append(FactLine(_("Erster Vertrag"), day(application.contract_on)))
        facts.append(FactLine(_("Zustimmung"), day(application.consent_on)))
    if application.exit_reason is not None:
        facts.append(FactLine(_("Grund"), label(application.exit_reason)))
    parts: list[RenderableType] = [title_line(f"{application.id} {one_line(found.opportunity.title)}")]
    if found.warning is not None:
        parts.append(Text(f"! {sentence(found.warning)}", style="bold"))
    parts += [FactTable(facts), title_line(_("Geld"))]
    if bar := money_bar(found.money):
        parts.append(Text(bar))
    parts.append(FactTable(money_facts(found)))
    sections = (
        (_("Auszahlungen"), payment_lines(found.money)),
        *plan_sections(found.plan),
        (_("Plan der Termine"), [date_line(entry) for entry in plan(found)]),
        (_("Pflichten aus dem Bescheid"), [obligation_line(item, found) for item in found.obligations]),
        (_("Auflagen"), [one_line(condition) for condition in found.award.conditions] if found.award else []),
        (_("Aufgaben"), [task_line(task, found) for task in found.tasks]),
        (checklist_heading(found), [checklist_line(item) for item in found.checklist]),
        (_("Dokumente"), [f"{one_line(doc.title)}  {one_line(doc.link)}" for doc in found.documents]),
        (_("Finanzierungsplan (abgeleitet)"), derived_plan_lines(found.plan)),
        (_("Verlauf"), [history_line(line) for line in reversed(found.happened)]),
    )
    for heading, lines in sections:
        if lines:
            parts += [title_line(heading), bullets(lines)]
    return stacked(*parts)


def entry_panel(entry: "AgendaEntry", call: "Opportunity | None", today: date) -> RenderableType:
    """A date with how sure it is and where it comes from, then the call (None until it is read) and the measure."""
    facts = [
        FactLine(_("Frist"), day(entry.due)),
        FactLine(_("Art"), f"{label(entry.what)}, {CERTAINTY_SIGNS[entry.certainty]} {label(entry.certainty)}"),
        FactLine(_("Einheit"), one_line(", ".join(entry.units)) or "–"),
    ]
    if entry.safe_until is not None:
        facts.append(FactLine(_("Sicher bis"), day(entry.safe_until)))
    if entry.rule:
        facts.append(FactLine(_("Regel"), one_line(rule_name(entry.rule))))
    if entry.source:
        facts.append(FactLine(_("Fundstelle"), one_line(source_of(entry))))
    if entry.application_id is not None:
        facts.append(FactLine(_("Antrag"), str(entry.application_id)))
    if not entry.leads:
        facts.append(FactLine(_("Vorrang"), _("Ein anderes Datum geht vor.")))
    return stacked(title_line(sentence(entry.title)), FactTable(facts), agenda_panel(entry, call, today))
