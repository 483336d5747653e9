"""`akquise measures`: the city's measures from and to files."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from tui.formatting.i18n import _, counted
from tui.state.command_context import CommandContext, note, say, translate

app = typer.Typer(help="Maßnahmen einlesen und ausgeben.", no_args_is_help=True, rich_markup_mode=None)


@app.command(help="Eine Vorlage mit den Überschriften schreiben.")
def template(file: Annotated[Path, typer.Argument(metavar="DATEI", help=".csv oder .xlsx")]) -> None:
    """Write an empty file with the headings the import understands."""
    from grants_db.import_export.measures import write_template

    write_template(file)
    note(_("Vorlage geschrieben: {file}").format(file=file))


@app.command("import", help="Maßnahmen aus einer Datei einlesen.")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="DATEI", help=".csv, .xlsx, .ods, .xls, .docx oder .pdf")],
    yes: Annotated[bool, typer.Option("--yes", help="nicht fragen, gleich einlesen")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="nur zeigen, was geschähe")] = False,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="ÜBERSCHRIFT=FELD", help="was eine Spalte bedeutet; wird gemerkt"),
    ] = None,
) -> None:
    """Show what a file holds and would change, ask in a terminal, and store it.

    Refused rows are named and make the exit status 1; the others come in.
    """
    from grants_db.import_export.measures import open_measures
    from grants_db.storage.database import reading, writing

    state: CommandContext = context.obj
    city, today = state.settings.city.name, state.today
    opened = open_measures(file, mapping or [])
    if dry_run or not yes:
        with reading(state.engine()) as session:
            found, plan = opened.preview(session, city=city, today=today)
        for line in (*found.columns(), *plan.lines()):
            say(translate(line))
        if dry_run:
            for finding in found.findings():
                say(translate(finding))
            raise typer.Exit(1 if found.refused else 0)
        if sys.stdin.isatty() and sys.stdout.isatty() and not _agreed():
            note(_("Nichts gespeichert."))
            return
    with writing(state.engine()) as session:
        report = opened.store(session, city=city, today=today)
    for line in report.file.columns() if yes else []:
        say(translate(line))
    for finding in report.findings():
        say(translate(finding))
    say(translate(report.summary()))
    raise typer.Exit(1 if report.refused else 0)


@app.command(help="Alle Maßnahmen in eine Datei schreiben.")
def export(
    context: typer.Context, file: Annotated[Path, typer.Argument(metavar="DATEI", help=".csv, .xlsx oder .jsonl")]
) -> None:
    """Write all measures to a file."""
    from grants_db.import_export.measures import export_measures
    from grants_db.storage.database import reading

    state: CommandContext = context.obj
    with reading(state.engine(create=False)) as session:
        count = export_measures(session, file)
    note(counted("{n} Maßnahme geschrieben", "{n} Maßnahmen geschrieben", count) + f": {file}")


def _agreed() -> bool:
    """Ask in the terminal; no answer is a no."""
    try:
        answer = input(_("Einlesen? [j/N] "))
    except EOFError:
        return False
    return answer.strip().lower() in ("j", "ja", "y", "yes")
