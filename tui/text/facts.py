"""The facts of a call and of a measure as names and values for people, each with the sentence it was read from."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from grants_db.clock import local_day
from grants_db.vocabulary import ApplicantRoute, DeadlineKind, MeasureState
from tui.formatting import format as text
from tui.formatting.i18n import _
from tui.formatting.labels import fact_name, label
from tui.formatting.messages import evidence as quoted
from tui.formatting.rich_blocks import FactLine

if TYPE_CHECKING:
    from grants_db.dashboard.details import MeasureRow
    from grants_db.models.match import Decision
    from grants_db.models.measure import Measure, YearCost
    from grants_db.models.opportunity import Opportunity
    from tui.jobs.source_health import SourceRow


def opportunity_facts(call: "Opportunity", today: date) -> list[FactLine]:
    """Its number, and what the source states of a call; of what it leaves out only deadline and route always stand."""
    return [
        FactLine(fact_name(name), text.one_line(value), _evidence(call, source))
        for name, source, value in _stated(call, today)
        if value
    ]


def lines_to_check(call: "Opportunity") -> list[str]:
    """What the call's text leaves open: each fact, what is proposed, and the sentence."""
    from grants_db.opportunities.checks import facts_to_check
    from tui.formatting.fact_values import shown_value

    lines = []
    for fact in facts_to_check(call):
        value = f"{shown_value(fact.field, fact.value)}?" if fact.value is not None else _("offen")
        said = f" {quoted(text.one_line(fact.evidence))}" if fact.evidence else ""
        lines.append(f"{fact_name(fact.field)}: {value}{said}")
    return lines


def _fields(measure: "Measure") -> str:
    """Its action field with its title, and the numbers of those it serves besides."""
    own = f"{measure.action_field.number} {text.one_line(measure.action_field.title)}"
    if not measure.further_fields:
        return own
    return _("{field}; dient auch {others}").format(field=own, others=measure.further_fields)


def measure_facts(row: "MeasureRow", year_costs: "Sequence[YearCost]") -> list[FactLine]:
    """What is known of a measure; unknown sums are shown as unknown."""
    measure = row.measure
    carrier = text.one_line(measure.carrier) or label(measure.carrier_kind)
    years = ", ".join(f"{cost.year}: {text.money(cost.amount)}" for cost in year_costs)
    facts = [
        FactLine(_("Handlungsfeld"), _fields(measure)),
        FactLine(_("Ziel"), text.one_line(measure.goal.title) if measure.goal else ""),
        FactLine(_("Art"), label(measure.kind) if measure.kind else ""),
        FactLine(_("Status"), label(measure.state) if measure.state is not MeasureState.OPEN else ""),
        FactLine(_("Bindung"), label(measure.binding) if measure.binding else ""),
        FactLine(_("Zuständig"), text.one_line(", ".join(unit.name for unit in measure.units))),
        FactLine(_("Träger"), carrier),
        FactLine(_("Zeitraum"), text.one_line(measure.period)),
        FactLine(_("Kosten"), _sum(row.cost is None, text.money(row.cost), measure.cost_note)),
        FactLine(_("je Jahr"), years),
        FactLine(_("Gesichert"), _sum(row.secured is None, text.money(row.secured), "")),
        FactLine(_("Lücke"), _sum(row.gap is None, text.money(row.gap), "")),
    ]
    return [fact for fact in facts if fact.value]


