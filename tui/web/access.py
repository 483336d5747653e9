"""Who may come in: which Host and which Origin the server answers, and where it may listen. Pure functions.

The server has no login of its own; what it checks is that the page in the browser is its own. A page of another site
can neither open the socket (its Origin is wrong) nor pretend to be us by a name that leads here (its Host is wrong).
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from grants_db.errors import UsageError

#: names of this machine, as a browser writes them
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
#: what `--host` may be, and the address listened on
LISTEN = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "::1": "::1"}
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class AccessRules:
    """The values of Host and Origin that are ours."""

    hosts: frozenset[str]
    origins: frozenset[str]

    @property
    def sockets(self) -> list[str]:
        """Where a page of ours may open its socket, as a policy names it; a policy knows no IPv6 addresses."""
        return sorted(origin.replace("http", "ws", 1) for origin in self.origins if "[" not in origin)

    def knows_host(self, host: str) -> bool:
        """Was the request meant for us?"""
        return host.lower() in self.hosts

    def knows_origin(self, origin: str) -> bool:
        """Does the request come from a page of ours? Without an Origin it comes from no browser: no."""
        return origin.lower() in self.origins


def access_rules(port: int, public_url: str = "") -> AccessRules:
    """Loopback with our port, and the address that the reverse proxy serves.

    >>> ours = access_rules(8765, "https://akquise.stadt.example/")
    >>> ours.knows_host("localhost:8765"), ours.knows_host("evil.example:8765")
    (True, False)
    >>> ours.knows_origin("https://akquise.stadt.example"), ours.knows_origin("http://akquise.stadt.example")
    (True, False)
    """
    hosts = {host for name in LOOPBACK for host in _spellings(name, port, "http")}
    origins = {f"http://{host}" for host in hosts}
    if public_url:
        scheme, name, public_port = _public(public_url)
        spelled = _spellings(name, public_port, scheme)
        hosts |= spelled
        origins |= {f"{scheme}://{host}" for host in spelled}
    return AccessRules(frozenset(hosts), frozenset(origins))


def listening_address(host: str) -> str:
    """The address to listen on.

    Raises:
        UsageError: it is not one of this machine alone.
    """
    if host not in LISTEN:
        raise UsageError(
            "akquise serve lauscht nur auf diesem Rechner (127.0.0.1), nicht auf „{host}“: es hat keine eigene "
            "Anmeldung. Nach außen führt der Reverse-Proxy der Stadt mit seiner Anmeldung; "
            "seine Adresse nennt --public-url.",
            host=host,
        )
    return LISTEN[host]


def _spellings(name: str, port: int, scheme: str) -> set[str]:
    """How a browser writes host and port; it leaves the usual port away."""
    return {f"{name}:{port}", *((name,) if port == PORTS[scheme] else ())}


def _public(address: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise UsageError(
            "„{address}“ ist keine Adresse für --public-url; gemeint ist die, unter der der Reverse-Proxy die "
            "Anwendung zeigt, zum Beispiel https://akquise.stadt.example/.",
            address=address,
        )
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return parts.scheme, name, port or PORTS[parts.scheme]
