"""Whether an address can be opened from here."""

import os
import sys


def has_browser() -> bool:
    """Is there a desktop to open a browser on? Without one, a text browser would take over the terminal."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
