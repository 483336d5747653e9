"""Column types that behave alike on SQLite and PostgreSQL: words, money, instants.

SQLite has no decimal and no time zone; SQLAlchemy would store an enum's *name*. These three types store a
word's value, a sum as whole hundredths, an instant as UTC, and give back exactly what was put in.
"""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, DateTime, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

HUNDREDTH = Decimal("0.01")


class Hundredths(TypeDecorator[Decimal]):
    """Euros or percent as `Decimal` with two places, stored as a whole number of cents or hundredths."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - the interface has it
        """To the database; refuses what has more than two places rather than rounding it away."""
        if value is None:
            return None
        cents = Decimal(value) / HUNDREDTH
        if cents != cents.to_integral_value():
            raise ValueError(f"{value} has more than two decimal places")
        return int(cents)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - as above
        """From the database."""
        return None if value is None else Decimal(int(value)) * HUNDREDTH


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored as UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as above
        """To the database; refuses an instant without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as above
        """From the database, with its zone again."""
        return None if value is None else value.replace(tzinfo=UTC)


@cache
def word(vocabulary: type[StrEnum]) -> type[TypeDecorator[Any]]:
    """A column type for one closed vocabulary; stores the word, refuses what is not in the vocabulary."""

    class Word(TypeDecorator[Any]):
        impl = String(40)
        cache_ok = True

        def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - as above
            return None if value is None else vocabulary(value).value

        def process_result_value(self, value: Any | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002 - as above
            return None if value is None else vocabulary(value)

    Word.__name__ = f"Word{vocabulary.__name__}"
    return Word
