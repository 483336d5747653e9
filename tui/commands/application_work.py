"""`akquise applications …` between two stages: notes, documents, tasks, money, contract, consent, stated dates."""

from typing import TYPE_CHECKING, Annotated

import typer

from tui.commands import applications
from tui.commands.arguments import Insist, Number, On, rules_of, word
from tui.formatting.form_values import read_sum
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, translate

if TYPE_CHECKING:
    from grants_db.messages import Message

app = applications.app

Day = Annotated[str, typer.Argument(metavar="TAG", help="Der Tag, z. B. 1.12.2026.")]


@app.command("note", help="Eine Notiz in den Verlauf schreiben.")
def note_(
    context: typer.Context,
    number: Number,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Die Notiz, ohne Personennamen.")],
) -> None:
    """Write a note into the history."""
    from grants_db.applications.notes_documents_tasks import add_note
    from grants_db.applications.store import get_application
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    with writing(state.engine(create=False)) as session:
        add_note(session, get_application(session, number), text, now=state.now(), by=state.decided_by)
    say(f"{number}: {_('Notiz eingetragen')}")


@app.command(help="Ein Dokument als Verweis anfügen (nur http und https).")
def document(
    context: typer.Context,
    number: Number,
    title: Annotated[str, typer.Argument(metavar="TITEL", help="Was es ist, z. B. Kostenplan.")],
    link: Annotated[str, typer.Argument(metavar="ADRESSE", help="https://…")],
) -> None:
    """Link a document."""
    from grants_db.applications.notes_documents_tasks import add_document
    from grants_db.applications.store import get_application
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    with writing(state.engine(create=False)) as session:
        add_document(session, get_application(session, number), title, link, now=state.now(), by=state.decided_by)
    say(f"{number}: {_('Dokument angefügt')}")


@app.command(help="Eine Aufgabe mit Einheit und Tag; ihre Nummer wird ausgegeben.")
def task(
    context: typer.Context,
    number: Number,
    title: Annotated[str, typer.Argument(metavar="TITEL", help="Was zu tun ist.")],
    due: Annotated[str, typer.Option(metavar="TAG", help="Bis wann, z. B. 1.12.2026.")],
    unit: Annotated[str | None, typer.Option(metavar="EINHEIT", help="Wer; sonst die Einheit des Antrags.")] = None,
) -> None:
    """Give a unit something to do by a day."""
    from grants_db.applications.notes_documents_tasks import add_task
    from grants_db.applications.store import get_application
    from grants_db.measures.units import get_unit
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    day = state.day(due)
    with writing(state.engine(create=False)) as session:
        owner = get_unit(session, unit) if unit is not None else None
        made = add_task(
            session,
            get_application(session, number),
            title,
            day,
            now=state.now(),
            by=state.decided_by,
            unit=owner,
        )
        identity = made.id
    say(str(identity))


@app.command("task-done", help="Eine Aufgabe als erledigt eintragen.")
def task_done(
    context: typer.Context,
    task_number: Annotated[int, typer.Argument(metavar="AUFGABE", help="Nummer der Aufgabe.")],
    on: On = None,
) -> None:
    """Mark a task as done."""
    from grants_db.applications.notes_documents_tasks import finish_task
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    day = state.day(on)
    with writing(state.engine(create=False)) as session:
        finish_task(session, task_number, day, now=state.now(), by=state.decided_by)
    say(f"{task_number}: {_('erledigt')}")


@app.command(help="Die Unterlagen zum Antrag zeigen, abhaken, wieder öffnen, ergänzen; „undo“ nimmt es zurück.")
def checklist(
    context: typer.Context,
    number: Number,
    done: Annotated[list[int] | None, typer.Option(metavar="NUMMER", help="Diese Unterlage ist da.")] = None,
    reopen: Annotated[list[int] | None, typer.Option(metavar="NUMMER", help="Diese fehlt doch noch.")] = None,
    add: Annotated[list[str] | None, typer.Option(metavar="TEXT", help="Das wird außerdem gebraucht.")] = None,
) -> None:
    """Show what is to be handed in; tick off, open again, add."""
    from grants_db.applications import checklist as documents
    from grants_db.applications.acts import act_on
    from grants_db.applications.store import get_application
    from grants_db.errors import UsageError
    from grants_db.storage.database import writing
    from tui.text.application import checklist_line

    state: CommandContext = context.obj
    now, by = state.now(), state.decided_by
    with writing(state.engine(create=False)) as session:
        application = get_application(session, number)
        words = {item.number: item.words for item in documents.checklist_of(session, application)}
        if unknown := [one for one in (*(done or ()), *(reopen or ())) if one not in words]:
            raise UsageError("Auf der Liste der Unterlagen gibt es keine Nummer {number}.", number=unknown[0])
        with act_on(session, application):  # one command is taken back as one
            for write, chosen in ((documents.tick, done), (documents.reopen, reopen)):
                if chosen:
                    write(session, application, [words[one] for one in chosen], now=now, by=by)
            for text in add or ():
                documents.add_item(session, application, text, now=now, by=by)
        shown = documents.checklist_of(session, application)
    for item in shown:
        say(f"{item.number:>3}  {checklist_line(item)}")
    if not shown:
        note(_("Der Aufruf nennt keine Unterlagen; --add ergänzt welche."))


@app.command(help="Eine Auszahlung des Zuwendungsgebers eintragen.")
def payment(
    context: typer.Context,
    number: Number,
    amount: Annotated[str, typer.Argument(metavar="EUR", help="Ausgezahlte Summe.")],
    on: On = None,
    insist: Insist = False,
) -> None:
    """Enter money that came; the day by which it is to be spent follows."""
    from grants_db.applications.payments import record_payment
    from grants_db.applications.store import get_application
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    received = state.day(on)
    with writing(state.engine(create=False)) as session:
        record_payment(
            session,
            get_application(session, number),
            received,
            read_sum(amount),
            now=state.now(),
            by=state.decided_by,
            insist=insist,
        )
    say(f"{number}: {_('Auszahlung eingetragen')}")


