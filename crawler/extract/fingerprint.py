"""The sign of today's parsers: tells a page read by them from one that another version read."""

import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable


def extraction_sign() -> str:
    """A digest of everything that reads pages: a page read by another version is asked for in full."""
    digest = hashlib.sha256()
    for name, data in sorted(_sources(files("crawler"))):
        digest.update(name.encode())
        digest.update(data)
    return digest.hexdigest()


def _sources(folder: Traversable, prefix: str = "") -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name not in ("demo_portal", "__pycache__", "middlewares"):
            found += _sources(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".py", ".yml")):
            found.append((f"{prefix}{entry.name}", entry.read_bytes()))
    return found
