"""Raw answers are kept for a time and then deleted: pages may hold names, and evidence has its term.

What a source still said within the term stays. A file in which only some records are over is written again without
them; the database learns of the new file before the old one goes, so that a crash loses nothing.
"""

import os
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import col, delete, select

from crawler.archive.writer import copy_record, refuse_folder
from grants_db.messages import Message
from grants_db.models.archive import ArchivedPage
from grants_db.opportunities.archive_reader import RecordLocation, archive_folder
from grants_db.storage.database import reading, writing

#: a file that no row points to may still be written by a crawl; after this long it is what a killed one left
ABANDONED_AFTER = timedelta(days=2)


@dataclass(frozen=True)
class Pruned:
    """What was deleted."""

    pages: int
    files: int
    freed: int  # bytes

    def sentence(self) -> Message:
        """One line for people."""
        return Message.of(
            "Archiv: {pages} Seiten über der Aufbewahrungszeit gelöscht, {files} Dateien, {kilobytes} kB frei.",
            pages=self.pages,
            files=self.files,
            kilobytes=self.freed // 1024,
        )


def prune(engine: Engine, *, days: int, now: datetime, archive: Path | None = None) -> Pruned:
    """Delete answers that their source last gave or confirmed more than `days` days before `now`.

    Raises:
        DatabaseError: the archive's folder can't be worked on.
    """
    folder = archive_folder(engine.url, archive)
    with reading(engine) as session:
        rows = session.exec(select(ArchivedPage)).all()
    by_file: dict[str, list[ArchivedPage]] = defaultdict(list)
    for row in rows:
        by_file[row.file].append(row)
    pages = files = freed = 0
    try:
        for file, held in sorted(by_file.items()):
            over = [row for row in held if row.confirmed_at < now - timedelta(days=days)]
            if over:
                freed += _shrink(engine, folder, file, held, over)
                pages += len(over)
                files += len(over) == len(held)
        with reading(engine) as session:
            known = set(session.exec(select(ArchivedPage.file).distinct()))
        for path in _abandoned(folder, known, now):
            freed += path.stat().st_size
            path.unlink()
            files += 1
    except OSError as error:
        raise refuse_folder(folder, error) from error
    return Pruned(pages, files, freed)


def _shrink(engine: Engine, folder: Path, file: str, held: list[ArchivedPage], over: list[ArchivedPage]) -> int:
    """Take rows and their records out of a file; gives the bytes freed."""
    old = folder / file
    before = old.stat().st_size if old.is_file() else 0
    gone = {row.id for row in over}
    staying = [row for row in held if row.id not in gone]
    lies: dict[int, RecordLocation] = {}
    after = 0
    if staying and before:
        lies, after = _copied(folder, file, staying)
    with writing(engine) as session:
        session.exec(delete(ArchivedPage).where(col(ArchivedPage.id).in_(gone)))
        for identity, kept in lies.items():
            row = session.get(ArchivedPage, identity)
            if row is not None:
                row.file, row.offset, row.length = kept.file, kept.offset, kept.length
                session.add(row)
    old.unlink(missing_ok=True)
    return before - after


def _copied(folder: Path, file: str, staying: list[ArchivedPage]) -> tuple[dict[int, RecordLocation], int]:
    """Copy the records of these rows, each once, to a new file beside the old: where each row's lies, and its size."""
    name = _next_name(folder, file)
    copies: dict[RecordLocation, RecordLocation] = {}
    lies: dict[int, RecordLocation] = {}
    with os.fdopen(os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as target:
        for row in staying:
            at = RecordLocation(row.file, row.offset, row.length)
            if at not in copies and (copy := copy_record(folder, at, target)) is not None:
                copies[at] = RecordLocation(name, copy.offset, copy.length)
            if at in copies and row.id is not None:
                lies[row.id] = copies[at]
        target.flush()
        os.fsync(target.fileno())
        return lies, target.tell()


def _next_name(folder: Path, file: str) -> str:
    """`dsee/2026-11-24-000016.warc.gz` → `dsee/2026-11-24-000016-1.warc.gz`, or the next that is free."""
    stem = file.removesuffix(".warc.gz")
    number = 1
    while (folder / f"{stem}-{number}.warc.gz").exists():
        number += 1
    return f"{stem}-{number}.warc.gz"


def _abandoned(folder: Path, known: set[str], now: datetime) -> list[Path]:
    if not folder.is_dir():
        return []
    latest = (now - ABANDONED_AFTER).timestamp()
    return [
        path
        for path in folder.glob("*/*.warc.gz")
        if path.relative_to(folder).as_posix() not in known and path.stat().st_mtime < latest
    ]
