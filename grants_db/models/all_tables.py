"""Importing this registers every table; `metadata` is what migrations and backups work on."""

from sqlmodel import SQLModel

from grants_db.models import (
    application,
    archive,
    cluster,
    correction,
    cumulation,
    heading_mapping,
    import_log,
    letter,
    match,
    measure,
    notice,
    opportunity,
    opportunity_listing,
    source,
)

metadata = SQLModel.metadata

__all__ = [
    "application",
    "archive",
    "cluster",
    "correction",
    "cumulation",
    "heading_mapping",
    "import_log",
    "letter",
    "match",
    "measure",
    "metadata",
    "notice",
    "opportunity",
    "opportunity_listing",
    "source",
]
