"""`akquise serve`: the app in a browser, behind the city's reverse proxy."""

import os
from typing import Annotated

import typer

from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Der Port auf diesem Rechner.")] = 8765,
    host: Annotated[
        str, typer.Option(metavar="ADRESSE", help="127.0.0.1 oder ::1; andere lehnt der Befehl ab.")
    ] = "127.0.0.1",
    public_url: Annotated[
        str, typer.Option(metavar="URL", help="Unter welcher Adresse der Reverse-Proxy die Anwendung zeigt (https).")
    ] = "",
    user_header: Annotated[
        str, typer.Option(metavar="NAME", help="In welchem Kopf der Reverse-Proxy sagt, wer angemeldet ist.")
    ] = "",
    sessions: Annotated[int, typer.Option(min=1, max=500, help="Wie viele Fenster zugleich offen sein dürfen.")] = 20,
    per_person: Annotated[
        int, typer.Option(min=1, max=500, help="Wie viele davon eine Person, wenn der Reverse-Proxy sie nennt.")
    ] = 5,
    idle: Annotated[
        int, typer.Option(min=1, metavar="MINUTEN", help="Ein Fenster ohne Tastendruck endet nach so vielen Minuten.")
    ] = 240,
) -> None:
    """Serve the app to browsers on this machine; one process for each tab, which ends with it."""
    from grants_db.errors import InputError
    from tui.web.access import access_rules, listening_address

    state: CommandContext = context.obj
    listening = listening_address(host)
    ours = access_rules(port, public_url)
    state.engine(migrates=True).dispose()  # what is wrong with the database is said here, not in every tab
    from aiohttp import web

    from tui.web.server import BrowserServer

    title = f"akquise · {state.settings.city.name}"
    environment = {f"AKQUISE_{name.upper()}": value for name, value in state.given.items()}
    server = BrowserServer(
        ours,
        environment,
        title=title,
        sessions=sessions,
        user_header=user_header,
        per_person=per_person,
        idle=idle * 60.0,
    )
    try:
        web.run_app(
            server.application(),
            host=listening,
            port=port,
            print=lambda *_parts: _tell(listening, port, public_url),
            access_log=None,
        )
    except OSError as error:
        raise InputError(
            "Auf Port {port} lässt sich nicht lauschen: {why}. Ein anderer geht mit --port.",
            port=port,
            why=os.strerror(error.errno or 0),
        ) from error


def _tell(listening: str, port: int, public_url: str) -> None:
    shown = f"[{listening}]" if ":" in listening else listening
    note(_("akquise ist im Browser zu öffnen: {address}").format(address=f"http://{shown}:{port}/"))
    if public_url:
        note(_("Der Reverse-Proxy zeigt es unter {address}").format(address=public_url))
    note(
        _(
            "Ohne eigene Anmeldung: Wer diesen Rechner erreicht, kann entscheiden. "
            "Für andere gehört der Reverse-Proxy der Stadt mit seiner Anmeldung davor."
        )
    )
    note(_("Ende mit Strg+C."))