def source_facts(row: "SourceRow") -> list[FactLine]:
    """What is known of a source and its last run."""
    source, last = row.source, row.last
    facts = [
        FactLine(_("Adresse"), text.one_line(source.url)),
        FactLine(_("Fördergeber"), text.one_line(source.funder)),
        FactLine(_("Abruf erlaubt durch"), text.one_line(source.permission)),
        FactLine(_("Erlaubnis vermerkt"), text.instant(source.allowed_at) if source.allowed_at else ""),
        FactLine(_("Geprüft"), _("ja") if source.verified else _("nein, noch kein vollständiger Lauf")),
    ]
    if last is not None:
        asked = _("{asked} gefragt, {answered} beantwortet, {unchanged} unverändert, {failed} fehlgeschlagen")
        counts = {"asked": last.asked, "answered": last.answered, "unchanged": last.unchanged, "failed": last.failed}
        facts += [
            FactLine(
                _("Letzter Lauf"),
                f"{text.instant(last.started_at)} · {label(last.outcome) if last.outcome else _('läuft')}",
            ),
            FactLine(_("Seiten"), asked.format(**counts)),
            FactLine(_("Über Spiegel"), text.one_line(last.via)),
            FactLine(_("Unbekannte Angaben"), text.one_line(", ".join(last.unknown_labels))),
        ]
    facts.append(
        FactLine(
            _("Letzter vollständiger"), text.instant(row.last_good.started_at) if row.last_good else _("noch keiner")
        )
    )
    facts.append(FactLine(fact_name("attribution"), text.one_line(source.attribution)))
    return [fact for fact in facts if fact.value]


def decision_line(decision: "Decision") -> str:
    """A decision in one line: what, when, why, whose."""
    parts = [f"{label(decision.kind)} {text.day(local_day(decision.decided_at))}"]
    if decision.reason is not None:
        parts.append(label(decision.reason))
    if decision.note:
        parts.append(text.one_line(decision.note))
    if decision.decided_by:
        parts.append(text.one_line(decision.decided_by))
    return " · ".join(parts)


def _evidence(call: "Opportunity", source: str) -> str | None:
    from grants_db.models.opportunity_facts import FIELDS

    kept = {"deadline": str(call.deadline.get("evidence", "")), **call.evidence}
    both = ("min_amount", "max_amount") if source == "max_amount" else (source,)
    said = dict.fromkeys(_quoted(call, kept[name]) for name in both if kept.get(name))
    read = source in FIELDS and FIELDS[source].read
    return " · ".join(said) if said or (read and _is_stated(call, source)) else None


def _quoted(call: "Opportunity", evidence: str) -> str:
    """The words, and where they stand if not on the call's page."""
    said = quoted(text.one_line(evidence))
    words = " ".join(evidence.split())
    page = " ".join(f"{call.short_description} {call.description}".split())
    only_there = call.guideline and words not in page and words in " ".join(call.guideline.split())
    return _("{evidence} (nur in der Richtlinie)").format(evidence=said) if only_there else said


def _is_stated(call: "Opportunity", source: str) -> bool:
    """Who may apply, and until when, always stand on the screen, also where the source says nothing of it."""
    if source == "applicant_route":
        return call.applicant_route is not ApplicantRoute.UNCLEAR
    return source != "deadline" or call.deadline.get("kind") != DeadlineKind.NONE.value


def _stated(call: "Opportunity", today: date) -> Iterator[tuple[str, str, str]]:
    """(fact, where its evidence is kept, value)."""
    from grants_db.models.opportunity_facts import FIELDS
    from grants_db.opportunities.status import status_of
    from grants_db.opportunities.store import deadline_of, facts_as_json
    from tui.formatting.fact_values import shown_value

    values = facts_as_json(call)
    yield "id", "id", str(call.id)  # what the commands call it by
    yield "status", "status_note", label(status_of(call, today))
    for name in sorted((name for name, about in FIELDS.items() if about.shown), key=lambda name: FIELDS[name].shown):
        if name == "max_amount":
            sums = call.min_amount is not None or call.max_amount is not None
            yield "amount", name, text.amount_range(call.min_amount, call.max_amount) if sums else ""
        elif name == "applicant_route":
            yield name, name, f"{text.route_sign(call.applicant_route)} {label(call.applicant_route)}"
        else:
            value = values[name]
            stated = value not in (None, "", [], {}) and value != FIELDS[name].unstated
            yield name, name, shown_value(name, value, today) if stated else ""
        if name == "deadline" and deadline_of(call).two_stage:
            yield "two_stage", "two_stage", _("zweistufig, zuerst eine Skizze")


def _sum(unknown: bool, amount: str, note: str) -> str:
    """A sum, or "unknown" with the words of the file."""
    if not unknown:
        return amount
    return _("unbekannt") + (f" ({text.one_line(note)})" if note else "")
