"""`akquise opportunities`: the calls as files."""

from pathlib import Path
from typing import Annotated

import typer

from tui.commands.state import State, note

app = typer.Typer(help="Förderangebote ausgeben.", no_args_is_help=True, rich_markup_mode=None)

FORMATS = ("jsonl", "csv", "xlsx", "commongrants")


@app.command(help="Alle Förderangebote in eine Datei schreiben.")
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="DATEI")],
    file_format: Annotated[str, typer.Option("--format", metavar="|".join(FORMATS), help="Dateiformat.")] = "jsonl",
    only_open: Annotated[bool, typer.Option("--open", help="Nur was offen ist.")] = False,
) -> None:
    """Write every record of every source, closed and retired ones included."""
    from grants_db.database import reading
    from grants_db.errors import UsageError
    from grants_db.exchange.opportunities_file import export_opportunities

    state: State = context.obj
    if file_format not in FORMATS:
        raise UsageError(
            "Das Format „{name}“ gibt es nicht; möglich sind {formats}.", name=file_format, formats=", ".join(FORMATS)
        )
    with reading(state.engine(create=False)) as session:
        count = export_opportunities(
            session,
            file,
            file_format,
            today=state.today,
            city_state=state.settings.city.state,
            city_name=state.settings.city.name,
            only_open=only_open,
        )
    note(f"{count} Förderangebote geschrieben: {file}")
