"""Keeps what the servers answered, on its way to the spider: unpacked, after the last redirect, once."""

import hashlib
from pathlib import Path
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from sqlalchemy import update
from sqlmodel import col, select

from crawler.archive.writer import RecordWriter, request_key
from crawler.context import CrawlContext, context_of
from crawler.text.wall import is_wall
from grants_db.errors import AkquiseError
from grants_db.messages import Message
from grants_db.models.archive import ArchivedPage
from grants_db.opportunities.archive_reader import RecordLocation, archive_folder
from grants_db.storage.database import reading, writing

#: pages made known to the database in one transaction
BATCH = 100
_CONDITIONS = ("If-None-Match", "If-Modified-Since")


class ArchiveMiddleware:
    """Writes answers a spider can read to the archive; what is already there is only confirmed."""

    def __init__(self, context: CrawlContext) -> None:
        self._context = context
        self._folder = archive_folder(context.engine.url, context.limits.archive)
        self._writer = RecordWriter(self._folder, context.source.name, context.run_id, context.now())
        self._rows: dict[tuple[str, str], int] = {}  # (request, digest) → id
        self._latest: dict[str, int] = {}  # request → id of its last answer
        self._lies: dict[str, RecordLocation] = {}  # digest → where
        self._new: dict[tuple[str, str], ArchivedPage] = {}
        self._confirmed: dict[int, None] = {}
        self._usable = True
        self._load()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        made = cls(context_of(crawler))
        crawler.signals.connect(made.close, signals.spider_closed)
        return made

    def process_request(self, request: Request) -> None:
        """Ask in full for a page whose last answer is not in the archive (any more)."""
        if any(name in request.headers for name in _CONDITIONS) and request_key(request) not in self._latest:
            for name in _CONDITIONS:
                request.headers.pop(name, None)

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep a page; pass everything on."""
        if "page" in request.cb_kwargs and self._usable:
            if response.status == 304:
                if (row := self._latest.get(request_key(request))) is not None:
                    self._confirmed[row] = None
            elif response.status == 200 and response.body.strip() and not is_wall(response.body):
                self._keep(request, response)
            if len(self._new) + len(self._confirmed) >= BATCH:
                self._flush()
        return response

    def close(self) -> None:
        """Make known what is left."""
        self._flush()
        self._writer.close()

    def _load(self) -> None:
        with reading(self._context.engine) as session:
            statement = select(ArchivedPage).where(ArchivedPage.source_name == self._context.source.name)
            rows = session.exec(statement.order_by(col(ArchivedPage.confirmed_at), col(ArchivedPage.id))).all()
        there = {file for file in {row.file for row in rows} if _is_file(self._folder / file)}
        for row in rows:
            if row.file in there and row.id is not None:
                self._rows[row.request_key, row.digest] = row.id
                self._latest[row.request_key] = row.id
                self._lies[row.digest] = RecordLocation(row.file, row.offset, row.length)

    def _keep(self, request: Request, response: Response) -> None:
        digest = hashlib.sha256(response.body).hexdigest()
        key = request_key(request)
        if (key, digest) in self._new:
            return
        if (known := self._rows.get((key, digest))) is not None:
            self._confirmed[known] = None
            self._latest[key] = known
            return
        now = self._context.now()
        try:
            kept = self._lies.get(digest) or self._writer.write(response, now)
        except OSError as error:
            self._give_up(error)
            return
        self._lies[digest] = kept
        self._new[key, digest] = ArchivedPage(
            source_name=self._context.source.name,
            request_key=key,
            url=str(request.cb_kwargs["page"]),
            digest=digest,
            file=kept.file,
            offset=kept.offset,
            length=kept.length,
            fetched_at=now,
            confirmed_at=now,
        )

    def _flush(self) -> None:
        if not self._new and not self._confirmed:
            return
        try:
            self._writer.sync()
            self._make_known()
        except OSError as error:
            self._give_up(error)
            return
        except AkquiseError as error:
            self._usable = False
            self._context.error = self._context.error or error  # the database failed: the night ends
            return
        for (key, digest), row in self._new.items():
            if row.id is not None:
                self._rows[key, digest] = self._latest[key] = row.id
        self._new, self._confirmed = {}, {}

    def _give_up(self, error: OSError) -> None:
        """Said once; the calls themselves are worth more than their archive."""
        self._usable = False
        self._new, self._confirmed = {}, {}
        said = Message.of(
            "Die Rohantworten konnten nicht archiviert werden ({folder}: {why}).",
            folder=self._folder,
            why=error.strerror or type(error).__name__,
        )
        self._context.stats.note(self._context.source.url, said)

    def _make_known(self) -> None:
        now = self._context.now()
        with writing(self._context.engine) as session:
            for row in self._new.values():
                # a copy of a row whose file was lost gives way to the new one
                lost = session.exec(
                    select(ArchivedPage).where(
                        ArchivedPage.source_name == row.source_name,
                        ArchivedPage.request_key == row.request_key,
                        ArchivedPage.digest == row.digest,
                    )
                ).first()
                if lost is not None:
                    session.delete(lost)
                    session.flush()
                session.add(row)
            if self._confirmed:
                chosen = col(ArchivedPage.id).in_(list(self._confirmed))
                session.exec(update(ArchivedPage).where(chosen).values(confirmed_at=now))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False
