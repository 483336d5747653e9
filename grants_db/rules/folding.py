"""Letters as they are compared: without umlauts, accents and capitals. Pure."""

import unicodedata


def folded(text: str) -> str:
    """Small letters without umlauts and accents, as the word index keeps them; ß stays.

    >>> folded("Ältere Straße, Café")
    'altere straße, cafe'
    """
    parts = (sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", "".join(parts))
