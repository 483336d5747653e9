"""Which addresses from outside may be opened: only plain web addresses, nothing that could act."""

import os
import sys
from urllib.parse import urlsplit


def is_web_address(address: str) -> bool:
    """Is it http or https, with a host, without control characters or blanks?

    >>> is_web_address("https://portal.example/aufruf"), is_web_address("file:///etc/passwd")
    (True, False)
    """
    if not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def has_browser() -> bool:
    """Is there a desktop to open a browser on? Without one, a text browser would take over the terminal."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
