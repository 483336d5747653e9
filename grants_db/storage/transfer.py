"""Moves everything from one database to another, of either kind: all or nothing, and checked table by table."""

from sqlalchemy import Connection, Engine, func, select

from grants_db.errors import DatabaseError, InputError
from grants_db.models.all_tables import metadata
from grants_db.storage.address import shown
from grants_db.storage.database import database_errors, writer
from grants_db.storage.rows import TableSum, continue_counting, copy_rows, table_sums

#: what every new database has from the beginning
SEEDED = frozenset(("action_field",))


def copy_database(source: Engine, target: Engine) -> list[TableSum]:
    """Copy one moment of the source, while others go on working there, into an empty target; gives what arrived.

    Raises:
        InputError: both are the same, or the target has something in it.
        DatabaseError: what arrived is not what was sent; the target is as it was.
    """
    if source.url == target.url:
        raise InputError(
            "Von {where} nach {where} zu kopieren ändert nichts; gemeint sind zwei.", where=shown(source.url)
        )
    one_moment = source
    if source.dialect.name == "postgresql":
        one_moment = source.execution_options(isolation_level="REPEATABLE READ")
    with database_errors(target.url), writer(target).begin() as new:
        _assert_empty(new, target)
        for table in reversed(metadata.sorted_tables):
            new.execute(table.delete())
        with database_errors(source.url), one_moment.connect() as old:
            copy_rows(old, new)
            sent = list(table_sums(old))
        arrived = list(table_sums(new))
        for before, after in zip(sent, arrived, strict=True):
            if before != after:
                raise DatabaseError(
                    "In {where} ist „{table}“ anders angekommen ({after} statt {before} Zeilen, oder andere Werte). "
                    "Dort wurde nichts geändert; bitte der Verwaltung melden.",
                    where=shown(target.url),
                    table=before.name,
                    before=before.rows,
                    after=after.rows,
                )
        continue_counting(new)
    return arrived


def _assert_empty(connection: Connection, target: Engine) -> None:
    for table in metadata.sorted_tables:
        if table.name not in SEEDED and connection.scalar(select(func.count()).select_from(table)):
            raise InputError(
                "In {where} steht schon etwas („{table}“); kopiert wird nur in eine leere Datenbank. Es wurde nichts "
                "geändert.",
                where=shown(target.url),
                table=table.name,
            )
