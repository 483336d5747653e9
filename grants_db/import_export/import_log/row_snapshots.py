"""A thing with all rows that belong to it, as JSON: compared with how it was, and put back.

What belongs to it is what refers to its row, and what refers to that; found by the tables' foreign keys, so that a
table that is added later is seen too.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Table, delete, insert, select, update
from sqlmodel import Session

from grants_db.models.all_tables import metadata

Rows = dict[str, list[dict[str, Any]]]  # table → its rows, by column


def snapshot(session: Session, name: str, key: int) -> Rows:
    """The row of this table with this id, and what belongs to it."""
    root = metadata.tables[name]
    found: Rows = {name: _rows(session, root, root.c.id, [key])}
    level = {name: [key]}
    while level:
        below: dict[str, list[int]] = {}
        for table in metadata.sorted_tables:
            for column in _references(table, level):
                ids = level[_target(column)]
                rows = _rows(session, table, column, ids)
                if rows and table.name not in found:
                    found[table.name] = rows
                    if "id" in table.c:
                        below[table.name] = [row["id"] for row in rows]
        level = below
    return found


def same(one: Rows, other: Rows, *, apart_from: Collection[str] = ()) -> bool:
    """Do they say the same, in the columns that both know?"""
    names = {name for name in (*one, *other) if name not in apart_from}
    for name in names:
        first, second = one.get(name, []), other.get(name, [])
        if len(first) != len(second):
            return False
        for here, there in zip(first, second, strict=True):
            if any(here[column] != there[column] for column in here.keys() & there.keys()):
                return False
    return True


def remove(session: Session, rows: Rows) -> None:
    """Delete these rows, those that refer to others first."""
    for table in reversed(metadata.sorted_tables):
        for row in rows.get(table.name, []):
            session.connection().execute(delete(table).where(*_is(table, row)))
    session.expire_all()


def restore(session: Session, rows: Rows, current: Rows) -> None:
    """Bring what is there now to what was there."""
    kept = {name: [_key(name, row) for row in found] for name, found in rows.items()}
    gone = {
        name: [row for row in found if _key(name, row) not in kept.get(name, [])] for name, found in current.items()
    }
    remove(session, gone)
    for table in metadata.sorted_tables:
        there = [_key(table.name, row) for row in current.get(table.name, [])]
        for row in rows.get(table.name, []):
            values = {name: _back(table.c[name], value) for name, value in row.items() if name in table.c}
            if _key(table.name, row) in there:
                session.connection().execute(update(table).where(*_is(table, row)).values(values))
            else:
                session.connection().execute(insert(table).values(values))
    session.expire_all()


def referring(session: Session, name: str, key: int, *, apart_from: Collection[str]) -> list[str]:
    """The tables whose rows refer to this one, apart from those that are its own."""
    connection = session.connection()
    return [
        table.name
        for table in metadata.sorted_tables
        for column in _references(table, {name: [key]})
        if table.name not in apart_from
        and connection.execute(select(column).where(column == key).limit(1)).first() is not None
    ]


def remove_referring(session: Session, name: str, key: int, tables: Collection[str]) -> None:
    """Delete the rows of these tables that refer to this one."""
    for table in metadata.sorted_tables:
        for column in _references(table, {name: [key]}) if table.name in tables else ():
            session.connection().execute(delete(table).where(column == key))


def _references(table: Table, to: Mapping[str, object]) -> list[Column[Any]]:
    return [key.parent for key in table.foreign_keys if key.column.table.name in to and key.column.name == "id"]


def _target(column: Column[Any]) -> str:
    return next(iter(column.foreign_keys)).column.table.name


def _rows(session: Session, table: Table, column: Column[Any], ids: Collection[int]) -> list[dict[str, Any]]:
    statement = select(table).where(column.in_(list(ids))).order_by(*table.primary_key.columns)
    found = session.connection().execute(statement).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in found]


def _key(name: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in metadata.tables[name].primary_key.columns)


def _is(table: Table, row: Mapping[str, Any]) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key.columns]


def _plain(value: object) -> object:
    """A value as JSON keeps it."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
    return value


def _back(column: Column[Any], value: Any) -> Any:
    """The value as the column takes it."""
    if value is None:
        return None
    kind = column.type.python_type if not hasattr(column.type, "impl_instance") else _decorated(column)
    if kind is Decimal:
        return Decimal(value)
    if kind is datetime:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if kind is date else value


def _decorated(column: Column[Any]) -> type[Any]:
    """What one of our own types gives (`models.columns`): sums and instants; words are texts."""
    return {"Hundredths": Decimal, "Instant": datetime}.get(type(column.type).__name__, str)
