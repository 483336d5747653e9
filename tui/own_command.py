"""Runs the project's own command in a process of its own: slow libraries stay out of the app, and it can be ended.

What the process works with goes in through its environment, not on its command line: the address of a database may
hold a password, and command lines are for everybody on the machine to read.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from grants_db.errors import AkquiseError

#: `-P`: a file of the same name in the folder one stands in is not ours
PROGRAM = (sys.executable, "-P", "-m", "tui")
#: how much of an error's last line is said
LONGEST_ERROR = 300


class OwnCommandError(AkquiseError):
    """The command failed, with the sentence it said."""


class OwnCommandCancelledError(AkquiseError):
    """Somebody ended the command."""


@dataclass
class OwnCommand:
    """One call of `akquise …`; `run` waits for it in a worker, `cancel` ends it from anywhere."""

    arguments: Sequence[str]
    database_url: str
    lang: str
    today: date
    program: Sequence[str] = PROGRAM
    _process: "subprocess.Popen[str] | None" = None
    _cancelled: bool = False
    _lock: Lock = field(default_factory=Lock)

    def run(self) -> str:
        """Wait for the command and give what it wrote.

        Raises:
            OwnCommandError: it could not start or failed.
            OwnCommandCancelledError: it was cancelled.
        """
        with self._lock:
            if self._cancelled:
                raise OwnCommandCancelledError("Abgebrochen.")
            try:
                self._process = subprocess.Popen(  # noqa: S603 - our own command
                    [*self.program, *self.arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    encoding="utf-8",
                    errors="replace",
                    env=self._environment(),
                )
            except OSError as mishap:
                raise OwnCommandError("Das Programm ließ sich nicht starten: {why}", why=str(mishap)) from mishap
        written, complaint = self._process.communicate()
        if self._cancelled:
            raise OwnCommandCancelledError("Abgebrochen.")
        if self._process.returncode != 0:
            lines = complaint.strip().splitlines() or ["–"]
            raise OwnCommandError("{why}", why=lines[-1][:LONGEST_ERROR])
        return written

    def cancel(self) -> None:
        """End the command, or keep it from starting."""
        with self._lock:
            self._cancelled = True
            if self._process is not None and self._process.poll() is None:
                self._process.terminate()

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "AKQUISE_DATABASE_URL": self.database_url,
            "AKQUISE_LANG": self.lang,
            "AKQUISE_TODAY": self.today.isoformat(),
            "PYTHONIOENCODING": "utf-8",
        }
