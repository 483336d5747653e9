"""`akquise db backup` says "Gesichert" only of what can be brought back."""

import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.tui.small_disk import akquise_on_a_small_disk
from tui.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def database(city_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(city_file, tmp_path / "akquise.db"))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], database: Path) -> Run:
    """Runs a command in this process; gives exit status, stdout and stderr."""

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", f"sqlite:///{database}", *arguments])
        status = 0
        try:
            main()
        except SystemExit as ended:
            status = int(ended.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return call


def a_broken_page(database: Path) -> None:
    """What a sick disk leaves: the pages of one table are noise, all others are sound."""
    with closing(sqlite3.connect(database)) as connection:
        [size] = connection.execute("PRAGMA page_size").fetchone()
        [page] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'measure'").fetchone()
    with database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)


def an_orphan(database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("UPDATE measure SET action_field_number = 99 WHERE number = '2.1'")


def a_word_nobody_knows(database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("UPDATE opportunity SET level = 'galaxy' WHERE external_id = 'land/1'")


@pytest.mark.parametrize("damage", [a_broken_page, an_orphan, a_word_nobody_knows])
def test_a_damaged_database_is_not_said_to_be_backed_up(
    run: Run, database: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    damage(database)
    status, _, err = run("db", "backup", str(tmp_path / "sicherung.db"))
    assert f"Die Datenbank {database} ist beschädigt; eine Sicherung von ihr ließe sich nicht zurückholen" in err
    assert "Gesichert" not in err
    assert status == 2
    assert list(tmp_path.glob("sicherung*")) == []


def test_a_value_that_cannot_be_read_is_a_finding_of_the_check(run: Run, database: Path) -> None:
    a_word_nobody_knows(database)
    status, out, _ = run("db", "check")
    assert "In „opportunity“ steht etwas, das sich nicht lesen lässt: 'galaxy'" in out
    assert status == 1


def test_a_sound_database_is_backed_up(run: Run, tmp_path: Path) -> None:
    status, _, err = run("db", "backup", str(tmp_path / "sicherung.db"))
    assert (status, err) == (0, f"Gesichert: {tmp_path / 'sicherung.db'}\n")


@pytest.mark.slow
def test_a_full_disk_under_the_backup_is_named_and_leaves_no_half_of_it(database: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    backup = (f"--database=sqlite:///{database}", "db", "backup", f"{disk}/sicherung.db")
    done = akquise_on_a_small_disk(disk, database, *backup, room=64 * 1024)
    assert f"Die Sicherung {disk}/sicherung.db kann nicht geschrieben werden: No space left on device." in done.stderr
    assert done.returncode == 1


def test_only_so_many_backups_are_kept_and_nothing_else_goes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sicherungen"
    folder.mkdir()
    for name in ("akquise-2026-01-01-0530.db", "akquise-2026-01-02-0530.db", "akquise-2026-01-03-0530.db", "umzug.db"):
        (folder / name).touch()
    monkeypatch.setenv("AKQUISE_BACKUP_FOLDER", str(folder))
    status, _, err = run("db", "backup", "--keep", "2")

    kept = sorted(file.name for file in folder.iterdir())
    assert (status, kept[0], kept[-1], len(kept)) == (0, "akquise-2026-01-03-0530.db", "umzug.db", 3)
    assert "Gelöscht, da älter" in err
    assert run("db", "backup", str(tmp_path / "a.db"), "--keep", "2")[0] == 2


def test_a_database_is_copied_by_command(run: Run, database: Path, tmp_path: Path) -> None:
    there = f"sqlite:///{tmp_path / 'neu.db'}"
    status, _, err = run("db", "copy", f"sqlite:///{database}", there)
    assert (status, "die Prüfsummen stimmen" in err) == (0, True)
    assert run("db", "copy", f"sqlite:///{database}", there)[0] == 1
