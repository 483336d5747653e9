"""`akquise applications template|import`: running applications from the table an office has kept so far."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grants_db.errors import UsageError
from tui.commands import application_work
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, translate

if TYPE_CHECKING:
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
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Nur zeigen, was geschähe.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ohne Rückfrage eintragen.")] = False,
) -> None:
    """Take applications over: shown first, then asked. Refused rows are named and make the exit status 1."""
    state: CommandContext = context.obj
    if not (dry_run or yes or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise UsageError("Hier kann nicht gefragt werden: bitte --yes (eintragen) oder --dry-run (nur zeigen) angeben.")
    report = None
    if not yes:
        report = _taken(state, file, keep=False)
        _show(report)
    if not dry_run and (yes or typer.confirm(_("So eintragen?"))):
        report = _taken(state, file, keep=True)
        _show(report)
    else:
        note(_("Eingetragen wurde nichts."))
    raise typer.Exit(1 if report and report.refused else 0)


def _taken(state: CommandContext, file: Path, *, keep: bool) -> "ApplicationsReport":
    from grants_db.import_export.application_list.applications import import_applications
    from grants_db.storage.database import writing

    with writing(state.engine(create=False)) as session:
        report = import_applications(
            session, file, now=state.now(), place=state.settings.city.state, by=state.decided_by
        )
        if not keep:
            session.rollback()
    return report


def _show(report: "ApplicationsReport") -> None:
    from grants_db.import_export.application_list.applications import Outcome
    from tui.formatting.labels import label

    words = {Outcome.NEW: _("neu"), Outcome.CHANGED: _("geändert")}
    for row in report.taken:
        if row.outcome in words:
            numbers = ", ".join(row.record.measures)
            say(f"{words[row.outcome]}: {numbers}  {row.record.programme}  ({label(row.record.state)})")
    for sentence in (*report.refused, *report.unknown, *report.notes):
        say(translate(sentence))
    say(translate(report.summary()))
