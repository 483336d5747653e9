"""Raw answers as evidence: each kept once, in gzip WARC files of a source, a day and a run (ISO 28500).

A run writes files of its own and appends whole records; a record is known to the database only when it lies on the
disk. So a crawl that is killed while it writes leaves every earlier record as it was, and a tail nobody points to.
"""

import gzip
import hashlib
import io
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from scrapy import Request
from scrapy.http import Response
from scrapy.responsetypes import responsetypes
from sqlmodel import Session, col, select
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from grants_db.errors import DatabaseError
from grants_db.models.archive import ArchivedPage
from grants_db.opportunities.archive_reader import RecordLocation, bytes_at, kept_answer

#: bodies from here on are mostly archives themselves: packing them hard costs time and saves nothing
LARGE = 1024 * 1024
#: headers of an answer that speak of the way, not of the page, or that name a session
_NOT_KEPT = {b"set-cookie", b"transfer-encoding", b"connection", b"content-length", b"content-encoding"}


def request_key(request: Request) -> str:
    """What a request asks for; a search asks one address for many things."""
    asked = str(request.cb_kwargs.get("page") or request.url)
    return hashlib.sha256(b"\n".join((request.method.encode(), asked.encode(), request.body))).hexdigest()


class RecordWriter:
    """Appends answers to one run's file; the file is made with the first of them."""

    def __init__(self, folder: Path, source_name: str, run_id: int, now: datetime) -> None:
        self._folder = folder
        self._name = f"{source_name}/{now:%Y-%m-%d}-{run_id:06d}.warc.gz"
        self._file: BinaryIO | None = None

    def write(self, response: Response, now: datetime) -> RecordLocation:
        """Append one answer, and say where it lies once it has left our hands.

        Raises:
            OSError: the disk is full, or the folder may not be written to.
        """
        data = gzip.compress(_record(response, now), 1 if len(response.body) > LARGE else 3, mtime=0)
        if self._file is None:
            self._file = self._open()
        offset = self._file.tell()
        try:
            self._file.write(data)
            self._file.flush()
        except OSError:
            self._file.seek(offset)
            self._file.truncate()
            raise
        return RecordLocation(self._name, offset, len(data))

    def sync(self) -> None:
        """Wait until what was written is on the disk."""
        if self._file is not None:
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """End the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self) -> BinaryIO:
        path = self._folder / self._name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "r+b", buffering=LARGE)
        file.seek(0, io.SEEK_END)
        return file


def latest_pages(session: Session, source_name: str) -> dict[str, ArchivedPage]:
    """The answer each request of a source got last, by `request_key`."""
    statement = select(ArchivedPage).where(ArchivedPage.source_name == source_name)
    rows = session.exec(statement.order_by(col(ArchivedPage.confirmed_at), col(ArchivedPage.id)))
    return {row.request_key: row for row in rows}


def stored_answer(folder: Path, page: ArchivedPage, request: Request) -> Response | None:
    """The archived answer as Scrapy would hand it to a spider; None where it can no longer be read."""
    found = kept_answer(folder, page)
    if found is None:
        return None
    kind_header = found.headers.get("Content-Type", "").encode("latin-1")
    kind = responsetypes.from_headers({b"Content-Type": kind_header})
    if kind is Response:
        kind = responsetypes.from_args(url=found.url, body=found.body)
    return kind(url=found.url, status=found.status, headers=dict(found.headers), body=found.body, request=request)


def copy_record(folder: Path, kept: RecordLocation, target: BinaryIO) -> RecordLocation | None:
    """Append a record's bytes to another open file of the archive; None where they can't be read."""
    data = bytes_at(folder, kept)
    if data is None:
        return None
    offset = target.tell()
    target.write(data)
    return RecordLocation(kept.file, offset, len(data))


def refuse_folder(folder: Path, error: OSError) -> DatabaseError:
    """The sentence for an archive that can't be worked on."""
    return DatabaseError(
        "Der Archivordner {folder} ist nicht zu gebrauchen: {why}. Bitte Ordner und Rechte prüfen.",
        folder=folder,
        why=error.strerror or type(error).__name__,
    )


def _record(response: Response, now: datetime) -> bytes:
    headers = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        if name.lower() not in _NOT_KEPT
        for value in values
    ]
    headers.append(("Content-Length", str(len(response.body))))
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False)
    record = writer.create_warc_record(
        response.url,
        "response",
        payload=io.BytesIO(response.body),
        length=len(response.body),
        http_headers=StatusAndHeaders(f"{response.status} OK", headers, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"},
    )
    writer.write_record(record)
    return buffer.getvalue()
