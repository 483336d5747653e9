"""`akquise measures`: the city's measures from and to files."""

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
) -> None:
    """Read measures from a file. Refused rows are named and make the exit status 1; the others come in."""
    from grants_db.import_export.measures import import_measures
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    with writing(state.engine()) as session:
        report = import_measures(session, file, city=state.settings.city.name, today=state.today)
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
