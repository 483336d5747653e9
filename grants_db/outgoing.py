"""How requests leave the house: by which proxy, and which certificates are trusted besides those of the system.

One value for all that goes out: sources and their robots.txt, mail, and the mailbox.
"""

import ssl
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from socket import create_connection, socket
from urllib.parse import SplitResult, unquote, urlsplit

from grants_db.errors import UsageError

#: bytes of a proxy's answer to CONNECT; a longer one is none
LONGEST_ANSWER = 16 * 1024
DEFAULT_PORT = 80


@dataclass(frozen=True)
class Outgoing:
    """A proxy (`http://[user:password@]host:port`, empty: none) and a file of certificates in PEM (None: none)."""

    proxy: str = ""
    ca_file: Path | None = None

    @property
    def proxy_host(self) -> str:
        """The proxy's name; empty where there is none."""
        return urlsplit(self.proxy).hostname or ""

    @property
    def proxy_port(self) -> int:
        """The proxy's port."""
        return urlsplit(self.proxy).port or DEFAULT_PORT

    @property
    def shown_proxy(self) -> str:
        """The proxy's address as it may be shown: without a user and a password.

        >>> Outgoing("http://akquise:geheim@proxy.stadt.example:3128").shown_proxy
        'http://proxy.stadt.example:3128'
        """
        return f"http://{_named(urlsplit(self.proxy))}" if self.proxy else ""

    def tls_context(self) -> ssl.SSLContext:
        """What a server's certificate is checked against: the system's authorities and the house's own.

        Raises:
            UsageError: the file can't be read, or holds no certificate.
        """
        context = ssl.create_default_context()
        if self.ca_file is not None:
            try:
                context.load_verify_locations(self.ca_file)
            except (OSError, ssl.SSLError) as error:  # an SSLError is an OSError; without a reason of the system's
                raise UsageError(
                    "Die Datei {path} (ca_file) ist nicht zu gebrauchen: {why}. Gemeint sind Zertifikate im Format PEM "
                    "(-----BEGIN CERTIFICATE-----).",
                    path=self.ca_file,
                    why=error.reason if isinstance(error, ssl.SSLError) else error.strerror,
                ) from error
        return context

    def reach_proxy(self, timeout: float) -> None:
        """Connect to the proxy and say nothing.

        Raises:
            OSError: nobody answers there.
        """
        create_connection((self.proxy_host, self.proxy_port), timeout).close()

    def connect(self, host: str, port: int, timeout: float) -> socket:
        """A connection to a server through the proxy, or directly where there is none (RFC 9110, 9.3.6).

        Raises:
            OSError: nobody answers, or the proxy doesn't let us through.
        """
        if not self.proxy:
            return create_connection((host, port), timeout)
        connection = create_connection((self.proxy_host, self.proxy_port), timeout)
        try:
            connection.sendall(self._request_for(host, port))
            self._assert_open(_status_line(connection))
        except BaseException:
            connection.close()
            raise
        return connection

    def _assert_open(self, status: str) -> None:
        if status.split(" ")[1:2] != ["200"]:
            raise ConnectionRefusedError(f"Proxy {self.shown_proxy}: {status or '–'}")

    def _request_for(self, host: str, port: int) -> bytes:
        name = f"[{host}]" if ":" in host else host
        lines = [f"CONNECT {name}:{port} HTTP/1.1", f"Host: {name}:{port}"]
        parts = urlsplit(self.proxy)
        if parts.username is not None:
            known = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            lines.append(f"Proxy-Authorization: Basic {b64encode(known.encode()).decode()}")
        return "\r\n".join((*lines, "", "")).encode("latin-1")


#: without a proxy, believing whom the system believes
DIRECTLY = Outgoing()


def is_proxy(address: str) -> bool:
    """Is it the address of a proxy: http, a host, perhaps a user and a port, and nothing behind?

    >>> is_proxy("http://proxy.stadt.example:3128"), is_proxy("http://nutzer:pw@10.0.0.1:3128/")
    (True, True)
    >>> is_proxy("proxy.stadt.example:3128"), is_proxy("socks5://proxy:1080"), is_proxy("http://proxy:0/x")
    (False, False, False)
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    behind = parts.path.strip("/") or parts.query or parts.fragment
    return address.isprintable() and parts.scheme == "http" and bool(parts.hostname) and port != 0 and not behind


def _named(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _status_line(connection: socket) -> str:
    """The first line of what the proxy answers; all of its head is read, since what follows is the server's."""
    heard = b""
    while b"\r\n\r\n" not in heard and len(heard) < LONGEST_ANSWER:
        byte = connection.recv(1)  # not one more: the server may speak first
        if not byte:
            break
        heard += byte
    return heard.split(b"\r\n", 1)[0].decode("latin-1")
