"""What stands on the sheets: the parts of a call, a match, a measure, an application, as plain texts."""

import re
from datetime import date

from sqlmodel import Session

from grants_db.applications.store import get_application
from grants_db.dashboard.application import read_file
from grants_db.dashboard.details import MeasureRow, measure_row, opportunity_details
from grants_db.dashboard.measure import measure_file
from grants_db.errors import InputError
from grants_db.messages import Message
from grants_db.models.opportunity import Opportunity
from grants_db.models.source import Source
from grants_db.review.matches import MatchView, matches_of
from grants_db.settings import Settings
from tui.formatting.format import day, instant, money, number, one_line, score
from tui.formatting.i18n import _
from tui.formatting.labels import fact_name, label, score_parts
from tui.formatting.messages import sentence
from tui.formatting.rich_blocks import FactLine
from tui.jobs.agenda_inputs import meetings_of, rules_of
from tui.printing.page import Bar, PrintedSection, PrintedSheet, bar_of
from tui.text.application import date_line, history_line, obligation_line, plan, task_line
from tui.text.application_money import money_facts
from tui.text.facts import decision_line, measure_facts, opportunity_facts
from tui.text.measure_panels import applied_line, proposed_line
from tui.text.review import ELIGIBILITY_SIGNS


def opportunity_sheet(session: Session, opportunity_id: int, today: date) -> PrintedSheet:
    """A call: its facts with their evidence, what the source says, for which measures it was proposed."""
    found = opportunity_details(session, opportunity_id, today)
    call = found.opportunity
    proposed = [
        f"{one.measure.number} {one_line(one.measure.title)} ({score(one.match.score)})"
        + (f" · {decision_line(one.decision)}" if one.decision else "")
        for one in found.measures
    ]
    retired = _("Die Quelle führt dieses Angebot seit {day} nicht mehr.").format(day=instant(call.retired_at))
    return PrintedSheet(
        name=f"foerderangebot-{call.id}",
        kind=_("Förderangebot"),
        title=one_line(call.title),
        sections=[
            PrintedSection(_("Angaben, mit der Stelle, an der sie stehen"), _call_facts(call, today)),
            PrintedSection(
                _("Die Quelle sagt inzwischen anderes"), lines=[sentence(one) for one in found.contradictions]
            ),
            PrintedSection(fact_name("short_description"), text=one_line(call.short_description or call.description)),
            PrintedSection(_("Vorgeschlagen für"), lines=proposed),
        ],
        warning=retired if call.retired_at is not None else "",
        address=call.url,
        source=_source(session, call),
    )


def match_sheet(session: Session, measure_id: int, opportunity_id: int, today: date) -> PrintedSheet:
    """A match: the measure, the call, why they meet, who may apply, what was decided."""
    row = _row(session, measure_id)
    view = next((one for one in matches_of(session, measure_id) if one.opportunity.id == opportunity_id), None)
    if view is None:
        raise InputError("Diesen Treffer gibt es nicht mehr.")
    measure, call, match = row.measure, view.opportunity, view.match
    parts = ", ".join(f"{name} {score(value)}" for name, value in score_parts(match.parts))
    reasons = [sentence(Message.from_json(one)) for one in match.reasons]
    verdict = f"{ELIGIBILITY_SIGNS[match.eligibility]} {label(match.eligibility)}"
    years = measure_file(session, measure_id).year_costs
    return PrintedSheet(
        name=f"treffer-{_file_part(measure.number)}-{call.id}",
        kind=_("Treffer"),
        title=f"{measure.number} {one_line(measure.title)} ↔ {one_line(call.title)}",
        sections=[
            PrintedSection(_("Entscheidung"), text=_decided(view)),
            PrintedSection(_("Maßnahme"), measure_facts(row, years)),
            PrintedSection(_("Förderangebot"), _call_facts(call, today)),
            PrintedSection(
                f"{_('Wer beantragen kann')}: {verdict}",
                lines=[sentence(Message.from_json(one)) for one in match.eligibility_reasons],
            ),
            PrintedSection(
                _("Warum es passt: Bewertung {score}").format(score=score(match.score)),
                lines=[*([parts] if parts else []), *reasons],
            ),
        ],
        address=call.url,
        source=_source(session, call),
    )


