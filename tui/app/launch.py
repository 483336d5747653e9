"""Opens the app without delay: what the first picture does not need is loaded after it stands.

`make_app` is for tests and pictures.
"""

import os
import sys
from datetime import date
from typing import TYPE_CHECKING

from tui.formatting import i18n

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine

    from grants_db.settings import Settings
    from tui.app.app import AkquiseApp
    from tui.state.context import AppContext


GLOBAL_OPTIONS = {"--database": "database_url", "--lang": "lang", "--today": "today"}


def open_app(given: "Mapping[str, str]") -> int:
    """Open the app with the global options as given; gives the exit status.

    Raises:
        UsageError: there is no terminal; the app would wait for keys that never come.
    """
    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        from grants_db.errors import UsageError

        raise UsageError("Die Anwendung braucht ein Terminal. Alle Befehle nennt „akquise --help“.")
    return run_app(given)


def run_app(given: "Mapping[str, str]", user: str = "") -> int:
    """Run the app where it can be seen: in a terminal, or in a browser through a driver for it; gives the exit status.

    Whose app it is matters where several share an account of the machine: each has a memory of their own.

    Raises:
        AkquiseError: a setting that can't be used, or a database that can't be opened, found while the first picture
            stood; the app has ended.
    """
    i18n.use(given.get("lang", "") or language_set())
    from tui.app.app import AkquiseApp

    practice = bool(given.get("practice") or os.environ.get("AKQUISE_PRACTICE", "").strip())
    app = AkquiseApp(lambda: _context(given, user), practice=practice)
    app.run()
    if app.error is not None:
        raise app.error
    return app.return_code or 0


def make_app(settings: "Settings", today: date, source: "str | Engine | None" = None) -> "AkquiseApp":
    """The app on a database: its address, one that is open already, or the configured one."""
    from tui.app.app import AkquiseApp
    from tui.state.context import AppContext

    i18n.use(settings.lang)
    return AkquiseApp(AppContext(source or settings.database_url, settings, today))


def _context(given: "Mapping[str, str]", user: str) -> "AppContext":
    """What the screens work with; reading the settings loads their validator, so this runs behind the first picture."""
    from grants_db.settings import IN_PRACTICE, default_config_file, set_by_environment
    from tui.state.command_context import CommandContext
    from tui.state.context import AppContext
    from tui.state.user_settings import with_own
    from tui.state.user_state import Memory, memory_file

    state = CommandContext(dict(given))
    settings = state.settings
    options = {name: option for option, name in GLOBAL_OPTIONS.items() if name in given}
    led = set_by_environment(state.environment) | options
    if settings.practice:
        led = {name: by for name, by in led.items() if name in IN_PRACTICE}
    memory = Memory(memory_file(settings.database_url, user))
    if user:
        settings = with_own(settings, memory, led)
        i18n.use(settings.lang)
    return AppContext(
        settings.database_url,
        settings,
        settings.today,
        memory=memory,
        config_file=None if settings.practice else default_config_file(),  # practised changes are not the office's
        led=led,
        user=user,
    )


def language_set() -> str:
    """The language of the settings, read without checking the others; they are checked behind the first picture."""
    if language := os.environ.get("AKQUISE_LANG", "").strip():
        return language
    from grants_db.user_folders import user_folder

    file = user_folder("config") / "config.toml"
    if not file.is_file():
        return ""
    import tomllib

    try:
        return str(tomllib.loads(file.read_text(encoding="utf-8")).get("lang", ""))
    except (OSError, ValueError):
        return ""
