"""`akquise crawl reparse|prune|record`: what is done with the raw answers that are kept."""

from typing import Annotated

import typer

from grants_db.messages import Message
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, say_json, translate


def reparse(
    context: typer.Context,
    sources: Annotated[list[str] | None, typer.Argument(metavar="[QUELLE …]", help="Ohne Angabe: alle.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Ergebnis als JSON.")] = False,
) -> None:
    """Read the kept answers again, after a parser was mended, and store what is read differently."""
    from crawler.runs.reparse import reparse_sources

    state: CommandContext = context.obj
    results = reparse_sources(
        state.engine(create=False), sources or None, now=state.now, archive=state.settings.archive_folder
    )
    status = 1 if any(result.damaged for result in results) else 0
    if as_json:
        say_json({"sources": [result.as_json(translate) for result in results]})
        raise typer.Exit(status)
    for result in results:
        say(translate(result.sentence()))
        for error in result.errors if result.damaged else ():
            note(f"  {error['url']}: {translate(Message.from_json(error['sentence']))}")
    if any(result.new or result.changed for result in results):
        note(_("„akquise match run“ ordnet mit dem neu Gelesenen neu zu."))
    raise typer.Exit(status)


def prune(
    context: typer.Context,
    days: Annotated[int | None, typer.Option(metavar="TAGE", min=1, help="Statt der eingestellten Zeit.")] = None,
) -> None:
    """Delete what has been kept longer than the retention time."""
    state: CommandContext = context.obj
    from tui.jobs.nightly import prune_archive

    say(translate(prune_archive(state, state.engine(create=False), days).sentence()))


def record(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="QUELLE", help="Unter deren Regeln abgefragt wird.")],
    url: Annotated[str, typer.Argument(metavar="ADRESSE", help="Die Seite.")],
    via: Annotated[
        str | None, typer.Option(metavar="URL", help="Über diesen Spiegel, z. B. http://127.0.0.1:8000.")
    ] = None,
) -> None:
    """Fetch one page politely, keep it in the archive, and say where."""
    from crawler.runs.record_page import record_page

    state: CommandContext = context.obj
    settings = state.settings
    found = record_page(
        state.engine(),
        source,
        url,
        via=state.via(via),
        contact=settings.contact,
        now=state.now,
        archive=settings.archive_folder,
        outgoing=settings.outgoing,
    )
    for reason in found.errors:
        note(translate(reason))
    if found.page is None:
        raise typer.Exit(1)
    said = _("{file} ab Byte {offset} ({length} Bytes), SHA-256 {digest}")
    page = found.page
    say(said.format(file=found.path, offset=page.offset, length=page.length, digest=page.digest))
