"""What people type into forms: sums, addresses (days: `grants_db.typed_days`). What can't be read is one sentence."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from grants_db.errors import UsageError
from grants_db.rules.german_numbers import is_rounded, parse_sum
from grants_db.rules.web_address import is_web_address

#: more euros than any application is about
LARGEST = Decimal(10) ** 12


def read_sum(text: str) -> Decimal:
    """A sum in euros as people write it, 12.500,50 or 12500.50; UsageError for anything else, and for one below 0."""
    try:
        exact = bool(text.strip()) and not is_rounded(text)  # a rounded sum may stand in a table, not in an award
        amount = parse_sum(text.strip()) if exact else None
        if amount is None:
            amount = Decimal(text.strip())
    except InvalidOperation:
        amount = Decimal("NaN")
    if amount.is_finite() and amount < 0:
        raise UsageError("„{text}“ ist kleiner als 0; bitte eine Summe ohne Minus schreiben.", text=text)
    if not amount.is_finite() or not 0 <= amount < LARGEST or amount != amount.quantize(Decimal("0.01")):
        raise UsageError("„{text}“ ist keine Summe in Euro; bitte als 12.500,00 schreiben.", text=text)
    return amount.quantize(Decimal("0.01"))


def read_address(text: str) -> str:
    """An address that a browser may open; UsageError for anything else."""
    if not is_web_address(text.strip()):
        raise UsageError(
            "„{link}“ ist kein Verweis, der sich öffnen lässt; bitte mit https:// oder http:// beginnen.",
            link=text.strip(),
        )
    return text.strip()


def or_nothing(check: Callable[[str], object]) -> Callable[[str], object]:
    """The check for a line that may stay empty."""

    def checked(text: str) -> object:
        return check(text) if text.strip() else None

    return checked


def typed_day(iso: str) -> str:
    """A day that a program gave, as one types it into a form.

    >>> typed_day("2026-12-01")
    '01.12.2026'
    """
    return f"{date.fromisoformat(iso):%d.%m.%Y}"
