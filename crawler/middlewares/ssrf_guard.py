"""No request into the own network: not by a link, not by a redirect, not by a name that resolves there.

The mirror and the configured proxies are the only private addresses that may be asked, since a person named them.
"""

import ipaddress
from typing import Self
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.errors import AddressRefusedError

#: ends of names that never mean a public server (RFC 6761, 6762, 8375)
_INSIDE = (".local", ".localhost", ".internal", ".home.arpa", ".lan", ".intranet", ".test", ".invalid")

#: names that led into a network; the library that resolves names passes on no reason
_LED_INSIDE: set[str] = set()


class AddressMiddleware:
    """Refuses requests to anything but public web servers."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise for an address we don't go to."""
        refuse_inside(request.url)


def refuse_inside(url: str) -> None:
    """Check what can be seen from the address itself; names are checked again when they are resolved.

    Raises:
        AddressRefusedError: no http(s), credentials in the address, or an address inside a network.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressRefusedError("Die Adresse ist nicht zu gebrauchen: {url}", url=url[:200]) from error
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not host:
        raise AddressRefusedError("Nur Webadressen werden abgerufen, nicht {url}", url=url[:200])
    if port not in (None, 80, 443) or is_inside(host):
        raise AddressRefusedError(
            "Die Adresse {host} liegt nicht im öffentlichen Netz und wird nicht abgerufen.", host=host
        )


def is_inside(host: str) -> bool:
    """Does the name or number plainly lie inside a network?

    >>> is_inside("10.0.0.1"), is_inside("[::1]"), is_inside("intranet"), is_inside("www.example.org")
    (True, True, True, False)
    """
    host = host.strip("[]").rstrip(".").lower()
    try:
        return not _is_public(host)
    except ValueError:
        pass
    last = host.rpartition(".")[2]
    # a name of digits alone is an address in an old way of writing (127.1, 0x7f000001)
    return "." not in host or host.endswith(_INSIDE) or last.isdecimal() or last.startswith("0x")


def refuse_led_inside(url: str) -> None:
    """Refuse an address whose name was resolved and led into a network: asking again changes nothing.

    Raises:
        AddressRefusedError: it did.
    """
    host = urlsplit(url).hostname or ""
    if host in _LED_INSIDE:
        raise AddressRefusedError("Der Name {host} führt ins eigene Netz und wird nicht abgerufen.", host=host)


def _is_public(number: str) -> bool:
    address = ipaddress.ip_address(number)
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global and not address.is_multicast


class GuardedResolver(CachingThreadedResolver):
    """Resolves names, and refuses those that lead into a network; the answer is the one that is connected to."""

    allowed: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: object) -> Self:
        """Scrapy's way of making one; hosts a person named may lie inside."""
        made: Self = super().from_crawler(crawler, reactor)  # type: ignore[arg-type]  # the reactor has no exported type
        proxies = {urlsplit(proxy).hostname or "" for proxy in getproxies().values()}
        made.allowed = frozenset({*crawler.settings.getlist("AKQUISE_NAMED_HOSTS"), *proxies} - {""})
        return made

    def getHostByName(self, name: str, timeout: object = ()) -> "Deferred[str]":  # noqa: N802 - Twisted's name
        """The address of a name, if it is one we may go to."""
        found: Deferred[str] = super().getHostByName(name, timeout)  # type: ignore[arg-type]  # a tuple of seconds
        return found if name in self.allowed else found.addCallback(self._checked, name)

    def _checked(self, number: str, name: str) -> str:
        if not _is_public(number):
            _LED_INSIDE.add(name)
            raise DNSLookupError(f"{name} leads to {number}, inside a network")
        return number
