"""What the app remembers between two sessions: written down at once, never in the way."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from grants_db.settings import Settings
from tests.tui.driving import told, until
from tui.app.app import AkquiseApp
from tui.state.context import AppContext
from tui.state.user_state import Memory, memory_file

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SETTINGS = Settings(database_url="sqlite://")


def test_what_is_put_is_there_in_the_next_session(tmp_path: Path) -> None:
    file = tmp_path / "state" / "app.json"
    Memory(file).put("filters", {"words": "Lotsen"})
    assert Memory(file).get("filters", {}) == {"words": "Lotsen"}


def test_a_value_of_another_kind_is_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "app.json"
    file.write_text('{"theme": 7}')
    assert Memory(file).get("theme", "dark") == "dark"


def test_a_damaged_file_is_put_aside_and_named(tmp_path: Path) -> None:
    file = tmp_path / "app.json"
    file.write_text('{"views": [')
    memory = Memory(file)
    assert memory.damaged == tmp_path / "app.damaged"
    assert memory.damaged.read_text() == '{"views": ['
    memory.put("theme", "light")
    assert Memory(file).get("theme", "") == "light"


@pytest.mark.slow
async def test_who_opens_the_app_is_told_of_it(tmp_path: Path, city: Engine) -> None:
    file = tmp_path / "app.json"
    file.write_text('{"views": [')
    app = AkquiseApp(lambda: AppContext(str(city.url), SETTINGS, date(2026, 11, 24), memory=Memory(file)))
    async with app.run_test() as pilot:
        await until(lambda: told(app), pilot)
        assert f"beginnen neu; die Datei ist jetzt {tmp_path / 'app.damaged'}" in told(app)


def test_a_folder_that_cannot_be_written_loses_only_the_memory(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    memory = Memory(tmp_path / "state" / "app.json")
    memory.put("theme", "light")
    assert memory.get("theme", "") == "light"


def test_two_databases_have_two_memories() -> None:
    assert memory_file("sqlite:///a.db") != memory_file("sqlite:///b.db")


def test_two_windows_keep_what_the_other_put(tmp_path: Path) -> None:
    file = tmp_path / "app.json"
    one, other = Memory(file), Memory(file)
    one.put("views", ["Sprache"])
    other.put("theme", "light")
    both = Memory(file)
    assert (both.get("views", []), both.get("theme", "")) == (["Sprache"], "light")


def a_context(file: Path, now: datetime) -> AppContext:
    return AppContext(create_engine("sqlite://"), SETTINGS, None, lambda: now, Memory(file))


def test_what_is_new_is_new_since_the_app_was_closed(tmp_path: Path) -> None:
    first = a_context(tmp_path / "app.json", NOW)
    assert first.since is None
    first.close()
    assert a_context(tmp_path / "app.json", NOW + timedelta(days=1)).since == NOW


def test_who_comes_back_at_once_has_not_looked_yet(tmp_path: Path) -> None:
    file = tmp_path / "app.json"
    a_context(file, NOW).close()
    morning = NOW + timedelta(days=1)
    a_context(file, morning).close()
    assert a_context(file, morning + timedelta(minutes=2)).since == NOW


def test_nobody_looked_at_a_database_that_could_not_be_opened(tmp_path: Path) -> None:
    file = tmp_path / "app.json"
    AppContext("sqlite:////dev/null/none.db", SETTINGS, None, lambda: NOW, Memory(file)).close()
    assert a_context(file, NOW).since is None


def test_a_desk_left_open_over_night_comes_to_a_new_day() -> None:
    now = NOW
    context = AppContext("sqlite://", SETTINGS, None, lambda: now)
    assert (context.today, context.now()) == (date(2026, 11, 24), NOW)
    now = NOW + timedelta(days=1)
    assert (context.today, context.now()) == (date(2026, 11, 25), now)


def test_a_fixed_day_stays_and_only_the_time_goes_on() -> None:
    context = AppContext("sqlite://", SETTINGS, date(2026, 3, 2), lambda: NOW)
    assert (context.today, context.now()) == (date(2026, 3, 2), datetime(2026, 3, 2, 9, 30, tzinfo=UTC))


def test_a_time_changed_by_hand_counts_as_never(tmp_path: Path) -> None:
    file = tmp_path / "app.json"
    file.write_text('{"looked_at": "yesterday"}')
    assert (
        AppContext("sqlite://", Settings(database_url="sqlite://"), date(2026, 11, 24), memory=Memory(file)).since
        is None
    )
