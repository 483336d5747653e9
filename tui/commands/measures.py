"""`akquise measures`: the city's measures from and to files."""

from pathlib import Path
from typing import Annotated

import typer

from tui.formatting.i18n import counted
from tui.state.command_context import CommandContext, note

app = typer.Typer(help="Maßnahmen einlesen und ausgeben.", no_args_is_help=True, rich_markup_mode=None)


@app.command(help="Alle Maßnahmen in eine Datei schreiben.")
def export(
    context: typer.Context, file: Annotated[Path, typer.Argument(metavar="DATEI", help=".csv, .xlsx oder .jsonl")]
) -> None:
    """Write all measures to a file."""
    from grants_db.import_export.measures_export import export_measures
    from grants_db.storage.database import reading

    state: CommandContext = context.obj
    with reading(state.engine(create=False)) as session:
        count = export_measures(session, file)
    note(counted("{n} Maßnahme geschrieben", "{n} Maßnahmen geschrieben", count) + f": {file}")