@app.command(help="Eine Rückzahlung an den Zuwendungsgeber eintragen, mit ihren Zinsen.")
def repayment(
    context: typer.Context,
    number: Number,
    amount: Annotated[str, typer.Argument(metavar="EUR", help="Zurückgezahlte Summe, ohne Zinsen.")],
    interest: Annotated[str, typer.Option(metavar="EUR", help="Zinsen, die dazu gezahlt wurden.")] = "0",
    on: On = None,
    insist: Insist = False,
) -> None:
    """Enter money that went back; the measures' gap grows by it."""
    from grants_db.applications.payments import record_repayment
    from grants_db.applications.store import get_application
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    day = state.day(on)
    with writing(state.engine(create=False)) as session:
        record_repayment(
            session,
            get_application(session, number),
            day,
            read_sum(amount),
            read_sum(interest),
            now=state.now(),
            by=state.decided_by,
            insist=insist,
        )
    say(f"{number}: {_('Rückzahlung eingetragen')}")


@app.command(help="Den Tag des ersten Vertrags eintragen, auch eines geplanten: Er gilt als Beginn.")
def contract(context: typer.Context, number: Number, day: Day) -> None:
    """Enter the first contract; what it endangers is said, and the exit status is 1 then."""
    from grants_db.applications.early_start import record_contract
    from grants_db.applications.store import get_application
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    on = state.day(day)
    with writing(state.engine(create=False)) as session:
        warning = record_contract(session, get_application(session, number), on, now=state.now(), by=state.decided_by)
    say(f"{number}: {_('Vertrag eingetragen')}")
    _warn(warning)


@app.command(help="Die Zustimmung zum vorzeitigen Maßnahmenbeginn eintragen.")
def consent(context: typer.Context, number: Number, day: Day) -> None:
    """Enter the consent to an early start; a contract it does not cover is said, and the exit status is 1 then."""
    from grants_db.applications.early_start import record_consent
    from grants_db.applications.store import get_application
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    on = state.day(day)
    with writing(state.engine(create=False)) as session:
        warning = record_consent(session, get_application(session, number), on, now=state.now(), by=state.decided_by)
    say(f"{number}: {_('Zustimmung eingetragen')}")
    _warn(warning)


@app.command(help="Den Tag eintragen, an dem der Zuwendungszweck erfüllt war.")
def purpose(context: typer.Context, number: Number, day: Day) -> None:
    """Enter when the purpose was fulfilled; some final reports count from it."""
    from grants_db.applications.awards import record_purpose_fulfilled
    from grants_db.applications.store import get_application
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    on = state.day(day)
    with writing(state.engine(create=False)) as session:
        record_purpose_fulfilled(session, get_application(session, number), on, now=state.now(), by=state.decided_by)
    say(f"{number}: {_('Zweck erfüllt eingetragen')}")


@app.command(help="Ein Datum eintragen, das der Bescheid oder die Richtlinie selbst nennt; es geht vor.")
def stated(
    context: typer.Context,
    number: Number,
    kind: Annotated[str, typer.Argument(metavar="PFLICHT", help="z. B. final_report, purpose_binding.")],
    day: Day,
    origin: Annotated[str, typer.Option(metavar="award|guideline", help="Bescheid oder Richtlinie.")] = "award",
    provision: Annotated[str, typer.Option(metavar="TEXT", help="Fundstelle, z. B. Nr. 4 des Bescheids.")] = "",
) -> None:
    """Enter a date that a document states; it leads, and the rule's date stays visible."""
    from grants_db.applications.awards import state_date
    from grants_db.applications.store import get_application
    from grants_db.rules.obligations import StatedDate
    from grants_db.storage.database import writing
    from grants_db.vocabulary import ObligationKind

    state: CommandContext = context.obj
    on = state.day(day)
    said = StatedDate(word(ObligationKind, kind), on, origin, provision.strip())
    with writing(state.engine(create=False)) as session:
        state_date(session, get_application(session, number), said, now=state.now(), by=state.decided_by)
    say(f"{number}: {_('Datum eingetragen')}")


@app.command(help="Eine Pflicht als erfüllt eintragen, z. B. den Verwendungsnachweis.")
def done(
    context: typer.Context,
    number: Number,
    kind: Annotated[str, typer.Argument(metavar="PFLICHT", help="z. B. interim_report, final_report, spend_by.")],
    on: On = None,
    occurrence: Annotated[
        str | None, typer.Option(metavar="WELCHE", help="Wenn mehrere offen sind, z. B. das Haushaltsjahr 2027.")
    ] = None,
) -> None:
    """Mark an obligation as done; it leaves the agenda, and what follows from it comes in."""
    from grants_db.applications.obligations import finish_obligation
    from grants_db.applications.store import get_application
    from grants_db.storage.database import writing
    from grants_db.vocabulary import ObligationKind

    state: CommandContext = context.obj
    day = state.day(on)
    with writing(state.engine(create=False)) as session:
        finish_obligation(
            session,
            get_application(session, number),
            word(ObligationKind, kind),
            day,
            rules_of(state),
            now=state.now(),
            by=state.decided_by,
            occurrence=occurrence,
        )
    say(f"{number}: {_('erledigt')}")


def _warn(warning: "Message | None") -> None:
    if warning is not None:
        note(translate(warning))
        raise typer.Exit(1)
