"""`akquise report`: papers for the council, from the database to a file one can hand on."""

from pathlib import Path
from typing import Annotated

import typer

from tui.commands.arguments import Number
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note

app = typer.Typer(help="Papiere für Rat und Ausschuss.", no_args_is_help=True, rich_markup_mode=None)

Out = Annotated[
    Path, typer.Option("--out", metavar="DATEI", help="Wohin; die Endung sagt, was für eine Datei es wird.")
]


Form = Annotated[Path | None, typer.Option("--template", metavar="VORLAGE", help="Eigene Word-Vorlage für eine .docx.")]


@app.command(
    help="Die Informationsvorlage: beantragt, bewilligt, abgelehnt, nicht verfolgt, mit allen Zeilen dahinter."
)
def council(
    context: typer.Context,
    out: Out,
    since: Annotated[str | None, typer.Option("--from", metavar="TAG", help="Erster Tag, z. B. 1.1.2026.")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="TAG", help="Letzter Tag, z. B. 31.12.2026.")] = None,
    template: Form = None,
) -> None:
    """Write the council paper."""
    from grants_db.reports.council.figures import TimeSpan
    from tui.papers.writing import write_council_paper

    state: CommandContext = context.obj
    span = TimeSpan(state.day(since) if since else None, state.day(until) if until else None)
    write_council_paper(state.engine(), state.settings, state.today, span, out, template)
    note(_("Vorlage für den Rat geschrieben: {file}").format(file=out))


@app.command(help="Der Vermerk zu einem Antrag, auf einer Seite: Geld, Termine, Pflichten, was offen ist.")
def application(context: typer.Context, number: Number, out: Out, template: Form = None) -> None:
    """Write the note about one application."""
    from tui.papers.writing import write_application_note

    state: CommandContext = context.obj
    write_application_note(state.engine(), state.settings, state.today, number, out, template)
    note(_("Vermerk geschrieben: {file}").format(file=out))


@app.command(help="Eine Word-Vorlage schreiben, in die Briefkopf und Logo der Stadt gehören.")
def template(file: Annotated[Path, typer.Argument(metavar="DATEI", help=".docx")]) -> None:
    """Write the plain Word form, to be changed and handed back with `--template`."""
    from tui.papers.word_template import write_template

    write_template(file)
    note(_("Vorlage geschrieben: {file}").format(file=file))
