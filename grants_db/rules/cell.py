"""What stands in a cell of a table, as text for people, and as JSON between two of our processes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from math import isfinite


@dataclass(frozen=True)
class Shown:
    """A number whose format says more than the number: "2.500 T€" over 2500.

    `unit` is what the format adds ("T€"); it counts the `value`, whatever the format cuts off when it is shown.
    """

    value: Decimal
    text: str
    unit: str


class Formula(Enum):
    """A formula for which the file holds no result."""

    WITHOUT_RESULT = "formula"


#: an empty cell is an empty text; a number has as many decimal places as its format shows
Cell = str | Decimal | date | Shown | Formula
Json = str | int | dict[str, str]


def number(value: float) -> Decimal | str:
    """A number as a spreadsheet keeps it, with the places it needs; a text where it is none.

    >>> number(1.1), number(18000.0), number(float("nan"))
    (Decimal('1.1'), Decimal('18000'), 'nan')
    """
    if isinstance(value, int):
        return Decimal(value)
    if not isfinite(value):
        return str(value)
    return Decimal(int(value)) if value.is_integer() else Decimal(repr(value))


def as_text(cell: Cell) -> str:
    """A cell as a person reads it: whole numbers without zeros behind them, days as TT.MM.JJJJ.

    >>> as_text(Decimal("2026.00")), as_text(date(2026, 3, 1)), as_text("  Amt 50 "), as_text(Decimal("1.50"))
    ('2026', '01.03.2026', 'Amt 50', '1,5')
    """
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, Decimal):
        plain = str(cell)
        return plain if plain.isdecimal() else written(cell.normalize())
    match cell:
        case Formula():
            return ""
        case Shown():
            return cell.text
        case date():
            return f"{cell:%d.%m.%Y}"


def written(number: Decimal) -> str:
    """A number in German, with the places it has.

    >>> written(Decimal("1.10")), written(Decimal("1E+3"))
    ('1,10', '1000')
    """
    return f"{number:f}".replace(".", ",")


def to_json(cell: Cell) -> Json:
    """The cell as plain JSON; a text stays a text, a whole number a number."""
    if isinstance(cell, str):
        return cell
    match cell:
        case Formula():
            return {"formula": ""}
        case Shown():
            return {"number": str(cell.value), "text": cell.text, "unit": cell.unit}
        case date():
            return {"day": cell.isoformat()}
        case Decimal():
            text = str(cell)
            return int(text) if text.isdecimal() else {"number": text}


def from_json(stored: Json) -> Cell:
    """The cell that `to_json` wrote.

    >>> cells = ("Amt 50", Decimal("1.10"), date(2026, 3, 1), Formula.WITHOUT_RESULT, Shown(Decimal(5), "5 T€", "T€"))
    >>> [from_json(to_json(cell)) == cell for cell in cells]
    [True, True, True, True, True]
    """
    if isinstance(stored, str):
        return stored
    if isinstance(stored, int):
        return Decimal(stored)
    if "formula" in stored:
        return Formula.WITHOUT_RESULT
    if "day" in stored:
        return date.fromisoformat(stored["day"])
    number = Decimal(stored["number"])
    return Shown(number, stored["text"], stored["unit"]) if "unit" in stored else number
