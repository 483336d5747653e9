"""An application in lines of text and as JSON: what the command prints and the screens build on. Pure."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grants_db.messages import Message
from grants_db.vocabulary import AgendaKind, Certainty, ObligationKind
from tui.formatting.format import ago, day, days_left, instant, one_line
from tui.formatting.i18n import _
from tui.formatting.labels import label, rule_name
from tui.formatting.messages import evidence, sentence
from tui.formatting.obligation_text import obligation_facts
from tui.text.application_money import money_facts
from tui.text.money.plan_panel import derived_plan_lines, plan_sections

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants_db.applications.agenda import AgendaEntry
    from grants_db.applications.checklist import CheckedDocument
    from grants_db.dashboard.application import ApplicationFile
    from grants_db.models.application import HistoryEntry, Task
    from grants_db.rules.obligations import Obligation

#: stated, derived and expected dates are told apart without colour
CERTAINTY_SIGNS = {Certainty.CONFIRMED: "●", Certainty.DERIVED: "◇", Certainty.FORECAST: "○", Certainty.CHECK: "?"}


def file_lines(found: "ApplicationFile") -> Iterator[str]:
    """The application as lines: stages, what it endangers, money, dates, obligations, tasks, documents, history."""
    application = found.application
    yield one_line(found.opportunity.title)
    yield f"{label(application.stage)} · {label(application.funder_status)}"
    if found.warning:
        yield f"! {sentence(found.warning)}"
    yield _("Geld")
    yield from (f"  {fact.name}: {fact.value}" for fact in money_facts(found))
    for heading, lines in plan_sections(found.plan):
        yield heading
        yield from (f"  {line}" for line in lines)
    if dates := plan(found):
        yield _("Termine")
        yield from (f"  {date_line(entry)}" for entry in dates)
    if found.obligations:
        yield _("Pflichten aus dem Bescheid")
        yield from (f"  {obligation_line(item, found)}" for item in found.obligations)
    if found.award is not None and found.award.conditions:
        yield _("Auflagen")
        yield from (f"  {one_line(condition)}" for condition in found.award.conditions)
    if found.tasks:
        yield _("Aufgaben")
        yield from (f"  {task_line(task, found)}" for task in found.tasks)
    if found.checklist:
        yield checklist_heading(found)
        yield from (f"  {item.number}  {checklist_line(item)}" for item in found.checklist)
    if found.documents:
        yield _("Dokumente")
        yield from (f"  {one_line(document.title)}  {one_line(document.link)}" for document in found.documents)
    if derived := derived_plan_lines(found.plan):
        yield _("Finanzierungsplan (abgeleitet)")
        yield from (f"  {line}" for line in derived)
    yield _("Verlauf")
    yield from (f"  {history_line(line)}" for line in found.happened)


def date_line(entry: "AgendaEntry") -> str:
    """A date with its sign, its name and where it comes from; one that another goes before says so."""
    origin = " ".join(part for part in (source_of(entry), rule_name(entry.rule)) if part)
    certainty = f"{CERTAINTY_SIGNS[entry.certainty]} {label(entry.certainty)}"
    return f"{entry_day(entry):<12} {certainty:<13} {entry_name(entry)}  {one_line(origin)}".rstrip()


def obligation_line(item: "Obligation", found: "ApplicationFile") -> str:
    """An obligation with its provision, its formula and how sure the rule is."""
    sign = "✓" if (item.kind, item.occurrence) in found.done else CERTAINTY_SIGNS[certainty_of(item)]
    parts = [f"{sign} {day(item.due):<11} {label(item.kind)}"]
    if item.occurrence:
        parts.append(one_line(item.occurrence))
    if not item.leads:
        parts.append(_("(nachrangig)"))
    parts += obligation_facts(item)
    return " · ".join(part for part in parts if part)


def entry_name(entry: "AgendaEntry") -> str:
    """What is due, in as few words as a column has room for."""
    kind = entry.title.values.get("obligation")
    name = label(kind) if isinstance(kind, ObligationKind) else sentence(entry.title)
    return name if entry.leads else f"{name} {_('(nachrangig)')}"


def entry_day(entry: "AgendaEntry") -> str:
    """The day of a date, or why it has none."""
    if entry.due is not None:
        return day(entry.due)
    return _("im Bescheid") if entry.what is AgendaKind.OBLIGATION else label(entry.kind)


def source_of(entry: "AgendaEntry") -> str:
    """Where a date stands: the provision of a duty, the words or the field of a call."""
    return evidence(entry.source) if entry.what is AgendaKind.CALL_DEADLINE else entry.source


def remaining(entry: "AgendaEntry") -> str:
    """How long there is, or how long ago it was due."""
    if entry.days_left is not None and entry.days_left < 0:
        return ago(-entry.days_left)
    return days_left(entry.days_left)


def urgency(entry: "AgendaEntry", thresholds: "Mapping[str, tuple[int, ...]]") -> str:
    """! when a threshold of the date's unit is reached, !! when it has passed; else nothing."""
    from grants_db.rules.thresholds import reached, thresholds_of

    if entry.days_left is not None and entry.days_left < 0:
        return "!!"
    return "!" if reached(entry.days_left, thresholds_of(entry.unit, thresholds)) is not None else ""


def time_left(entry: "AgendaEntry", thresholds: "Mapping[str, tuple[int, ...]]") -> str:
    """How long there is, and before it how urgent it is."""
    return f"{urgency(entry, thresholds)} {remaining(entry)}".strip()


