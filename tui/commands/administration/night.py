"""`akquise nightly`: what every night does, for a person at a terminal, a timer, and who watches the machine."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from typing import TYPE_CHECKING, Annotated

import typer

from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say

if TYPE_CHECKING:
    from sqlalchemy import Engine

#: the exit status of a night that does nothing, since another one does it or has done it
DECLINED = 3


def nightly(
    context: typer.Context,
    via: Annotated[str | None, typer.Option(metavar="URL", help="Über diesen Spiegel.")] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Nur eine Zeile: wie die Nacht ausging. Für Timer und Überwachung.")
    ] = False,
    if_due: Annotated[
        bool, typer.Option("--if-due", help="Nur, wenn die letzte Nacht länger als zwölf Stunden her ist.")
    ] = False,
) -> None:
    """The night: crawl, judge, match, summary. One at a time; safe to kill and to run again."""
    from grants_db.storage.server_lock import assert_lock_is_held
    from tui.jobs.single_run_lock import night_lock

    state: CommandContext = context.obj
    engine = state.engine(migrates=True)
    with night_lock(engine) as ours:
        if not ours:
            _decline(_("Ein anderer Nachtlauf ist noch unterwegs; dieser endet ohne etwas zu tun."), quiet=quiet)
        if if_due and (done := _not_due(state, engine)):
            _decline(done, quiet=quiet)
        from tui.jobs.nightly import run_night  # what crawls and matches takes seconds to load

        with _unheard() if quiet else _heard():
            try:
                night = run_night(state, engine, via)
            except KeyboardInterrupt:
                assert_lock_is_held()  # else another night's taking over is what ended it
                raise
    from tui.jobs.health.verdict import night_verdict
    from tui.jobs.nightly import night_summary

    if quiet:
        say(night_verdict(engine, night, state.now()))
        raise typer.Exit(night.status)
    try:
        for line in night_summary(engine, state.today):
            say(line)
        sys.stdout.flush()
    finally:  # the last word, where the app shows only that and a mail is read from its end
        for finding in night.findings:
            note(finding)
    raise typer.Exit(night.status)


def _decline(why: str, *, quiet: bool) -> None:
    """End without doing anything; a quiet night's one line is data."""
    (say if quiet else note)(why)
    raise typer.Exit(DECLINED)


def _not_due(state: CommandContext, engine: "Engine") -> str:
    """Why there is nothing to do yet; empty where there is, also after a night that was cut short."""
    from tui.formatting.format import instant
    from tui.jobs.source_health import NIGHT, last_night, source_rows

    night = last_night(source_rows(engine, state.now()))
    if night.started is None or night.running or state.now() - night.started > NIGHT:
        return ""
    return _("Die letzte Nacht begann am {at}; dieser Nachtlauf endet ohne etwas zu tun.").format(
        at=instant(night.started)
    )


@contextmanager
def _heard() -> Iterator[None]:
    """As it is."""
    yield


@contextmanager
def _unheard() -> Iterator[None]:
    """Without narration: what matters of it is in the night's verdict."""
    with redirect_stderr(StringIO()):
        yield
