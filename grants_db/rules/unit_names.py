"""Whether two names mean the same organisational unit. Pure, so that the first picture of the app needs no database."""

import re
from collections.abc import Iterable, Mapping

#: what stands between the units of one cell
BETWEEN = re.compile(r"\s*(?:[/;,+&\n]|\bund\b|\bu\.)\s*")
#: words that many units have in common and that tell none from another
COMMON = frozenset("amt fachbereich fb dezernat stabsstelle abteilung referat für der die des und stadt".split())


def same_unit(one: str, other: str) -> bool:
    """Do both name the same unit? Capitals and blanks around don't matter: settings and filters are written by hand.

    >>> same_unit("Amt für Ältere", "AMT FÜR ÄLTERE "), same_unit("", "")
    (True, False)
    """
    return bool(other.strip()) and one.strip().casefold() == other.strip().casefold()


def units_meant(text: str, known: Mapping[str, str]) -> tuple[str, ...] | None:
    """The units that a cell names, by their own names; None where one of its parts is no name that is known.

    Args:
        text: the cell.
        known: each name and alias, with the unit's own name.

    >>> known = {"Sozialamt": "Sozialamt", "Amt 50": "Sozialamt", "VHS": "Volkshochschule", "Bau und Verkehr": "Bau"}
    >>> units_meant("Amt 50 / VHS", known), units_meant("Bau und Verkehr", known), units_meant("Amt 51", known)
    (('Sozialamt', 'Volkshochschule'), ('Bau',), None)
    """
    by_fold = {_folded(name): unit for name, unit in known.items()}
    if (whole := by_fold.get(_folded(text))) is not None:
        return (whole,)
    parts = [part for part in BETWEEN.split(text.strip()) if part]
    meant = [by_fold.get(_folded(part)) for part in parts]
    if not parts or any(unit is None for unit in meant):
        return None
    return tuple(dict.fromkeys(unit for unit in meant if unit is not None))


def proposed_units(text: str, names: Iterable[str]) -> list[str]:
    """The names that a cell may mean, the likeliest first: the same number, the same letters or a word in common.

    >>> proposed_units("FB 50", ["Amt 50 Soziales", "Amt 51"]), proposed_units("VHS", ["Volkshochschule", "Museum"])
    (['Amt 50 Soziales'], ['Volkshochschule'])
    """
    scored = [(_likeness(text, name), name) for name in names]
    return [name for score, name in sorted(scored, key=lambda each: (-each[0], each[1])) if score]


def _likeness(one: str, other: str) -> int:
    """How many words or numbers two names share, without those that all units have; 1 for its first letters."""
    words, others = _telling(one), _telling(other)
    if shared := words & others:
        return 1 + len(shared)
    letters = "".join(word[0] for word in re.findall(r"[^\W\d_]+", other)).casefold()
    short = _folded(one)
    inside = [each for each in others if len(short) >= 2 and _spells(short, each)]
    return int(len(short) >= 2 and (short == letters or bool(inside)))


def _spells(short: str, word: str) -> bool:
    """Are the letters of an abbreviation found in the word in their order, from its first on: vhs, Volkshochschule?"""
    rest = iter(word)
    return word.startswith(short[:1]) and len(short) <= len(word) // 3 and all(letter in rest for letter in short)


def _telling(name: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W\d_]+|\d+", name)} - COMMON


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
