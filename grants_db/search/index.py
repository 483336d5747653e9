"""What makes searching for words quick: on SQLite an index of the words of all calls, kept by triggers.

It is derived (`schema.sql`) and can be made anew at any time. Whoever writes a call, be it a crawl, an officer or a
backup that is restored, need not know of it: triggers note whose words have changed, `grants_db.storage.database` has
these indexed before it commits. A migration that has SQLite copy the table `opportunity` calls `drop_index` before and
`create_index` afterwards: triggers don't survive that.

PostgreSQL has an index of three-letter pieces (`pg_trgm`), where the extension may be installed.
"""

from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

STATEMENTS = Path(__file__).parent / "schema.sql"
_TRIGGERS = ("opportunity_added", "opportunity_reworded", "opportunity_removed")
_TABLES = ("opportunity_vocabulary", "opportunity_words", "opportunity_words_changed", "opportunity_reworded")
_TAKE_AWAY = """INSERT INTO opportunity_words
    (opportunity_words, rowid, title, short_description, description, funder)
    SELECT 'delete', id, title, short_description, description, funder
    FROM opportunity_reworded WHERE indexed ORDER BY id"""
_PUT_IN = """INSERT INTO opportunity_words (rowid, title, short_description, description, funder)
    SELECT o.id, o.title, o.short_description, o.description, o.funder
    FROM opportunity_reworded r JOIN opportunity o ON o.id = r.id ORDER BY r.id"""
_PIECES = "ix_opportunity_pieces"


def create_index(connection: Connection) -> None:
    """Make the index and fill it from what is stored."""
    if connection.dialect.name == "postgresql":
        _create_pieces(connection)
        return
    for statement in STATEMENTS.read_text(encoding="utf-8").split("\n\n"):
        connection.exec_driver_sql(statement)


def drop_index(connection: Connection) -> None:
    """Take it away."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {_PIECES}")
        return
    for name in _TRIGGERS:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    for name in _TABLES:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")


def index_words(connection: Connection) -> None:
    """On SQLite, bring the words of all calls that were written in this transaction into the index, all at once."""
    if connection.exec_driver_sql("SELECT 1 FROM opportunity_reworded LIMIT 1").first() is None:
        return
    for statement in (_TAKE_AWAY, _PUT_IN, "DELETE FROM opportunity_reworded"):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("UPDATE opportunity_words_changed SET mark = random()")


def of_a_model(_object: object, name: str | None, kind: str, reflected: bool, _compare_to: object) -> bool:
    """Does something Alembic found in the database come from a model? For its `include_object`."""
    derived = name is not None and (name.startswith(_TABLES) or name == _PIECES)
    return not (reflected and kind in ("table", "index") and derived)


def _create_pieces(connection: Connection) -> None:
    """The extension comes with PostgreSQL; where it was left out or we may not install it, searches read the texts."""
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DBAPIError:
        return
    texts = ", ".join(f"{name} gin_trgm_ops" for name in ("title", "short_description", "description", "funder"))
    connection.exec_driver_sql(f"CREATE INDEX {_PIECES} ON opportunity USING gin ({texts})")
