"""The signs before what a list shows, and when they stand there."""

from datetime import datetime

from grants_db.rules.unit_names import same_unit

#: marked by the user; new or changed since the user last looked; the user's own unit's
MARKED, NEW, OWN = "●", "✱", "▸"


def is_own(unit: str, own: str) -> bool:
    """Is it the user's own unit? Where none is set, nothing is."""
    return same_unit(unit, own)


def is_new(at: datetime | None, since: datetime | None) -> bool:
    """Did it come or change since the user last looked? On the first visit nothing is new."""
    return at is not None and since is not None and at > since


def signs(*, own: bool = False, new: bool = False) -> str:
    """The signs before a title, with a blank behind each.

    >>> signs(own=True, new=True)
    '▸ ✱ '
    """
    return f"{OWN} " * own + f"{NEW} " * new
