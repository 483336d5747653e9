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
    content = _content_of(file)
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


def _content_of(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise InputError("{file} ist größer als {most} MB.", file=file, most=MOST_BYTES // 1_000_000)
        content = file.read_bytes()
    except OSError as error:
        raise InputError("{file} ist nicht lesbar: {why}.", file=file, why=error.strerror) from error
    if content.startswith(_OUTLOOK) or file.suffix.lower() == ".msg":
        raise InputError(
            "{file} ist eine Outlook-Nachricht; bitte in Outlook als .eml oder den Anhang als PDF speichern.", file=file
        )
    if b"%PDF-" not in content[:1024] and file.suffix.lower() != ".eml":
        raise InputError("{file} ist weder eine PDF-Datei noch eine E-Mail (.eml).", file=file)
    return content
