"""How sources stand to each other on screen: what needs a look comes first."""

from typing import TYPE_CHECKING

from grants_db.vocabulary import RunOutcome

if TYPE_CHECKING:
    from tui.jobs.source_health import SourceRow

OUTCOME_SIGNS = {
    RunOutcome.OK: "✓",
    RunOutcome.PARTIAL: "!",
    RunOutcome.BLOCKED: "✗",
    RunOutcome.FAILED: "✗",
    RunOutcome.NOT_ON_MIRROR: "–",
}
ORDER = [RunOutcome.FAILED, RunOutcome.BLOCKED, RunOutcome.PARTIAL, None, RunOutcome.OK, RunOutcome.NOT_ON_MIRROR]


def urgency(row: "SourceRow") -> tuple[int, str]:
    """For sorting: failed, blocked and partial runs first, then running and good ones, last what was never asked."""
    place = ORDER.index(row.last.outcome) if row.last is not None else len(ORDER)
    return place, row.source.title.casefold()


def is_told(row: "SourceRow") -> bool:
    """Did its last run say anything? A source that a mirror doesn't hold, or that was never asked, says nothing."""
    return row.last is not None and row.last.outcome is not RunOutcome.NOT_ON_MIRROR
