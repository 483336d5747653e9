"""Letters that come in: read once, proposed, entered or discarded by a person; a call entered from its file."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.cli import main

DATA = Path(__file__).parents[1] / "crawler" / "letters" / "data"
CALL = """From: Ministerium =?utf-8?q?f=C3=BCr?= Gemeinwesen <post@mgv.example>
Subject: =?utf-8?q?F=C3=B6rderaufruf_Nachbarschaft_2029?=
Date: Tue, 02 May 2028 08:00:00 +0200
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 8bit

Das Ministerium für Gemeinwesen fördert Projekte der Kommunen. Der Zuschuss beträgt höchstens 20.000 Euro.
Anträge sind bis zum 30.09.2028 einzureichen: https://mgv.example/nachbarschaft
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], empty_file: Path, tmp_path: Path) -> Run:
    """Runs a command in this process; the folder of letters holds two newsletters."""
    database = f"sqlite:///{tmp_path / 'akquise.db'}"
    shutil.copyfile(empty_file, tmp_path / "akquise.db")
    letters = tmp_path / "briefe"
    letters.mkdir()
    for name in ("netzwerk", "foerderbrief"):
        shutil.copy(DATA / f"{name}.eml", letters)
    monkeypatch.setenv("AKQUISE_LETTERS_FOLDER", str(letters))

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", database, "--today", "2028-04-10", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return call


def waiting(run: Run) -> dict[str, int]:
    return {row["title"]: row["proposal"] for row in json.loads(run("letters", "proposals", "--json")[1])}


def test_letters_are_read_once_and_their_calls_wait_for_a_person(run: Run) -> None:
    assert "2 neue Briefe, 4 Vorschläge" in run("letters", "fetch")[1]
    assert "0 neue Briefe, 0 Vorschläge" in run("letters", "fetch")[1]
    proposed = waiting(run)
    assert list(proposed) == ["Demokratie-Werkstätten: neuer Aufruf", "Sprache verbindet 2028/29", "Jugendfonds"]

    number = str(proposed["Sprache verbindet 2028/29"])
    assert run("letters", "accept", number)[0] == 2  # nobody is there to be asked
    refused = run("letters", "accept", number, "--yes")
    assert (refused[0], "--level" in refused[2]) == (2, True)  # a name only hints at it
    entered = run("letters", "accept", number, "--level", "land", "--yes")[1].strip()
    record = json.loads(run("opportunities", "show", entered, "--json")[1])
    assert (record["title"], record["source"], record["deadline"]["dates"]) == (
        *("Sprache verbindet 2028/29", "manual"),
        ["2028-04-30"],
    )

    other = str(proposed["Jugendfonds"])
    run("letters", "discard", other)
    assert list(waiting(run)) == ["Demokratie-Werkstätten: neuer Aufruf"]
    run("letters", "discard", other, "--undo")
    assert "Jugendfonds" in waiting(run)
    assert "Rundbriefe aus dem Ordner" in run("source", "check", "--json")[1]


def test_without_a_place_to_read_from_it_is_said_where_to_name_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AKQUISE_LETTERS_FOLDER")

    status, _, said = run("letters", "fetch")

    assert (status, "letters_folder" in said) == (2, True)


def test_a_folder_that_is_gone_is_a_finding(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AKQUISE_LETTERS_FOLDER", str(tmp_path / "fehlt"))

    status, _, said = run("letters", "fetch")

    assert (status, "ist kein Ordner" in said) == (1, True)


def test_a_call_is_entered_from_its_file_once_it_is_confirmed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "aufruf.eml"
    file.write_text(CALL, encoding="utf-8")

    status, _, said = run("opportunities", "add", str(file))
    assert (status, "Anträge sind bis zum 30.09.2028 einzureichen" in said) == (2, True)
    assert "Nichts eingetragen" in said

    entered = run("opportunities", "add", str(file), "--level", "land", "--yes")[1].strip()
    record = json.loads(run("opportunities", "show", entered, "--json")[1])
    assert (record["title"], record["funder"]) == ("Förderaufruf Nachbarschaft 2029", "Ministerium für Gemeinwesen")
    assert (record["max_amount"], record["deadline"]["dates"]) == ("20000.00", ["2028-09-30"])


def test_what_is_no_single_call_is_not_entered_as_one(run: Run) -> None:
    status, _, said = run("opportunities", "add", str(DATA / "netzwerk.eml"), "--level", "land", "--yes")

    assert (status, "Rundbrief mit 2 Aufrufen" in said) == (2, True)
