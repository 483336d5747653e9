"""A mailbox: what is new in it is read, and nothing in it changes. The server is a real one, on loopback."""

import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import pytest
from imapclient import IMAPClient

from crawler.letters.letter_sources import letters_in_mailbox
from grants_db.errors import InputError
from grants_db.outgoing import Outgoing
from grants_db.settings import Mailbox
from tests.loopback_proxy import proxy_to
from tests.loopback_tls import Certificate, certificate_for, tls_before

DATA = Path(__file__).parent / "data"
TODAY = date(2028, 5, 20)
USER, PASSWORD = "foerderung", "geheim"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for 127.0.0.1 that nobody trusts yet."""
    return certificate_for("127.0.0.1", tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def box() -> Iterator[Mailbox]:
    """A mailbox with two newsletters, one of them unread, on a server that speaks no TLS."""
    with mail_server("--no-tls") as port:
        client = IMAPClient("127.0.0.1", port, ssl=False, timeout=30)
        fill(client)
        yield Mailbox(host="127.0.0.1", port=port, tls="none", user=USER, password=PASSWORD, days=36500)


@contextmanager
def mail_server(*tls: str) -> Iterator[int]:
    """The port of a real mail server of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    program = str(Path(sys.executable).parent / "pymap")
    command = [program, "--host", "127.0.0.1", "--port", str(port), *tls, "dict"]
    server = subprocess.Popen([*command, "--demo-user", USER, "--demo-password", PASSWORD])
    try:
        while server.poll() is None:
            with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
                break
        assert server.poll() is None, "the mail server has ended"
        yield port
    finally:
        server.terminate()
        server.wait()


def fill(client: IMAPClient) -> None:
    """Put two newsletters in, the second as read."""
    client.login(USER, PASSWORD)
    client.append("INBOX", (DATA / "netzwerk.eml").read_bytes())
    client.append("INBOX", (DATA / "foerderbrief.eml").read_bytes(), flags=[b"\\Seen"])
    client.logout()


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


def titles(box: Mailbox) -> list[str]:
    """The calls that the mailbox's letters name."""
    return sorted(call["title"] for letter in letters_in_mailbox(box, set(), TODAY).letters for call in letter.calls)


@pytest.mark.slow
def test_a_mailbox_is_read_over_tls_where_its_certificate_is_trusted(
    box: Mailbox, certificate: Certificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = flags(box)
    foreign = certificate_for("127.9.9.9", tmp_path)
    with tls_before(box.port, certificate) as port, tls_before(box.port, foreign) as other:
        over_tls = box.model_copy(update={"port": port, "tls": "tls"})
        with pytest.raises(InputError, match=r"ist nicht lesbar: .*certificate verify failed"):
            letters_in_mailbox(over_tls, set(), TODAY)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))  # as a house does that has its own authority
        assert titles(over_tls) == titles(box)
        monkeypatch.setenv("SSL_CERT_FILE", str(foreign[0]))  # trusted, but another server's
        with pytest.raises(InputError, match=r"not valid for '127\.0\.0\.1'"):
            letters_in_mailbox(over_tls.model_copy(update={"port": other}), set(), TODAY)
        with pytest.raises(InputError, match="ist nicht lesbar"):  # a server without TLS gets no password
            letters_in_mailbox(box.model_copy(update={"tls": "tls"}), set(), TODAY)
    assert flags(box) == before


@pytest.mark.slow
def test_a_mailbox_outside_is_read_by_the_proxy_and_believed_by_the_certificates_of_the_house(
    box: Mailbox, tmp_path: Path
) -> None:
    name = "imap.anbieter.example"
    certificate = certificate_for(name, tmp_path)
    outside = box.model_copy(update={"host": name, "port": 993, "tls": "tls", "via_proxy": True})
    with tls_before(box.port, certificate) as port, proxy_to({name: port}) as proxy:
        found = letters_in_mailbox(outside, set(), TODAY, outgoing=Outgoing(proxy.url, certificate[0]))
    assert len(found.letters) == 2
    assert proxy.asked == [f"CONNECT {name}:993 HTTP/1.1"]


@pytest.mark.slow
def test_a_mailbox_is_read_over_starttls(
    box: Mailbox, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    cert, key = map(str, certificate)
    monkeypatch.setenv("SSL_CERT_FILE", cert)
    with mail_server("--cert", cert, "--key", key) as port:
        client = IMAPClient("127.0.0.1", port, ssl=False, timeout=30)
        client.starttls(ssl.create_default_context())
        fill(client)
        assert titles(box.model_copy(update={"port": port, "tls": "starttls"})) == titles(box)
    with pytest.raises(InputError, match="ist nicht lesbar"):  # a server that offers none gets no password
        letters_in_mailbox(box.model_copy(update={"tls": "starttls"}), set(), TODAY)
