"""`akquise doctor`: is all well with what akquise stands on? For a person, and for a monitoring system."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui.formatting.i18n import _, counted
from tui.state.command_context import CommandContext, say, say_json, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.jobs.health.findings import HealthCheck

MARKS = ("✓", "!", "✗")
WORDS = ("ok", "warning", "failure")


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False,
    metrics: Annotated[
        Path | None, typer.Option(metavar="DATEI", help="Auch als Messwerte in diese Datei (.prom), für node_exporter.")
    ] = None,
) -> None:
    """Look at everything and change nothing. Exit status as monitoring plugins: 0 fine, 1 warning, 2 failure."""
    from importlib.metadata import version

    from grants_db.clock import this_instant
    from grants_db.errors import AkquiseError
    from grants_db.settings import default_config_file
    from tui.jobs.health.doctor import examine, unreadable_settings
    from tui.jobs.health.findings import worst

    state: CommandContext = context.obj
    try:
        settings = state.settings
    except AkquiseError as error:
        checks = unreadable_settings(error)
    else:
        checks = examine(settings, default_config_file(), this_instant())
    if metrics is not None:
        from tui.jobs.health.metrics import metrics_text, write_metrics

        write_metrics(metrics, metrics_text(checks, version("akquise"), this_instant()))
    if as_json:
        told = [
            {"check": check.name, "status": WORDS[check.health], "message": translate(check.said)} for check in checks
        ]
        say_json({"status": WORDS[worst(checks)], "version": version("akquise"), "checks": told})
    else:
        say(_verdict(checks))
        for check in checks:
            say(f"{MARKS[check.health]} {translate(check.said)}")
    raise typer.Exit(int(worst(checks)))


def _verdict(checks: "Sequence[HealthCheck]") -> str:
    """The first line, which is all that a monitoring system shows."""
    counts = Counter(check.health.name for check in checks)
    if counts["FAILURE"]:
        return "akquise: " + counted("{n} Fehler", "{n} Fehler", counts["FAILURE"]) + _and_warnings(counts["WARNING"])
    if counts["WARNING"]:
        return "akquise: " + counted("{n} Hinweis", "{n} Hinweise", counts["WARNING"])
    return "akquise: " + _("alles in Ordnung")


def _and_warnings(count: int) -> str:
    return ", " + counted("{n} Hinweis", "{n} Hinweise", count) if count else ""
