"""`akquise crawl`: fetch the sources."""

from typing import Annotated

import typer

from tui.commands.crawling import archive, reading
from tui.formatting.i18n import counted
from tui.state.command_context import CommandContext, say, say_json, translate

app = typer.Typer(help="Quellen abfragen.", no_args_is_help=True, rich_markup_mode=None)
app.command("reparse", help="Archivierte Antworten noch einmal lesen, nachdem das Lesen verbessert wurde.")(
    archive.reparse
)
app.command("record", help="Eine Seite einer Quelle abfragen und im Archiv aufzeichnen.")(archive.record)
app.command("prune", help="Archivierte Antworten nach Ablauf der Aufbewahrungszeit löschen.")(archive.prune)

app.command("read", help="Zeigen, was in einem Text gelesen würde: Frist, Summen, wer einen Antrag stellen darf.")(
    reading.read
)
app.command("evaluate", help="Messen, wie gut Fristen und Angaben gelesen werden, an beschrifteten Texten.")(
    reading.evaluate
)
app.command("learn", help="Aus beschrifteten Texten lernen, welches Wort wie viel zählt.")(reading.learn)


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
    from grants_db.opportunities.duplicates import refresh_clusters
    from grants_db.storage.database import writing
    from grants_db.vocabulary import RunOutcome
    from tui.jobs.asking import ask_sources

    state: CommandContext = context.obj
    engine = state.engine()
    results = ask_sources(state, engine, sources or None, via)
    with writing(engine) as session:
        refresh_clusters(session)
    if as_json:
        say_json({"sources": [result.as_json(translate) for result in results]})
    else:
        absent = [result for result in results if result.outcome is RunOutcome.NOT_ON_MIRROR]
        for result in results:
            if result not in absent or sources:
                say(translate(result.sentence()))
        if absent and not sources:
            say(
                counted(
                    "{n} weitere steht nicht auf dem Spiegel", "{n} weitere stehen nicht auf dem Spiegel", len(absent)
                )
            )
    raise typer.Exit(1 if any(result.is_finding for result in results) else 0)
