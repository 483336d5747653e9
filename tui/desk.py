"""What every screen works with: the settings, the day, and the database once it is open."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from grants_db.errors import AkquiseError
from grants_db.sentence import Sentence

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.settings import Settings


@dataclass(frozen=True)
class ReviewTarget:
    """Where the review queue is to go: a field's first waiting match, a measure, or one match of it."""

    action_field: int | None = None
    measure: str | None = None
    opportunity: int | None = None


@dataclass
class Desk:
    """The app's data source: an address that is opened after the first paint, or a database that is open already."""

    source: "str | Engine"
    settings: "Settings"
    today: date
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    engine: "Engine | None" = None
    mishap: Sentence | None = None  # why the database could not be opened
    review: ReviewTarget | None = None

    def open(self) -> None:
        """Open the database, or keep why not; slow, since it loads the database toolkit: call it in a worker."""
        if not isinstance(self.source, str):
            self.engine = self.source
            return
        from grants_db.database import open_database

        try:
            self.engine = open_database(self.source)
        except AkquiseError as mishap:
            self.mishap = mishap.sentence

    def now(self) -> datetime:
        """This instant, on the day that is taken for today."""
        return datetime.combine(self.today, self.clock().timetz())
