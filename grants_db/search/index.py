"""What makes searching for words quick: an index of the words of all calls, SQLite's FTS5 or PostgreSQL's tsvector.

It is derived (`sqlite.sql`, `postgresql.sql`) and can be made anew at any time. Whoever writes a call, be it a crawl,
an officer or a backup that is restored, need not know of it: triggers note whose words have changed,
`grants_db.storage.database` has these indexed before it commits. A migration that has SQLite copy the table
`opportunity` calls `drop_index` before and `create_index` afterwards: triggers don't survive that.
"""

from pathlib import Path
from secrets import randbits

from sqlalchemy import Connection, text

from grants_db.rules.folding import words_of

#: PostgreSQL takes no words of 2 kB and more; so many letters of a word are kept, and asked for
LONGEST_WORD = 200
_AT_ONCE = 500
_TRIGGERS = ("opportunity_added", "opportunity_reworded", "opportunity_removed")
_TABLES = ("opportunity_words", "opportunity_words_changed", "opportunity_reworded")
_VOCABULARY = "opportunity_vocabulary"
_TAKE_AWAY = """INSERT INTO opportunity_words
    (opportunity_words, rowid, title, short_description, description, funder)
    SELECT 'delete', id, title, short_description, description, funder
    FROM opportunity_reworded WHERE indexed ORDER BY id"""
_PUT_IN = """INSERT INTO opportunity_words (rowid, title, short_description, description, funder)
    SELECT o.id, o.title, o.short_description, o.description, o.funder
    FROM opportunity_reworded r JOIN opportunity o ON o.id = r.id ORDER BY r.id"""
_READ = text("SELECT id, title, short_description, description, funder FROM opportunity WHERE id = ANY(:ids)")
_PUT = text("""INSERT INTO opportunity_words (rowid, title, words)
    VALUES (:id, array_to_tsvector(CAST(:title AS text[])), array_to_tsvector(CAST(:words AS text[])))
    ON CONFLICT (rowid) DO UPDATE SET title = excluded.title, words = excluded.words""")


def create_index(connection: Connection) -> None:
    """Make the index and fill it from what is stored."""
    file = Path(__file__).parent / f"{connection.dialect.name}.sql"
    for statement in file.read_text(encoding="utf-8").split("\n\n"):
        connection.exec_driver_sql(statement)
    index_words(connection)


def drop_index(connection: Connection) -> None:
    """Take it away."""
    on_sqlite = connection.dialect.name == "sqlite"
    for name in _TRIGGERS:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{'' if on_sqlite else ' ON opportunity'}")
    if not on_sqlite:
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS opportunity_is_reworded")
    connection.exec_driver_sql(f"DROP {'TABLE' if on_sqlite else 'VIEW'} IF EXISTS {_VOCABULARY}")
    for name in _TABLES:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")


def index_words(connection: Connection) -> None:
    """Bring the words of all calls that were written in this transaction into the index, all at once."""
    if connection.exec_driver_sql("SELECT 1 FROM opportunity_reworded LIMIT 1").first() is None:
        return
    if connection.dialect.name == "sqlite":
        for statement in (_TAKE_AWAY, _PUT_IN, "DELETE FROM opportunity_reworded"):
            connection.exec_driver_sql(statement)
    else:
        _index_on_postgresql(connection)
    connection.execute(text("UPDATE opportunity_words_changed SET mark = :mark"), {"mark": randbits(62)})


def of_a_model(_object: object, name: str | None, kind: str, reflected: bool, _compare_to: object) -> bool:
    """Does something Alembic found in the database come from a model? For its `include_object`."""
    derived = name is not None and name.startswith((_VOCABULARY, *_TABLES))
    return not (reflected and kind in ("table", "index") and derived)


def _index_on_postgresql(connection: Connection) -> None:
    ids = list(connection.exec_driver_sql("DELETE FROM opportunity_reworded RETURNING id").scalars())
    for some in (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)):
        rows = []
        for key, title, *others in connection.execute(_READ, {"ids": some}):
            in_title = _kept(title)
            rows.append({"id": key, "title": sorted(in_title), "words": sorted(in_title | _kept(" ".join(others)))})
        if rows:
            connection.execute(_PUT, rows)


def _kept(texts: str) -> set[str]:
    return {word[:LONGEST_WORD] for word in words_of(texts)}
