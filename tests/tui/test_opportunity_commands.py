"""`akquise opportunities` as people use it: enter, correct, look at, undo."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], empty_file: Path, tmp_path: Path) -> Run:
    """Runs a command in this process; gives exit status, stdout and stderr."""
    database = f"sqlite:///{tmp_path / 'akquise.db'}"
    shutil.copyfile(empty_file, tmp_path / "akquise.db")

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", database, "--today", "2026-11-24", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return call


@pytest.fixture
def entered(run: Run) -> str:
    """The number of a call that was entered from a letter."""
    text = "Vereine aus Sachsen-Anhalt erhalten einen Zuschuss. Anträge sind bis zum 31.03.2027 zu stellen."
    letter = ("--title", "Miteinander reden", "--level", "foundation", "--funder", "Stiftung Muster", "--text", text)
    status, out, _ = run("opportunities", "add", *letter, "--set", "max_amount=4.000")
    assert status == 0
    return out.strip()


def record(run: Run, number: str) -> dict[str, object]:
    return dict(json.loads(run("opportunities", "show", number, "--json")[1]))


def test_facts_of_a_letter_are_read_and_what_was_typed_leads(run: Run, entered: str) -> None:
    shown = record(run, entered)

    assert shown["source"] == "manual"
    assert shown["max_amount"] == "4000.00"
    assert shown["deadline"]["dates"] == ["2027-03-31"]  # type: ignore[index]  # a deadline is an object
    assert shown["evidence"]["max_amount"] == "Von Hand eingetragen"  # type: ignore[index]  # so is the evidence


def test_a_day_without_a_year_opens_nothing_and_is_to_be_checked(run: Run, tmp_path: Path) -> None:
    text = "Eine zweite Runde hat begonnen. Bewerbungsschluss ist der 15. März."
    assert run("opportunities", "add", "--title", "Zweite Runde", "--level", "land", "--text", text)[0] == 0
    files = {ending: tmp_path / f"angebote.{ending}" for ending in ("jsonl", "csv")}
    for ending, file in files.items():
        assert run("opportunities", "export", str(file), "--format", ending)[0] == 0

    exported = json.loads(files["jsonl"].read_text(encoding="utf-8"))
    assert (exported["deadline"]["kind"], exported["deadline"]["dates"]) == ("fixed", ["--03-15"])
    assert (exported["status"], exported["next_deadline"], exported["check"]) == ("unknown", None, ["deadline"])
    assert "15. März, ohne Jahr, bitte prüfen" in files["csv"].read_text(encoding="utf-8")


def test_what_a_text_leaves_open_is_listed_and_confirmed(run: Run) -> None:
    text = "Anträge sind jederzeit möglich. Projekte sind ab 2.000 Euro förderfähig."
    number = run("opportunities", "add", "--title", "Hofpreis", "--level", "foundation", "--text", text)[1].strip()
    (listed,) = json.loads(run("opportunities", "check", "--json")[1])
    assert (listed["opportunity"], listed["field"], listed["value"]) == (int(number), "min_amount", "2000.00")
    assert "Mindestbetrag: 2.000,00 €? „Projekte sind ab" in run("opportunities", "check")[1]

    assert run("opportunities", "check", "--confirm")[0] == 2
    assert run("opportunities", "check", number, "--confirm")[:2] == (0, "")
    assert record(run, number)["min_amount"] == "2000.00"


def test_a_correction_is_shown_with_what_the_source_said_and_can_be_undone(run: Run, entered: str) -> None:
    status, out, _ = run("opportunities", "correct", entered, "deadline", "30.04.2027", "--note", "Anruf")
    assert (status, "30.04.2027" in out, "31.03.2027" in out) == (0, True, True)
    assert record(run, entered)["corrections"][0]["note"] == "Anruf"  # type: ignore[index]  # a list of objects

    assert run("opportunities", "correct", entered, "deadline", "--undo")[0] == 0
    assert record(run, entered)["corrections"] == []


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("correct", "1", "farbe", "rot"), "farbe"),
        (("correct", "1", "deadline"), "--undo"),
        (("show", "1", "--as-of", "gestern"), "TT.MM.JJJJ"),
        (("add", "--title", "T", "--level", "mond"), "mond"),
        (("add", "--title", "T", "--level", "eu", "--set", "max_amount"), "FELD=WERT"),
    ],
)
def test_a_wrong_call_ends_in_one_sentence(run: Run, entered: str, arguments: tuple[str, ...], word: str) -> None:
    status, out, err = run("opportunities", *arguments)

    assert (status, out, word in err, "Traceback" in err) == (2, "", True, False)


def test_a_file_that_is_no_pdf_ends_in_one_sentence_and_stores_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "brief.pdf"
    file.write_text("kein PDF", encoding="utf-8")

    status, out, err = run("opportunities", "add", "--title", "T", "--level", "land", "--pdf", str(file))
    assert (status, out, "keine PDF-Datei" in err) == (1, "", True)


@pytest.mark.parametrize(
    ("name", "begins"), [("a.xlsx", b"PK"), ("a.csv", b"\xef\xbb\xbf"), ("a.jsonl", b'{"id"'), ("a.json", b"[\n{")]
)
def test_the_ending_of_a_file_says_what_is_written(
    run: Run, entered: str, tmp_path: Path, name: str, begins: bytes
) -> None:
    assert run("opportunities", "export", str(tmp_path / name))[0] == 0

    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("a.xlsx", ("--format", "jsonl"), "endet auf .xlsx"),
        ("a.odt", (), "„.odt“"),
        ("a.odt", ("--format", "csv"), "„.odt“"),
        ("angebote", (), "keine Endung"),
    ],
)
def test_a_file_of_another_kind_is_one_sentence_and_not_written(
    run: Run, entered: str, tmp_path: Path, name: str, options: tuple[str, ...], words: str
) -> None:
    status, _, err = run("opportunities", "export", str(tmp_path / name), *options)

    assert (status in (1, 2), words in err, len(err.strip().splitlines())) == (True, True, 1)
    assert not (tmp_path / name).exists()
