"""`akquise digest`: what the night has to tell, to read, to keep as a file, and to send."""

from pathlib import Path
from typing import Annotated

import typer

from grants_db.errors import InputError
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, translate

app = typer.Typer(help="Die Nachrichten der Nacht.", no_args_is_help=True, rich_markup_mode=None)


@app.command(help="Die letzte Nachricht zeigen; mit --html auch als Datei.")
def show(
    context: typer.Context,
    unit: Annotated[
        str, typer.Option(metavar="EINHEIT", help="Die einer Einheit; sonst die der Fördermittelstelle.")
    ] = "",
    html: Annotated[Path | None, typer.Option(metavar="DATEI", help="Wohin sie als HTML geschrieben wird.")] = None,
) -> None:
    """Print the last digest, and write its HTML where asked for."""
    from grants_db.measures.units import get_unit
    from grants_db.reports.digest import kept_digest
    from grants_db.storage.database import reading
    from tui.formatting.format import instant

    state: CommandContext = context.obj
    with reading(state.engine(create=False)) as session:
        name = get_unit(session, unit).name if unit else ""
        kept = kept_digest(session, name)
    if kept is None:
        note(_("Noch keine Nachricht. Der Nachtlauf schreibt sie, wenn es Neues gibt: akquise nightly"))
        return
    for line in kept.text.splitlines():
        say(line)
    sent = _("Verschickt: {at}").format(at=instant(kept.sent_at))
    note(sent if kept.sent_at else _("Noch nicht verschickt."))
    if kept.last_error:
        note(_("Zuletzt misslungen: {why}").format(why=kept.last_error))
    if html is not None:
        from grants_db.atomic_write import replaced_whole

        try:
            with replaced_whole(html) as part:
                part.write_text(kept.html, encoding="utf-8")
        except OSError as error:
            raise InputError("Die Datei {path} lässt sich nicht schreiben: {why}.", path=html, why=error) from error
        note(_("Geschrieben: {file}").format(file=html))


@app.command(help="Wartende Nachrichten verschicken; was nicht geht, bleibt und wird wieder versucht.")
def send(context: typer.Context) -> None:
    """Send what waits. Exit status 1 when something could not be sent, with the reason."""
    from grants_db.errors import UsageError
    from grants_db.reports.digest import waiting_digests
    from grants_db.storage.database import reading
    from tui.jobs.mail import send_waiting

    state: CommandContext = context.obj
    mail = state.settings.mail
    if not mail.host:
        raise UsageError("Kein Mailserver eingestellt: in der Einstellungsdatei unter [mail] steht kein host.")
    engine = state.engine(create=False)
    with reading(engine) as session:
        before = len(waiting_digests(session))
    findings = send_waiting(engine, mail, state.now(), state.settings.outgoing)
    with reading(engine) as session:
        left = waiting_digests(session)
    say(_("{sent} verschickt, {waiting} warten").format(sent=before - len(left), waiting=len(left)))
    for name in sorted({kept.unit_name for kept in left if kept.unit_name not in mail.units and kept.unit_name}):
        note(_("Für „{name}“ ist unter [mail.units] keine Adresse eingestellt.").format(name=name))
    for finding in findings:
        note(translate(finding))
    raise typer.Exit(1 if findings else 0)
