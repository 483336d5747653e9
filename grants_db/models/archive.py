"""Where the raw answers lie that the calls were read from."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint
from sqlmodel import Field

from grants_db.models.columns import Instant, StoredModel


class ArchivedPage(StoredModel, table=True):
    """One answer of one address, kept once however often it came: a record of a WARC file in the archive's folder.

    `confirmed_at` is when the source last gave this answer, or said that it still holds; retention counts from it.
    """

    __tablename__ = "archived_page"
    __table_args__ = (
        UniqueConstraint("source_name", "request_key", "digest"),
        Index("ix_archived_page_file", "file"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source_name: str = Field(foreign_key="source.name", max_length=60, index=True)
    request_key: str = Field(max_length=64)  # SHA-256 over method, address and body of the request
    url: str = Field(sa_type=Text)  # as asked for
    digest: str = Field(max_length=64)  # SHA-256 of the answer's body
    file: str = Field(max_length=300)  # below the archive's folder, with /
    offset: int = Field(sa_type=BigInteger)  # of the record's gzip member in the file
    length: int = Field(sa_type=BigInteger)
    fetched_at: datetime = Field(sa_type=Instant)
    confirmed_at: datetime = Field(sa_type=Instant, index=True)
