"""Column types that behave alike on SQLite and PostgreSQL: words, money, instants.

SQLite has no decimal and no time zone; SQLAlchemy would store an enum's *name*. These three types store a
word's value, a sum as whole hundredths, an instant as UTC, and give back exactly what was put in.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, DateTime, String, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

HUNDREDTH = Decimal("0.01")


class StoredModel(SQLModel):
    """What all tables' classes are; how values are checked is worked out where somebody asks, not at every start."""

    model_config = {"defer_build": True}


def table_of(model: type[SQLModel]) -> Table:
    """A model's table: for statements past the session, which take and give rows and know no objects."""
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel doesn't say that a table's class has one
    return table


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
        return _of_hundredths(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any | None], Decimal | None]:  # noqa: ARG002 - as above
        """The same without a step between: thousands of sums are read at once."""
        return _of_hundredths


def _of_hundredths(value: Any | None) -> Decimal | None:
    return None if value is None else Decimal(int(value)).scaleb(-2)


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


class _Words(dict[str | None, StrEnum | None]):
    """The words of a vocabulary by what is stored; ValueError for what is none of them."""

    def __init__(self, vocabulary: type[StrEnum]) -> None:
        super().__init__({each.value: each for each in vocabulary})
        self[None] = None
        self.vocabulary = vocabulary

    def __missing__(self, stored: str | None) -> StrEnum:
        return self.vocabulary(str(stored))


@cache
def word(vocabulary: type[StrEnum]) -> type[TypeDecorator[Any]]:
    """A column type for one closed vocabulary; stores the word, refuses what is not in the vocabulary."""
    known = _Words(vocabulary)

    class Word(TypeDecorator[Any]):
        impl = String(40)
        cache_ok = True

        def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - as above
            return None if value is None else vocabulary(value).value

        def process_result_value(self, value: Any | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002 - as above
            return None if value is None else vocabulary(value)

        def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any | None], StrEnum | None]:  # noqa: ARG002 - as above
            return known.__getitem__  # thousands of words are read at once

    Word.__name__ = f"Word{vocabulary.__name__}"
    return Word
