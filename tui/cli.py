"""The `akquise` command: nouns, verbs, exit statuses. stdout is data, stderr is narration.

Exit status: 0 done; 1 done with findings; 2 usage or configuration; 3 a night that leaves the work to another one.
Commands import the heavy libraries inside their functions, so that `akquise --help` stays quick.
"""

import logging
import os
import sys
from copy import copy
from typing import Annotated

import typer
from typer._click.exceptions import NoArgsIsHelpError, UsageError
from typer.main import get_command
from typer.models import TyperInfo

from grants_db.errors import AkquiseError, DoubtError, MissingStepError
from grants_db.messages import Message
from tui.app.launch import GLOBAL_OPTIONS, language_set, open_app
from tui.commands import (
    crawl,
    database,
    deadlines,
    demo,
    digest,
    ledger,
    letters,
    list_screens,
    match,
    match_reading,
    opportunities,
    serve,
    source,
    units,
)
from tui.commands.administration import doctor, handbook, night, setup
from tui.commands.lists import donation_lists, plan_lists
from tui.commands.papers import report
from tui.commands.records import application_records, measure_records
from tui.formatting import i18n
from tui.formatting.command_words import refusal, translate_help
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, translate

app = typer.Typer(
    name="akquise",
    help="Fördermittel für die Integrationsarbeit einer Stadt: finden, zuordnen, entscheiden, Fristen halten.",
    no_args_is_help=False,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.add_typer(crawl.app, name="crawl")
app.add_typer(source.app, name="source")
app.add_typer(measure_records.app, name="measures")
app.add_typer(match_reading.app, name="match")  # the same group, with the commands that measure
app.add_typer(opportunities.app, name="opportunities")
app.add_typer(application_records.app, name="applications")
app.add_typer(letters.app, name="letters")
app.add_typer(deadlines.app, name="deadlines")
app.add_typer(donation_lists.app, name="donations")
app.add_typer(plan_lists.financing, name="financing")
app.add_typer(digest.app, name="digest")
app.add_typer(report.app, name="report")
app.add_typer(units.app, name="units")
app.add_typer(database.app, name="db")
app.command("decide", help="Über einen Treffer entscheiden.")(match.decide)
app.command("ledger", help="Warum (nicht) beantragt? Alle Entscheidungen mit Grund.")(ledger.ledger)
app.command("list", help="Was ein Bildschirm zeigt, als Text für Bildschirmleser und Skripte.")(
    list_screens.list_screens
)
app.command("serve", help="Die Anwendung im Browser, auf diesem Rechner; nach außen hinter dem Reverse-Proxy.")(
    serve.serve
)
app.command("demo", help="Üben: erfundenes Portal einsammeln, zuordnen, Anwendung öffnen.")(demo.demo)
app.command("setup", help="Einrichten: Stadt, Kontakt, Mail, Datenbank, erste Maßnahmen; auch noch einmal.")(
    setup.setup
)
app.command("doctor", help="Ist alles gesund? Ende mit 0: ja, 1: mit Hinweisen, 2: mit Fehlern.")(doctor.doctor)
app.command("handbook", help="Das Handbuch dieser Fassung.")(handbook.handbook)
app.command("nightly", help="Der Nachtlauf: einsammeln, prüfen, zuordnen, zusammenfassen.")(night.nightly)

#: the status of a command that Ctrl+C ended
INTERRUPTED = 130


@app.callback()
def start(
    context: typer.Context,
    database_url: Annotated[
        str | None,
        typer.Option(
            "--database", metavar="URL", help="Datenbank, z. B. sqlite:///akquise.db (auch AKQUISE_DATABASE_URL)."
        ),
    ] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="de|en", help="Sprache: de oder en.")] = None,
    today: Annotated[
        str | None, typer.Option("--today", metavar="TAG", help="Was als heute gilt, z. B. 1.12.2026.")
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Die Fassung des Programms.")] = False,
) -> None:
    """Without a verb, open the app."""
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"akquise {installed('akquise')}")
        raise typer.Exit
    given = {"database_url": database_url, "lang": lang, "today": today}
    context.obj = CommandContext({name: value for name, value in given.items() if value is not None})
    context.call_on_close(context.obj.close)
    if context.invoked_subcommand is None:
        raise typer.Exit(open_app(context.obj.given))


def main() -> None:
    """The console script: run a command; a error is one sentence on stderr and an exit status, never a traceback."""
    narration = logging.StreamHandler(sys.stderr)
    narration.setLevel(logging.ERROR)  # on the handler: Scrapy opens the root logger for everything
    logging.basicConfig(handlers=[narration], format="%(message)s")
    arguments = _globals_first(sys.argv[1:])
    i18n.use(_language_of(arguments))
    command = get_command(_with_named_groups(arguments))
    if i18n.language() != "de":
        translate_help(command)
    try:
        status = command.main(arguments, "akquise", standalone_mode=False)
    except NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except UsageError as error:
        note(translate(refusal(error)))
        sys.exit(error.exit_code)
    except AkquiseError as error:
        offer = f" {translate(error.offer)}: --insist." if isinstance(error, MissingStepError) else ""
        note(translate(error.sentence) + offer)
        if isinstance(error, DoubtError) and not offer:
            note(translate(Message.of("Stimmt es doch, trägt derselbe Befehl mit --insist es ein.")))
        sys.exit(error.exit_status)
    except BrokenPipeError:  # the reader of our output has gone: nothing to say, and nobody to say it to
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    if status == INTERRUPTED:
        note(_("Abgebrochen; gespeichert ist, was bis dahin fertig war."))
    sys.exit(status)


def _with_named_groups(arguments: list[str]) -> typer.Typer:
    """The command line with the commands of those groups only that are named: all hundred take 14 ms to make.

    A group that is not named keeps its name and its help.
    """
    needed = copy(app)
    needed.registered_groups = [
        group if group.name in arguments else _emptied(group) for group in app.registered_groups
    ]
    return needed


def _emptied(group: TyperInfo) -> TyperInfo:
    emptied = copy(group)
    emptied.typer_instance = copy(group.typer_instance)
    if emptied.typer_instance is not None:
        emptied.typer_instance.registered_commands = []
        emptied.typer_instance.registered_groups = []
    return emptied


def _language_of(arguments: list[str]) -> str:
    """The language that a call with the global options in front asks for, or the one that is set."""
    for at, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            return value if equals else "".join(arguments[at + 1 : at + 2])
        if not argument.startswith("-") and at and arguments[at - 1] not in GLOBAL_OPTIONS:
            break
    return language_set()


def _globals_first(arguments: list[str]) -> list[str]:
    """Move the global options to the front, where the parser expects them."""
    first: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        argument = waiting.pop(0)
        if argument == "--":
            rest += [argument, *waiting]
            break
        if argument in GLOBAL_OPTIONS and waiting:
            first += [argument, waiting.pop(0)]
        elif argument.partition("=")[0] in GLOBAL_OPTIONS:
            first.append(argument)
        else:
            rest.append(argument)
    return first + rest
