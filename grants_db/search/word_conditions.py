"""What the word index is asked, in the language of its database: the same words mean the same on both.

Whatever is typed is data: only letters and digits get into an index's own language, each word in quotation marks.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, cast, column, literal, not_, table
from sqlalchemy.types import UserDefinedType
from sqlmodel import Session

from grants_db.search.index import LONGEST_WORD
from grants_db.search.words import Sought, sought, vocabulary_of

#: the words of each call: SQLite's index is asked as a whole by its own name
WORDS = table("opportunity_words", *map(column, ("rowid", "opportunity_words", "title", "words")))


class _WordQuery(UserDefinedType[str]):
    """PostgreSQL's own type, without loading all that SQLAlchemy knows of PostgreSQL."""

    cache_ok = True

    def get_col_spec(self, **_options: Any) -> str:
        """Its name."""
        return "tsquery"


@dataclass(frozen=True)
class WordConditions:
    """Conditions on `WORDS`: every word that was typed is in a text, all are in the title, or not all are there."""

    anywhere: ColumnElement[bool]
    in_title: ColumnElement[bool]
    elsewhere: ColumnElement[bool]


def word_conditions(session: Session, typed: str) -> WordConditions | None:
    """What is asked for what was typed; None where there is no word in it."""
    if not (words := sought(typed, vocabulary_of(session)) if typed.strip() else []):
        return None
    return _of_sqlite(words) if session.get_bind().dialect.name == "sqlite" else _of_postgresql(words)


def _of_sqlite(words: list[list[Sought]]) -> WordConditions:
    every = " AND ".join(f"({' OR '.join(map(_phrase, ways))})" for ways in words)
    match = WORDS.c.opportunity_words.bool_op("MATCH")
    return WordConditions(match(every), match(f"{{title}} : ({every})"), match(f"({every}) NOT {{title}} : ({every})"))


def _of_postgresql(words: list[list[Sought]]) -> WordConditions:
    every = " & ".join(f"({' | '.join(map(_lexeme, ways))})" for ways in words)
    query = cast(literal(every), _WordQuery)
    anywhere: ColumnElement[bool] = WORDS.c.words.bool_op("@@")(query)
    in_title: ColumnElement[bool] = WORDS.c.title.bool_op("@@")(query)
    return WordConditions(anywhere, in_title, and_(anywhere, not_(in_title)))


def _phrase(each: Sought) -> str:
    return f'"{each.word}"' + "*" * each.begins


def _lexeme(each: Sought) -> str:
    return f"'{each.word[:LONGEST_WORD]}'" + ":*" * each.begins
