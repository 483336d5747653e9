"""Databases with a small city in them: each made once, and copied for a test."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine

from grants_db.measures.store import seed_action_fields
from grants_db.storage.database import open_database, writing
from tests.tui.city import apply_for_three, build_city, decide_a_morning, one_call_changes

OwnCopy = Callable[[Path, Path], Engine]
MadeFile = Callable[..., Path]


@pytest.fixture(scope="session")
def made_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Makes a database once, from nothing or from another one, to be copied."""

    def make(do: Callable[[Engine], None], template: Path | None = None) -> Path:
        file = tmp_path_factory.mktemp("made") / "akquise.db"
        if template is not None:
            shutil.copyfile(template, file)
        engine = open_database(f"sqlite:///{file}")
        do(engine)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        return file

    return make


@pytest.fixture(scope="session")
def empty_file(made_file: MadeFile) -> Path:
    """A migrated database with nothing but the action fields."""

    def fields(engine: Engine) -> None:
        with writing(engine) as session:
            seed_action_fields(session)

    return made_file(fields)


@pytest.fixture(scope="session")
def city_file(made_file: MadeFile, empty_file: Path) -> Path:
    """A database with a small city in it."""
    return made_file(build_city, empty_file)


@pytest.fixture(scope="session")
def decided_city_file(made_file: MadeFile, city_file: Path) -> Path:
    """The small city after a morning's work."""
    return made_file(decide_a_morning, city_file)


@pytest.fixture(scope="session")
def applied_city_file(made_file: MadeFile, decided_city_file: Path) -> Path:
    """The city after a morning's work, with three applications."""
    return made_file(apply_for_three, decided_city_file)


@pytest.fixture
def own_copy() -> Iterator[OwnCopy]:
    """Opens a copy of a database at a path, and closes it after the test."""
    with ExitStack() as stack:

        def build(template: Path, file: Path) -> Engine:
            shutil.copyfile(template, file)
            engine = open_database(f"sqlite:///{file}")
            stack.callback(engine.dispose)
            return engine

        yield build


@pytest.fixture
def empty(empty_file: Path, tmp_path: Path, own_copy: OwnCopy) -> Engine:
    """A database without measures and calls, this test's own."""
    return own_copy(empty_file, tmp_path / "empty.db")


@pytest.fixture
def city(city_file: Path, tmp_path: Path, own_copy: OwnCopy) -> Engine:
    """The small city, this test's own."""
    return own_copy(city_file, tmp_path / "city.db")


@pytest.fixture
def decided_city(decided_city_file: Path, tmp_path: Path, own_copy: OwnCopy) -> Engine:
    """The small city after a morning's work: three accepted, one dismissed, one put off."""
    return own_copy(decided_city_file, tmp_path / "city.db")


@pytest.fixture
def applied_city(applied_city_file: Path, tmp_path: Path, own_copy: OwnCopy) -> Engine:
    """The city after a morning's work, with three applications: begun too early, awarded, an idea."""
    return own_copy(applied_city_file, tmp_path / "city.db")


@pytest.fixture
def rewritten_city(city: Engine) -> Engine:
    """The small city after a night in which one call changed."""
    one_call_changes(city)
    return city
