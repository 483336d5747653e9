"""What stands in a column, looked at without its heading: sums, marks of a timeline, states, numbers of measures."""

import re
from collections.abc import Sequence
from decimal import Decimal

from grants_db.rules.cell import Cell, Shown, as_text
from grants_db.rules.german_numbers import parse_sum, sum_is_unknown
from grants_db.rules.measure_states import read_state

HAS_LETTERS = re.compile(r"[^\W\d_]")
MARK = re.compile(r"[xX✓✔●•■□○–-]|ja|nein|j|n", re.I)
#: how measures are numbered: 1.10, M 3, HF2-3, 4a, A1.2
NUMBER = re.compile(r"(?:[A-Za-z]{1,6}[ .-]?)?\d{1,4}(?:[ .\-/_]\d{1,4}){0,4}\.?[ ]?[a-z]?\.?\)?", re.I)


def filled(cells: Sequence[Cell]) -> list[Cell]:
    """The cells that say something."""
    return [cell for cell in cells if as_text(cell)]


def holds_letters(cells: Sequence[Cell]) -> bool:
    """Is there a word in any cell?"""
    return any(HAS_LETTERS.search(as_text(cell)) for cell in cells)


def holds_sums(cells: Sequence[Cell]) -> bool:
    """May the column be one of sums? An empty one may; one of words isn't."""
    found = [cell for cell in filled(cells) if not sum_is_unknown(as_text(cell))]
    return not found or 2 * sum(_is_sum(cell) for cell in found) >= len(found)


def holds_marks(cells: Sequence[Cell]) -> bool:
    """Does it hold marks of a timeline?"""
    found = filled(cells)
    return (
        bool(found)
        and all(MARK.fullmatch(as_text(cell)) for cell in found)
        and any(HAS_LETTERS.search(as_text(cell)) or as_text(cell) in "✓✔●•■□○" for cell in found)
    )


def only_marks(cells: Sequence[Cell]) -> bool:
    """Does nothing stand in it but crosses and the like?"""
    return all(MARK.fullmatch(as_text(cell).strip()) for cell in filled(cells))


def holds_states(cells: Sequence[Cell]) -> bool:
    """Do most cells name a state of a measure?"""
    found = filled(cells)
    return 2 * sum(read_state(as_text(cell)) is not None for cell in found) >= len(found)


def holds_only_states(cells: Sequence[Cell]) -> bool:
    """Does every cell that says something name a state of a measure?"""
    return all(read_state(as_text(cell)) is not None for cell in filled(cells))


def holds_numbers_of_measures(cells: Sequence[Cell]) -> bool:
    """Do all cells look like numbers of measures, none twice?"""
    found = [as_text(cell) for cell in filled(cells)]
    return bool(found) and len(set(found)) == len(found) and all(looks_like_number(text) for text in found)


def holds_names(cells: Sequence[Cell]) -> bool:
    """May they be titles: words in every cell, none twice, long enough to say something?"""
    found = [as_text(cell) for cell in filled(cells)]
    letters = [sum(sign.isalpha() for sign in text) for text in found]
    return (
        len(found) > 1
        and len(found) == len(cells)
        and len(set(found)) == len(found)
        and all(letters)
        and sum(letters) >= 10 * len(found)
        and not any(parse_sum(cell) is not None for cell in found)
    )


def looks_like_number(text: str) -> bool:
    """May a measure be numbered so?

    >>> [looks_like_number(text) for text in ("1.10", "HF2-3", "6a", "M 3", "* ohne Personal", "Summe")]
    [True, True, True, True, False, False]
    """
    return NUMBER.fullmatch(text.strip()) is not None


def _is_sum(cell: Cell) -> bool:
    return (
        isinstance(cell, Decimal | Shown)
        or parse_sum(cell) is not None
        or bool(re.fullmatch(r"(ca\.? ?)?[\d.,' ]+(€|EUR|Euro|T€|TEUR)?", as_text(cell).strip(), re.I))
    )
