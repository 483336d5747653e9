"""The status of a call on a day, from its dates and notes."""

from datetime import date

import pytest

from grants_db.rules.deadline import Deadline
from grants_db.rules.status import status_course
from grants_db.vocabulary import DeadlineKind, DeadlineStage, OpportunityStatus, StatusNote

TODAY = date(2026, 11, 24)
NOTHING = Deadline()


def fixed(*days: str) -> Deadline:
    return Deadline(DeadlineKind.FIXED, days)


@pytest.mark.parametrize(
    ("deadline", "note", "opens_on", "status"),
    [
        (NOTHING, None, None, OpportunityStatus.UNKNOWN),
        (fixed("2026-11-24"), None, None, OpportunityStatus.OPEN),  # a deadline counts with its day
        (fixed("2026-11-23"), None, None, OpportunityStatus.CLOSED),
        (fixed("2026-11-23", "2027-02-01"), None, None, OpportunityStatus.OPEN),
        (fixed("2026-10-01"), StatusNote.OPEN, None, OpportunityStatus.CLOSED),  # dates lead over notes
        (fixed("2027-02-01"), StatusNote.CLOSED, None, OpportunityStatus.CLOSED),  # money is gone
        (fixed("2027-02-01"), StatusNote.OPEN, date(2026, 12, 1), OpportunityStatus.FORECASTED),
        (fixed("2027-02-01"), StatusNote.FORTHCOMING, date(2026, 11, 1), OpportunityStatus.OPEN),
        (NOTHING, StatusNote.FORTHCOMING, None, OpportunityStatus.FORECASTED),
        (NOTHING, StatusNote.OPEN, None, OpportunityStatus.OPEN),
        (NOTHING, None, date(2026, 1, 1), OpportunityStatus.UNKNOWN),  # begun says nothing about the end
        (NOTHING, None, date(2026, 12, 1), OpportunityStatus.FORECASTED),
        (Deadline(DeadlineKind.ANNUAL, ("10-31",)), None, None, OpportunityStatus.OPEN),
        (Deadline(DeadlineKind.ROLLING), None, None, OpportunityStatus.OPEN),
        (Deadline(DeadlineKind.ROLLING, ("2026-10-01",)), None, None, OpportunityStatus.CLOSED),
        (Deadline(DeadlineKind.RELATIVE, ("P8W",)), None, None, OpportunityStatus.OPEN),
        (Deadline(DeadlineKind.BEFORE_START), None, None, OpportunityStatus.OPEN),
        (Deadline(DeadlineKind.CLOSED), StatusNote.OPEN, None, OpportunityStatus.CLOSED),
        (Deadline(DeadlineKind.ANNOUNCED), None, None, OpportunityStatus.FORECASTED),
        (fixed("--03-15"), None, None, OpportunityStatus.UNKNOWN),  # of which year?
        (fixed("--12-15"), StatusNote.OPEN, None, OpportunityStatus.OPEN),  # the source itself says so
        (fixed("--12-15"), None, date(2026, 12, 1), OpportunityStatus.FORECASTED),
        (fixed("2027-02-01", "--09-15"), None, None, OpportunityStatus.OPEN),
        (fixed("2026-02-01", "--09-15"), None, None, OpportunityStatus.UNKNOWN),
        (Deadline(DeadlineKind.FIXED), None, None, OpportunityStatus.UNKNOWN),  # a date nobody could read
    ],
)
def test_the_status_follows_from_dates_and_notes(
    deadline: Deadline, note: StatusNote | None, opens_on: date | None, status: OpportunityStatus
) -> None:
    assert status_course(deadline, note, opens_on).on(TODAY) is status


def test_a_sketch_that_has_passed_does_not_close_a_call_with_a_later_date() -> None:
    stages = (DeadlineStage.SKETCH, DeadlineStage.APPLICATION)
    deadline = Deadline(DeadlineKind.FIXED, ("2026-10-01", "2027-02-01"), stages=stages, two_stage=True)

    assert status_course(deadline, None, None).on(TODAY) is OpportunityStatus.OPEN
