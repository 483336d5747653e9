"""Which letters the bytes of a text file are: Unicode, or what Windows, Macintosh and MS-DOS wrote before it.

Those three give every byte some sign, so that the wrong one reads "fŸr" or "Tšchter" without any fault. A reading is
ruled out by signs that stand where German never has them; where more than one is left, the caller has to decide by
what it looks for, or to ask.
"""

import re
from collections.abc import Iterable, Sequence
from functools import partial

BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
UMLAUTS = "äöüÄÖÜß"
ACCENTS = "áâçèêëíîïñóôú"
CAPITALS = "ÇÉÑ"  # that both old encodings have, at the beginning of names
ABC = r"[^\W\d_]"  # a letter of any kind
#: signs each old encoding may show in a German text; MS-DOS is 850 and 437 at once as far as these go
OLD = {
    "mac_roman": UMLAUTS + ACCENTS + "éà" + CAPITALS + "–—„“”‚‘’…€§°•·«»´®©™±\u00a0",
    "cp850": UMLAUTS + ACCENTS + "éà" + CAPITALS + "§°²·«»±½¼µ\u00a0",
}
#: what German texts have only in names and borrowed words, and signs that stand in no word
FOREIGN = re.compile(rf"(?![{UMLAUTS}])[^\W\d_a-zA-Z]|(?<={ABC})·(?={ABC})")
#: signs that stand between two letters in no language: quotes, trade marks, sums
TORN = re.compile(rf"(?<={ABC})[„“”‚™§¤¥†‡‰¢£¨¯¬¶¸¿¡ˆ˜‹›«»€ƒ×÷±²³¹¼½¾¦©®](?={ABC})")
#: a capital in or at the end of a small word; what opens something and stands at its end; what belongs to a number
ODD = re.compile(
    rf"(?<=[a-zäöüß])[À-ÖØ-ÞŠŒŽŸ]|(?<={ABC})[À-ÖØ-ÞŠŒŽŸ](?=[a-zäöüß])|Ÿ(?=[a-zäöüß])|(?<={ABC})[„‚§†‡™ˆ˜¨](?!\w)"
    rf"|[§†‡™](?=[a-zäöüß])|€(?!uro)(?=[a-zäöüß])|ƒ(?={ABC})"
)
#: in an old encoding: a lone letter, a capital umlaut at the end, an ß at the beginning, a small letter before a
#: capital, an accent where foreign names and words in German have none
ODD_UMLAUT = re.compile(
    rf"(?<!\w)[{UMLAUTS}](?!\w)|(?<=\w)[ÄÖÜ](?!\w)|(?<!{ABC})ß|[äöüß{ACCENTS}é](?=[A-Z])|\d[{UMLAUTS}]|[{UMLAUTS}]\d"
    rf"|(?<!{ABC})[{ACCENTS}é]|[{ACCENTS}](?!{ABC})|(?<={ABC})à|à(?={ABC})|[{CAPITALS}](?!{ABC})"
)


#: what UTF-8 looks like to a program that takes it for the letters of Windows, of a Macintosh or of MS-DOS
TAKEN_FOR = ("cp1252", "mac_roman", "cp850")


def _signs(encoding: str, codes: Iterable[int]) -> str:
    return re.escape("".join(bytes([code]).decode(encoding, "ignore") or chr(code) for code in codes))


def _doubled_in(encoding: str) -> re.Pattern[str]:
    later = f"[{_signs(encoding, range(0x80, 0xC0))}\x80-\x9f]"
    return re.compile(rf"[{_signs(encoding, OF_TWO)}]{later}|{_signs(encoding, OF_THREE)}{later}{{2}}")


OF_TWO, OF_THREE = (0xC2, 0xC3, 0xC5), (0xE2,)  # the first of as many bytes
DOUBLED = {encoding: _doubled_in(encoding) for encoding in TAKEN_FOR}
#: one of these stands first in whatever was converted twice
FIRST_DOUBLED = re.compile(f"[{''.join(_signs(encoding, OF_TWO + OF_THREE) for encoding in TAKEN_FOR)}]")
#: the letters and signs that German texts have beside ASCII
GERMAN = set("äöüÄÖÜßéèáàâêëîïôûçñÉ–—‚‘’„“”…€§°²³·•«»\u00a0")


def most_german(texts: Sequence[str]) -> str | None:
    """The only one of these readings whose letters are all German ones, where it has some; None: nobody can tell.

    >>> most_german(["Sšhne und Tšchter", "Söhne und Töchter"]), most_german(["Šahin", "äahin"])
    ('Söhne und Töchter', None)
    """
    german = [text for text in texts if not FOREIGN.search(text) and len(re.findall(rf"[{UMLAUTS}]", text)) > 1]
    return german[0] if len(german) == 1 else None


def undoubled(text: str) -> str:
    """The text with letters that were converted twice as they were; as it is where there are none.

    >>> undoubled("MaÃŸnahme fÃ¼r TÃ¶chter â€“ 5 â‚¬"), undoubled("Café für Töchter")
    ('Maßnahme für Töchter – 5 €', 'Café für Töchter')
    """
    if text.isascii() or not FIRST_DOUBLED.search(text):
        return text
    for encoding, pattern in DOUBLED.items():
        text = pattern.sub(partial(_once, encoding), text)
    return text


def _once(encoding: str, match: re.Match[str]) -> str:
    found = match[0]
    try:
        codes = (sign.encode(encoding) if not "\x80" <= sign <= "\x9f" else bytes([ord(sign)]) for sign in found)
        said = b"".join(codes).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return found
    return said if said in GERMAN else found


def possible_texts(content: bytes) -> list[str]:
    """What the bytes may say: nothing, one text, or several between which the letters don't decide.

    >>> possible_texts("Töchter".encode()), possible_texts("für Töchter".encode("mac_roman"))
    (['Töchter'], ['für Töchter'])
    >>> possible_texts("für Töchter".encode("cp850")), possible_texts("96 T€ – 5 §".encode("cp1252"))
    (['für Töchter'], ['96 T€ – 5 §'])
    >>> possible_texts("Söhne".encode("mac_roman"))
    ['Sšhne', 'Söhne']
    """
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if content.startswith(mark)), None)
    for encoding in (marked, "utf-8"):
        text = _decoded(content, encoding) if encoding else None
        if text is not None or (encoding and encoding == marked):
            return [text] if text is not None else []
    found = []
    for encoding in ("cp1252", *OLD):
        text = _decoded(content, encoding)
        if text is not None and _may_be(text, encoding):
            found.append(text)
    return found


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def _may_be(text: str, encoding: str) -> bool:
    """May somebody have written this?"""
    if TORN.search(text) or ODD.search(text):
        return False
    return encoding not in OLD or not (
        ODD_UMLAUT.search(text) or set(re.findall(r"[^\x00-\x7f]", text)) - set(OLD[encoding])
    )
