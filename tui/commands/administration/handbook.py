"""`akquise handbook`: the handbook of the installed version, as text."""

from typing import Annotated

import typer

from tui.state.command_context import say


def handbook(
    page: Annotated[
        str, typer.Argument(metavar="[SEITE]", help="Welche Seite; ohne Angabe alle Namen und der Ordner.")
    ] = "",
) -> None:
    """Print a page, or which there are and where they lie."""
    from grants_db.errors import InputError
    from tui.state.handbook import handbook_folder, handbook_pages

    pages = handbook_pages()
    if not page:
        say(str(handbook_folder()))
        for name in pages:
            say(f"  {name}")
        return
    if page not in pages:
        raise InputError(
            "Eine Seite „{page}“ hat das Handbuch nicht; es gibt {pages}.", page=page, pages=", ".join(pages)
        )
    for line in pages[page].read_text(encoding="utf-8").splitlines():
        say(line)
