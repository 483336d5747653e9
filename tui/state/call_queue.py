"""The review by call as plain values: which calls, the one at hand and its measures, what comes next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tui.formatting.row_markers import is_new
from tui.state.review_queue import SETTLED, Filter

if TYPE_CHECKING:
    from grants_db.dashboard.details import Holdings
    from grants_db.models.measure import ActionField
    from grants_db.review.by_call import CallInFull, CallMeasure, CallToRead


@dataclass(frozen=True)
class CallTarget:
    """Where the review by call is to go: a call, and a measure of it by its id; None: where something waits."""

    call: int | None = None
    measure: int | None = None


@dataclass(frozen=True)
class CallReview:
    """The calls that pass the filter, the one at hand with its measures, and which of these was asked for."""

    holdings: "Holdings | None"  # read only where not a single call is proposed
    fields: "Sequence[ActionField]"
    calls: "Sequence[CallToRead]"
    at: int
    found: "CallInFull | None"
    measure: int | None
    filtered: Filter = field(default_factory=Filter)
    since: datetime | None = None
    stored: int = 0  # how many decisions of this screen had been written when it was read

    @property
    def call(self) -> "CallToRead":
        """The call at hand."""
        return self.calls[self.at]

    @property
    def measures(self) -> "Sequence[CallMeasure]":
        """The measures of the call at hand that pass the filter."""
        return measures_that_pass(self.found, self.filtered, self.measure) if self.found is not None else ()

    @property
    def to_read(self) -> int:
        """How many calls wait for a decision on a measure at least."""
        return sum(call.undecided > 0 for call in self.calls)

    def undecided(self) -> list[int]:
        """The measures of the call at hand that wait for a decision, in their order; not those it may only carry."""
        return [one.measure_id for one in self.measures if one.decision is None and not one.carried]

    def is_new(self, call: "CallToRead") -> bool:
        """Does it wait, and has it come or changed since the user last looked?"""
        return call.waiting > 0 and is_new(call.changed_at, self.since)


def measures_that_pass(found: "CallInFull", filtered: Filter, asked: int | None) -> "list[CallMeasure]":
    """The measures of a call that pass the filter; the one that was asked for always does."""
    return [
        one
        for one in found.measures
        if one.measure_id == asked or not filtered.only_open or one.decision not in SETTLED
    ]


def calls_that_pass(calls: "Sequence[CallToRead]", filtered: Filter, asked: int | None) -> "list[CallToRead]":
    """The calls that pass the filter; the one that was asked for always does."""
    return [call for call in calls if call.id == asked or not filtered.only_open or call.waiting > 0]


def place_of_call(calls: "Sequence[CallToRead]", asked: int | None) -> int:
    """The call that was asked for; else the first one that waits, at last for what was put off; else the first."""
    for at, call in enumerate(calls):
        if call.id == asked:
            return at
    for waits in ("undecided", "waiting"):
        for at, call in enumerate(calls):
            if getattr(call, waits):
                return at
    return 0


def place_of_measure(measures: "Sequence[CallMeasure]", asked: int | None) -> int:
    """The measure that was asked for, else the first undecided one, else the first."""
    for at, one in enumerate(measures):
        if one.measure_id == asked:
            return at
    return next((at for at, one in enumerate(measures) if one.decision is None and not one.carried), 0)


def following_call(review: CallReview, decided: Collection[int]) -> CallTarget:
    """After a decision on these measures: the call's next undecided one, else the next call that waits, else stay."""
    open_here = [one for one in review.undecided() if one not in decided]
    if open_here:
        return CallTarget(review.call.id, open_here[0])
    for call in [*review.calls[review.at + 1 :], *review.calls[: review.at]]:
        if call.undecided:
            return CallTarget(call.id)
    return CallTarget(review.call.id)
