"""A day begins by the city's clock, wherever the machine stands."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from grants_db.clock import HOME_ZONE, local, local_day, use_zone
from grants_db.errors import UsageError
from grants_db.settings import load_settings
from tui.state.command_context import CommandContext

#: half past midnight of the second of July in Berlin
HALF_PAST_MIDNIGHT = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home_again() -> Iterator[None]:
    yield
    use_zone(HOME_ZONE)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_half_past_midnight_is_the_new_day_on_every_machine(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    if hasattr(time, "tzset"):
        time.tzset()

    assert local_day(HALF_PAST_MIDNIGHT) == date(2026, 7, 2)
    assert f"{local(HALF_PAST_MIDNIGHT):%H:%M}" == "00:30"
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


def test_a_city_elsewhere_has_its_own_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AKQUISE_ZONE", "Atlantic/Azores")

    assert CommandContext({}).settings.zone == "Atlantic/Azores"
    assert local_day(HALF_PAST_MIDNIGHT) == date(2026, 7, 1)


def test_a_zone_nobody_knows_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('zone = "Europe/Magdeburg"', encoding="utf-8")
    with pytest.raises(UsageError, match=r"„Europe/Magdeburg“.*eine Zeitzone wie Europe/Berlin"):
        load_settings({}, tmp_path / "config.toml")
