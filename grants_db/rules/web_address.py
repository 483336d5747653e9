"""What a web address is: what may be stored from outside, opened and fetched. Pure."""

import re
from urllib.parse import urlsplit

_HARMFUL = re.compile(r"[\s\\<>\"]")


def is_web_address(address: str) -> bool:
    r"""Is it http or https, with a host, without signs that could act where it is shown or opened?

    >>> is_web_address("https://portal.example/aufruf"), is_web_address("file:///etc/passwd")
    (True, False)
    >>> is_web_address("javascript:alert(1)"), is_web_address("https:///a"), is_web_address("https://a.example/\x1b")
    (False, False, False)
    """
    if not address.isprintable() or _HARMFUL.search(address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
