"""A mailbox: what is new in it is read, and nothing in it changes. The server is a real one, on loopback."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from imapclient import IMAPClient

from crawler.letters.letter_sources import letters_in_mailbox
from grants_db.errors import InputError
from grants_db.settings import Mailbox

DATA = Path(__file__).parent / "data"
TODAY = date(2028, 5, 20)
USER, PASSWORD = "foerderung", "geheim"


@pytest.fixture(scope="module")
def box() -> Iterator[Mailbox]:
    """A mailbox with two newsletters, one of them unread."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = str(Path(sys.executable).parent / "pymap")
    command = [program, "--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict"]
    server = subprocess.Popen([*command, "--demo-user", USER, "--demo-password", PASSWORD])
    try:
        client = _reached(server, port)
        client.login(USER, PASSWORD)
        client.append("INBOX", (DATA / "netzwerk.eml").read_bytes())
        client.append("INBOX", (DATA / "foerderbrief.eml").read_bytes(), flags=[b"\\Seen"])
        client.logout()
        yield Mailbox(host="127.0.0.1", port=port, tls="none", user=USER, password=PASSWORD, days=36500)
    finally:
        server.terminate()
        server.wait()


def _reached(server: "subprocess.Popen[bytes]", port: int) -> IMAPClient:
    """A connection, as soon as the server takes one."""
    while server.poll() is None:
        with suppress(ConnectionRefusedError):
            return IMAPClient("127.0.0.1", port, ssl=False, timeout=30)
    raise AssertionError("the mail server has ended")


def flags(box: Mailbox) -> dict[int, tuple[bytes, ...]]:
    """Each letter's marks."""
    with IMAPClient(box.host, box.port, ssl=False) as client:
        client.login(USER, PASSWORD)
        client.select_folder("INBOX", readonly=True)
        return {number: data[b"FLAGS"] for number, data in client.fetch(client.search(), ["FLAGS"]).items()}


def test_new_letters_are_read_and_unread_stays_unread(box: Mailbox) -> None:
    before = flags(box)

    found = letters_in_mailbox(box, set(), TODAY)

    assert sorted(call["title"] for letter in found.letters for call in letter.calls) == [
        "Demokratie-Werkstätten: neuer Aufruf",
        "Jugendfonds",
        "Kleinprojektefonds Nachbarschaft",
        "Sprache verbindet 2028/29",
    ]
    assert flags(box) == before
    assert not letters_in_mailbox(box, {letter.key for letter in found.letters}, TODAY).letters


def test_who_is_not_let_in_is_told_so_without_the_password(box: Mailbox) -> None:
    with pytest.raises(InputError, match="lässt nicht ein") as refused:
        letters_in_mailbox(box.model_copy(update={"password": "falsch"}), set(), TODAY)

    assert "falsch" not in str(refused.value)


@pytest.mark.parametrize("change", [{"folder": "Gibt/es/nicht"}, {"port": 1}])
def test_a_mailbox_that_is_not_there_is_one_sentence(box: Mailbox, change: dict[str, str | int]) -> None:
    with pytest.raises(InputError, match="ist nicht lesbar"):
        letters_in_mailbox(box.model_copy(update=change), set(), TODAY)
