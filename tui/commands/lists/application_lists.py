"""`akquise applications template|import|imports|take-back|enter`: running applications from an office's own table."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grants_db.vocabulary import ImportKind
from tui.commands import application_work
from tui.commands.arguments import Insist
from tui.commands.lists.asking import DryRun, Mapping, Yes, list_imports, refuse_to_guess, take_back, take_over
from tui.formatting.i18n import _, counted
from tui.state.command_context import CommandContext, note, say, translate

if TYPE_CHECKING:
    from sqlmodel import Session

    from grants_db.import_export.application_list.applications import ApplicationsReport

app = application_work.app


@app.command(help="Eine Vorlage für laufende Anträge schreiben.")
def template(file: Annotated[Path, typer.Argument(metavar="DATEI", help=".csv oder .xlsx")]) -> None:
    """Write an empty file with the headings the import understands."""
    from grants_db.import_export.application_list.applications import write_template

    write_template(file)
    note(_("Vorlage geschrieben: {file}").format(file=file))


@app.command("import", help="Laufende Anträge aus einer Tabelle übernehmen.")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="DATEI", help=".csv, .xlsx, .ods, .xls")],
    dry_run: DryRun = False,
    yes: Yes = False,
    mapping: Mapping = None,
) -> None:
    """Take applications over: shown first, then asked. Refused rows are named and make the exit status 1."""
    from grants_db.import_export.application_list.applications import open_applications

    state: CommandContext = context.obj
    refuse_to_guess(dry_run=dry_run, yes=yes)
    opened = open_applications(file, mapping or [])

    def store(session: "Session") -> "ApplicationsReport":
        city, own = state.settings.city, state.settings.rules_file
        return opened.store(session, now=state.now(), place=city.state, by=state.decided_by, own_rules=own)

    take_over(state, ImportKind.APPLICATIONS, store, _show, dry_run=dry_run, yes=yes)


@app.command(help="Einen Antrag von Hand eintragen, mit allem, was bisher geschah; auch ohne Treffer.")
def enter(
    context: typer.Context,
    measures: Annotated[str, typer.Argument(metavar="MASSNAHME[,MASSNAHME …]", help="Nummern der Maßnahmen.")],
    programme: Annotated[str, typer.Argument(metavar="PROGRAMM", help="Name, oder Nummer des Förderangebots.")],
    stage: Annotated[str, typer.Option("--state", metavar="STAND", help="z. B. gestellt, bewilligt, abgelehnt.")],
    funder: Annotated[str, typer.Option(metavar="NAME", help="Wer fördert.")] = "",
    level: Annotated[str, typer.Option(metavar="EBENE", help="Land, Bund, EU, Stiftung oder Kommune.")] = "",
    file_number: Annotated[str, typer.Option(metavar="AKTENZEICHEN", help="Daran wird er wiedererkannt.")] = "",
    applied_on: Annotated[str, typer.Option("--applied", metavar="TAG", help="Wann er gestellt wurde.")] = "",
    since: Annotated[str, typer.Option(metavar="TAG", help="Seit wann dieser Stand gilt.")] = "",
    reason: Annotated[str, typer.Option(metavar="GRUND", help="Nur wenn nicht verfolgt.")] = "",
    requested: Annotated[str, typer.Option(metavar="EUR", help="Beantragte Summe.")] = "",
    awarded: Annotated[str, typer.Option(metavar="EUR", help="Bewilligte Summe.")] = "",
    in_file: Annotated[str, typer.Option(metavar="ja|nein", help="Ist sie im Gesicherten schon enthalten?")] = "",
    notified: Annotated[str, typer.Option(metavar="TAG", help="Bekanntgabe des Bescheids.")] = "",
    period: Annotated[str, typer.Option(metavar="ZEITRAUM", help="Bewilligungszeitraum.")] = "",
    regimes: Annotated[str, typer.Option("--regime", metavar="NAME", help="Nebenbestimmungen.")] = "",
    financing: Annotated[str, typer.Option(metavar="ART", help="Finanzierungsart; sonst Anteilfinanzierung.")] = "",
    final_report: Annotated[str, typer.Option(metavar="TAG", help="Wenn der Bescheid einen Tag nennt.")] = "",
    paid: Annotated[str, typer.Option(metavar="EUR", help="Ausgezahlt, z. B. 5.000 € am 1.7.2026.")] = "",
    remarks: Annotated[str, typer.Option(metavar="TEXT", help="Notiz, ohne Personennamen.")] = "",
    insist: Insist = False,
) -> None:
    """Enter one application as a row of a list would be; gives its number."""
    from grants_db.import_export.application_list.by_hand import enter_application
    from grants_db.rules.typed_periods import read_period
    from grants_db.storage.database import writing

    state: CommandContext = context.obj

    def iso(typed: str) -> str:
        return state.day(typed).isoformat() if typed else ""

    between = read_period(period, state.today) if period else None
    said = {
        "measures": measures,
        "programme": programme,
        "state": stage,
        "funder": funder,
        "level": level,
        "file_number": file_number,
        "applied_on": iso(applied_on),
        "since": iso(since),
        "reason": reason,
        "requested": requested,
        "awarded": awarded,
        "in_file": in_file,
        "notified_on": iso(notified),
        "period": f"{between.first:%d.%m.%Y} - {between.last:%d.%m.%Y}" if between else "",
        "regimes": regimes,
        "financing": financing,
        "final_report": iso(final_report),
        "paid": paid,
        "remarks": remarks,
    }
    with writing(state.engine(create=False)) as session:
        application = enter_application(
            session,
            said,
            now=state.now(),
            place=state.settings.city.state,
            by=state.decided_by,
            own_rules=state.settings.rules_file,
            insist=insist,
        )
        number = application.id
    say(str(number))


@app.command(help="Was eingelesen wurde, das Neueste zuerst.")
def imports(context: typer.Context) -> None:
    """List the imports with their numbers."""
    list_imports(context.obj, ImportKind.APPLICATIONS)


@app.command("take-back", help="Ein Einlesen zurücknehmen, soweit seither niemand etwas geändert hat.")
def take_back_(
    context: typer.Context, number: Annotated[int, typer.Argument(metavar="NR", help="Nummer aus „imports“.")]
) -> None:
    """Restore what an import changed, remove what it added; name what stays."""
    take_back(context.obj, ImportKind.APPLICATIONS, number)


def _show(report: "ApplicationsReport") -> None:
    from grants_db.import_export.application_list.applications import Outcome
    from tui.formatting.labels import label

    for table in report.tables:
        for line in table.lines():
            say(translate(line))
    words = {Outcome.NEW: _("neu"), Outcome.CHANGED: _("geändert")}
    for row in report.taken:
        if row.outcome in words:
            numbers = ", ".join(row.record.measures)
            say(f"{words[row.outcome]}: {numbers}  {row.record.programme}  ({label(row.record.state)})")
    for sentence in (*report.refused, *report.unknown, *report.notes):
        say(translate(sentence))
    say(translate(report.summary()))


@app.command(help="Alle Anträge als Liste, wie „import“ sie liest; als .json die Bewilligungen offen (360Giving).")
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="DATEI", help=".xlsx, .csv oder .json")],
    file_format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="xlsx, csv oder 360giving; sonst sagt es die Endung.")
    ] = "",
) -> None:
    """Write the applications to a file."""
    from grants_db.import_export.application_list.export import export_applications
    from grants_db.storage.database import reading

    state: CommandContext = context.obj
    with reading(state.engine()) as session:
        count = export_applications(session, file, file_format, city=state.settings.city)
    note(counted("{n} Antrag geschrieben", "{n} Anträge geschrieben", count) + f": {file}")
