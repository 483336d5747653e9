"""Asks the project's own command something and gives what it writes: slow libraries stay out of the app.

The call is that of `tui.processes.background`; there a line is progress, here the whole answer counts.
"""

import subprocess
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from grants_db.errors import AkquiseError

if TYPE_CHECKING:
    from tui.processes.background import OwnCommand

#: how much of an error's last line is said
LONGEST_ERROR = 300


class QuestionError(AkquiseError):
    """The command failed, with the sentence it said."""


class QuestionCancelledError(AkquiseError):
    """Somebody ended the command."""


@dataclass
class Question:
    """One call of `akquise …`; `answer` waits for it in a worker, `cancel` ends it from anywhere."""

    command: "OwnCommand"
    _process: "subprocess.Popen[str] | None" = None
    _cancelled: bool = False
    _lock: Lock = field(default_factory=Lock)

    def answer(self) -> str:
        """Wait for the command and give what it wrote.

        Raises:
            QuestionError: it could not start or failed.
            QuestionCancelledError: it was cancelled.
        """
        with self._lock:
            if self._cancelled:
                raise QuestionCancelledError("Abgebrochen.")
            try:
                self._process = subprocess.Popen(  # noqa: S603 - our own command
                    list(self.command.words),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    encoding="utf-8",
                    errors="replace",
                    env={**self.command.environment, "PYTHONIOENCODING": "utf-8"},
                )
            except OSError as error:
                raise QuestionError("Das Programm ließ sich nicht starten: {why}", why=str(error)) from error
        written, complaint = self._process.communicate()
        if self._cancelled:
            raise QuestionCancelledError("Abgebrochen.")
        if self._process.returncode != 0:
            lines = complaint.strip().splitlines() or ["–"]
            raise QuestionError("{why}", why=lines[-1][:LONGEST_ERROR])
        return written

    def cancel(self) -> None:
        """End the command, or keep it from starting."""
        with self._lock:
            self._cancelled = True
            if self._process is not None and self._process.poll() is None:
                self._process.terminate()
