"""Fetching by way of a mirror: every https://HOST/PATH?QUERY as MIRROR/HOST/PATH?QUERY.

A mirror is the practice portal, a test's server or an office's proxy. Everything above the download handler knows
only the original addresses.
"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from grants_db.errors import UsageError
from grants_db.rules.web_address import is_web_address


@dataclass(frozen=True)
class Mirror:
    """The address of a mirror, without a slash at its end."""

    url: str

    @classmethod
    def at(cls, url: str) -> "Mirror":
        """Check the address.

        Raises:
            UsageError: no http(s) address with a host.
        """
        try:
            valid = is_web_address(url) and not urlsplit(url).query and urlsplit(url).port != 0
        except ValueError:  # a port that is no number
            valid = False
        if not valid:
            raise UsageError(
                "„{url}“ ist keine Adresse eines Spiegels; gemeint ist etwa http://127.0.0.1:8000.", url=url
            )
        return cls(url.rstrip("/"))

    @property
    def host(self) -> str:
        """The mirror's host name."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_loopback(self) -> bool:
        """Does it lie on this machine, so that nobody is burdened by haste?"""
        return is_loopback(self.host)

    def address_of(self, url: str) -> str:
        """Where the mirror keeps the page of `url`.

        >>> Mirror("http://127.0.0.1:8000").address_of("https://www.example.org/a/b?c=d")
        'http://127.0.0.1:8000/www.example.org/a/b?c=d'
        """
        return f"{self.url}/{url.partition('://')[2]}"


def is_loopback(host: str) -> bool:
    """Is it this machine?

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("example.org")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
