"""`akquise crawl`: fetch the sources."""

from typing import Annotated

import typer

from tui.commands.state import State, note, say, say_json, translate

app = typer.Typer(help="Quellen abfragen.", no_args_is_help=True, rich_markup_mode=None)


@app.command(help="Die Quellen abfragen und speichern, was sich beantragen lässt.")
def run(
    context: typer.Context,
    sources: Annotated[list[str] | None, typer.Argument(metavar="[QUELLE …]", help="Ohne Angabe: alle.")] = None,
    via: Annotated[
        str | None, typer.Option(metavar="URL", help="Über diesen Spiegel, z. B. http://127.0.0.1:8000.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Ergebnis als JSON.")] = False,
) -> None:
    """Ask the sources what can be applied for, and store it. Exit status 1 if one of them fell short."""
    from crawler.run import run_sources

    state: State = context.obj
    results = run_sources(
        state.engine(),
        sources or None,
        via=via,
        contact=state.settings.contact,
        now=state.now,
        today=state.today,
        progress=lambda sentence: note(translate(sentence)),
    )
    if as_json:
        say_json({"sources": [result.as_json() for result in results]})
    else:
        for result in results:
            say(translate(result.sentence()))
    raise typer.Exit(1 if any(result.is_finding for result in results) else 0)
