"""What every command shares: settings, the database, today, and how it speaks."""

import json
import os
import re
import sys
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from grants_db.clock import local_day, on_day, this_instant, use_zone
from grants_db.messages import Message
from tui.formatting import i18n, messages

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.rules.german_numbers import Period
    from grants_db.rules.typed_periods import TypedPeriod
    from grants_db.settings import Settings

#: those that JSON would leave as they are
CONTROLS = re.compile(r"[\x7f-\x9f\u2028\u2029]")


@dataclass
class CommandContext:
    """The global options as given; everything else is made when a command asks for it."""

    given: dict[str, str]
    _opened: "list[Engine]" = field(default_factory=list, init=False)

    @property
    def environment(self) -> dict[str, str]:
        """The environment with the options as given over it: what a process of ours needs to work on the same."""
        return {**os.environ, **{f"AKQUISE_{name.upper()}": value for name, value in self.given.items()}}

    @cached_property
    def settings(self) -> "Settings":
        """Settings: command line over environment over file."""
        from grants_db.settings import load_settings

        settings = load_settings(self.environment)
        i18n.use(settings.lang)
        use_zone(settings.zone)
        return settings

    def engine(self, *, create: bool = False, migrates: bool = False, as_is: bool = False) -> "Engine":
        """The database; only `db upgrade` and the practice make one that is missing.

        Its tables stay as they are. Where `create` is set they are brought up to date, where `migrates` is, a SQLite
        file's are; `as_is` also takes those of an older program.
        """
        from grants_db.storage.database import open_database
        from grants_db.storage.schema import Migrate

        kinds = {Migrate.ALWAYS: create, Migrate.FILES: migrates, Migrate.AS_IS: as_is, Migrate.NEVER: True}
        migrate = next(kind for kind, asked in kinds.items() if asked)
        engine = open_database(
            self.settings.database_url, create=create, migrate=migrate, tell=lambda said: note(translate(said))
        )
        return self.opened(engine)

    def opened(self, engine: "Engine") -> "Engine":
        """One more database that is let go of at the end."""
        self._opened.append(engine)
        return engine

    def close(self) -> None:
        """Let go of the database: its file is then in nobody's hands, and SQLite's log written into it."""
        while self._opened:
            self._opened.pop().dispose()

    def via(self, asked_for: str | None) -> str | None:
        """By way of which mirror the sources are asked: in practice its own portal, whatever was asked for.

        Raises:
            UsageError: a practice that was opened without its portal, and no mirror was named.
        """
        from grants_db.practice_mark import PORTAL_CLOSED

        if self.settings.practice == PORTAL_CLOSED:
            if asked_for:
                return asked_for
            from grants_db.errors import UsageError

            raise UsageError(
                "Diese Datenbank ist eine Übung; ihr Übungsportal läuft nur, solange „akquise demo“ offen ist."
            )
        return self.settings.practice or asked_for

    @property
    def decided_by(self) -> str:
        """Whose word is recorded: the own unit; names of persons are kept nowhere."""
        return self.settings.unit

    @property
    def today(self) -> date:
        """What the program takes for today."""
        return self.settings.today or local_day(this_instant())

    def day(self, typed: str | None) -> date:
        """A day as it was typed; today where none was.

        Raises:
            UsageError: no day, or one that is asked back.
        """
        from grants_db.typed_days import read_day

        return self.today if typed is None else read_day(typed, self.today)

    def period(self, typed: str) -> "TypedPeriod":
        """A period as it was typed, both its days included.

        Raises:
            UsageError: no period, or one that is asked back.
        """
        from grants_db.rules.typed_periods import read_period

        return read_period(typed, self.today)

    def open_period(self, typed: str) -> "Period":
        """A period that may lack its end or its days, or is none where nothing was typed.

        Raises:
            UsageError: no period, or one that is asked back.
        """
        from grants_db.rules.typed_periods import read_open_period

        return read_open_period(typed, self.today)

    def now(self) -> datetime:
        """This instant, on the day that is taken for today."""
        return on_day(this_instant(), self.settings.today)


def note(text: str) -> None:
    """Narration: one line on stderr, without control characters."""
    from tui.formatting.format import harmless

    sys.stderr.write(harmless(text) + "\n")
    sys.stderr.flush()


def say(text: str) -> None:
    """Data: one line on stdout, without control characters."""
    from tui.formatting.format import harmless

    sys.stdout.write(harmless(text) + "\n")


def say_json(data: Any) -> None:
    """Data for a script; control characters, also those above ASCII, are written as escapes.

    So is all above ASCII where the stream doesn't know every sign: what a script reads must be whole.
    """
    knows_all = (sys.stdout.encoding or "utf-8").lower().replace("-", "") in ("utf8", "utf16", "utf32")
    text = json.dumps(data, ensure_ascii=not knows_all, indent=1)
    sys.stdout.write(CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def translate(sentence: Message) -> str:
    """A sentence of a lower package in the user's language."""
    return messages.sentence(sentence)
