"""The two texts that are matched, as plain values: an opportunity and a measure."""

from dataclasses import dataclass
from decimal import Decimal

#: (kind of facet, its words) as a person stated them, in place of what is read
StatedFacets = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class OpportunityText:
    """An opportunity as the matcher reads it.

    Attributes:
        id: the caller's key, unique among the opportunities that are fitted together.
        title: its name.
        short_description: the purpose in a few sentences, if the source has one.
        description: the body; may be very long.
        language: "de" or "en"; anything else is told from the words.
        level: who pays (land, federal, eu, foundation, municipal).
        funder: the name of who pays.
        min_amount: smallest sum for one project in EUR, None if not stated.
        max_amount: largest sum for one project in EUR, None if not stated.
        days_left: days until the next date to apply, None if there is none.
        facets: what a person stated that it pays for.
    """

    id: str
    title: str
    short_description: str
    description: str
    language: str
    level: str
    funder: str = ""
    min_amount: Decimal | None = None
    max_amount: Decimal | None = None
    days_left: int | None = None
    facets: StatedFacets = ()


@dataclass(frozen=True)
class MeasureText:
    """A measure as the matcher reads it.

    Attributes:
        id: the caller's key, unique among the measures that are ranked together.
        title: its name.
        text: its description; may be empty.
        action_field: its number in the city's concept; 0 means none.
        gap: money still missing in EUR, None if unknown.
        goal: the goal of the concept it serves.
        facets: what a person stated that it wants.
    """

    id: str
    title: str
    text: str
    action_field: int
    gap: Decimal | None = None
    goal: str = ""
    facets: StatedFacets = ()
