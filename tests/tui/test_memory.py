"""What the app remembers between two sessions: written down at once, never in the way."""

from datetime import UTC, date, datetime
from pathlib import Path

from grants_db.settings import Settings
from tui.desk import Desk
from tui.memory import Memory, memory_file


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


def test_a_folder_that_cannot_be_written_loses_only_the_memory(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    memory = Memory(tmp_path / "state" / "app.json")
    memory.put("theme", "light")
    assert memory.get("theme", "") == "light"


def test_two_databases_have_two_memories() -> None:
    assert memory_file("sqlite:///a.db") != memory_file("sqlite:///b.db")


def test_what_is_new_is_new_since_the_app_was_closed(tmp_path: Path) -> None:
    now = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    memory = Memory(tmp_path / "app.json")
    first = Desk("sqlite://", Settings(database_url="sqlite://"), date(2026, 11, 24), lambda: now, memory)
    assert first.since is None
    first.close()
    memory = Memory(tmp_path / "app.json")
    assert Desk("sqlite://", Settings(database_url="sqlite://"), date(2026, 11, 25), memory=memory).since == now


def test_a_time_changed_by_hand_counts_as_never(tmp_path: Path) -> None:
    file = tmp_path / "app.json"
    file.write_text('{"looked_at": "yesterday"}')
    assert Desk("sqlite://", Settings(database_url="sqlite://"), date(2026, 11, 24), memory=Memory(file)).since is None