def measure_sheet(session: Session, measure_id: int) -> PrintedSheet:
    """A measure: what it costs and lacks, its applications, the calls proposed for it."""
    row = _row(session, measure_id)
    found, measure = measure_file(session, measure_id), row.measure
    return PrintedSheet(
        name=f"massnahme-{_file_part(measure.number)}",
        kind=_("Maßnahme") + (f" ({_('Muster, frei erfunden')})" if measure.sample else ""),
        title=f"{measure.number} {one_line(measure.title)}",
        sections=[
            PrintedSection(_("Deckung"), bar=_covered(row)),
            PrintedSection(_("Angaben"), measure_facts(row, found.year_costs)),
            PrintedSection(_("Beschreibung"), text=one_line(measure.description)),
            PrintedSection(_("Anträge"), lines=[applied_line(one) for one in found.applications]),
            PrintedSection(
                _("Treffer: {all}, davon {waiting} offen, {accepted} angenommen").format(
                    all=number(row.matches), waiting=number(row.waiting), accepted=number(row.accepted)
                ),
                lines=[proposed_line(one, None) for one in found.proposed],
            ),
        ],
    )


def application_sheet(session: Session, settings: Settings, application_id: int, today: date) -> PrintedSheet:
    """An application: both stages, its money, dates, obligations, tasks, documents, what happened last."""
    application = get_application(session, application_id)
    found = read_file(session, application, today, rules_of(settings), meetings_of(settings))
    call = found.opportunity
    facts = [
        FactLine(_("Unser Stand"), label(application.stage)),
        FactLine(_("Beim Zuwendungsgeber"), label(application.funder_status)),
        FactLine(_("Einheit"), one_line(found.unit) or "–"),
        FactLine(_("Funktion"), one_line(application.role) or "–"),
        FactLine(_("Maßnahmen"), "; ".join(f"{one.number} {one_line(one.title)}" for one in found.measures)),
    ]
    if application.exit_reason is not None:
        facts.append(FactLine(_("Grund"), label(application.exit_reason)))
    if application.contract_on or application.consent_on:
        facts.append(FactLine(_("Erster Vertrag"), day(application.contract_on)))
        facts.append(FactLine(_("Zustimmung"), day(application.consent_on)))
    return PrintedSheet(
        name=f"antrag-{application.id}",
        kind=_("Antrag {number}").format(number=application.id),
        title=one_line(call.title),
        sections=[
            PrintedSection(_("Stand"), facts),
            PrintedSection(_("Geld"), money_facts(found)),
            PrintedSection(_("Plan der Termine"), lines=[date_line(entry) for entry in plan(found)]),
            PrintedSection(
                _("Pflichten aus dem Bescheid (● genannt, ◇ abgeleitet)"),
                lines=[obligation_line(one, found) for one in found.obligations],
            ),
            PrintedSection(_("Aufgaben"), lines=[task_line(task, found) for task in found.tasks]),
            PrintedSection(
                _("Dokumente"), lines=[f"{one_line(one.title)}  {one_line(one.link)}" for one in found.documents]
            ),
            PrintedSection(_("Zuletzt"), lines=[history_line(line) for line in reversed(found.history[-5:])]),
        ],
        warning=sentence(found.warning) if found.warning is not None else "",
        address=call.url,
        source=_source(session, call),
    )


def _row(session: Session, measure_id: int) -> MeasureRow:
    row = measure_row(session, measure_id)
    if row is None:
        raise InputError("Diese Maßnahme gibt es nicht mehr.")
    return row


def _covered(row: MeasureRow) -> Bar | None:
    if row.cost is None or row.gap is None:
        return None
    text = _("gesichert {secured}, Lücke {gap}").format(secured=money(row.cost - row.gap), gap=money(row.gap))
    return bar_of(row.cost - row.gap, row.gap, text)


def _decided(view: MatchView) -> str:
    return decision_line(view.decision) if view.decision else _("noch keine")


def _call_facts(call: Opportunity, today: date) -> list[FactLine]:
    return [fact for fact in opportunity_facts(call, today) if fact.value not in (call.url, call.attribution)]


def _source(session: Session, call: Opportunity) -> list[FactLine]:
    """Where it comes from, when it was looked at last, and under what terms it is shown."""
    source = session.get(Source, call.source_name)
    facts = [
        FactLine(_("Aus"), one_line(source.title) if source else call.source_name),
        FactLine(fact_name("last_seen"), instant(call.last_seen)),
        FactLine(fact_name("attribution"), one_line(call.attribution)),
    ]
    return [fact for fact in facts if fact.value]


def _file_part(text: str) -> str:
    """A number as a part of a file's name on every system."""
    return re.sub(r"[^\w.-]+", "-", text).strip("-.") or "0"
