"""What may go wrong in a worker without being our fault, as one sentence, so that the app stays open.

Mishaps of the database are sentences already when they come here (`grants_db.storage.database`). Anything else is an
error in the program, and ends it rather than going on with who knows what.
"""

from grants_db.errors import AkquiseError

#: what a worker is to expect: our own sentences, a full disk, a file or folder that may not be read or is gone
EXPECTED = (AkquiseError, OSError)


def explained(error: AkquiseError | OSError) -> AkquiseError:
    """The error as one of ours, which says what, where and what next.

    >>> str(explained(OSError(28, "No space left on device", "/srv/blatt.html")))[:65]
    'Das Betriebssystem meldet: No space left on device (/srv/blatt.ht'
    """
    if isinstance(error, AkquiseError):
        return error
    where = f" ({error.filename})" if error.filename else ""
    return AkquiseError(
        "Das Betriebssystem meldet: {why}{where}. Bitte Speicherplatz, Ordner und Rechte prüfen und noch einmal "
        "versuchen.",
        why=error.strerror or str(error) or type(error).__name__,
        where=where,
    )
