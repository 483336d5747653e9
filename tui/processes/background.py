"""Long work in a process of its own: our own command, with its last line as progress, to be cancelled at any time.

The app never crawls or matches itself; it starts `akquise crawl run` and the like and stays live. Killing such a
process is safe: each of its steps is one transaction.
"""

import asyncio
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.formatting.sanitize import one_line

if TYPE_CHECKING:
    from tui.state.context import AppContext

#: how long a cancelled process may take to end by itself, in seconds
GRACE = 5.0


@dataclass(frozen=True)
class OwnCommand:
    """A call of our own program: the words, and the environment that says which database, day and language."""

    words: tuple[str, ...]
    environment: Mapping[str, str]


def own_command(context: "AppContext", *arguments: str) -> OwnCommand:
    """`akquise` with these arguments on the context's database.

    The address goes through the environment: it may hold a password, and everybody on the machine can read the words
    of a process.
    """
    from tui.formatting.i18n import language

    url = context.engine.url.render_as_string(hide_password=False) if context.engine is not None else context.source
    given = {"AKQUISE_DATABASE_URL": str(url), "AKQUISE_LANG": language()}
    if context.settings.today is not None:
        given["AKQUISE_TODAY"] = context.today.isoformat()
    if context.settings.practice:
        given["AKQUISE_PRACTICE"] = context.settings.practice
    return OwnCommand((sys.executable, "-m", "tui", *arguments), {**os.environ, **given})


@dataclass(frozen=True)
class Ended:
    """How a piece of work ended: its exit status (None: cancelled), and the last line it said."""

    status: int | None
    last_line: str


class Work:
    """One piece of work; `run` ends when it does, `cancel` ends it early."""

    def __init__(self, title: str, command: OwnCommand, tell: Callable[[str], None]) -> None:
        """`tell` hears every line the command says, made harmless."""
        self.title = title
        self._command = command
        self._tell = tell
        self._process: asyncio.subprocess.Process | None = None
        self._cancelled = False
        self._last_line = ""

    async def run(self) -> Ended:
        """Start the process, pass its lines on, wait for its end; it never outlives this call."""
        self._process = process = await asyncio.create_subprocess_exec(
            *self._command.words,
            env=dict(self._command.environment),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            if self._cancelled:
                self.cancel()
            await self._read(process)
            status = await process.wait()
        finally:
            await _end(process)
        return Ended(None if self._cancelled else status, self._last_line)

    def cancel(self) -> None:
        """Ask the process to end; what it has stored stays stored."""
        self._cancelled = True
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.terminate()

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        """Line by line, in pieces: a line may be longer than a reader's limit."""
        stream, rest = process.stdout, b""
        while stream is not None and (piece := await stream.read(4096)):
            *lines, rest = (rest + piece).split(b"\n")
            self._hear(lines)
            rest = rest[-4096:]
        self._hear([rest])

    def _hear(self, lines: Sequence[bytes]) -> None:
        for line in lines:
            if text := one_line(line.decode("utf-8", "replace")):
                self._last_line = text
                self._tell(text)


async def _end(process: asyncio.subprocess.Process) -> None:
    """The process has ended when this returns, kindly or not."""
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GRACE)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
