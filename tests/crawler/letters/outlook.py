"""Outlook messages for the tests: a compound file in which each property is a stream of its own, as Microsoft says."""

import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeAlias

#: a folder: its streams and folders by name
Folder: TypeAlias = "dict[str, bytes | Folder]"

SECTOR, SMALL, CUTOFF = 512, 64, 4096  # bytes: a sector, a small one, below which a stream stands in small ones
END, FREE, FAT, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
SUBJECT, BODY, SENDER, ADDRESS, MESSAGE_ID = "0037001F", "1000001F", "0C1A001F", "5D01001F", "1035001F"
PAGE, FILE_NAME, DATA, INSIDE = "10130102", "3707001F", "37010102", "3701000D"


def a_message(texts: Mapping[str, str | bytes], *, sent: datetime | None = None, inner: bool = False) -> Folder:
    """The folder of a message; `inner`: of one that is attached to another."""
    folder: Folder = {f"__substg1.0_{name}": _as_bytes(name, value) for name, value in texts.items()}
    listed = b"\0" * (24 if inner else 32)
    if sent is not None:
        ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7
        listed += struct.pack("<HHIQ", 0x0040, 0x0039, 6, ticks)
    listed += struct.pack("<HHIII", 0x0003, 0x3FDE, 6, 1252, 0)
    return {**folder, "__properties_version1.0": listed}


def attached(folder: Folder, *attachments: Folder) -> Folder:
    """The message with these attached: folders with a file's name and its bytes, or with a message inside."""
    names = {f"__attach_version1.0_#{number:08X}": one for number, one in enumerate(attachments)}
    return {**folder, **names}


def a_file(name: str, content: bytes) -> Folder:
    """An attachment that is a file."""
    return {f"__substg1.0_{FILE_NAME}": name.encode("utf-16-le"), f"__substg1.0_{DATA}": content}


def a_message_inside(message: Folder) -> Folder:
    """An attachment that is a message."""
    return {f"__substg1.0_{INSIDE}": message}


def as_outlook_file(root: Folder) -> bytes:
    """The compound file: a header, its table of sectors, and in them the folders, the small streams and the others."""
    entries: list[bytes | None] = [None]
    sectors: list[bytes] = []
    following: list[int] = []
    small = bytearray()
    small_following: list[int] = []

    def chain(content: bytes) -> int:
        """Put a content into sectors; the number of its first one."""
        pieces = [content[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(content), SECTOR)]
        first = len(sectors)
        sectors.extend(pieces)
        following.extend([*range(first + 1, first + len(pieces)), END])
        return first if pieces else END

    def small_chain(content: bytes) -> int:
        count = -(-len(content) // SMALL)
        first = len(small_following)
        small.extend(content.ljust(count * SMALL, b"\0"))
        small_following.extend([*range(first + 1, first + count), END] if count else [])
        return first if count else END

    def put(name: str, what: "bytes | Folder", right: int) -> int:
        number = len(entries)
        entries.append(None)
        if isinstance(what, bytes):
            first = chain(what) if len(what) >= CUTOFF else small_chain(what)
            entries[number] = _entry(name, 2, right, NONE, first, len(what))
        else:
            entries[number] = _entry(name, 1, right, put_all(what), 0, 0)
        return number

    def put_all(folder: Folder) -> int:
        """The folder's entries as a chain, each to the right of the one that is less; the number of the first."""
        right = NONE
        for name in sorted(folder, key=lambda name: (len(name), name.upper()), reverse=True):
            right = put(name, folder[name], right)
        return right

    child = put_all(root)
    small_first = chain(bytes(small))
    entries[0] = _entry("Root Entry", 5, NONE, child, small_first, len(small))
    while len(entries) % 4:
        entries.append(b"\0" * 68 + struct.pack("<III", NONE, NONE, NONE) + b"\0" * 48)
    folders_first = chain(b"".join(entry for entry in entries if entry is not None))
    table = struct.pack(f"<{len(small_following)}I", *small_following)
    table_first = chain(table.ljust(-(-len(table) // SECTOR) * SECTOR, b"\xff"))
    count = 1
    while count * (SECTOR // 4) < len(sectors) + count:
        count += 1
    fat_first = len(sectors)
    fat = struct.pack(f"<{len(following) + count}I", *following, *([FAT] * count)).ljust(count * SECTOR, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\0" * 16, 0x3E, 3, 0xFFFE, 9, 6, b"\0" * 6),
        *(0, count, folders_first, 0, CUTOFF, table_first, max(1, len(table) // SECTOR), END, 0),
    )
    places = struct.pack("<109I", *(fat_first + number if number < count else FREE for number in range(109)))
    return header + places + b"".join(sectors) + fat


def _entry(name: str, kind: int, right: int, child: int, first: int, size: int) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ", wide, len(wide), kind, 1, NONE, right, child, b"\0" * 16, 0, 0, 0, first, size
    )


def _as_bytes(name: str, value: str | bytes) -> bytes:
    if isinstance(value, bytes):
        return value
    return value.encode("cp1252" if name.endswith("001E") else "utf-16-le")
