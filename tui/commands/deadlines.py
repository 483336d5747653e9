"""`akquise deadlines`: the dates of what was accepted."""

from typing import Annotated

import typer

from tui.commands.state import State, note, say, say_json

app = typer.Typer(help="Fristen des Angenommenen.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False
) -> None:
    """The agenda, next date first."""
    from grants_db.agenda import agenda
    from grants_db.database import reading
    from tui.format import day
    from tui.labels import label

    state: State = context.obj
    with reading(state.engine(create=False)) as session:
        entries = agenda(session, state.today)
    if as_json:
        say_json(
            [
                {
                    "due": entry.due.isoformat() if entry.due else None,
                    "days_left": entry.days_left,
                    "kind": entry.kind.value,
                    "status": entry.status.value,
                    "measure": entry.measure.number,
                    "measure_title": entry.measure.title,
                    "opportunity": entry.opportunity.id,
                    "title": entry.opportunity.title,
                    "url": entry.opportunity.url,
                }
                for entry in entries
            ]
        )
        return
    for entry in entries:
        when = f"{day(entry.due)} ({entry.days_left} Tage)" if entry.due else label(entry.kind)
        say(f"{when:<24} {entry.measure.number:<8} {entry.opportunity.id:>6}  {entry.opportunity.title}")
    if not entries:
        note("Noch nichts angenommen. „akquise decide MASSNAHME FOERDERANGEBOT accept“ nimmt einen Treffer an.")
