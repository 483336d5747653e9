"""Whatever nobody foresaw is one sentence, a log and an exit status; and a disk that can't be written can be read."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grants_db.user_folders import user_folder
from tests.tui.small_disk import akquise_on_a_small_disk
from tui import cli
from tui.entry import main


@pytest.fixture
def sqlite_url(empty_file: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copyfile(empty_file, tmp_path / 'akquise.db')}"


def akquise(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "tui", *arguments], capture_output=True, check=False, env={**os.environ, **environment}
    )


def fail_with(error: Exception, monkeypatch: pytest.MonkeyPatch) -> int:
    def fail() -> None:
        raise error

    monkeypatch.setattr(cli, "main", fail)
    monkeypatch.setattr(sys, "argv", ["akquise", "units", "list"])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_an_error_of_the_program_is_one_sentence_and_stands_in_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status = fail_with(ZeroDivisionError("at postgresql://amt:ge@heim@rechner/x"), monkeypatch)

    log = user_folder("state") / "fehler.log"
    assert status == 2
    assert capsys.readouterr().err == (
        "Unerwarteter Fehler: ZeroDivisionError: at postgresql://amt:***@rechner/x. Gespeichert ist, was vorher fertig "
        f"war. Näheres steht in {log}; bitte der Verwaltung melden.\n"
    )
    assert "in fail" in log.read_text(encoding="utf-8")
    assert "heim" not in log.read_text(encoding="utf-8")


def test_a_full_disk_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert fail_with(OSError(28, "No space left on device", "/srv/blatt.xlsx"), monkeypatch) == 1
    assert "No space left on device (/srv/blatt.xlsx)" in capsys.readouterr().err


def test_a_log_that_cannot_be_written_ends_nothing_worse(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "datei").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "datei"))
    assert fail_with(KeyError("x"), monkeypatch) == 2
    assert "Näheres ließ sich nicht aufschreiben" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_a_terminal_that_knows_few_signs_gets_what_it_knows(sqlite_url: str, encoding: str) -> None:
    done = akquise("--database", sqlite_url, "list", "overview", PYTHONIOENCODING=encoding)

    assert (done.returncode, done.stderr) == (0, b"")
    assert "bersicht" in done.stdout.decode(encoding)


def test_json_is_whole_where_the_terminal_knows_few_signs(tmp_path: Path) -> None:
    (tmp_path / "aufruf.txt").write_text("Anträge bis zum 31.03.2027 („Ausschlussfrist“).", encoding="utf-8")
    done = akquise("crawl", "read", str(tmp_path / "aufruf.txt"), "--json", PYTHONIOENCODING="ascii")

    assert "Anträge" in json.loads(done.stdout)["deadline"]["evidence"]


def test_a_path_that_is_too_long_is_one_sentence(sqlite_url: str) -> None:
    done = akquise("--database", sqlite_url, "measures", "import", "m" * 300 + ".csv")

    assert done.returncode in (1, 2)
    assert b"Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_deeply_nested_yaml_is_one_sentence(sqlite_url: str, tmp_path: Path) -> None:
    deep = tmp_path / "tief.yml"
    deep.write_text("[" * 5000)
    done = akquise("--database", sqlite_url, "deadlines", "list", AKQUISE_CALENDAR_FILE=str(deep))

    assert done.returncode in (1, 2)
    assert f"Die Kalenderdatei {deep} ist nicht lesbar".encode() in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("words", [("list", "measures"), ("db", "check"), ("db", "backup", "SICHERUNG")])
def test_a_disk_that_cannot_be_written_is_read_and_backed_up(
    empty_file: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    named = [word.replace("SICHERUNG", str(tmp_path / "sicherung.db")) for word in words]
    call = (f"--database=sqlite:///{disk}/akquise.db", *named)
    done = akquise_on_a_small_disk(disk, empty_file, *call, disk="size=30m", writable=False)

    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr


@pytest.mark.slow
def test_a_change_on_such_a_disk_is_refused_in_one_sentence(empty_file: Path, tmp_path: Path) -> None:
    disk, table = tmp_path / "disk", tmp_path / "m.csv"
    disk.mkdir()
    table.write_text("Nummer;Handlungsfeld;Titel\n1.1;1;Sprachcafé\n", encoding="utf-8")
    call = (f"--database=sqlite:///{disk}/akquise.db", "measures", "import", str(table), "--yes")
    done = akquise_on_a_small_disk(disk, empty_file, *call, disk="size=30m", writable=False)

    assert done.returncode == 2
    assert "kann hier nicht geschrieben werden" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("words", [("measures", "export", "DISK/m.xlsx"), ("deadlines", "ics", "DISK/t.ics")])
def test_a_file_that_finds_no_room_is_one_sentence(city_file: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    database = shutil.copyfile(city_file, tmp_path / "stadt.db")
    named = [word.replace("DISK", str(disk)) for word in words]
    done = akquise_on_a_small_disk(disk, city_file, f"--database=sqlite:///{database}", *named, room=1)

    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
