"""Is a database sound, and how much is in it? Nothing is changed."""

from collections.abc import Iterator
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, inspect, select, text

from grants_db.messages import Message
from grants_db.migrations.run import configuration, current, head
from grants_db.models.all_tables import metadata
from grants_db.storage.address import shown
from grants_db.storage.database import database_errors

ROWS_AT_ONCE = 500


def check(engine: Engine) -> list[Message]:
    """What is wrong with the database; empty when it is sound."""
    findings, at = findings_of(engine)
    if at != head():
        findings.append(
            Message.of(
                "Die Tabellen stehen auf Stand {revision}, das Programm auf {head}. „akquise db upgrade“ "
                "bringt sie auf den Stand.",
                revision=at,
                head=head(),
            )
        )
    heads = ScriptDirectory.from_config(configuration()).get_heads()
    if len(heads) != 1:
        findings.append(
            Message.of(
                "Das Programm kennt mehr als einen neuesten Stand der Tabellen: {heads}.", heads=", ".join(heads)
            )
        )
    return findings


def findings_of(engine: Engine) -> tuple[list[Message], str | None]:
    """What is wrong with what is stored, and the revision of the tables; older ones are not read row by row."""
    with database_errors(engine.url), engine.connect() as connection:
        findings = _sqlite_findings(connection) if engine.dialect.name == "sqlite" else []
        at = current(connection)
        if not findings and at == head():
            findings += _unreadable(connection)
    return findings, at


def stats(engine: Engine) -> dict[str, Any]:
    """Where the database is, its revision, its size and how many rows each table has."""
    with database_errors(engine.url), engine.connect() as connection:
        there = set(inspect(connection).get_table_names())  # of an older program, not all
        rows = {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
            if table.name in there
        }
        return {
            "database": shown(engine.url),
            "revision": current(connection),
            "bytes": _size(connection),
            "rows": dict(sorted(rows.items())),
        }


def _sqlite_findings(connection: Connection) -> list[Message]:
    messages = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    findings = [
        Message.of("Die Datenbankdatei ist beschädigt: {message}.", message=message)
        for message in messages
        if message != "ok"
    ]
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        findings.append(
            Message.of(
                "In „{table}“ verweist die Zeile {row} auf etwas in „{parent}“, das es nicht gibt.",
                table=table,
                row=row,
                parent=parent,
            )
        )
    return findings


def _unreadable(connection: Connection) -> Iterator[Message]:
    """The tables in which a row holds what its column can't hold: nothing could show or restore it."""
    for table in metadata.sorted_tables:
        try:
            for _some in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table)).partitions():
                pass
        except (ValueError, LookupError, TypeError) as error:
            yield Message.of(
                "In „{table}“ steht etwas, das sich nicht lesen lässt: {why}.", table=table.name, why=error
            )


def _size(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        return int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())
    return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
