"""One tab: the app in a process of its own, which begins and ends with the tab."""

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable, Mapping

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from grants_db.rules.web_address import is_web_address
from tui.web.tab import USER

#: how long an app may take to end by itself
GRACE = 5.0
#: cells that a window can have; more would only cost memory
SMALLEST, LARGEST = (20, 5), (600, 300)


class Session(AppService):
    """Starts the app without a shell, ends it for certain, and lets only web addresses out."""

    def __init__(
        self,
        environment: Mapping[str, str],
        user: str,
        *,
        write_bytes: Callable[[bytes], Awaitable[None]],
        write_str: Callable[[str], Awaitable[None]],
        close: Callable[[], Awaitable[object]],
        download_manager: DownloadManager,
    ) -> None:
        async def closed() -> None:
            await close()

        super().__init__(
            "", write_bytes=write_bytes, write_str=write_str, close=closed, download_manager=download_manager
        )
        self._environment, self._user = environment, user
        self.heard_at = asyncio.get_running_loop().time()

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        ours = {"TEXTUAL_DRIVER": "tui.web.driver:TabDriver", USER: self._user, **self._environment}
        return super()._build_environment(*within(width, height)) | ours

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Textual's way goes through a shell; ours needs none, so that nothing has to be quoted."""
        pipe = asyncio.subprocess.PIPE
        self._process = process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tui.web.tab"),
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            env=self._build_environment(width, height),
        )
        self._stdin = process.stdin
        return process

    async def run(self) -> None:
        """Pass on what the app writes; when it has ended, or this can't go on, so has the tab."""
        try:
            await super().run()
        finally:
            await self.remote_close()

    async def stop(self) -> None:
        """Ask the app to end; one that does not, or whose output nobody passes on any more, is ended."""
        process = self._process
        if process is None:
            return
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GRACE):
                    await super().stop()
                    await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    async def send_bytes(self, data: bytes) -> bool:
        """Pass on what was typed, and remember when."""
        self.heard_at = asyncio.get_running_loop().time()
        return await super().send_bytes(data)

    async def set_terminal_size(self, width: int, height: int) -> None:
        """Tell the app how large the window is."""
        await super().set_terminal_size(*within(width, height))

    async def on_meta(self, data: bytes) -> None:
        """Pass on what the app wants of the browser; addresses of other kinds than http and https stay here."""
        wanted = json.loads(data)
        if wanted.get("type") != "open_url" or is_web_address(str(wanted.get("url", ""))):
            await super().on_meta(data)


def within(width: int, height: int) -> tuple[int, int]:
    """A size that a window can have.

    >>> within(80, 24), within(0, 10**9)
    ((80, 24), (20, 300))
    """
    return min(max(width, SMALLEST[0]), LARGEST[0]), min(max(height, SMALLEST[1]), LARGEST[1])
