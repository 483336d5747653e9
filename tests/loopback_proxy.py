"""A proxy on loopback, as a house has one at its way out: it knows where each name is, and keeps what it was asked."""

import socketserver
import threading
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BufferedIOBase
from socket import SHUT_WR, create_connection, socket


@dataclass
class Proxy:
    """Its port, and the first line of every request it got."""

    port: int
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def proxy_to(ports: Mapping[str, int], known: str = "") -> Iterator[Proxy]:
    """A proxy that tunnels to these ports of this machine, by the name asked for; with `known`, only for that user.

    Any other name is refused with 403, somebody else with 407. It tunnels only: nothing of ours goes out by http.
    """

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            first = self.rfile.readline().decode().strip()
            heads: list[str] = []
            while (line := self.rfile.readline()) not in (b"\r\n", b""):  # b"": whoever asked has gone
                heads.append(line.decode().strip())
            proxy.asked.append(first)
            method, _, target = first.partition(" ")
            where = target.partition(" ")[0]
            credentials = f"Proxy-Authorization: Basic {b64encode(known.encode()).decode()}"
            if known and credentials not in heads:
                self.wfile.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
            elif method != "CONNECT" or (port := ports.get(where.rpartition(":")[0])) is None:
                self.wfile.write(b"HTTP/1.1 403 Forbidden\r\n\r\n")
            else:
                self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                with create_connection(("127.0.0.1", port)) as inside:
                    _join(self.rfile, self.connection, inside)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        proxy = Proxy(int(server.server_address[1]))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield proxy
        server.shutdown()
        thread.join()


def _join(heard: BufferedIOBase, outside: socket, inside: socket) -> None:
    """Hand both directions on until both have ended."""

    def back() -> None:
        with suppress(OSError):
            while data := inside.recv(65536):
                outside.sendall(data)
        with suppress(OSError):
            outside.shutdown(SHUT_WR)

    thread = threading.Thread(target=back)
    thread.start()
    with suppress(OSError):
        while data := heard.read1(65536):
            inside.sendall(data)
    with suppress(OSError):
        inside.shutdown(SHUT_WR)
    thread.join()
