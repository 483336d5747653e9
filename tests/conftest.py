"""What every test shares: nobody's own database and settings, and no deadline for generated examples."""

import gc
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

# an example that is slow on two busy cores is no finding; the same examples each time make a red run repeatable
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

# Python looks through all that is loaded each time a quarter is new: with the tests' half a million objects beside it,
# that was a third of what opening the app costs. Looked for seldom, what is done with goes all the same.
gc.set_threshold(50_000, 10, 10)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: neither Python nor pytest, five times at the end, looks through it."""
    gc.collect()
    gc.freeze()


_HOMES = count()


@pytest.fixture(autouse=True)
def a_home_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test, and no process it starts, sees or touches the user's database, settings or contact address.

    The folder is not made: most tests need none, and there are thousands.
    """
    home = tmp_path_factory.getbasetemp() / "homes" / str(next(_HOMES))
    for name in ("AKQUISE_CONTACT", "AKQUISE_DATABASE_URL", "AKQUISE_LANG", "AKQUISE_TODAY", "AKQUISE_PRACTICE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    return home
