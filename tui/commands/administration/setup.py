"""`akquise setup`: city, contact, mail, database and the first table of measures, asked for or from a file."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, translate


def setup(
    context: typer.Context,
    answers: Annotated[
        Path | None,
        typer.Option("--answers", metavar="DATEI", help="Nicht fragen: die Antworten stehen hier (TOML, YAML)."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Nur prüfen, was geantwortet ist.")] = False,
    units: Annotated[
        Path | None,
        typer.Option("--units", metavar="ORDNER", help="Die Dienste für systemd in diesen Ordner schreiben."),
    ] = None,
    user: Annotated[
        str, typer.Option("--user", metavar="NAME", help="Unter wem die Dienste laufen; sonst der jetzige.")
    ] = "",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port der Anwendung im Browser, für die Dienste.")] = 8765,
    public_url: Annotated[str, typer.Option(metavar="URL", help="Wie bei „akquise serve“, für die Dienste.")] = "",
    user_header: Annotated[str, typer.Option(metavar="NAME", help="Wie bei „akquise serve“, für die Dienste.")] = "",
) -> None:
    """Set up, or set up anew: what is there stays. With `--units` alone, only the units are written."""
    if answers is not None or units is None:
        state: CommandContext = context.obj
        _set_up(answers, state.given.get("database_url", ""), dry_run=dry_run)
    if units is not None and not dry_run:
        from tui.jobs.setting_up.service_units import UnitPlan, write_units

        plan = UnitPlan(units.absolute(), user, port, public_url, user_header)
        for written in write_units(plan):
            say(str(written.path))
            if written.before is not None:
                note(_("Die bisherige Datei liegt in {file}.").format(file=written.before))


def _set_up(file: Path | None, database: str, *, dry_run: bool) -> None:
    """Ask or read, check, make; `database` is what the call itself names (`--database`), which leads over a file."""
    from grants_db.clock import local_day, this_instant
    from grants_db.errors import UsageError
    from grants_db.settings import default_config_file, file_values, set_by_environment
    from tui.commands.administration.asking import answers_asked_for
    from tui.commands.lists.asking import agreed, can_ask
    from tui.jobs.setting_up.answers import read_answers
    from tui.jobs.setting_up.making import CheckedAnswers, check_answers, make

    config, now = default_config_file(), this_instant()
    if file is None and not can_ask():
        raise UsageError(
            "„akquise setup“ fragt im Terminal; ohne eines stehen die Antworten in einer Datei: --answers."
        )
    said = read_answers(file) if file else answers_asked_for(file_values(config))
    if database:
        said = replace(said, settings={**said.settings, "database_url": database})
    checked = check_answers(said, config, local_day(now))
    if not isinstance(checked, CheckedAnswers):
        for wrong in checked:
            say(f"{translate(said.place(wrong.name))}: {translate(wrong.said)}")
        note(_("Es wurde nichts angelegt und nichts geändert."))
        raise typer.Exit(2)
    if dry_run:
        note(_("Alle Antworten sind brauchbar; es wurde nichts angelegt."))
        return
    if file is None and not agreed(_("So einrichten? [j/N]")):
        note(_("Es wurde nichts angelegt und nichts geändert."))
        return
    made = make(checked, said, config, local_day(now), now)
    note(_("Einstellungen: {file}").format(file=config))
    note(_("Datenbank: {url}").format(url=_shown(made.settings.database_url)))
    if made.measures is None:
        note(_("Maßnahmen liest ein: akquise measures import DATEI"))
    else:
        for finding in made.measures.findings():
            say(translate(finding))
        note(translate(made.measures.summary()))
    for variable in set_by_environment(os.environ).values():
        note(_("{variable} ist in der Umgebung gesetzt und geht der Einstellungsdatei vor.").format(variable=variable))
    note(_("Ob alles gesund ist, sagt: akquise doctor"))
    raise typer.Exit(1 if made.measures is not None and made.measures.refused else 0)


def _shown(url: str) -> str:
    from sqlalchemy import make_url

    from grants_db.storage.address import shown

    return shown(make_url(url))
