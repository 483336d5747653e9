"""Whether two names mean the same organisational unit. Pure, so that the first picture of the app needs no database."""


def same_unit(one: str, other: str) -> bool:
    """Do both name the same unit? Capitals and blanks around don't matter: settings and filters are written by hand.

    >>> same_unit("Amt für Ältere", "AMT FÜR ÄLTERE "), same_unit("", "")
    (True, False)
    """
    return bool(other.strip()) and one.strip().casefold() == other.strip().casefold()
