"""Tells a page from one that asks for proof of being human in its place."""

import re

_WALL = re.compile(
    r"captcha|radware|verify (?:that )?you are (?:a )?human|just a moment|access denied|zugriff verweigert|"
    r"bot[- ]?(?:detection|protection|abwehr)|sind sie ein mensch",
    re.IGNORECASE,
)
#: walls are small; a page with more text than this is content, whatever words it has
_WALL_SIZE = 20_000


def is_wall(body: bytes) -> bool:
    """Is it a page that wants proof of being human, in place of what was asked for?"""
    start = body[:_WALL_SIZE]
    if len(body) > _WALL_SIZE or start[:2] == b"PK" or start.lstrip()[:1] in (b"{", b"["):
        return False
    text = re.sub(r"<[^<>]*>", " ", start.decode("utf-8", errors="replace"))
    return bool(_WALL.search(text)) and len(text.split()) < 200
