"""The steps of a night: each fails alone, and what failed is a finding that names it."""

import traceback
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from grants_db.errors import AkquiseError
from grants_db.messages import Message
from grants_db.storage.server_lock import assert_lock_is_held
from tui.formatting.i18n import _
from tui.formatting.worker_errors import explained
from tui.state.command_context import translate


@dataclass
class Steps:
    """How a night went.

    Attributes:
        findings: what somebody has to look at, in the language in use, each with the step it belongs to.
        status: the exit status: 0; 1 with findings; 2 where the database or a setting is the reason of one.
    """

    findings: list[str] = field(default_factory=list)
    status: int = 0

    def step(self, name: str) -> "NightStep":
        """What is done within it is one step: whatever goes wrong there ends it, and only it."""
        return NightStep(self, name)

    def find(self, name: str, said: Message, status: int = AkquiseError.exit_status) -> None:
        """Keep a finding of a step."""
        self.findings.append(_("{step}: {finding}").format(step=name, finding=translate(said)))
        self.fell_short(status)

    def fell_short(self, status: int = AkquiseError.exit_status) -> None:
        """Something that was told already is to be seen in the exit status."""
        self.status = max(self.status, status)


@dataclass(frozen=True)
class NightStep:
    """One step of a night, as a context."""

    night: Steps
    name: str

    def __enter__(self) -> None:
        """Begin, if no other night has taken over."""
        assert_lock_is_held()

    def __exit__(self, _kind: object, error: BaseException | None, _trace: TracebackType | None) -> bool:
        """Keep what went wrong as a finding; only who stops the whole night is let through."""
        if isinstance(error, AkquiseError | OSError):
            told = explained(error)
            self.night.find(self.name, told.sentence, told.exit_status)
        elif isinstance(error, Exception):  # an error of ours in one step costs no other step its night
            self.night.find(self.name, _unforeseen(error))
        return isinstance(error, Exception)


def _unforeseen(error: Exception) -> Message:
    place = traceback.extract_tb(error.__traceback__)[-1]
    return Message.of(
        "Unerwarteter Fehler, bitte der Verwaltung melden: {kind}: {why} ({file}, Zeile {line}).",
        kind=type(error).__name__,
        why=error,
        file=Path(place.filename).name,
        line=place.lineno,
    )
