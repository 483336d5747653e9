"""Asking the sources with the settings of this call; in practice the practice portal alone, and what it shows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.state.command_context import CommandContext, note, translate
from tui.state.termination import interrupt

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from crawler.runs.crawl import SourceResult


def ask_sources(
    state: CommandContext,
    engine: "Engine",
    names: Sequence[str] | None,
    via: str | None,
    *,
    ends_with_it: bool = False,
) -> "list[SourceResult]":
    """Ask the named sources, or all that are switched on, and narrate; raises what `run_sources` raises.

    Raises:
        KeyboardInterrupt: with `ends_with_it`, when a signal ended the crawl: what would follow is not begun either.
    """
    from crawler.demo_portal.sources import register_practice_sources
    from crawler.runs.crawl import run_sources
    from crawler.runs.reactor import ended_by

    results = run_sources(
        engine,
        names,
        via=state.via(via),
        contact=state.settings.contact,
        now=state.now,
        today=state.today,
        progress=lambda sentence: note(translate(sentence)),
        archive=state.settings.archive_folder,
        outgoing=state.settings.outgoing,
        register=register_practice_sources if state.settings.practice else None,
    )
    if ends_with_it and (by := ended_by()) is not None:
        interrupt(by)
    return results
