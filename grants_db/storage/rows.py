"""All rows of a database, from one to another, and what tells that they arrived: a checksum for each table."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from hashlib import sha256

from sqlalchemy import Connection, Table, func, insert, select, text

from grants_db.models.all_tables import metadata

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class TableSum:
    """How many rows a table has, and a checksum that is the same in whatever order and kind of database they lie."""

    name: str
    rows: int
    checksum: str


def copy_rows(old: Connection, new: Connection) -> None:
    """Put the rows of all tables into empty ones."""
    for table in metadata.sorted_tables:
        rows = old.execute(select(table).execution_options(yield_per=ROWS_AT_ONCE)).mappings()
        for some in rows.partitions():
            new.execute(insert(table), [dict(row) for row in some])


def continue_counting(connection: Connection) -> None:
    """PostgreSQL counts ids on its own: go on after the highest that was copied."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        if (key := _counted_key(table)) is not None:
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:name, :key), :next, false)"),
                {
                    "name": f'"{table.name}"',
                    "key": key,
                    "next": (connection.scalar(select(func.max(table.c[key]))) or 0) + 1,
                },
            )


def table_sums(connection: Connection) -> Iterator[TableSum]:
    """The checksums of all tables, in the order of their names.

    A table's is the sum of the SHA-256 of its rows: databases sort texts differently, and a sum needs no order.
    """
    for table in sorted(metadata.tables.values(), key=lambda each: each.name):
        rows, added = 0, 0
        for row in connection.execute(select(table).execution_options(yield_per=ROWS_AT_ONCE)):
            rows += 1
            written = json.dumps([_plain(value) for value in row], ensure_ascii=False, sort_keys=True, default=str)
            added += int.from_bytes(sha256(written.encode("utf-8", "surrogatepass")).digest(), "big")
        yield TableSum(table.name, rows, f"{added % 2**256:064x}")


def _plain(value: object) -> object:
    """A value as both kinds of databases give it back."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    return value.value if isinstance(value, Enum) else value


def _counted_key(table: Table) -> str | None:
    column = table.autoincrement_column
    return column.name if column is not None and column.name == "id" else None
