"""What every screen works with: the settings, the day, the user's memory, and the database once it is open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from grants_db.clock import local_day, on_day, this_instant
from tui.state.user_state import Memory

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.errors import AkquiseError
    from grants_db.settings import Settings
    from grants_db.storage.schema import Tell

#: who comes back sooner has not looked yet: a reloaded page, a closed window
PAUSE = timedelta(minutes=30)


@dataclass(frozen=True)
class ReviewTarget:
    """Where the review queue is to go: a field's first waiting match, a measure, or one match of it."""

    action_field: int | None = None
    measure: str | None = None
    opportunity: int | None = None


@dataclass
class AppContext:
    """The app's data source: an address that is opened after the first paint, or a database that is open already."""

    source: "str | Engine"
    settings: "Settings"
    day: date | None  # what is taken for today (tests, practice, pictures); None: the clock's day
    clock: Callable[[], datetime] = this_instant
    memory: Memory = field(default_factory=Memory)
    engine: "Engine | None" = None
    error: "AkquiseError | None" = None  # why the database could not be opened
    review: ReviewTarget | None = None
    call: int | None = None  # where the review by call is to go
    application: int | None = None  # where the applications are to go
    rows: dict[str, str] = field(default_factory=dict)  # the row that a screen's list is to go to, by the screen
    asked: dict[str, Mapping[str, object]] = field(default_factory=dict)  # what a screen's list is to be narrowed to
    came_from: str = ""  # the screen that sent there
    config_file: Path | None = None  # where settings are stored; None: a change lasts until the app ends
    led: Mapping[str, str] = field(default_factory=dict)  # settings fixed for this start: variable or option by name
    user: str = ""  # whose tab of the browser version it is; empty: the settings file is this user's own
    since: datetime | None = None  # when this user last closed the app; None: never, or before it was remembered

    def __post_init__(self) -> None:
        """A database that is open already needs no opening."""
        if not isinstance(self.source, str):
            self.engine = self.source
        if self.since is None:
            looked = _instant(self.memory.get("looked_at", ""))
            soon = looked is not None and abs(self.now() - looked) < PAUSE
            self.since = _instant(self.memory.get("looked_before", "")) if soon else looked

    def open(self, tell: "Tell | None" = None) -> None:
        """Open the database, or keep why not; slow, since it loads the database toolkit: call it in a worker.

        `tell` hears what the user should know of it.
        """
        if not isinstance(self.source, str):
            return
        from grants_db.errors import AkquiseError
        from grants_db.storage.database import open_database
        from grants_db.storage.schema import unheard

        try:
            self.engine = open_database(self.source, create=False, hold=False, tell=tell or unheard)
        except AkquiseError as error:
            self.error = error

    @property
    def today(self) -> date:
        """What is taken for today; an app left open over night comes to a new day."""
        return self.day or local_day(self.clock())

    def now(self) -> datetime:
        """This instant, on the day that is taken for today."""
        return on_day(self.clock(), self.day)

    @property
    def decided_by(self) -> str:
        """Whose word is recorded: the own unit; names of persons are kept nowhere, not even the proxy's."""
        return self.settings.unit

    def close(self) -> None:
        """The user leaves: what is new next time is new since now, unless nothing could be looked at."""
        if self.engine is not None:
            self.memory.put("looked_before", self.since.isoformat() if self.since else "")
            self.memory.put("looked_at", self.now().isoformat())


def _instant(text: str) -> datetime | None:
    """The instant that was written down; None where somebody changed the file by hand."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
