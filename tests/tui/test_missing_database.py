"""A mistyped address makes nothing: only `db upgrade` and the practice make a database, others say it is missing."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tui.cli import main

#: what a terminal gets when a program leaves its screen
LEFT = "\x1b[?1049l"
BEYOND = "http://127.0.0.1:9"


@pytest.mark.parametrize(
    "words",
    [
        ("applications", "list"),
        ("crawl", "run", "--via", BEYOND),
        ("crawl", "record", "dsee", "https://p.example/", "--via", BEYOND),
        ("crawl", "reparse"),
        ("db", "backup", "sicherung.db"),
        ("db", "check"),
        ("db", "restore", "sicherung.db"),
        ("db", "stats"),
        ("deadlines", "list"),
        ("digest", "show"),
        ("list", "overview"),
        ("match", "run"),
        ("measures", "export", "massnahmen.csv"),
        ("measures", "import", "massnahmen.csv"),
        ("nightly", "--via", BEYOND),
        ("opportunities", "add", "--title", "Aufruf", "--funder", "Land", "--level", "land"),
        ("opportunities", "export", "alle.jsonl"),
        ("serve",),
        ("source", "add", "https://stiftung.example/", "--funder", "Stiftung", "--level", "foundation"),
        ("source", "check"),
        ("source", "list"),
        ("units", "list"),
    ],
    ids=" ".join,
)
def test_a_command_says_that_the_database_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("massnahmen.csv").write_text("Nummer;Titel\n1.1;Sprachcafé\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["akquise", "--database", "sqlite:///verschrieben/akquise.db", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "verschrieben/akquise.db gibt es nicht" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["massnahmen.csv"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_the_app_says_it_on_its_page_and_when_it_ends(tmp_path: Path) -> None:
    import pty
    import termios

    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    given = {"AKQUISE_DATABASE_URL": f"sqlite:///{tmp_path / 'akquise.db'}", "TERM": "xterm-256color"}
    words = [sys.executable, "-m", "tui"]
    app = subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, **given})
    os.close(theirs)
    shown = ""
    while "gibt es nicht" not in shown:
        shown += os.read(ours, 65536).decode(errors="replace")
    os.write(ours, b"q")
    with suppress(OSError):  # how a terminal says that nobody is at its other end any more
        while more := os.read(ours, 65536):
            shown += more.decode(errors="replace")
    os.close(ours)
    assert "gibt es nicht" in shown.rpartition(LEFT)[2]
    assert app.wait() == 2
    assert list(tmp_path.iterdir()) == []
