"""Where opportunities come from, what each night's run found, and what the servers answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Text
from sqlmodel import Field

from grants_db.models.columns import Instant, StoredModel, word
from grants_db.vocabulary import Level, RunOutcome


class Source(StoredModel, table=True):
    """A portal or a watched page. Portals are written from the crawler's classes, watched pages by officers."""

    __tablename__ = "source"

    name: str = Field(primary_key=True, max_length=60)
    title: str = Field(sa_type=Text)
    url: str = Field(sa_type=Text)
    platform: str = Field(max_length=40)  # "watched_page" or the platform of a spider
    level: Level | None = Field(default=None, sa_type=word(Level))  # None: the source says it for each call
    funder: str = Field(default="", sa_type=Text)
    attribution: str = Field(default="", sa_type=Text)
    permission: str = Field(default="", sa_type=Text)  # on what ground it is fetched live
    permission_needed: bool = False  # no live crawl until a permission is recorded
    allowed_at: datetime | None = Field(default=None, sa_type=Instant)  # when the operator's permission was recorded
    allowed_note: str = Field(default="", sa_type=Text)
    enabled: bool = True
    verified: bool = False  # False until its first good run
    bounds_since: datetime | None = Field(default=None, sa_type=Instant)  # a person accepted a new size then
    added_at: datetime = Field(sa_type=Instant)


class CrawlRun(StoredModel, table=True):
    """One source, one run: what was asked, answered and found. `outcome` is None while it runs."""

    __tablename__ = "crawl_run"

    id: int | None = Field(default=None, primary_key=True)
    source_name: str = Field(foreign_key="source.name", max_length=60, index=True)
    started_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    outcome: RunOutcome | None = Field(default=None, sa_type=word(RunOutcome))
    via: str = Field(default="", sa_type=Text)  # the mirror, empty when live
    extraction: str = Field(default="", max_length=64)  # the sign of the parsers that read it
    opportunities: int = 0  # seen in this run, changed or not
    new: int = 0
    changed: int = 0
    returned: int = 0  # retired before, and listed again
    retired: int = 0
    asked: int = 0
    answered: int = 0
    unchanged: int = 0  # HTTP 304
    failed: int = 0
    http_statuses: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    unknown_labels: list[str] = Field(default_factory=list, sa_type=JSON)
    errors: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)  # {"url", "sentence": Message}


class PageState(StoredModel, table=True):
    """What is needed to ask a page "changed since?", and a sign of the extraction that last read it."""

    __tablename__ = "page_state"

    url: str = Field(primary_key=True, max_length=2000)
    source_name: str = Field(foreign_key="source.name", max_length=60, index=True)
    etag: str = Field(default="", max_length=500)
    last_modified: str = Field(default="", max_length=100)
    body_hash: str = Field(max_length=64)
    extraction: str = Field(max_length=64)  # a page read by another extraction is asked for in full
    fetched_at: datetime = Field(sa_type=Instant)
