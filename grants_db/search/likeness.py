"""How well what somebody typed fits a name: whole words, beginnings, parts of compounds, typing errors. Pure."""

from collections.abc import Sequence

from rapidfuzz.fuzz import partial_ratio, ratio

from grants_db.rules.folding import without_umlauts, words_of

#: from so many letters on a typed word may hold an error; shorter ones are like too many others
LEAST_LETTERS = 4
#: how like two words have to be, of 100: the same word misspelt; a part of a compound misspelt
MISSPELT, MISSPELT_PART = 75, 85


def likeness(typed: Sequence[str], words: Sequence[str]) -> float:
    """From 0 (a typed word is nowhere) to 1 (each is a word of the name); both as `comparable` gives them.

    >>> name = comparable("Sprachförderung für Eltern")
    >>> [round(likeness(comparable(each), name), 2) for each in ("eltern", "sprach", "förderung", "spachförderung")]
    [1.0, 0.9, 0.8, 0.68]
    >>> likeness(["xyz"], name)
    0.0
    """
    if not typed or not words:
        return 0.0
    found = [max(_like(each, word) for word in words) for each in typed]
    return sum(found) / len(found) if min(found) > 0 else 0.0


def comparable(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return [without_umlauts(word) for word in words_of(text)]


def _like(typed: str, word: str) -> float:
    if typed == word:
        return 1.0
    if word.startswith(typed):
        return 0.9
    if len(typed) >= 3 and typed in word:
        return 0.8
    if len(typed) < LEAST_LETTERS or len(word) < LEAST_LETTERS:
        return 0.0
    if (same := ratio(typed, word[: len(typed) + 1])) >= MISSPELT:
        return 0.7 * same / 100
    if len(word) > len(typed) and (part := partial_ratio(typed, word)) >= MISSPELT_PART:
        return 0.6 * part / 100
    return 0.0
