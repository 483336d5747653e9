"""Letters and words as they are compared: without capitals, umlauts, accents. A way for each that reads them. Pure."""

import unicodedata

_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "\u00ad": ""})
_WITHOUT_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
# the letters that SQLite knows too: a newer one might divide for it what is one word here
_LETTERS = unicodedata.ucd_3_2_0


def words_of(text: str) -> list[str]:
    """The words in a text, as a word index keeps them: letters and digits, folded.

    >>> words_of("EU-Mittel für Ältere: 100% OR *")
    ['eu', 'mittel', 'fur', 'altere', '100', 'or']
    """
    composed = unicodedata.normalize("NFC", text)
    others = {ord(sign): " " for sign in set(composed) if _LETTERS.category(sign)[0] not in "LN"}
    return folded(composed.translate(others)).split()


def folded(text: str) -> str:
    """Small letters without umlauts and accents, as a word index keeps them; ß stays.

    >>> folded("Ältere Straße, Café")
    'altere straße, cafe'
    """
    small = text.lower()
    if small.isascii():
        return small
    parts = (sign for sign in unicodedata.normalize("NFD", small) if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", "".join(parts))


def without_umlauts(word: str) -> str:
    """A word in small letters as the stemmer leaves it, ß as ss.

    >>> without_umlauts("straßenbäume")
    'strassenbaume'
    """
    return word.translate(_WITHOUT_UMLAUTS)


def spelt_out(text: str) -> str:
    """Small letters, umlauts and ß as where the keyboard has none, without accents and hidden hyphens.

    >>> spelt_out("Ältere Straße, Café")
    'aeltere strasse, cafe'
    """
    return folded(text.lower().translate(_SPELT_OUT))
