"""Text from outside made harmless for a terminal, on one line, cut to a width. Pure functions of plain text."""

import unicodedata

from rich.cells import cell_len

ELLIPSIS = "…"
#: signs that are there only to be invisible: soft hyphen, joiners, direction marks, byte order mark
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))


def harmless(text: str) -> str:
    r"""Text from outside as a terminal may get it: controls become a sign, invisible signs go, spaces are spaces.

    >>> harmless("a\x1b[31mb\u00a0c\u00add")
    'a�[31mb cd'
    """
    if text.isprintable():
        return text
    return "".join(_harmless_sign(sign) for sign in text.replace("\r\n", "\n").translate(INVISIBLE))


def _harmless_sign(sign: str) -> str:
    if sign.isprintable() or sign == "\n":
        return sign
    if sign == "\t" or unicodedata.category(sign) == "Zs":
        return " "
    return "\n" if unicodedata.category(sign) in ("Zl", "Zp") or sign == "\r" else "\ufffd"


def one_line(text: str) -> str:
    """Harmless, on one line, white space as single spaces."""
    return " ".join(harmless(text).split())


def shortened(text: str, width: int) -> str:
    """One line of at most `width` cells; what is cut off shows as an ellipsis. Wide signs count two.

    >>> shortened("Integrationslotsen", 8)
    'Integra…'
    """
    text = one_line(text)
    if cell_len(text) <= width:
        return text
    used, kept = 0, []
    for sign in text:
        used += cell_len(sign)
        if used > width - 1:
            break
        kept.append(sign)
    return "".join(kept).rstrip() + ELLIPSIS if width > 0 else ""
