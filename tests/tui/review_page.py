"""What tests of the review queue read: the standing decisions, and what stands on the page."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Engine
from textual.widgets import OptionList, Static

from grants_db.review.decisions import current_decisions
from grants_db.storage.database import reading
from tui.app.app import AkquiseApp

AppOn = Callable[..., AkquiseApp]
WIDE = (140, 40)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def stored(engine: Engine) -> list[tuple[int, int, str, str | None, str]]:
    """Every standing decision as plain values."""
    with reading(engine) as session:
        return sorted(
            (one.measure_id, one.opportunity_id, one.kind.value, one.reason and one.reason.value, one.note)
            for one in current_decisions(session).values()
        )


def head(app: AkquiseApp) -> str:
    """The head of the match on screen."""
    return str(app.screen.query_one("#head", Static).content)


def lines(app: AkquiseApp, name: str) -> list[str]:
    """The lines of one of the lists."""
    options = app.screen.query_one(f"#{name}", OptionList)
    return [str(options.get_option_at_index(number).prompt) for number in range(options.option_count)]
