"""The night's lock on PostgreSQL: it outlasts idle hours, comes back after a cut, and is never two nights' at once."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from grants_db.errors import DatabaseError
from grants_db.storage.database import open_database
from grants_db.storage.server_lock import KEY, ServerLock, assert_lock_is_held
from tests.tui.driving import PATIENCE
from tui.jobs.night_steps import Steps
from tui.jobs.single_run_lock import night_lock

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("server")]
BEAT = 0.02
OF_THE_LOCK = "FROM pg_stat_activity WHERE application_name = 'akquise nightly' AND datname = current_database()"


@pytest.fixture
def server(postgresql_url: str) -> Iterator[Engine]:
    engine = open_database(postgresql_url)
    yield engine
    engine.dispose()


@pytest.fixture
def asking(server: Engine) -> Iterator[Connection]:
    """Somebody else's connection."""
    engine = create_engine(server.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def wait_for(connection: Connection, condition: str) -> None:
    for _ in range(int(PATIENCE / 0.05)):
        if connection.scalar(text(f"SELECT ({condition}) IS NOT NULL AND ({condition})")):
            return
        connection.execute(text("SELECT pg_sleep(0.05)"))
    pytest.fail(condition)


@contextmanager
def waiting_for_the_lock(server: Engine) -> Iterator[None]:
    """Somebody else wants the lock, gets it as soon as it is free, and has it until the end."""
    engine = create_engine(server.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        waiting = threading.Thread(target=connection.execute, args=(text(f"SELECT pg_advisory_lock({KEY})"),))
        waiting.start()
        yield
        waiting.join(PATIENCE)
    engine.dispose()


def test_a_second_night_is_told(server: Engine) -> None:
    with night_lock(server) as first, night_lock(server) as second:
        assert (first, second) == (True, False)
    with night_lock(server) as third:
        assert third


def test_no_transaction_is_open_while_it_is_held(server: Engine, asking: Connection) -> None:
    with night_lock(server):
        assert asking.scalars(text(f"SELECT state {OF_THE_LOCK}")).all() == ["idle"]


def test_a_connection_that_is_cut_takes_the_lock_again(server: Engine, asking: Connection) -> None:
    with ServerLock(server, BEAT) as lock:
        assert lock.is_ours
        [cut] = asking.scalars(text(f"SELECT pid {OF_THE_LOCK}")).all()
        asking.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": cut})
        wait_for(asking, f"SELECT pid <> {cut} {OF_THE_LOCK}")
        wait_for(asking, f"SELECT count(*) = 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = {KEY} AND granted")
        assert_lock_is_held()
        with night_lock(server) as second:
            assert not second


def test_a_night_that_lost_it_to_another_one_ends_with_a_sentence(server: Engine, asking: Connection) -> None:
    asked: list[int] = []

    def remember(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    before = signal.signal(signal.SIGTERM, remember)
    try:
        with ServerLock(server, BEAT) as lock:
            assert lock.is_ours
            [cut] = asking.scalars(text(f"SELECT pid {OF_THE_LOCK}")).all()
            with waiting_for_the_lock(server):
                wait_for(
                    asking,
                    f"SELECT count(*) = 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = {KEY} AND NOT granted",
                )
                # who waits already is given the lock with its release, before the first night can ask again
                asking.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": cut})
                for _ in range(int(PATIENCE / 0.05)):
                    if asked:
                        break
                    asking.execute(text("SELECT pg_sleep(0.05)"))
            night = Steps()
            with pytest.raises(DatabaseError, match="ein anderer Nachtlauf hat übernommen"), night.step("Zuordnen"):
                pytest.fail("the step began")
    finally:
        signal.signal(signal.SIGTERM, before)
    assert asked == [signal.SIGTERM]


def test_a_night_on_a_file_asks_nobody(server: Engine) -> None:
    with ServerLock(server, BEAT):
        assert_lock_is_held()
