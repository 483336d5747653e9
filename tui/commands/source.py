"""`akquise source`: what is asked, how it went, and watching one more page."""

from typing import Annotated

import typer

from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, say_json, translate

app = typer.Typer(help="Quellen ansehen und ergänzen.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list", help="Alle Quellen mit ihrem letzten Lauf.")
def list_(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False
) -> None:
    """Every source with its last run."""
    from tui.jobs.source_health import source_rows

    state: CommandContext = context.obj
    rows = source_rows(state.engine(), state.now())
    if as_json:
        say_json([row.as_json() for row in rows])
        return
    for row in rows:
        say(row.line())


@app.command(help="Welche Quellen haben einen Befund?")
def check(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False
) -> None:
    """Which sources are well? Exit status 1 if one is not."""
    from tui.jobs.source_health import source_rows

    state: CommandContext = context.obj
    rows = source_rows(state.engine(), state.now())
    ill = [row for row in rows if row.findings]
    if as_json:
        say_json([row.as_json() for row in rows])
    else:
        for row in ill:
            for finding in row.findings:
                say(f"{row.name}: {translate(finding)}")
        for row in rows:
            for address in row.unread:
                said = _("{source}: Tage oder Summen, aus denen nichts gelesen wurde; bitte prüfen: {url}")
                say(said.format(source=row.name, url=address))
        note(_("{all} Quellen, {ill} mit Befund.").format(all=len(rows), ill=len(ill)))
    raise typer.Exit(1 if ill else 0)


@app.command(help="Eine Seite beobachten, ohne zu programmieren.")
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="Adresse der Seite, die beobachtet werden soll.")],
    funder: Annotated[str, typer.Option(help="Wer fördert.")],
    level: Annotated[
        str,
        typer.Option(
            metavar="land|federal|eu|foundation|municipal", help="Ebene; ohne Angabe die, die der Fördergeber nennt."
        ),
    ] = "",
    title: Annotated[str, typer.Option(help="Name der Quelle; ohne Angabe der Fördergeber.")] = "",
) -> None:
    """Watch one page: its main text becomes an opportunity at the next run."""
    from crawler.runs.crawl import watch_page
    from grants_db.errors import UsageError
    from grants_db.opportunities.funder_level import level_of_funder
    from grants_db.storage.database import writing
    from grants_db.vocabulary import Level

    state: CommandContext = context.obj
    if level and level not in list(Level):
        raise UsageError(
            "Die Ebene „{level}“ gibt es nicht; möglich sind {levels}.", level=level, levels=", ".join(Level)
        )
    who_pays = Level(level) if level else level_of_funder(funder)
    if who_pays is None:
        raise UsageError(
            "„{funder}“ sagt nicht, auf welcher Ebene gefördert wird. Bitte mit --level angeben: {levels}.",
            funder=funder,
            levels=", ".join(Level),
        )
    with writing(state.engine()) as session:
        source = watch_page(session, url, title=title or funder, funder=funder, level=who_pays, now=state.now())
        name = source.name
    note(_("Beobachtet ab dem nächsten Lauf als „{name}“.").format(name=name))
    say(name)


@app.command(help="Annehmen, dass eine Quelle jetzt so groß ist, wie sie ist.")
def accept(
    context: typer.Context, name: Annotated[str, typer.Argument(metavar="QUELLE", help="Name der Quelle.")]
) -> None:
    """A source that really shrank: the bounds for complete runs start anew with the next ones."""
    from grants_db.opportunities.sources import accept_size
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    with writing(state.engine(create=False)) as session:
        accept_size(session, name, state.now())
    said = _("{name}: Die Grenzen für einen vollständigen Lauf werden ab dem nächsten Lauf neu bestimmt.")
    note(said.format(name=name))


@app.command(help="Die Erlaubnis des Betreibers festhalten: danach wird die Quelle auch live abgefragt.")
def allow(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="QUELLE", help="Name der Quelle.")],
    wording: Annotated[str, typer.Option("--note", metavar="TEXT", help="Wer hat was wann erlaubt?")] = "",
) -> None:
    """Record an operator's permission; refused without a note that says where it comes from."""
    from crawler.runs.crawl import register_builtin_sources
    from grants_db.opportunities.sources import allow_source
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    with writing(state.engine()) as session:
        register_builtin_sources(session, state.now())  # a permission may come before the first night
        allow_source(session, name, wording, state.now())
    note(_("{name}: Die Erlaubnis ist festgehalten.").format(name=name))
