"""`akquise list`: every screen's content as plain text for screen readers and scripts, or as JSON."""

from typing import Annotated

import typer

from tui.commands.arguments import Json
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, say_json

EMPTY = "overview, matches, opportunities, measures, applications, deadlines, ledger, sources, settings"


def list_screens(
    context: typer.Context,
    screen: Annotated[str, typer.Argument(metavar="BILDSCHIRM", help=f"Welcher: {EMPTY}.")],
    words: Annotated[str, typer.Option(metavar="WÖRTER", help="Nur, worin alle diese Wörter vorkommen.")] = "",
    unit: Annotated[str, typer.Option(metavar="EINHEIT", help="Nur, wofür diese Einheit zuständig ist.")] = "",
    field: Annotated[int | None, typer.Option(metavar="NUMMER", help="Nur dieses Handlungsfeld.")] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="ANZAHL", help="Höchstens so viele Einträge.")] = 50,
    as_json: Json = False,
) -> None:
    """A screen's content: headings and one statement a line, without boxes, bars and signs."""
    from tui.plain.base import Asked, written
    from tui.plain.registry import check_filters, plain_screen

    state: CommandContext = context.obj
    page = plain_screen(screen)
    asked = Asked(
        state.engine(create=False), state.settings, state.today, state.now(), words.strip(), unit.strip(), field, limit
    )
    check_filters(screen, page, asked)
    found = page.read(asked)
    if as_json:
        say_json({"screen": screen, "today": asked.today.isoformat(), **page.data(found, asked)})
        return
    for line in written(page.outline(found, asked)):
        say(line)
    if words and getattr(found, "total", 1) == 0:
        note(_("Nichts enthält alle diese Wörter."))
