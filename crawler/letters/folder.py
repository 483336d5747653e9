"""A folder of mails as a source: the calls of all its newsletters, each once, as proposals that a person reviews."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.letters.files.reader import read_document
from crawler.letters.letter import read_letter
from grants_db.errors import InputError
from grants_db.messages import Message

MOST_FILES = 500


@dataclass
class FolderCalls:
    """What a folder holds.

    Attributes:
        calls: each call once, with the `file` it was first met in; the newest mail first.
        refused: a sentence for each file that could not be read.
        left_out: files beyond the most that are read at once.
    """

    calls: list[dict[str, Any]] = field(default_factory=list)
    refused: list[Message] = field(default_factory=list)
    left_out: int = 0


def calls_in_folder(folder: Path) -> FolderCalls:
    """The calls of the mails (.eml, .msg) in a folder; the mails stay as they are.

    Raises:
        InputError: no such folder.
    """
    files = mails_in(folder)
    found = FolderCalls(left_out=max(0, len(files) - MOST_FILES))
    seen: set[str] = set()
    for file in files[:MOST_FILES]:
        try:
            letter = read_letter(read_document(file))
        except InputError as refusal:
            found.refused.append(refusal.sentence)
            continue
        for call in letter.calls:
            marks = {call["link"] or "", f"{call['title'].casefold()} {call['deadline']}"} - {""}
            if not marks & seen:
                found.calls.append({**call, "file": file.name})
            seen |= marks
    return found


def mails_in(folder: Path) -> list[Path]:
    """The mails (.eml, .msg) in a folder, the newest file first.

    Raises:
        InputError: no such folder.
    """
    if not folder.is_dir():
        raise InputError("{folder} ist kein Ordner.", folder=folder)
    mails = (file for file in folder.iterdir() if file.suffix.lower() in {".eml", ".msg"} and file.is_file())
    return sorted(mails, key=lambda file: (-file.stat().st_mtime, file.name))
