"""What imports did, so that one can be taken back where nobody has changed it since."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from grants_db.models.columns import Instant, StoredModel, word
from grants_db.vocabulary import ImportedThing, ImportKind


class ImportRun(StoredModel, table=True):
    """One import of a file that changed something."""

    __tablename__ = "import_run"

    id: int | None = Field(default=None, primary_key=True)
    kind: ImportKind = Field(sa_type=word(ImportKind), index=True)
    file: str = Field(max_length=300)  # its name, without folders
    list_name: str = Field(default="", max_length=100)  # of measures: the list they belong to
    at: datetime = Field(sa_type=Instant)
    by: str = Field(default="", max_length=200)  # unit or role
    new: int = 0
    changed: int = 0


class ImportChange(StoredModel, table=True):
    """One thing an import added or changed."""

    __tablename__ = "import_change"

    id: int | None = Field(default=None, primary_key=True)
    import_id: int = Field(foreign_key="import_run.id", index=True)
    thing: ImportedThing = Field(sa_type=word(ImportedThing))
    thing_id: int  # its id in its own table
    name: str = Field(max_length=300)  # how people call it: number and title
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # as it was; None: the import added it
    after: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # what tells whether somebody changed it since
    taken_back_at: datetime | None = Field(default=None, sa_type=Instant)