def plan(found: "ApplicationFile") -> "list[AgendaEntry]":
    """The dates of an application without its obligations, which stand apart with their rules."""
    return [entry for entry in found.dates if entry.what is not AgendaKind.OBLIGATION]


def certainty_of(item: "Obligation") -> Certainty:
    """Stated by a document, or derived by a rule."""
    return Certainty.DERIVED if item.origin == "general" else Certainty.CONFIRMED


def task_line(task: "Task", found: "ApplicationFile") -> str:
    """A task with its number, day and unit; done ones are ticked."""
    sign = "✓" if task.done_on else "☐"
    unit = found.units.get(task.unit_id, "")
    return f"{sign} {day(task.due)}  {task.id}  {one_line(task.title)}" + (f"  ({one_line(unit)})" if unit else "")


def checklist_heading(found: "ApplicationFile") -> str:
    """The heading of the checklist: how much of it is there."""
    there = sum(item.is_done for item in found.checklist)
    return _("Unterlagen zum Antrag: {there} von {count} da").format(there=there, count=len(found.checklist))


def checklist_line(item: "CheckedDocument") -> str:
    """A document with whether it is there, since when and whose word it is, and what the call says of it by now."""
    if item.done_at is None:
        return f"☐ {checklist_name(item)}"
    return " · ".join(
        part for part in (f"✓ {checklist_name(item)}", instant(item.done_at), one_line(item.done_by)) if part
    )


def checklist_name(item: "CheckedDocument") -> str:
    """What a document is, and what the call says of it by now."""
    return one_line(item.words) if item.is_plainly_asked else f"{one_line(item.words)} ({label(item.asked)})"


def history_line(line: "HistoryEntry") -> str:
    """What happened, when, and whose word it is; of a note that was deleted only that it was."""
    whose = f"  ({one_line(line.by)})" if line.by else ""
    said = one_line(sentence(Message.from_json(line.sentence)))
    if line.undone_at is not None:
        said = _("Notiz, gelöscht") if line.what == "note" else f"{said}  {_('(zurückgenommen)')}"
    return f"{instant(line.at)}  {said}{whose}"


def file_as_json(found: "ApplicationFile") -> dict[str, Any]:
    """The same for a script."""
    award = found.award
    return {
        "unit": found.unit,
        "contract_on": _iso(found.application.contract_on),
        "consent_on": _iso(found.application.consent_on),
        "warning": str(found.warning) if found.warning else None,
        "award": {
            "number": award.number,
            "amount": str(award.amount),
            "notified_on": _iso(award.notified_on),
            "posted_on": _iso(award.posted_on),
            "instruction": award.instruction.value,
            "period_start": _iso(award.period_start),
            "period_end": _iso(award.period_end),
            "regimes": award.regimes,
            "place": award.place,
        }
        if award
        else None,
        "money": {
            name: _sum(getattr(found.money, name))
            for name in (
                *("cost", "secured", "own", "requested", "planned", "awarded", "brings", "paid", "repaid", "to_call"),
                "missing",
            )
        },
        "dates": [
            {
                "due": _iso(entry.due),
                "title": str(entry.title),
                "certainty": entry.certainty.value,
                "rule": entry.rule,
                "source": entry.source,
                "leads": entry.leads,
            }
            for entry in found.dates
        ],
        "obligations": [
            {
                "kind": item.kind.value,
                "occurrence": item.occurrence,
                "due": _iso(item.due),
                "origin": item.origin,
                "rule": item.rule,
                "provision": item.provision,
                "formula": str(item.formula),
                "confirmed": item.confirmed,
                "leads": item.leads,
                "waits": item.waits,
                "moved_from": _iso(item.moved_from),
                "safe_until": _iso(item.safe_until),
                "moves_to": _iso(item.moves_to),
                "done": (item.kind, item.occurrence) in found.done,
            }
            for item in found.obligations
        ],
        "tasks": [
            {
                "task": task.id,
                "title": task.title,
                "due": _iso(task.due),
                "unit": found.units.get(task.unit_id, ""),
                "done_on": _iso(task.done_on),
            }
            for task in found.tasks
        ],
        "checklist": [
            {
                "number": item.number,
                "text": item.words,
                "asked": item.asked.value,
                "done_at": item.done_at.isoformat() if item.done_at else None,
                "done_by": item.done_by,
            }
            for item in found.checklist
        ],
        "documents": [
            {"document": document.id, "title": document.title, "link": document.link} for document in found.documents
        ],
        "payments": [
            {"payment": payment.id, "received_on": _iso(payment.received_on), "amount": _sum(payment.amount)}
            for payment, _spend_by in found.money.payments
        ],
        "repayments": [
            {
                "repayment": back.id,
                "repaid_on": _iso(back.repaid_on),
                "amount": _sum(back.amount),
                "interest": _sum(back.interest),
            }
            for back in found.money.repayments
        ],
        "history": [
            {
                "line": line.id,
                "at": line.at.isoformat(),
                "what": line.what,
                "text": str(Message.from_json(line.sentence)),
                "by": line.by,
                "taken_back": line.undone_at is not None,
            }
            for line in found.happened
        ],
    }


def _sum(value: Decimal | None) -> str | None:
    return f"{value:.2f}" if value is not None else None


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None
