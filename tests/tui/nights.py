"""The practice portal's first night, made once and copied, and the command that nights are told by."""

import os
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tui import cli
from tui.state.command_context import CommandContext

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
    call = [*command(database, today), *arguments]
    env = os.environ | nobodys(database.parent)
    done = subprocess.run(call, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == status, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    return done.stdout


def akquise_here(database: Path, *arguments: str, today: str = FIRST) -> str:
    """Run the command in this process, as often as one likes; gives stdout.

    It lets go of the database as a process does at its end: SQLite's locks are the process's, and where it is held and
    opened once more, another process takes the database for free.
    """
    engines: list[Engine] = []
    open_engine = CommandContext.engine

    def opened(context: CommandContext, **how: Any) -> Engine:
        engines.append(open_engine(context, **how))
        return engines[-1]

    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()) as out:
        patch.setattr(sys, "argv", ["akquise", *command(database, today)[3:], *arguments])
        patch.setattr(CommandContext, "engine", opened)
        for name, home in nobodys(database.parent).items():
            patch.setenv(name, home)
        with pytest.raises(SystemExit) as ended:
            cli.main()
    for engine in engines:
        engine.dispose()
    assert not ended.value.code
    return out.getvalue()
