"""`akquise measures import` as offices use it: one list after the other."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.cli import main

Run = Callable[..., tuple[int, str, str]]
FULL = "Nr;HF;Maßnahme;Zuständig;Kosten;gesichert\n1;1;Fest der Nachbarn;Amt 41;18.000;5.000\n"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs a command in this process on a fresh database; gives exit status, stdout and stderr."""
    database = f"sqlite:///{tmp_path / 'akquise.db'}"

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", database, "--today", "2026-11-24", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    call("db", "upgrade")
    return call


@pytest.fixture
def import_text(run: Run, tmp_path: Path) -> Callable[[str], tuple[int, str, str]]:
    """Imports a .csv with this text."""

    def call(text: str) -> tuple[int, str, str]:
        file = tmp_path / "liste.csv"
        file.write_text(text, encoding="utf-8")
        return run("measures", "import", str(file))

    return call


def exported(run: Run, tmp_path: Path) -> dict[str, tuple[object, ...]]:
    """What is stored: title, unit, cost and secured by number."""
    file = tmp_path / "alles.jsonl"
    run("measures", "export", str(file))
    records = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return {one["number"]: (one["title"], one["unit"], one["cost"], one["secured"]) for one in records}


def test_a_list_of_texts_only_wipes_no_sums(
    run: Run, import_text: Callable[[str], tuple[int, str, str]], tmp_path: Path
) -> None:
    import_text(FULL)

    status, _, _ = import_text("Nr;HF;Maßnahme;Beschreibung\n1;1;Fest der Nachbarn;im Park\n")

    assert status == 0
    assert exported(run, tmp_path) == {"1": ("Fest der Nachbarn", "Amt 41", "18000.00", "5000.00")}


def test_another_offices_list_that_numbers_from_one_overwrites_nothing(
    run: Run, import_text: Callable[[str], tuple[int, str, str]], tmp_path: Path
) -> None:
    import_text(FULL)

    status, out, _ = import_text("Nr;HF;Maßnahme;Kosten\n1;3;Jobmesse;30.000\n2;3;Lotsen;9.000\n")

    (refused,) = [line for line in out.splitlines() if "Zeile 2" in line and "Jobmesse" in line]
    assert (status, "Fest der Nachbarn" in refused) == (1, True)
    assert {number: stored[0] for number, stored in exported(run, tmp_path).items()} == {
        "1": "Fest der Nachbarn",
        "2": "Lotsen",
    }
