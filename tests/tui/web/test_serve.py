"""`akquise serve` as a browser's program meets it: strangers stay outside, places are counted, nothing stays behind."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest

from grants_db.errors import UsageError
from tests.tui.web.serving import PATIENCE, Served, shown, until
from tui.state.user_state import memory_file
from tui.web.access import access_rules, listening_address

#: one server for most of them
pytestmark = pytest.mark.xdist_group("serve")


async def first_bytes(
    session: aiohttp.ClientSession, served: Served, **headers: str
) -> aiohttp.ClientWebSocketResponse:
    """Open a tab as our page does, and wait until its app writes."""
    tab = await session.ws_connect(served.socket_address, headers={"Origin": served.address, **headers})
    async with asyncio.timeout(PATIENCE):
        while (await tab.receive()).type is not aiohttp.WSMsgType.BINARY:
            pass
    return tab


def test_the_door_knows_this_machine_and_the_public_address_only() -> None:
    ours = access_rules(8765, "https://akquise.stadt.example")
    assert ours.knows_host("127.0.0.1:8765")
    assert ours.knows_host("akquise.stadt.example:443")
    assert ours.knows_origin("http://localhost:8765")
    assert not ours.knows_origin("http://localhost:9999")
    assert not ours.knows_origin("https://akquise.stadt.example.evil.example")
    assert not ours.knows_origin("null")
    assert not ours.knows_origin("")
    assert not ours.knows_host("")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.10", "akquise.stadt.example", ""])
def test_it_listens_on_this_machine_only(host: str) -> None:
    with pytest.raises(UsageError, match=r"nur auf diesem Rechner.*Anmeldung"):
        listening_address(host)


@pytest.mark.parametrize(
    "address",
    [
        "http://akquise.stadt.example",
        "akquise.stadt.example",
        "https://",
        "https://a:99999/",
        "https://x@y/",
        "https://y/?q",
    ],
)
def test_a_public_address_is_https_and_nothing_but_an_address(address: str) -> None:
    with pytest.raises(UsageError, match="keine Adresse für --public-url"):
        access_rules(8765, address)


def test_each_user_of_the_browser_version_has_a_memory_of_their_own() -> None:
    files = {memory_file("sqlite:///a.db", user) for user in ("", "anna", "bela")}
    assert len(files) == 3


@pytest.mark.slow
def test_a_refused_host_and_a_taken_port_are_one_sentence(served: Served) -> None:
    command = [sys.executable, "-m", "tui", "serve", "--database", served.database]
    refused = subprocess.run([*command, "--host", "0.0.0.0"], capture_output=True, text=True, check=False)
    taken = subprocess.run([*command, "--port", str(served.port)], capture_output=True, text=True, check=False)
    assert (refused.returncode, taken.returncode) == (2, 1)
    assert len(refused.stderr.splitlines()) == len(taken.stderr.splitlines()) == 1


@pytest.mark.slow
def test_it_says_on_start_that_it_has_no_login(serve: Callable[..., Served]) -> None:
    served = serve("--public-url", "https://akquise.stadt.example/")
    assert until(lambda: "Strg+C" in served.log.read_text())
    said = served.log.read_text()
    assert f"http://127.0.0.1:{served.port}/" in said
    assert "https://akquise.stadt.example/" in said
    assert "Ohne eigene Anmeldung" in said


@pytest.mark.slow
def test_every_answer_carries_the_headers_and_strangers_get_none_of_the_pages(serve: Callable[..., Served]) -> None:
    served = serve("--public-url", "https://akquise.stadt.example/")
    asked = {
        200: served.get("/"),
        404: served.get("/static/..%2fserver.py"),
        421: served.get("/", Host=f"evil.example:{served.port}"),
    }
    for status, (got, headers, _text) in asked.items():
        assert got == status
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
    assert served.get("/", Host="akquise.stadt.example")[0] == 200
    assert served.get("/static/textual.js", Host="evil.example")[0] == 421
    assert served.get("/download/unknown")[0] == 404
    assert "<title>akquise · Magdeburg</title>" in asked[200][2]


@pytest.mark.slow
async def test_a_page_of_another_site_can_not_open_the_socket(served: Served) -> None:
    answered = {}
    async with aiohttp.ClientSession() as session:
        for origin in ("https://evil.example", "http://127.0.0.1:1", "null", None):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await session.ws_connect(served.socket_address, headers={"Origin": origin} if origin else {})
            answered[origin] = refused.value.status
    assert answered == dict.fromkeys(answered, 403)
    assert served.apps() == []


@pytest.mark.slow
async def test_there_are_only_so_many_places_and_a_place_comes_free(serve: Callable[..., Served]) -> None:
    served = serve("--sessions", "1")
    async with aiohttp.ClientSession() as session:
        tab = await first_bytes(session, served)
        assert len(served.apps()) == 1
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(served.socket_address, headers={"Origin": served.address})
        status, _headers, text = await asyncio.to_thread(served.get, "/")
        await tab.close()
    assert refused.value.status == status == 503
    assert "Alle Plätze sind belegt (1)." in text
    assert until(lambda: served.get("/")[0] == 200)
    assert served.apps() == []


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
async def test_no_app_stays_behind_when_the_server_ends(serve: Callable[..., Served], ending: signal.Signals) -> None:
    served = serve()
    async with aiohttp.ClientSession() as session:
        tab = await first_bytes(session, served)
        (app,) = served.apps()
        served.process.send_signal(ending)
        assert await asyncio.to_thread(until, lambda: not Path(f"/proc/{app}").exists())
        await tab.close()


@pytest.mark.slow
async def test_a_message_that_is_none_of_our_pages_closes_the_tab_and_nothing_else(
    served: Served,
) -> None:
    async with aiohttp.ClientSession() as session:
        tab = await first_bytes(session, served)
        await tab.send_str('["resize", "huge"]')
        async with asyncio.timeout(PATIENCE):
            while not tab.closed:
                await tab.receive()
        again = await first_bytes(session, served)
        await again.close()
    assert "Traceback" not in served.log.read_text()


@pytest.mark.slow
async def test_an_app_that_dies_closes_its_tab(served: Served) -> None:
    async with aiohttp.ClientSession() as session:
        tab = await first_bytes(session, served)
        os.kill(served.apps()[0], signal.SIGKILL)
        async with asyncio.timeout(PATIENCE):
            while not tab.closed:
                await tab.receive()
    assert served.process.poll() is None


@pytest.mark.slow
async def test_the_proxy_has_to_say_who_is_there_where_it_is_asked_to(
    serve: Callable[..., Served], tmp_path: Path
) -> None:
    served = serve("--user-header", "X-Remote-User")
    assert served.get("/")[0] == 403
    assert served.get("/", **{"X-Remote-User": "anna"})[0] == 200
    async with aiohttp.ClientSession() as session:
        tab = await first_bytes(session, served, **{"X-Remote-User": "anna"})
        written = b""
        async with asyncio.timeout(PATIENCE):
            while "Was zu tun ist" not in shown(written):
                written += await tab.receive_bytes()
        await tab.send_str(json.dumps(["stdin", "q"]))
        async with asyncio.timeout(PATIENCE):
            while not tab.closed:
                await tab.receive()
    assert await asyncio.to_thread(until, lambda: not served.apps())
    remembered = [file.name for file in (tmp_path / "akquise").iterdir()]
    assert remembered == [memory_file(served.database, "anna").name]


@pytest.mark.slow
async def test_in_the_browser_too_q_asks_before_it_breaks_off_what_runs(served: Served) -> None:
    async with aiohttp.ClientSession() as session:
        tab = await first_bytes(session, served)
        written = b""
        async with asyncio.timeout(PATIENCE):
            for wanted, keys in (("Was zu tun ist", "\x1b[18~"), ("beginnt", "q"), ("Beenden?", "\x1b[B\r")):
                while wanted not in shown(written):
                    written += await tab.receive_bytes()
                await tab.send_str(json.dumps(["stdin", keys]))
            while not tab.closed:
                await tab.receive()
    assert await asyncio.to_thread(until, lambda: not served.apps())
