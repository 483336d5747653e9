"""Does a table write sums with a decimal point? Only where its cells leave no doubt."""

import re
from collections.abc import Iterable
from decimal import Decimal

from grants_db.rules.cell import Cell

#: four digits or more before a point are no group of thousands; neither is a point after groups with commas
CERTAIN = re.compile(r"-?\d{4,}\.\d{1,2}|-?\d{1,3}(?:,\d{3})+\.\d{1,2}")
CENTS = re.compile(r"-?\d+\.\d{2}")
GERMAN = re.compile(r",\d{1,2}(?!\d)|\d\.\d{3}(?!\d)|,[-–—]")
POINTED = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d{1,2})?")
CURRENCY = re.compile(r"€|\bEUR\b|\bEuro\b", re.I)


def counts_with_points(cells: Iterable[Cell]) -> bool:
    """Do these sums have decimal points, none a German comma or a point between thousands?

    >>> [counts_with_points(sums) for sums in (["1751.46", "500.00"], ["1751.46", "18.000"], ["12.50"])]
    [True, False, False]
    """
    texts = [CURRENCY.sub("", cell).strip() for cell in cells if isinstance(cell, str) and cell]
    certain = any(CERTAIN.fullmatch(text) for text in texts)
    cents = sum(CENTS.fullmatch(text) is not None for text in texts) > 1
    return (certain or cents) and not any(GERMAN.search(text) for text in texts)


def with_point(cell: Cell) -> Cell:
    """The sum as a number, in a table that counts with points; anything else stays as it is."""
    if not isinstance(cell, str):
        return cell
    text = CURRENCY.sub("", cell).strip()
    return Decimal(text.replace(",", "")) if POINTED.fullmatch(text) else cell
