"""The review queue as plain values: what is shown and in which order, where to begin, what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from grants_db.vocabulary import DecisionKind
from tui.formatting.row_markers import is_new, is_own
from tui.state.context import ReviewTarget

if TYPE_CHECKING:
    from grants_db.dashboard.details import Holdings
    from grants_db.models.measure import ActionField, Measure
    from grants_db.review.queue import MatchInFull, MatchLine, QueuedMeasure
    from grants_db.review.umbrellas import UmbrellaElsewhere

#: where the app remembers what the review is narrowed down to
FILTER_MEMORY = "filters.matches"
SETTLED = (DecisionKind.ACCEPTED, DecisionKind.DISMISSED)


@dataclass(frozen=True)
class Filter:
    """What the queue is narrowed down to.

    Attributes:
        action_field: one action field.
        only_open: only what is open (not accepted, not dismissed).
        facet: the code of a facet that the calls must have (`grants_db.vocabulary_facets.facet_code`).
    """

    action_field: int | None = None
    only_open: bool = False
    facet: str = ""

    @classmethod
    def remembered(cls, values: Mapping[str, object]) -> "Filter":
        """From what was written down; anything else than what this version writes counts as no filter."""
        number = values.get("field")
        known = number if isinstance(number, int) and not isinstance(number, bool) else None
        facet = values.get("facet")
        return cls(known, values.get("open") is True, facet if isinstance(facet, str) else "")

    def as_json(self) -> dict[str, object]:
        """The form that is written down."""
        said: dict[str, object] = {"field": self.action_field, "open": self.only_open}
        return said | ({"facet": self.facet} if self.facet else {})

    def letting_in(self, target: ReviewTarget) -> "Filter":
        """The filter that doesn't hide the field somebody asks for."""
        hidden = target.action_field is not None and self.action_field not in (None, target.action_field)
        return replace(self, action_field=None) if hidden else self

    def measures(self, rows: "Sequence[QueuedMeasure]", target: ReviewTarget) -> "list[QueuedMeasure]":
        """The measures that pass; the one that was asked for always does."""
        return [row for row in rows if row.number == target.measure or self.passes(row)]

    def matches(self, lines: "Sequence[MatchLine]", target: ReviewTarget) -> "list[MatchLine]":
        """The matches that pass; the one that was asked for always does."""
        return [
            line
            for line in lines
            if line.opportunity_id == target.opportunity
            or ((not self.only_open or line.decision not in SETTLED) and (not self.facet or self.facet in line.facets))
        ]

    def passes(self, row: "QueuedMeasure") -> bool:
        """Does the measure pass?"""
        return self.action_field in (None, row.action_field) and (not self.only_open or row.counts.waiting > 0)


#: where the keys of the walk lead, from the match or the measure at hand
STEPS = {"next": 1, "previous": -1, "next_measure": 1, "previous_measure": -1}


@dataclass(frozen=True)
class Review:
    """The queue, the measure at hand and its matches; `opportunity` is the match that was asked for."""

    holdings: "Holdings | None"  # read only where there is not a single match
    fields: "Sequence[ActionField]"
    rows: "Sequence[QueuedMeasure]"
    at: int
    measure: "Measure | None"
    matches: "Sequence[MatchLine]"
    opportunity: int | None
    filtered: Filter = field(default_factory=Filter)
    in_full: "Mapping[int, MatchInFull]" = field(default_factory=dict)  # by match id: the one shown and its neighbours
    unit: str = ""  # whose measures come first
    since: datetime | None = None
    umbrellas: "Sequence[UmbrellaElsewhere]" = ()  # calls that may carry the measure, shown beside another one
    stored: int = 0  # how many decisions of this screen had been written when it was read

    @property
    def row(self) -> "QueuedMeasure":
        """The measure at hand."""
        return self.rows[self.at]

    def start(self) -> int:
        """The match that was asked for, else the first undecided one, else the first."""
        return place_of_match(self.matches, self.opportunity)

    def leads_on(self, step: str, position: int) -> bool:
        """Is there a match, or a measure, where this step leads from the match at `position`?"""
        at, count = (self.at, len(self.rows)) if step.endswith("measure") else (position, len(self.matches))
        return 0 <= at + STEPS[step] < count

    def is_own(self, row: "QueuedMeasure") -> bool:
        """Does the measure belong to the unit that sits here?"""
        return is_own(row.unit, self.unit)

    def is_new(self, line: "MatchLine") -> bool:
        """Has its call come or changed since the user last looked, with nothing decided yet?"""
        waits = line.decision not in SETTLED
        return waits and is_new(line.changed_at, self.since)


def own_first(rows: "Sequence[QueuedMeasure]", unit: str) -> "list[QueuedMeasure]":
    """The unit's own measures before the others, both in their order."""
    return sorted(rows, key=lambda row: not is_own(row.unit, unit))


def place_of_match(lines: "Sequence[MatchLine]", opportunity: int | None) -> int:
    """The match of this call, else the first undecided one, else the first."""
    for number, line in enumerate(lines):
        if line.opportunity_id == opportunity:
            return number
    return next((number for number, line in enumerate(lines) if line.decision is None), 0)


def place_to_start(rows: "Sequence[QueuedMeasure]", target: ReviewTarget) -> int:
    """The measure that was asked for; else the first with an undecided match, of the field that was asked for."""
    for number, row in enumerate(rows):
        if row.number == target.measure:
            return number
    of_field = [(number, row) for number, row in enumerate(rows) if target.action_field in (None, row.action_field)]
    for wanted in (
        lambda row: row.counts.waiting > row.counts.put_off,
        lambda row: row.counts.waiting > 0,
        lambda _row: True,
    ):
        for number, row in of_field:
            if wanted(row):
                return number
    return 0


def following(review: Review, position: int, decided: frozenset[int] = frozenset()) -> ReviewTarget:
    """After a decision: the measure's next undecided match, else the next measure that has one, else stay.

    `decided` are the calls that were decided on just now; the match at `position` always counts as one of them.
    """
    number = review.row.number
    ahead = [*review.matches[position + 1 :], *review.matches[:position]]
    for line in ahead:
        if line.decision is None and line.opportunity_id not in decided:
            return ReviewTarget(measure=number, opportunity=line.opportunity_id)
    for row in [*review.rows[review.at + 1 :], *review.rows[: review.at]]:
        if row.counts.waiting > row.counts.put_off:
            return ReviewTarget(measure=row.number)
    return ReviewTarget(measure=number, opportunity=review.matches[position].opportunity_id)


def neighbours(lines: "Sequence[MatchLine]", position: int) -> list[int]:
    """The ids of the match at this place and of those beside it, so that the next key finds it read already."""
    return [line.match_id for line in lines[max(position - 1, 0) : position + 2]]
