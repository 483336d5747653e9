"""What a sentence may be about, told by pieces of its words: readers look at the sentences that bear their sign only.

Each reader names the pieces without which nothing can be there for it; each word is then asked once for all readers,
however often it occurs. A sign spares work and decides nothing.
"""

import re
from collections.abc import Callable, Iterable
from itertools import takewhile

_MOST_WORDS_KNOWN = 200_000  # kept in memory; a text of random letters must not fill it


class WordSigns:
    """The signs of words, by the pieces that readers have named.

    >>> signs = WordSigns()
    >>> money, day = signs.sign("uro €"), signs.sign("=März")
    >>> [signs.of("bis zu 500 Euro im März") == money | day, signs.of("im Märzen") == 0]
    [True, True]
    """

    def __init__(self) -> None:
        self._signs: list[tuple[int, _Sign]] = []
        self._tables: list[tuple[int, Callable[[str], int]]] = []
        self._any: _Sign | None = None  # all of them as one; None where a new one came
        self._known: dict[str, int] = {}
        self.count = 0  # how many signs there are

    def sign(self, pieces: str = "", pattern: str = "", *, small: Iterable[str] = ()) -> int:
        """A new sign, a bit of its own, for sentences with one of these pieces of words, or a word of this pattern.

        "=" before a piece: it is the whole word but for signs around it; behind it: the word ends with it. Pieces that
        are `small` are found in words of any case.
        """
        self._signs.append((self.count, _Sign(tuple(pieces.split()), tuple(small), (pattern,) if pattern else ())))
        self._any = None
        return 1 << self._room_for(1)

    def table(self, look_up: Callable[[str], int], width: int) -> int:
        """Take in a table that tells the signs of words by itself, `width` bits; by how many bits its signs move."""
        self._tables.append((self.count, look_up))
        return self._room_for(width)

    def _room_for(self, width: int) -> int:
        self._known.clear()
        self.count += width
        return self.count - width

    def of(self, words: str) -> int:
        """The signs of a sentence."""
        found, known = 0, self._known
        for word in words.split():
            signs = known.get(word)
            found |= self._looked_up(word) if signs is None else signs
        return found

    def _looked_up(self, word: str) -> int:
        if self._any is None:
            self._any = _Sign.of_all(sign for _, sign in self._signs)
        found, lowered = 0, word.lower()
        if self._any.is_in(word, lowered):
            found = sum(1 << place for place, sign in self._signs if sign.is_in(word, lowered))
        for place, look_up in self._tables:
            found |= look_up(word) << place
        if len(self._known) < _MOST_WORDS_KNOWN:
            self._known[word] = found
        return found


class _Sign:
    """By what a word bears a sign: pieces as they are written, pieces in any case, patterns."""

    def __init__(self, pieces: tuple[str, ...], small: tuple[str, ...], patterns: tuple[str, ...]) -> None:
        self._pieces, self._small, self._patterns = pieces, small, patterns
        whole = one_of(piece[1:] for piece in pieces if piece.startswith("="))
        within = one_of(piece for piece in pieces if not piece.startswith("="))
        there = (within, rf"^\W*(?:{whole})\W*$" if whole else "", *patterns)
        self._as_written = re.compile("|".join(filter(None, there)) or _NEVER)
        self._in_any_case = re.compile(one_of(small) or _NEVER)

    @classmethod
    def of_all(cls, signs: Iterable["_Sign"]) -> "_Sign":
        """One that is there where any of these is."""
        there = tuple(signs)
        return cls(
            tuple(piece for sign in there for piece in sign._pieces),
            tuple(piece for sign in there for piece in sign._small),
            tuple(pattern for sign in there for pattern in sign._patterns),
        )

    def is_in(self, word: str, lowered: str) -> bool:
        """Does a word bear it?"""
        return self._as_written.search(word) is not None or self._in_any_case.search(lowered) is not None


_NEVER = r"(?!)"


def one_of(pieces: Iterable[str]) -> str:
    """A pattern for any of these pieces, "=" for the end of a word; beginnings that they share stand there once.

    >>> one_of(("beg", "bev", "art=", "begi"))
    'art$|be(?:g|v)'
    """
    tails: dict[str, list[str]] = {}
    for piece in pieces:
        tails.setdefault(piece[0], []).append(piece[1:])
    return "|".join(sorted(_with_tails(head, rest) for head, rest in tails.items()))


def _with_tails(head: str, tails: list[str]) -> str:
    pairs = zip(min(tails), max(tails), strict=False)  # what these two share, all share
    shared = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1] != "=", pairs))
    tails = [tail[len(shared) :] for tail in tails]
    if "" in tails:  # what is longer holds it, too
        return re.escape(head + shared)
    ends, ways = "$" if "=" in tails else "", one_of(tail for tail in tails if tail != "=")
    return re.escape(head + shared) + (f"(?:{ends}|{ways})" if ends and ways else ends or f"(?:{ways})")


#: the signs of the program
SIGNS = WordSigns()
