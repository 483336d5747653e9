"""A letter's file into a document: a PDF with text or a mail, read in a process of its own with limits."""

import json
from pathlib import Path

from crawler.letters.files.document import LetterDocument
from grants_db.child_process import ChildFailedError, ChildTooSlowError, read_apart
from grants_db.errors import InputError

MOST_BYTES = 25_000_000
TIME_LIMIT = 30  # seconds for the whole file
_OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_document(file: Path, *, seconds: float = TIME_LIMIT) -> LetterDocument:
    """The document in a file; whatever it holds, nothing of it is run.

    Raises:
        InputError: missing, too large, neither PDF nor mail, without text, or not read within the limits.
    """
    return read_content(content_of(file), str(file), seconds=seconds)


def read_content(content: bytes, file: str, *, seconds: float = TIME_LIMIT) -> LetterDocument:
    """The document in these bytes, of a PDF or a mail; `file` names them in what is said.

    Raises:
        InputError: not read within the limits, or without text.
    """
    try:
        answer = read_apart("crawler.letters.files.reading_process", content, seconds=seconds)
    except ChildTooSlowError as error:
        raise InputError("{file} ließ sich nicht in {seconds} Sekunden lesen.", file=file, seconds=seconds) from error
    except ChildFailedError as error:
        raise InputError("{file} ließ sich nicht lesen: beschädigt, verschlüsselt oder zu groß.", file=file) from error
    document = LetterDocument.from_json(json.loads(answer))
    if not document.lines and not document.attachments:
        raise InputError("{file} enthält keinen Text (nur Bilder?); bitte mit Texterkennung speichern.", file=file)
    return document


def content_of(file: Path) -> bytes:
    """The bytes of a letter's file.

    Raises:
        InputError: missing, too large, neither PDF nor mail.
    """
    try:
        if file.stat().st_size > MOST_BYTES:
            raise InputError("{file} ist größer als {most} MB.", file=file, most=MOST_BYTES // 1_000_000)
        content = file.read_bytes()
    except OSError as error:
        raise InputError("{file} ist nicht lesbar: {why}.", file=file, why=error.strerror) from error
    if b"%PDF-" in content[:1024] or file.suffix.lower() == ".eml":
        return content
    if file.suffix.lower() != ".msg":
        raise InputError("{file} ist weder eine PDF-Datei noch eine E-Mail (.eml, .msg).", file=file)
    if not content.startswith(_OUTLOOK):
        raise InputError("{file} heißt wie eine Outlook-Nachricht, ist aber keine.", file=file)
    return content
