"""What the tests of papers share: years of an office's work, and the command on them."""

import sys
from pathlib import Path

import pytest

from grants_db.storage.database import open_database
from tests.tui.papers.running import Run
from tests.years_of_work import years_of_work
from tui.cli import main


@pytest.fixture(scope="session")
def years(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with three years of work; read only."""
    url = f"sqlite:///{tmp_path_factory.mktemp('years') / 'akquise.db'}"
    engine = open_database(url)
    years_of_work(engine)
    engine.dispose()
    return url


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], years: str) -> Run:
    """Runs a command in this process."""

    def call(*arguments: str, database: str = years, today: str = "2026-12-01") -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", database, "--today", today, *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        return int(end.value.code or 0), capsys.readouterr().err

    return call


@pytest.fixture
def nothing_yet(tmp_path: Path) -> str:
    """The address of a database in which nobody has worked."""
    url = f"sqlite:///{tmp_path / 'leer.db'}"
    open_database(url).dispose()
    return url
