"""Where `akquise` begins: without a verb the app, past the command line's own machinery, else the command line."""

import atexit
import gc
import os
import sys
from typing import TYPE_CHECKING

from tui.app.launch import GLOBAL_OPTIONS, open_app

if TYPE_CHECKING:
    from collections.abc import Sequence


def main() -> None:
    """The console script; nothing goes wrong in it without a sentence and an exit status."""
    _write_what_can_be_written()
    try:
        _run()
    except Exception as error:  # noqa: BLE001 - the last net: it keeps the whole of it in a file
        from tui.state.last_net import caught

        sys.exit(caught(error))


def _write_what_can_be_written() -> None:
    """A sign that the terminal or the file behind a pipe doesn't know becomes a "?" rather than the end."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")


def _run() -> None:
    """The app where there is no verb, else the command line."""
    # what a start loads stays: looking it through for what has gone, at every 700 new objects, is a tenth of it
    gc.set_threshold(300_000, 10, 10)
    # nor is it taken apart piece by piece at the end, which would be a fourth of a command
    atexit.register(gc.freeze)
    # to find plug-ins, which nobody needs here, pydantic would read what is said of every installed package
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    given = only_globals(sys.argv[1:])
    if given is None:
        from tui import cli
        from tui.state.termination import end_tidily, exit_status

        end_tidily()
        try:
            cli.main()
        except SystemExit as ended:
            sys.exit(exit_status(ended.code) if isinstance(ended.code, int) else ended.code)
        return
    from grants_db.errors import AkquiseError

    try:
        sys.exit(open_app(given))
    except AkquiseError as error:
        from tui.state.command_context import note, translate

        note(translate(error.sentence))
        sys.exit(error.exit_status)


def only_globals(arguments: "Sequence[str]") -> dict[str, str] | None:
    """The global options by their names in the settings; None where there is anything else, such as a verb.

    >>> only_globals(["--lang", "en", "--today=2026-11-24"])
    {'lang': 'en', 'today': '2026-11-24'}
    >>> only_globals(["--lang"]), only_globals(["crawl", "run"])
    (None, None)
    """
    given: dict[str, str] = {}
    waiting = list(arguments)
    while waiting:
        option, equals, value = waiting.pop(0).partition("=")
        if option not in GLOBAL_OPTIONS or not (equals or waiting):
            return None
        given[GLOBAL_OPTIONS[option]] = value if equals else waiting.pop(0)
    return given
