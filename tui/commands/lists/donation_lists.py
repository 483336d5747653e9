"""`akquise donations template|import|imports|take-back`: donations from the table an office has kept so far."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grants_db.vocabulary import ImportKind
from tui.commands import donations
from tui.commands.lists.asking import DryRun, Mapping, Yes, list_imports, refuse_to_guess, take_back, take_over
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, translate

if TYPE_CHECKING:
    from sqlmodel import Session

    from grants_db.import_export.donation_list.donations import DonationsReport

app = donations.app


@app.command(help="Eine Vorlage für Spenden schreiben.")
def template(file: Annotated[Path, typer.Argument(metavar="DATEI", help=".csv oder .xlsx")]) -> None:
    """Write an empty file with the headings the import understands."""
    from grants_db.import_export.donation_list.donations import write_template

    write_template(file)
    note(_("Vorlage geschrieben: {file}").format(file=file))


@app.command("import", help="Spenden aus einer Tabelle übernehmen.")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="DATEI", help=".csv, .xlsx, .ods, .xls")],
    dry_run: DryRun = False,
    yes: Yes = False,
    mapping: Mapping = None,
) -> None:
    """Take donations over: shown first, then asked. Refused rows are named and make the exit status 1."""
    from grants_db.import_export.donation_list.donations import open_donations

    state: CommandContext = context.obj
    refuse_to_guess(dry_run=dry_run, yes=yes)
    opened = open_donations(file, mapping or [])

    def store(session: "Session") -> "DonationsReport":
        return opened.store(session, now=state.now(), by=state.decided_by)

    take_over(state, ImportKind.DONATIONS, store, _show, dry_run=dry_run, yes=yes)


@app.command(help="Was eingelesen wurde, das Neueste zuerst.")
def imports(context: typer.Context) -> None:
    """List the imports with their numbers."""
    list_imports(context.obj, ImportKind.DONATIONS)


@app.command("take-back", help="Ein Einlesen zurücknehmen, soweit seither niemand etwas geändert hat.")
def take_back_(
    context: typer.Context, number: Annotated[int, typer.Argument(metavar="NR", help="Nummer aus „imports“.")]
) -> None:
    """Restore what an import changed, remove what it added; name what stays."""
    take_back(context.obj, ImportKind.DONATIONS, number)


def _show(report: "DonationsReport") -> None:
    from grants_db.import_export.donation_list.donations import DonationOutcome
    from tui.formatting.format import money
    from tui.formatting.labels import label

    for table in report.tables:
        for line in table.lines():
            say(translate(line))
    words = {DonationOutcome.NEW: _("neu"), DonationOutcome.CHANGED: _("geändert")}
    for row in report.taken:
        if row.outcome in words:
            record = row.record
            stage = label(record.stage)
            say(f"{words[row.outcome]}: {record.measure}  {record.donor}  {money(record.amount)}  ({stage})")
    for sentence in (*report.refused, *report.unknown, *report.notes):
        say(translate(sentence))
    say(translate(report.summary()))
