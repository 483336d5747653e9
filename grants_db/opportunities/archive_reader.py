"""The raw answers of sources as they lie in the archive: gzip WARC records (ISO 28500), each by file and first byte."""

import hashlib
import io
import json
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from sqlalchemy import URL
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from grants_db.html.text import html_text
from grants_db.models.archive import ArchivedPage
from grants_db.user_folders import user_folder

#: what is unpacked of a ZIP file: documents, bytes of one and of all
MOST_MEMBERS, LARGEST_MEMBER, LARGEST_WHOLE = 60_000, 4_000_000, 400_000_000


@dataclass(frozen=True)
class RecordLocation:
    """Where a record lies: file below the archive's folder, first byte, and length in bytes."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True)
class ArchivedResponse:
    """An answer as it came: its address, status, headers and body."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


def archive_folder(url: URL, configured: Path | None = None) -> Path:
    """Where raw answers are kept: as configured; else beside the SQLite file; else in the user's data folder."""
    if configured is not None:
        return configured
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return Path(f"{url.database}.archive")
    return user_folder("data") / "archive"


def bytes_at(folder: Path, kept: RecordLocation) -> bytes | None:
    """A record's bytes; None where they can't be read."""
    try:
        with (folder / kept.file).open("rb") as file:
            file.seek(kept.offset)
            data = file.read(kept.length)
    except OSError:
        return None
    return data if len(data) == kept.length else None


def kept_answer(folder: Path, page: ArchivedPage) -> ArchivedResponse | None:
    """The answer of an archived page; None where it can no longer be read, or is not what was written."""
    data = bytes_at(folder, RecordLocation(page.file, page.offset, page.length))
    if data is None:
        return None
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(data))), None)
        if record is None or record.http_headers is None:
            return None
        url = str(record.rec_headers.get_header("WARC-Target-URI"))
        headers: Mapping[str, str] = dict(record.http_headers.headers)
        status = int(record.http_headers.get_statuscode())
        body = record.content_stream().read()
    except (ArchiveLoadFailed, OSError, EOFError, ValueError):
        return None
    if hashlib.sha256(body).hexdigest() != page.digest:
        return None
    return ArchivedResponse(url, status, headers, body)


def answer_in_text(answer: ArchivedResponse, words: Collection[str] = ()) -> str:
    """The answer for people: of a page what a reader sees; JSON indented; other text as it is.

    Of a ZIP file the first document that holds one of the `words` (a call's key, its title). Empty where it is no text.
    """
    if zipfile.is_zipfile(io.BytesIO(answer.body)):
        return _document_with(answer.body, words)
    named = {name.lower(): value for name, value in answer.headers.items()}
    kind = named.get("content-type", "").partition(";")[0].strip().lower()
    if kind and not kind.startswith("text/") and not re.search(r"json|xml|html", kind):
        return ""
    text = _decoded(answer.body, named.get("content-type", ""))
    if "json" in kind:
        try:
            return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
        except ValueError:
            return text
    if "html" in kind or "<html" in text[:2000].lower():
        return html_text(text)
    return text


def _document_with(body: bytes, words: Collection[str]) -> str:
    """The text of a ZIP file's document; what unpacks to more than a document of its kind is left shut."""
    sought, unpacked = [escape(word, quote=False).encode() for word in words if word], 0
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for member in archive.infolist()[:MOST_MEMBERS]:
                if member.file_size > LARGEST_MEMBER:
                    continue
                with archive.open(member) as file:
                    data = file.read(LARGEST_MEMBER)  # whatever the directory says of its size
                unpacked += len(data)
                if any(word in data or word in member.filename.encode() for word in sought):
                    return f"{member.filename}\n\n{_decoded(data, '')}"
                if unpacked > LARGEST_WHOLE:
                    break
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, RuntimeError):
        return ""
    return ""


def _decoded(body: bytes, content_type: str) -> str:
    """By the header, else by what the page says of itself, else UTF-8; what fits nowhere becomes a sign of its own."""
    stated = re.search(r"charset=[\"']?([\w-]+)", content_type) or re.search(
        r"(?:charset|encoding)=[\"']?([\w-]+)", body[:2000].decode("ascii", "ignore")
    )
    try:
        return body.decode(stated[1] if stated else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
