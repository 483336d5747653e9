"""`akquise crawl`: fetch the sources."""

from pathlib import Path
from typing import Annotated

import typer

from tui.commands import archive
from tui.formatting.i18n import _, counted
from tui.state.command_context import CommandContext, note, say, say_json, translate

app = typer.Typer(help="Quellen abfragen.", no_args_is_help=True, rich_markup_mode=None)
app.command("reparse", help="Archivierte Antworten noch einmal lesen, nachdem das Lesen verbessert wurde.")(
    archive.reparse
)
app.command("record", help="Eine Seite einer Quelle abfragen und im Archiv aufzeichnen.")(archive.record)
app.command("prune", help="Archivierte Antworten nach Ablauf der Aufbewahrungszeit löschen.")(archive.prune)


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


@app.command(help="Messen, wie gut Fristen und Angaben gelesen werden, an beschrifteten Texten.")
def evaluate(
    context: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="ORDNER", help="deadlines.jsonl und programmes.jsonl.")],
    misses: Annotated[bool, typer.Option(help="Auch zeigen, was anders gelesen wurde.")] = True,
) -> None:
    """Score the readers: deadlines on their texts, facts on the labelled programmes in the database."""
    from crawler.evaluation.deadlines import evaluate_deadlines
    from crawler.evaluation.facts import as_table, evaluate_programmes
    from grants_db.errors import InputError
    from grants_db.opportunities.store import deadline_of, list_opportunities
    from grants_db.storage.database import reading

    state: CommandContext = context.obj
    texts, programmes = directory / "deadlines.jsonl", directory / "programmes.jsonl"
    if not texts.is_file() and not programmes.is_file():
        raise InputError("In {folder} liegen weder deadlines.jsonl noch programmes.jsonl.", folder=directory)
    if texts.is_file():
        score = evaluate_deadlines(texts)
        for name, value in score.rows():
            say(f"{name:<20} {value}")
        for miss in score.misses if misses else ():
            read, labelled = ", ".join(miss.read.dates), ", ".join(miss.labelled.dates)
            say(f"  {miss.id}: {miss.read.kind} {read} ≠ {miss.labelled.kind} {labelled}")
    if programmes.is_file():
        with reading(state.engine()) as session:
            calls = {call.url: call for call in list_opportunities(session)}
        deadlines = {url: deadline_of(call) for url, call in calls.items()}
        say(as_table(evaluate_programmes(calls, programmes, deadlines), misses=misses))
        said = _("{count} Förderangebote in der Datenbank; gemessen wird an denen, die beschriftet sind.")
        note(said.format(count=len(calls)))
