"""Reads for the screen of opportunities, in a worker; the database toolkit is loaded there."""

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.views import OpportunityDetails


def read_details(engine: "Engine", key: int, today: date) -> "OpportunityDetails":
    """Everything that is shown of one call."""
    from grants_db.database import reading
    from grants_db.views import opportunity_details

    with reading(engine) as session:
        return opportunity_details(session, key, today)
