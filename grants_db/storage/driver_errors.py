"""What a database driver says, as one sentence: what, where, what next."""

import shutil
import sqlite3
from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnectionError

from grants_db.errors import DamagedError, DatabaseError
from grants_db.storage.address import shown, without_secrets

LEAST_ROOM = 64 * 1024  # bytes: the index of SQLite's log alone takes half of it


def explained(error: DBAPIError | sqlite3.Error | NoFreeConnectionError, url: URL) -> DatabaseError:
    """The error as one of ours; a password of the address is in none."""
    said = str(error.orig if isinstance(error, DBAPIError) else error).strip() or type(error).__name__
    why = without_secrets(said, url)
    where = shown(url)
    if any(word in why for word in ("locked", "busy", "deadlock", "lock timeout", "QueuePool")):
        return DatabaseError(
            "Die Datenbank {where} ist gerade von einem anderen Vorgang gesperrt. "
            "Bitte in einer Minute noch einmal versuchen.",
            where=where,
        )
    if "not a database" in why or "malformed" in why:
        return DamagedError(
            "Die Datei {where} ist keine Datenbank oder beschädigt. Sie wurde nicht verändert; „akquise db restore“ "
            "holt eine Sicherung zurück.",
            where=where,
        )
    if "readonly" in why:
        return DatabaseError(
            "In die Datenbank {where} kann hier nicht geschrieben werden: Datei oder Ordner sind schreibgeschützt. "
            "Lesen und sichern geht; zum Ändern bitte Datenträger und Rechte prüfen.",
            where=where,
        )
    if "unable to open" in why:
        return DatabaseError(
            "Die Datenbank {where} lässt sich nicht öffnen: {why}. Bitte die Rechte prüfen.", where=where, why=why
        )
    if "disk is full" in why or ("disk I/O" in why and _no_room(where)):
        return DatabaseError("Der Speicherplatz für {where} ist erschöpft. Es wurde nichts verändert.", where=where)
    if url.get_backend_name() == "postgresql" and ("connection" in why or "connect" in why):
        return DatabaseError(
            "Der Datenbankserver {where} ist nicht erreichbar: {why}. Bitte Adresse und Netz prüfen.",
            where=where,
            why=why.splitlines()[0],
        )
    return DatabaseError(
        "Die Datenbank {where} meldet einen Fehler: {why}. Es wurde nichts verändert; bitte noch einmal versuchen. "
        "Bleibt es dabei, prüft sie „akquise db check“.",
        where=where,
        why=why.splitlines()[0],
    )


def _no_room(where: str) -> bool:
    """Is the disk full? SQLite says so of its own writes only, not of the memory it shares beside the file."""
    folder = Path(where).absolute().parent
    return folder.is_dir() and shutil.disk_usage(folder).free < LEAST_ROOM
