"""What is looked for among the opportunities."""

from dataclasses import dataclass
from datetime import datetime

from grants_db.vocabulary import ApplicantRoute, Level, OpportunityStatus


@dataclass(frozen=True)
class OpportunityFilter:
    """What is looked for; empty means all, of several any. Every word must occur in title, texts or funder.

    A word is found at the beginning of words, and from four letters on inside compounds too, whether it is written with
    umlauts or without; signs that are neither letters nor digits divide words.
    """

    words: str = ""
    levels: tuple[Level, ...] = ()
    statuses: tuple[OpportunityStatus, ...] = ()
    action_field: int | None = None  # proposed for one of the field's measures
    routes: tuple[ApplicantRoute, ...] = ()
    unit: str = ""  # proposed for one of the unit's measures
    since: datetime | None = None  # first seen or changed after it
    to_check: bool = False  # only those with a fact that somebody has to look at
