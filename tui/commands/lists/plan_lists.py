"""`akquise financing plan template|import|imports|take-back`: plans from the table an office keeps them in."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grants_db.vocabulary import ImportKind
from tui.commands.arguments import Insist
from tui.commands.lists.asking import DryRun, Mapping, Yes, list_imports, refuse_to_guess, take_back, take_over
from tui.commands.money import plan
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, translate

if TYPE_CHECKING:
    from sqlmodel import Session

    from grants_db.import_export.plan_list.plans import PlansReport

app = plan.app
#: the whole group `akquise financing`
financing = plan.financing


@app.command(help="Eine Vorlage für Finanzierungspläne schreiben.")
def template(file: Annotated[Path, typer.Argument(metavar="DATEI", help=".csv oder .xlsx")]) -> None:
    """Write an empty file with the headings the import understands."""
    from grants_db.import_export.plan_list.plans import write_template

    write_template(file)
    note(_("Vorlage geschrieben: {file}").format(file=file))


@app.command("import", help="Finanzierungspläne aus einer Tabelle übernehmen; ein Plan ersetzt den, der dasteht.")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="DATEI", help=".csv, .xlsx, .ods, .xls")],
    application: Annotated[
        int | None, typer.Option(metavar="ANTRAG", help="Wessen Plan es ist, wo die Zeilen keinen Antrag nennen.")
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    mapping: Mapping = None,
    insist: Insist = False,
) -> None:
    """Take plans over: shown first, then asked. What is refused is named and makes the exit status 1."""
    from grants_db.import_export.plan_list.plans import open_plans

    state: CommandContext = context.obj
    refuse_to_guess(dry_run=dry_run, yes=yes)
    opened = open_plans(file, mapping or [], application)

    def store(session: "Session") -> "PlansReport":
        return opened.store(session, now=state.now(), by=state.decided_by, insist=insist)

    take_over(state, ImportKind.PLANS, store, _show, dry_run=dry_run, yes=yes)


@app.command(help="Was eingelesen wurde, das Neueste zuerst.")
def imports(context: typer.Context) -> None:
    """List the imports with their numbers."""
    list_imports(context.obj, ImportKind.PLANS)


@app.command("take-back", help="Ein Einlesen zurücknehmen, soweit seither niemand etwas geändert hat.")
def take_back_(
    context: typer.Context, number: Annotated[int, typer.Argument(metavar="NR", help="Nummer aus „imports“.")]
) -> None:
    """Restore what an import changed; name what stays."""
    take_back(context.obj, ImportKind.PLANS, number)


def _show(report: "PlansReport") -> None:
    for table in report.tables:
        for line in table.lines():
            say(translate(line))
    for taken in report.taken:
        if taken.changed:
            say(_("Antrag {number}: Plan mit {count} Zeilen").format(number=taken.application, count=taken.lines))
    for sentence in (*report.refused, *report.unknown, *report.notes):
        say(translate(sentence))
    say(translate(report.summary()))
    if report.doubtful:
        note(_("Stimmt es doch, trägt derselbe Befehl mit --insist es ein."))
