"""The last net of the command: whatever nobody foresaw is one sentence, a place in a log file and an exit status."""

import os
import traceback
from pathlib import Path

from grants_db.clock import this_instant
from grants_db.errors import AkquiseError
from grants_db.masking import masked
from grants_db.messages import Message
from grants_db.user_folders import user_folder
from tui.formatting.worker_errors import explained
from tui.state.command_context import note, translate

#: the exit status: the program can't work, as with a database that can't be opened
STATUS = 2
#: bytes; what is older than the log and the one before it goes
LARGEST_LOG = 1_000_000


def caught(error: Exception) -> int:
    """Say what went wrong, keep the whole of it in the log; gives the exit status."""
    if isinstance(error, AkquiseError | OSError) and not isinstance(error, UnicodeError):
        told = explained(error)
        note(masked(translate(told.sentence)))
        return told.exit_status
    kind, why = type(error).__name__, masked(str(error))[:300]
    try:
        file = log_error(error)
    except OSError as refused:
        said = Message.of(
            "Unerwarteter Fehler: {kind}: {why}. Gespeichert ist, was vorher fertig war. Näheres ließ sich nicht "
            "aufschreiben ({reason}); bitte der Verwaltung melden.",
            kind=kind,
            why=why,
            reason=refused.strerror or refused,
        )
    else:
        said = Message.of(
            "Unerwarteter Fehler: {kind}: {why}. Gespeichert ist, was vorher fertig war. Näheres steht in {file}; "
            "bitte der Verwaltung melden.",
            kind=kind,
            why=why,
            file=file,
        )
    note(translate(said))
    return STATUS


def log_error(error: Exception) -> Path:
    """Append where it happened to the log, which only its owner may read; gives the file.

    Raises:
        OSError: it can't be written.
    """
    folder = user_folder("state")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / "fehler.log"
    if file.exists() and file.stat().st_size > LARGEST_LOG:
        file.replace(file.with_suffix(".log.1"))
    whole = "".join(traceback.format_exception(error, limit=-60))
    with os.fdopen(os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "a", encoding="utf-8") as log:
        log.write(f"{this_instant():%Y-%m-%d %H:%M:%S} UTC\n{masked(whole)}\n")
    return file
