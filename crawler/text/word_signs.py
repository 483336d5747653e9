"""What a sentence may be about, told by pieces of its words: readers look at the sentences that bear their sign only.

Each reader names the pieces without which nothing can be there for it; each word is then asked once for all readers,
however often it occurs. A sign spares work and decides nothing.
"""

import re

_MOST_WORDS_KNOWN = 200_000  # kept in memory; a text of random letters must not fill it


class WordSigns:
    """The signs of words, by the pieces that readers have named.

    >>> signs = WordSigns()
    >>> money, day = signs.sign("uro €"), signs.sign("=März")
    >>> [signs.of("bis zu 500 Euro im März") == money | day, signs.of("im Märzen") == 0]
    [True, True]
    """

    def __init__(self) -> None:
        self._pieces: list[re.Pattern[str]] = []
        self._any = re.compile(r"(?!)")
        self._known: dict[str, int] = {}

    @property
    def count(self) -> int:
        """How many signs there are."""
        return len(self._pieces)

    def sign(self, pieces: str, pattern: str = r"(?!)") -> int:
        """A new sign, a bit of its own, for sentences with one of these pieces of words, or a word of this pattern.

        "=" before a piece: it is the whole word but for signs around it; behind it: the word ends with it.
        """
        self._pieces.append(re.compile("|".join((*map(_pattern, pieces.split()), pattern))))
        self._any = re.compile("|".join(piece.pattern for piece in self._pieces))
        self._known.clear()
        return 1 << len(self._pieces) - 1

    def of(self, words: str) -> int:
        """The signs of a sentence."""
        found, known = 0, self._known
        for word in words.split():
            signs = known.get(word)
            found |= self._looked_up(word) if signs is None else signs
        return found

    def _looked_up(self, word: str) -> int:
        found = 0
        if self._any.search(word) is not None:
            found = sum(1 << bit for bit, piece in enumerate(self._pieces) if piece.search(word) is not None)
        if len(self._known) < _MOST_WORDS_KNOWN:
            self._known[word] = found
        return found


def _pattern(piece: str) -> str:
    if piece.startswith("="):
        return rf"^\W*{re.escape(piece[1:])}\W*$"
    return rf"{re.escape(piece[:-1])}$" if piece.endswith("=") else re.escape(piece)


#: the signs of the program
SIGNS = WordSigns()
