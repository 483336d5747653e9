"""The practice portal's first night, made once and copied, and the command that nights are told by."""

import os
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from tests import forked
from tui import cli

FIRST, SECOND = "2026-11-24", "2026-11-25"


@dataclass(frozen=True)
class FirstNight:
    """The database after `akquise demo`, what the command said and what it told on its way."""

    database: Path
    said: str
    narrated: str

    def copied(self, folder: Path) -> Path:
        """A copy of the database in this folder."""
        for part in ("", "-wal", "-shm"):
            if (file := self.database.with_name(self.database.name + part)).exists():
                shutil.copyfile(file, folder / file.name)
        return folder / self.database.name


def practise(folder: Path) -> FirstNight:
    """Run `akquise demo` in this folder."""
    database = folder / "akquise.db"
    call = [*command(database), "demo", "--no-app", "--verbose"]
    done = subprocess.run(call, capture_output=True, text=True, check=True, env=os.environ | nobodys(folder))
    return FirstNight(database, done.stdout, done.stderr)


def nobodys(folder: Path) -> dict[str, str]:
    """Settings and memory in this folder, for what is made once before the tests, which have their own."""
    return {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("DATA", "CONFIG", "CACHE", "STATE")}


def command(database: Path, today: str = FIRST) -> list[str]:
    """The command on this database and day, for a process of its own."""
    return [sys.executable, "-m", "tui", f"--database=sqlite:///{database}", f"--today={today}"]


def akquise(database: Path, *arguments: str, today: str = FIRST, status: int = 0) -> str:
    """Run the command in a process of its own, as a night is; gives stdout."""
    with pytest.MonkeyPatch.context() as patch:
        for name, home in nobodys(database.parent).items():
            patch.setenv(name, home)
        done = forked.akquise(*command(database, today)[3:], *arguments)
    assert done.returncode == status, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    return done.stdout


def akquise_here(database: Path, *arguments: str, today: str = FIRST) -> str:
    """Run the command in this process, as often as one likes; gives stdout."""
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()) as out:
        patch.setattr(sys, "argv", ["akquise", *command(database, today)[3:], *arguments])
        for name, home in nobodys(database.parent).items():
            patch.setenv(name, home)
        with pytest.raises(SystemExit) as ended:
            cli.main()
    assert not ended.value.code
    return out.getvalue()
