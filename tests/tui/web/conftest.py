"""The command `akquise serve`: one for all tests that ask for no option and leave it running, else one for the test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tui.web.serving import PATIENCE, Served, start, until


@pytest.fixture(scope="module")
def shared_server(city_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The command without options."""
    server = start(tmp_path_factory.mktemp("served"), city_file)
    yield server
    server.process.terminate()
    server.process.wait(timeout=PATIENCE)


@pytest.fixture
def served(shared_server: Served, city_file: Path) -> Served:
    """The command without options as if it had just started: no app runs, nothing is decided, nobody is remembered."""
    assert until(lambda: not shared_server.apps())
    file = Path(shared_server.database.removeprefix("sqlite:///"))
    for left in (*file.parent.glob(f"{file.name}?*"), file):
        left.unlink()
    shutil.copyfile(city_file, file)
    shutil.rmtree(file.parent / "akquise", ignore_errors=True)
    return shared_server


@pytest.fixture
def serve(city_file: Path, tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Starts the command with these options; ends it afterwards."""
    started: list[Served] = []

    def begin(*options: str) -> Served:
        started.append(start(tmp_path, city_file, *options))
        return started[-1]

    yield begin
    for server in started:
        if server.process.poll() is None:
            server.process.terminate()
        server.process.wait(timeout=PATIENCE)
