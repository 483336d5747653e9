"""What was put off until today waits again, also where no night has run."""

from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from tui.formatting.worker_errors import EXPECTED

if TYPE_CHECKING:
    from sqlalchemy import Engine


def bring_back_due(engine: "Engine", today: date, now: datetime) -> None:
    """Let what was put off until today wait again, where the night has not done so; whoever can't write only reads."""
    from grants_db.review.reopening import bring_back, is_any_due
    from grants_db.storage.database import reading, writing

    with reading(engine) as session:
        if not is_any_due(session, today):
            return
    with suppress(*EXPECTED), writing(engine) as session:
        bring_back(session, today, now)
