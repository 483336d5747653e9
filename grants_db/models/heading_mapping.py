"""What the headings of an office's lists mean, as somebody said once."""

from sqlalchemy import Text
from sqlmodel import Field

from grants_db.models.columns import StoredModel


class HeadingMapping(StoredModel, table=True):
    """Headings of a row → fields, kept for the next file with the same headings."""

    __tablename__ = "heading_mapping"

    id: int | None = Field(default=None, primary_key=True)
    shape: str = Field(sa_type=Text, unique=True)  # the headings in plain letters, as JSON
    mapping: str = Field(sa_type=Text)  # heading → field, as JSON
