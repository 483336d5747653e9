"""A database moves to the other kind and back, checked table by table; only what is empty is filled."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from grants_db.errors import DatabaseError, InputError
from grants_db.models.measure import Unit
from grants_db.storage.database import open_database, reading, writing
from grants_db.storage.rows import table_sums
from grants_db.storage.transfer import copy_database
from tests.grants_db.test_backup import filled

__all__ = ["filled"]  # a fixture: a database with something of each kind in it
Open = Callable[[str], Engine]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens databases that are closed at the end."""
    with ExitStack() as stack:

        def open_one(url: str) -> Engine:
            engine = open_database(url)
            stack.callback(engine.dispose)
            return engine

        yield open_one


def sums(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        return list(table_sums(connection))


def test_everything_arrives_and_the_source_stays(filled: Engine, opened: Open, tmp_path: Path) -> None:
    before = sums(filled)
    target = opened(f"sqlite:///{tmp_path / 'neu.db'}")

    arrived = copy_database(filled, target)

    assert arrived == before == sums(target) == sums(filled)
    assert sum(each.rows for each in arrived) > 10


def test_one_changed_letter_changes_the_checksum(filled: Engine) -> None:
    before = {each.name: each.checksum for each in sums(filled)}
    with writing(filled) as session:
        session.connection().execute(text("UPDATE measure SET title = title || '.'"))
    after = {each.name: each.checksum for each in sums(filled)}

    assert [name for name in before if before[name] != after[name]] == ["measure"]


def test_a_database_with_something_in_it_is_not_written_over(filled: Engine, opened: Open, tmp_path: Path) -> None:
    target = opened(f"sqlite:///{tmp_path / 'neu.db'}")
    with writing(target) as session:
        session.add(Unit(name="Amt 40"))
    with pytest.raises(InputError, match="steht schon etwas"):
        copy_database(filled, target)
    with pytest.raises(InputError, match="gemeint sind zwei"):
        copy_database(filled, filled)
    assert sum(each.rows for each in sums(target) if each.name == "unit") == 1


def test_what_arrives_otherwise_leaves_nothing(filled: Engine, opened: Open, tmp_path: Path) -> None:
    target = opened(f"sqlite:///{tmp_path / 'neu.db'}")
    with target.begin() as connection:
        connection.execute(
            text("CREATE TRIGGER spoil AFTER INSERT ON measure BEGIN UPDATE measure SET title = 'x'; END")
        )
    with pytest.raises(DatabaseError, match="„measure“ anders angekommen"):
        copy_database(filled, target)
    with reading(target) as session:
        assert session.connection().scalar(text("SELECT count(*) FROM measure")) == 0


@pytest.mark.slow
@pytest.mark.xdist_group("server")
def test_to_postgresql_and_back_nothing_changes(
    filled: Engine, opened: Open, tmp_path: Path, postgresql_url: str
) -> None:
    server, back = opened(postgresql_url), opened(f"sqlite:///{tmp_path / 'zurueck.db'}")

    there = copy_database(filled, server)
    assert there == copy_database(server, back) == sums(filled)

    with Session(server) as session:  # ids are counted on after those that were copied
        session.add(Unit(name="Amt 99"))
        session.commit()
