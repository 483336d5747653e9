"""Importing this registers every table; `metadata` is what migrations and backups work on."""

from sqlmodel import SQLModel

from grants_db.models import match, measure, opportunity, source

metadata = SQLModel.metadata

__all__ = ["match", "measure", "metadata", "opportunity", "source"]
