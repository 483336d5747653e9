"""What may go wrong in a worker without being our fault, as one sentence, so that the app stays open.

Mishaps of the database are sentences already when they come here (`grants_db.storage.database`). Anything else is an
error in the program, and ends it rather than going on with who knows what.
"""

from grants_db.errors import AkquiseError

#: what a worker is to expect: our own sentences, a full disk, a file or folder that may not be read or is gone
FORESEEN = (AkquiseError, OSError)


def explained(mishap: AkquiseError | OSError) -> AkquiseError:
    """The mishap as one of ours, which says what, where and what next.

    >>> str(explained(OSError(28, "No space left on device", "/srv/blatt.html")))[:65]
    'Das Betriebssystem meldet: No space left on device (/srv/blatt.ht'
    """
    if isinstance(mishap, AkquiseError):
        return mishap
    where = f" ({mishap.filename})" if mishap.filename else ""
    return AkquiseError(
        "Das Betriebssystem meldet: {why}{where}. Bitte Speicherplatz, Ordner und Rechte prüfen und noch einmal "
        "versuchen.",
        why=mishap.strerror or str(mishap) or type(mishap).__name__,
        where=where,
    )
