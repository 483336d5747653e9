"""`akquise units`: the organisational units, and how one goes without losing what it answered for."""

from typing import Annotated

import typer

from tui.commands.arguments import Json
from tui.formatting.i18n import _, counted
from tui.state.command_context import CommandContext, note, say, say_json

app = typer.Typer(help="Die Organisationseinheiten.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list", help="Alle Einheiten mit Maßnahmen, Anträgen und Aufgaben.")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """Every unit and what it answers for."""
    from grants_db.measures.store import list_units
    from grants_db.measures.units import aliases_of, uses_of
    from grants_db.storage.database import reading

    state: CommandContext = context.obj
    names = ("unit", "measures", "applications", "tasks", "aliases")
    with reading(state.engine(create=False)) as session:
        rows = [(unit.name, *uses_of(session, unit), aliases_of(session, unit)) for unit in list_units(session)]
    if as_json:
        say_json([dict(zip(names, row, strict=True)) for row in rows])
        return
    for name, measures, applications, tasks, aliases in rows:
        counts = [
            counted("{n} Maßnahme", "{n} Maßnahmen", measures),
            counted("{n} Antrag", "{n} Anträge", applications),
            counted("{n} Aufgabe", "{n} Aufgaben", tasks),
        ]
        called = f"  ({_('auch')}: {', '.join(aliases)})" if aliases else ""
        say(f"{name:<40} " + " ".join(f"{one:>14}" for one in counts).rstrip() + called)
    if not rows:
        note(_("Noch keine Einheiten; sie kommen mit den Maßnahmen: akquise measures import DATEI"))


@app.command(help="Eine Einheit anlegen.")
def add(
    context: typer.Context, name: Annotated[str, typer.Argument(metavar="EINHEIT", help="Name der Einheit.")]
) -> None:
    """A new unit."""
    from grants_db.measures.units import add_unit
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    with writing(state.engine(create=False)) as session:
        made = add_unit(session, name).name
    say(made)


@app.command(help="Einen weiteren Namen merken, unter dem Tabellen eine Einheit nennen.")
def alias(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="EINHEIT", help="Name der Einheit.")],
    other: Annotated[str, typer.Argument(metavar="NAME", help="Wie sie auch heißt, z. B. Amt 50.")],
    forget: Annotated[bool, typer.Option("--remove", help="Diesen weiteren Namen vergessen.")] = False,
) -> None:
    """Another name of a unit."""
    from grants_db.measures.units import add_alias, find_unit, remove_alias
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    with writing(state.engine(create=False)) as session:
        unit = find_unit(session, name).name
        if forget:
            remove_alias(session, other)
        else:
            add_alias(session, name, other)
    said = _("{unit} heißt nicht mehr auch {other}") if forget else _("{unit} heißt auch {other}")
    say(said.format(unit=unit, other=other))


@app.command(help="Eine Einheit löschen; eine andere kann übernehmen.")
def remove(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="EINHEIT", help="Name der Einheit.")],
    into: Annotated[
        str | None, typer.Option(metavar="EINHEIT", help="Wer Maßnahmen, Anträge und Aufgaben übernimmt.")
    ] = None,
) -> None:
    """Remove a unit; one that is still used stays unless another takes over."""
    from grants_db.measures.units import remove_unit
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    with writing(state.engine(create=False)) as session:
        heir = remove_unit(session, name, into)
        taken = heir.name if heir else ""
    said = _("{unit}: gelöscht; {taken} übernimmt") if taken else _("{unit}: gelöscht")
    say(said.format(unit=name, taken=taken))
