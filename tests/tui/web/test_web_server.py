"""The web server by itself, in the test's own process: whom it takes for logged in, and what a fault leaves behind."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from tui.web.access import access_rules
from tui.web.server import IDLE_CODE, BrowserServer
from tui.web.session import Session

PATIENCE = 600.0


class BrokenServer(BrowserServer):
    """Its tabs can't pass on what their apps write, for a reason nobody has thought of."""

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Tells when the tab is over."""
        self.over = asyncio.Event()
        try:
            return await super().handle_websocket(request)
        finally:
            self.over.set()

    def _new_session(self, socket: web.WebSocketResponse, user: str) -> Session:
        async def broken(_written: bytes) -> None:
            raise LookupError("unforeseen")

        self.made = super()._new_session(socket, user)
        self.made.remote_write_bytes = broken
        return self.made


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def serving(server: BrowserServer, port: int) -> AsyncIterator[str]:
    """The server on this port as long as the block lasts; gives its address."""
    runner = web.AppRunner(server.application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("names", "status"), [(["anna"], 200), ([], 403), (["mallory", "anna"], 400), (["anna", "anna"], 400)]
)
async def test_who_is_logged_in_is_said_once_or_nobody_is_let_in(names: list[str], status: int) -> None:
    port = free_port()
    server = BrowserServer(access_rules(port, ""), {}, title="akquise", sessions=1, user_header="X-Remote-User")
    said = [("X-Remote-User", name) for name in names]
    async with (
        serving(server, port) as address,
        aiohttp.ClientSession() as browser,
        browser.get(address, headers=said) as answer,
    ):
        assert answer.status == status
        assert ("sagt mehrmals, wer angemeldet ist" in await answer.text()) == (status == 400)


async def test_a_fault_in_a_tab_ends_its_app_and_gives_its_place_back(city_file: Path, tmp_path: Path) -> None:
    port = free_port()
    environment = {"AKQUISE_DATABASE_URL": f"sqlite:///{city_file}", "XDG_STATE_HOME": str(tmp_path)}
    server = BrokenServer(access_rules(port, ""), environment, title="akquise", sessions=1)
    async with serving(server, port) as address, aiohttp.ClientSession() as browser:
        async with asyncio.timeout(PATIENCE):
            tab = await browser.ws_connect(f"{address}/ws", headers={"Origin": address})
            await tab.receive()
            await tab.close()
            await server.over.wait()
        process = server.made._process
        assert process is not None
        assert process.returncode is not None
        async with browser.get(address) as answer:
            assert answer.status == 200


async def test_one_person_leaves_places_for_others(city_file: Path, tmp_path: Path) -> None:
    port = free_port()
    environment = {"AKQUISE_DATABASE_URL": f"sqlite:///{city_file}", "XDG_STATE_HOME": str(tmp_path)}
    server = BrowserServer(
        access_rules(port, ""), environment, title="akquise", sessions=3, user_header="X-User", per_person=1
    )
    async with serving(server, port) as address, aiohttp.ClientSession() as browser, asyncio.timeout(PATIENCE):
        anna = {"Origin": address, "X-User": "anna"}
        tab = await browser.ws_connect(f"{address}/ws", headers=anna)
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await browser.ws_connect(f"{address}/ws", headers=anna)
        page = await browser.get(address, headers=anna)
        other = await browser.ws_connect(f"{address}/ws", headers={**anna, "X-User": "bert"})
        assert (refused.value.status, page.status) == (429, 429)
        assert "Sie haben schon 1 Fenster offen" in await page.text()
        await tab.close()
        await other.close()


async def test_a_tab_nobody_uses_gives_its_place_back(city_file: Path, tmp_path: Path) -> None:
    port = free_port()
    environment = {"AKQUISE_DATABASE_URL": f"sqlite:///{city_file}", "XDG_STATE_HOME": str(tmp_path)}
    server = BrowserServer(access_rules(port, ""), environment, title="akquise", sessions=1, idle=0.2)
    async with serving(server, port) as address, aiohttp.ClientSession() as browser, asyncio.timeout(PATIENCE):
        tab = await browser.ws_connect(f"{address}/ws", headers={"Origin": address})
        while not tab.closed:
            await tab.receive()
        assert tab.close_code == IDLE_CODE
