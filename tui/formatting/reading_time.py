"""How long a sentence has to stay on screen to be read. Pure."""

#: signs that a person reads in a second of a screen they did not expect, and seconds until they look
SIGNS_A_SECOND, TO_LOOK = 15, 2.0
#: seconds that any sentence stays, and one that waits for a key
LEAST, UNTIL_A_KEY = 4.0, 3600.0


def reading_time(text: str) -> float:
    """Seconds that a text stays.

    >>> reading_time("Gespeichert."), reading_time("x" * 150)
    (4.0, 12.0)
    """
    return max(LEAST, TO_LOOK + len(text) / SIGNS_A_SECOND)
