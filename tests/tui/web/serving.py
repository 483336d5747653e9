"""The command `akquise serve` as it runs, in a process of its own over a copy of the small city."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

#: what a terminal does not show
ESCAPES = re.compile(r"\x1b\[[\d;?$<=>]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[=>()][0-9A-Za-z]?")
#: seconds; a browser, a server and an app share what the other tests leave of the machine
PATIENCE = 600.0


@dataclass
class Served:
    """The command as it runs."""

    process: subprocess.Popen[str]
    port: int
    database: str
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_address(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws?width=100&height=30"

    def apps(self) -> list[int]:
        """The processes that the command started."""
        return children(self.process.pid)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """Ask for a page: status, headers (names in lower case), text."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as asked:
            asked.request("GET", path, headers=headers)
            answer = asked.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, answer.read().decode("utf-8", "replace")


def children(process_id: int) -> list[int]:
    """The running children of a process, from what the kernel says."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            state, parent = entry.joinpath("stat").read_text().rpartition(") ")[2].split()[:2]
        except (OSError, ValueError):
            continue
        if int(parent) == process_id and state != "Z":
            found.append(int(entry.name))
    return found


def until(holds: Callable[[], object]) -> bool:
    """Wait until something is so; False if it never is."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, city_file: Path, *options: str) -> Served:
    """Start the command with these options over a copy of the city in this folder; wait until it answers."""
    shutil.copyfile(city_file, file := folder / "city.db")
    port, log, database = free_port(), folder / "log", f"sqlite:///{file}"
    fixed = ["--database", database, "--today", "2026-11-24", "--port", str(port)]
    with log.open("w") as narration:
        process = subprocess.Popen(
            [sys.executable, "-m", "tui", "serve", *fixed, *options],
            env=os.environ | {"XDG_STATE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
            stdout=narration,
            stderr=narration,
            text=True,
        )
    assert until(lambda: answers(port) or process.poll() is not None)
    assert process.poll() is None, log.read_text()
    return Served(process, port, database, log)


def answers(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def shown(written: bytes) -> str:
    """What the app wrote, without what a terminal does not show."""
    return ESCAPES.sub("", written.decode("utf-8", "replace"))
