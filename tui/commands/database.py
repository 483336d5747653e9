"""`akquise db`: care for the database."""

from pathlib import Path
from typing import Annotated

import typer

from grants_db.clock import local
from tui.commands.arguments import Json
from tui.formatting.i18n import _, counted
from tui.state.command_context import CommandContext, note, say, say_json, translate

app = typer.Typer(help="Datenbank pflegen.", no_args_is_help=True, rich_markup_mode=None)


@app.command(help="Anlegen oder auf den neuesten Stand bringen.")
def upgrade(context: typer.Context) -> None:
    """Make the database if it is missing and bring its tables up to date."""
    from grants_db.measures.store import seed_action_fields
    from grants_db.storage.address import shown
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    engine = state.engine(create=True)
    with writing(engine) as session:
        seed_action_fields(session)
    note(_("Die Datenbank ist auf dem neuesten Stand: {url}").format(url=shown(engine.url)))


@app.command(help="Ist die Datenbank gesund?")
def check(context: typer.Context) -> None:
    """Is the database sound? Exit status 1 if not."""
    from grants_db.storage.soundness import check as checked

    state: CommandContext = context.obj
    findings = checked(state.engine(as_is=True))
    for finding in findings:
        say(translate(finding))
    note(counted("{n} Befund.", "{n} Befunde.", len(findings)) if findings else _("Kein Befund."))
    raise typer.Exit(1 if findings else 0)


@app.command(help="In eine Datei sichern, während andere weiterarbeiten.")
def backup(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="[DATEI]", help="Ohne Angabe: im Ordner der Sicherungen (backup_folder).")
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="ANZAHL", help="Nur so viele im Ordner der Sicherungen aufheben; ältere werden gelöscht."
        ),
    ] = None,
) -> None:
    """Copy everything to a file while others go on working; only a sound new one lets older ones go."""
    from grants_db.errors import UsageError
    from grants_db.storage.backup import backup as write
    from grants_db.storage.look import spare_backups

    state: CommandContext = context.obj
    folder = state.settings.backup_folder
    if keep and file is not None:
        raise UsageError("--keep gilt für den Ordner der Sicherungen (backup_folder); dann bitte keine Datei nennen.")
    if file is None:
        if folder is None:
            raise UsageError(
                "Wohin gesichert wird, ist nicht eingestellt. Bitte eine Datei nennen, oder backup_folder in der "
                "Einstellungsdatei."
            )
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = folder / f"akquise-{local(state.now()):%Y-%m-%d-%H%M}.db"
    write(state.engine(as_is=True), file)
    note(_("Gesichert: {file}").format(file=file))
    for spare in spare_backups(folder, keep) if keep and folder else ():
        spare.unlink(missing_ok=True)
        note(_("Gelöscht, da älter: {file}").format(file=spare))


@app.command(help="Alles von einer Datenbank in eine andere, leere kopieren, auch zwischen SQLite und PostgreSQL.")
def copy(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="VON", help="Adresse der Datenbank, wie bei --database.")],
    target: Annotated[str, typer.Argument(metavar="NACH", help="Adresse der leeren; eine fehlende wird angelegt.")],
    as_json: Json = False,
) -> None:
    """Copy one moment of a database into an empty one, checked table by table."""
    from grants_db.storage.database import open_database
    from grants_db.storage.schema import Migrate
    from grants_db.storage.transfer import copy_database

    state: CommandContext = context.obj
    state.settings  # noqa: B018 - the language, and the zone
    old = state.opened(open_database(source, create=False, migrate=Migrate.NEVER))
    new = state.opened(open_database(target, create=True, migrate=Migrate.NEVER))
    sums = copy_database(old, new)
    if as_json:
        say_json({"tables": [{"table": each.name, "rows": each.rows, "sha256": each.checksum} for each in sums]})
        return
    rows = sum(each.rows for each in sums)
    note(
        _("Kopiert und geprüft: {tables} Tabellen, {rows} Zeilen, die Prüfsummen stimmen.").format(
            tables=len(sums), rows=rows
        )
    )


@app.command(help="Alles durch eine Sicherung ersetzen.")
def restore(context: typer.Context, file: Annotated[Path, typer.Argument(metavar="DATEI")]) -> None:
    """Replace everything by a backup, all or nothing; a damaged file is set aside and kept."""
    from sqlalchemy import make_url

    from grants_db.errors import DamagedError
    from grants_db.storage.backup import restore as replace
    from grants_db.storage.backup import restore_beside

    state: CommandContext = context.obj
    try:
        replace(state.engine(migrates=True), file)
    except DamagedError:
        url = make_url(state.settings.database_url)
        if url.get_backend_name() != "sqlite":
            raise
        aside = restore_beside(url, file)
        note(_("Die beschädigte Datei liegt jetzt unter {file}.").format(file=aside))
    note(_("Zurückgeholt: {file}").format(file=file))


@app.command(help="Wie viele Zeilen wovon, als JSON.")
def stats(context: typer.Context) -> None:
    """How many rows of each kind, as JSON."""
    from grants_db.storage.soundness import stats as counted

    state: CommandContext = context.obj
    say_json(counted(state.engine(as_is=True)))
