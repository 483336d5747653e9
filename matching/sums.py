"""How sums are written in the matcher's sentences."""

from decimal import Decimal


def euros(amount: Decimal) -> str:
    """A sum as German offices write it, whole sums without cents.

    >>> euros(Decimal("12345.5"))
    '12.345,50'
    >>> euros(Decimal("70000.00"))
    '70.000'
    """
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{amount:,.{places}f}".translate(str.maketrans(",.", ".,"))
