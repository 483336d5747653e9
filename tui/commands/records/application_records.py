"""`akquise applications records|edit|delete|undo`: what was entered is put right, with its line in the history."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from grants_db.errors import InputError, UsageError
from tui.commands.arguments import Insist, Json, Number, rules_of
from tui.commands.lists import application_lists
from tui.formatting.form_values import read_sum
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, say, say_json, translate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlmodel import Session

    from grants_db.dashboard.application import ApplicationFile
    from grants_db.models.application import Application
    from grants_db.rules.typed_periods import TypedPeriod
    from tui.text.records.application_records import ApplicationRecord

app = application_lists.app

Record = Annotated[
    str,
    typer.Argument(
        metavar="EINTRAG", help="Wie „akquise applications records ANTRAG“ ihn nennt, z. B. task:3, note:12, award."
    ),
]
#: what each kind of record has that can be changed
FIELDS = {
    "application": ("requested", "role", "unit"),
    "award": ("amount", "notified", "period"),
    "payment": ("amount", "on"),
    "repayment": (),
    "task": ("title", "due", "unit"),
    "document": ("title", "link"),
    "checklist": ("text",),
    "note": ("text",),
    "stage": ("on",),
    "plan": ("amount",),
}


@dataclass(frozen=True)
class RecordValues:
    """What was given for a record: texts by their option, days and a period as they were understood."""

    texts: "Mapping[str, str]"
    days: "Mapping[str, date]"
    period: "TypedPeriod | None"
    insist: bool

    def sum_or(self, stands: Decimal) -> Decimal:
        """The sum that was given, else the one that stands."""
        return read_sum(self.texts["amount"]) if "amount" in self.texts else stands


@app.command(help="Was an einem Antrag geändert oder gelöscht werden kann, mit den Namen der Einträge.")
def records(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """Every record of an application by its name."""
    from grants_db.storage.database import reading
    from tui.text.records.application_records import records_of

    state: CommandContext = context.obj
    with reading(state.engine(create=False)) as session:
        found = records_of(_file(state, session, number))
    if as_json:
        say_json([{"record": one.name, "kind": one.kind, "text": one.text} for one in found])
        return
    for one in found:
        say(f"{one.name:<14} {one.line}")


@app.command(help="Einen Eintrag berichtigen; was nicht genannt ist, bleibt.")
def edit(
    context: typer.Context,
    number: Number,
    record: Record,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Titel: Aufgabe, Dokument.")] = None,
    text: Annotated[str | None, typer.Option(metavar="TEXT", help="Worte: Notiz, Unterlage.")] = None,
    link: Annotated[str | None, typer.Option(metavar="ADRESSE", help="Adresse eines Dokuments.")] = None,
    due: Annotated[str | None, typer.Option(metavar="TAG", help="Bis wann: Aufgabe.")] = None,
    on: Annotated[str | None, typer.Option(metavar="TAG", help="Wann: Auszahlung, Stand.")] = None,
    notified: Annotated[str | None, typer.Option(metavar="TAG", help="Bekanntgabe des Bescheids.")] = None,
    period: Annotated[str | None, typer.Option(metavar="ZEITRAUM", help="Bewilligungszeitraum.")] = None,
    amount: Annotated[str | None, typer.Option(metavar="EUR", help="Summe: Bescheid, Auszahlung.")] = None,
    requested: Annotated[str | None, typer.Option(metavar="EUR", help="Beantragte Summe; leer: keine.")] = None,
    role: Annotated[str | None, typer.Option(metavar="TEXT", help="Zuständige Funktion, kein Personenname.")] = None,
    unit: Annotated[str | None, typer.Option(metavar="EINHEIT", help="Einheit: Antrag, Aufgabe.")] = None,
    insist: Insist = False,
) -> None:
    """Correct one record of an application."""
    from grants_db.applications.store import get_application
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    typed = {"title": title, "text": text, "link": link, "due": due, "on": on, "notified": notified, "period": period}
    typed |= {"amount": amount, "requested": requested, "role": role, "unit": unit}
    given = {name: value for name, value in typed.items() if value is not None}
    days: dict[str, date] = {name: state.day(given[name]) for name in ("due", "on", "notified") if name in given}
    reach = state.period(period) if period is not None else None
    with writing(state.engine(create=False)) as session:
        found = _file(state, session, number)
        chosen = _chosen(found, record)
        _check_fields(chosen, given)
        values = RecordValues(given, days, reach, insist=insist)
        _edit(session, get_application(session, number), found, chosen, values, now=state.now(), by=state.decided_by)
    say(f"{number} {chosen.name}: {_('berichtigt')}")


@app.command(help="Einen Eintrag löschen; der Verlauf sagt es, „undo“ nimmt es zurück.")
def delete(context: typer.Context, number: Number, record: Record) -> None:
    """Delete one record of an application."""
    from grants_db.applications import application_edits, awards, checklist, payments
    from grants_db.applications import notes_documents_tasks as work
    from grants_db.applications.plan import entry
    from grants_db.applications.store import get_application
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    now, by = state.now(), state.decided_by
    with writing(state.engine(create=False)) as session:
        chosen = _chosen(_file(state, session, number), record)
        application = get_application(session, number)
        removers = {
            "payment": payments.remove_payment,
            "repayment": payments.remove_repayment,
            "task": work.remove_task,
            "document": work.remove_document,
            "checklist": checklist.remove_item,
            "note": work.remove_note,
            "stage": application_edits.remove_stage,
            "plan": entry.remove_line,
        }
        if chosen.kind == "award":
            awards.remove_award(session, application, now=now, by=by)
        elif chosen.kind in removers:
            removers[chosen.kind](session, application, chosen.number, now=now, by=by)
        else:
            raise UsageError(
                "Ein Antrag wird nicht gelöscht, sondern mit „akquise applications move {number} not_pursued --reason "
                "CODE“ beendet.",
                number=number,
            )
    say(f"{number} {chosen.name}: {_('gelöscht')}")


@app.command(help="Das zuletzt Eingetragene zurücknehmen, samt allem, was daraus folgte.")
def undo(context: typer.Context, number: Number) -> None:
    """Take back the newest act of an application."""
    from grants_db.applications.acts import take_back
    from grants_db.applications.store import get_application
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    with writing(state.engine(create=False)) as session:
        told = take_back(session, get_application(session, number), now=state.now(), by=state.decided_by)
    say(f"{number}: {translate(told)}")


def _file(state: CommandContext, session: "Session", number: int) -> "ApplicationFile":
    from grants_db.applications.store import get_application
    from grants_db.dashboard.application import application_file

    return application_file(session, get_application(session, number), (), rules_of(state), state.today)


def _chosen(found: "ApplicationFile", record: str) -> "ApplicationRecord":
    from tui.text.records.application_records import records_of

    known = {one.name: one for one in records_of(found)}
    if record.strip() not in known:
        raise InputError(
            "An Antrag {application} gibt es keinen Eintrag „{record}“; was es gibt, zeigt „akquise applications "
            "records {application}“.",
            application=found.application.id,
            record=record,
        )
    return known[record.strip()]


def _check_fields(chosen: "ApplicationRecord", given: "Mapping[str, str]") -> None:
    possible = FIELDS[chosen.kind]
    if not possible:
        raise UsageError("„{record}“ wird gelöscht und neu eingetragen, nicht berichtigt.", record=chosen.name)
    if not given or any(name not in possible for name in given):
        raise UsageError(
            "Zu „{record}“ lässt sich angeben: {options}.",
            record=chosen.name,
            options=", ".join(f"--{name}" for name in possible),
        )


def _edit(
    session: "Session",
    application: "Application",
    found: "ApplicationFile",
    chosen: "ApplicationRecord",
    values: RecordValues,
    *,
    now: "datetime",
    by: str,
) -> None:
    """Write what was given over what stands."""
    from grants_db.applications import application_edits, checklist, payments
    from grants_db.applications import notes_documents_tasks as work
    from grants_db.applications.plan import entry
    from grants_db.measures.units import get_unit
    from grants_db.models.measure import Unit

    given, days, number = values.texts, values.days, chosen.number
    if chosen.kind == "note":
        work.edit_note(session, application, number, given["text"], now=now, by=by)
    elif chosen.kind == "checklist":
        checklist.edit_item(session, application, number, given["text"], now=now, by=by)
    elif chosen.kind == "plan":
        line = entry.line_of(next(one for one in found.plan.items if one.id == number))
        line = line._replace(planned=values.sum_or(line.planned))
        entry.edit_line(session, application, number, line, now=now, by=by, insist=values.insist)
    elif chosen.kind == "stage":
        application_edits.edit_stage_day(session, application, number, days["on"], now=now, by=by)
    elif chosen.kind == "document":
        document = next(one for one in found.documents if one.id == number)
        title, link = given.get("title", document.title), given.get("link", document.link)
        work.edit_document(session, application, number, title, link, now=now, by=by)
    elif chosen.kind == "payment":
        payment = next(one for one, _spend_by in found.money.payments if one.id == number)
        received, amount = days.get("on", payment.received_on), values.sum_or(payment.amount)
        payments.edit_payment(session, application, number, received, amount, now=now, by=by, insist=values.insist)
    elif chosen.kind == "task":
        task = next(one for one in found.tasks if one.id == number)
        owner = session.get(Unit, task.unit_id) if task.unit_id is not None else None
        work.edit_task(
            session,
            application,
            number,
            given.get("title", task.title),
            days.get("due", task.due),
            unit=get_unit(session, given["unit"]) if "unit" in given else owner,
            done_on=task.done_on,
            now=now,
            by=by,
        )
    elif chosen.kind == "award":
        terms = application_edits.terms_of(session, application)
        first, last = values.period or (terms.period_start, terms.period_end)
        terms = replace(
            terms,
            amount=values.sum_or(terms.amount),
            notified_on=days.get("notified", terms.notified_on),
            period_start=first,
            period_end=last,
        )
        application_edits.edit_award(session, application, terms, now=now, by=by, insist=values.insist)
    else:
        asked = given.get("requested")
        unit = session.get(Unit, application.unit_id) if application.unit_id is not None else None
        if "unit" in given:
            unit = get_unit(session, given["unit"]) if given["unit"].strip() else None
        application_edits.edit_application(
            session,
            application,
            requested=application.requested if asked is None else read_sum(asked) if asked.strip() else None,
            role=given.get("role", application.role),
            unit=unit,
            now=now,
            by=by,
            insist=values.insist,
        )
