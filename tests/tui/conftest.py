"""What the tests of the terminal app share: nothing goes by the clock, and the app on a database."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from syrupy.assertion import SnapshotAssertion
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.notifications import Notification
from textual.screen import Screen
from textual.widgets import Input, TextArea

from grants_db.clock import HOME_ZONE, use_zone
from grants_db.settings import Settings
from tests.tui.city import NOW, TODAY, many_calls, one_more_call
from tests.tui.databases import (
    applied_city,
    applied_city_file,
    city,
    city_file,
    decided_city,
    decided_city_file,
    empty,
    empty_file,
    made_file,
    own_copy,
    rewritten_city,
)
from tests.tui.driving import paint_later
from tests.tui.nights import FirstNight, practise
from tests.tui.pictures import Album
from tui.app.app import AkquiseApp
from tui.formatting import i18n
from tui.state.context import AppContext
from tui.widgets.tabs import TABS

#: fixtures
__all__ = [
    "applied_city",
    "applied_city_file",
    "city",
    "city_file",
    "decided_city",
    "decided_city_file",
    "empty",
    "empty_file",
    "made_file",
    "own_copy",
    "rewritten_city",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that opens the app takes a second or more: all day only `test_app.py`, which goes through every screen."""
    for item in items:
        opens = {"app_on", "remembering", "album"} & set(getattr(item, "fixturenames", ()))
        if opens and item.path.name != "test_app.py":
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def a_german_on_a_clock_in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test begins in German; instants are shown on a clock that stands everywhere the same."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        patch.setenv("AKQUISE_ZONE", "UTC")
        time.tzset()
        use_zone("UTC")
        i18n.use("de")
        yield
    time.tzset()
    use_zone(HOME_ZONE)
    i18n.use("de")


@pytest.fixture(autouse=True)
def nothing_goes_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages stay, cursors don't blink: what is seen doesn't depend on how busy the machine is."""
    monkeypatch.setattr(Notification, "time_left", property(lambda _message: 24 * 3600.0))
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _input: None)
    monkeypatch.setattr(TextArea, "_toggle_cursor_blink_visible", lambda _area: None)


@pytest.fixture(autouse=True)
def only_what_settles_is_painted(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """But `test_app.py`, which goes through every screen, paints as a terminal would: at every change."""
    if request.path.name != "test_app.py":
        monkeypatch.setattr(Screen, "_compositor_refresh", paint_later)


@pytest.fixture(scope="session", autouse=True)
def styles_are_parsed_once() -> Iterator[None]:
    """All apps of this process share their rules: the same styles with the same colours are the same rules."""
    parsed: dict[object, Any] = {}
    parse = Stylesheet._parse_rules

    def shared(sheet: Stylesheet, css: str, **how: Any) -> Any:
        key = (tuple(sheet._variables.items()), css, tuple(how.items()))
        if key not in parsed:
            parsed[key] = parse(sheet, css, **how)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", shared)
        patch.setattr(RuleSet, "__hash__", object.__hash__)  # the identity, as before, but not by way of Python
        yield


@pytest.fixture(scope="session")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> FirstNight:
    """The practice portal's first night; whose tests begin with it are of the group `practice`."""
    return practise(tmp_path_factory.mktemp("night"))


@pytest.fixture
def app_on(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AkquiseApp]:
    """Builds the app on a database, with a fixed day and clock; `at` is the key of the screen it begins with."""

    def build(source: "Engine | str", since: datetime | None = None, at: str = "1", **settings: Any) -> AkquiseApp:
        configured = Settings(database_url="sqlite://", **settings)
        i18n.use(configured.lang)
        monkeypatch.setattr(AkquiseApp, "FIRST", next(tab.mode for tab in TABS if tab.key == at))
        return AkquiseApp(AppContext(source, configured, TODAY, clock=lambda: NOW, since=since))

    return build


@pytest.fixture
def album(snapshot: SnapshotAssertion, tmp_path: Path) -> Album:
    """Takes pictures and compares them with the stored ones of this test."""
    return Album(snapshot, tmp_path)


@pytest.fixture
def add_call() -> Callable[..., int]:
    """Stores one more call as a crawl would, proposes it for a measure and gives its id."""
    return one_more_call


@pytest.fixture
def add_many() -> Callable[[Engine, int], None]:
    """Stores many plain calls of one source."""
    return many_calls
