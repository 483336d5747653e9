"""`akquise letters`: what a letter or a newsletter says, read from its file; nothing is stored."""

from pathlib import Path
from typing import Annotated

import typer

from tui.commands.arguments import Json
from tui.formatting.i18n import _
from tui.formatting.messages import evidence
from tui.state.command_context import note, say, say_json

app = typer.Typer(help="Bescheide, Zusagen und Rundbriefe lesen.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def letters() -> None:
    """A group, though it has one command so far."""


@app.command(help="Was in einem Schreiben steht (.pdf, .eml), jede Angabe mit ihrem Satz; ändert nichts.")
def read(
    file: Annotated[Path, typer.Argument(metavar="DATEI", help="Bescheid, Zusage, Aufruf oder Rundbrief.")],
    as_json: Json = False,
) -> None:
    """Read a letter and say what was understood; a person decides what of it is entered."""
    from crawler.letters.files import read_document
    from crawler.letters.letter import read_letter

    letter = read_letter(read_document(file))
    if as_json:
        say_json(letter.as_json())
        return
    say(letter.kind.value)
    for name, value in letter.fields.items():
        say(f"  {name:<20} {value}  ({evidence(letter.evidence.get(name, ''))})")
    for call in letter.calls:
        say(f"  {call['deadline'] or '':<10} {call['title']}  {call['link']}")
    if letter.check:
        note(_("Bitte prüfen: {names}").format(names=", ".join(letter.check)))
