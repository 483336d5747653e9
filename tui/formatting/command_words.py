"""What the command line's library says on its own account, in the user's words: help texts, and refusals of a call."""

import re
from typing import TYPE_CHECKING

from typer._click import exceptions

from grants_db.messages import Message
from tui.formatting.i18n import _

if TYPE_CHECKING:
    from typer._click.core import Command

#: refusals that the library tells apart by their words alone
UNKNOWN = re.compile(r"No such command '(?P<name>.*)'\.")
LIMIT = re.compile(r"Input should be (?P<side>greater|less) than or equal to (?P<limit>\d+)")
TOO_MUCH = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((?P<words>.*)\)")


def translate_help(command: "Command") -> None:
    """Put the help texts of a command, its options and what is below it into the language in use."""
    command.help, command.short_help = command.help and _(command.help), command.short_help and _(command.short_help)
    for parameter in command.params:
        if text := getattr(parameter, "help", None):
            parameter.help = _(text)  # type: ignore[attr-defined]  # both kinds that typer makes have one
        parameter.metavar = parameter.metavar and _(parameter.metavar)
    for below in getattr(command, "commands", {}).values():
        translate_help(below)


def refusal(error: exceptions.UsageError) -> Message:
    """Why a call can't be understood, and which command says how it goes."""
    help_of = f"{error.ctx.command_path if error.ctx else 'akquise'} --help"
    match error:
        case exceptions.MissingParameter():
            return Message.of("Es fehlt {what}; „{help}“ sagt, was dazugehört.", what=_place(error), help=help_of)
        case exceptions.BadParameter():
            return Message.of(
                "Die Angabe zu {what} passt nicht ({why}); „{help}“ sagt, was gemeint ist.",
                what=_place(error),
                why=_why(error.message),
                help=help_of,
            )
        case exceptions.NoSuchOption() if error.option_name[1:2].isdigit():
            return Message.of("Eine Zahl unter 0 gibt es hier nicht; „{help}“ sagt, was gemeint ist.", help=help_of)
        case exceptions.NoSuchOption():
            return Message.of(
                "Die Option {option} gibt es hier nicht; „{help}“ nennt alle.", option=error.option_name, help=help_of
            )
        case exceptions.BadOptionUsage():
            return Message.of(
                "Zur Option {option} gehört ein Wert; „{help}“ sagt, welcher.", option=error.option_name, help=help_of
            )
    if found := UNKNOWN.fullmatch(error.message):
        return Message.of("Den Befehl „{name}“ gibt es nicht; „{help}“ nennt alle.", name=found["name"], help=help_of)
    if found := TOO_MUCH.fullmatch(error.message):
        return Message.of(
            "„{words}“ ist zu viel; „{help}“ sagt, was dazugehört. Was Leerzeichen hat, steht in Anführungszeichen.",
            words=found["words"],
            help=help_of,
        )
    return Message.of("Der Aufruf passt nicht ({why}); „{help}“ zeigt, wie er geht.", why=error.message, help=help_of)


def _why(message: str) -> str:
    """Why a value is refused; what is not known here is given as the library says it."""
    if found := LIMIT.fullmatch(message):
        said = _("mindestens {limit}") if found["side"] == "greater" else _("höchstens {limit}")
        return said.format(limit=found["limit"])
    return _("erwartet wird eine Zahl") if "integer" in message else message


def _place(error: exceptions.BadParameter) -> str:
    """Where a value is missing or wrong: FOERDERANGEBOT, --level."""
    hint = error.param_hint or (error.param.get_error_hint() if error.param else "")
    return (hint if isinstance(hint, str) else " ".join(hint)).replace("'", "")
