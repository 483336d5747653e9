"""Values on the command line: words of vocabularies, sums. What can't be read is one sentence."""

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from grants_db.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants_db.rules.obligation_rules import Rules
    from grants_db.rules.planning import Meeting
    from tui.state.command_context import CommandContext

Number = Annotated[int, typer.Argument(metavar="ANTRAG", help="Nummer des Antrags.")]
Json = Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")]
On = Annotated[str | None, typer.Option("--on", metavar="TAG", help="Tag, z. B. 1.12.2026; sonst heute.")]
Insist = Annotated[bool, typer.Option("--insist", help="Eintragen, auch wenn es unwahrscheinlich aussieht.")]
Word = TypeVar("Word", bound=StrEnum)
#: beyond it no rate is meant, whatever it is of
MOST_PERCENT = Decimal(1000)


def word(vocabulary: type[Word], text: str) -> Word:
    """A word of a vocabulary; UsageError names those there are."""
    try:
        return vocabulary(text)
    except ValueError:
        known = ", ".join(vocabulary)
        raise UsageError("„{text}“ ist hier nicht möglich; möglich sind {known}.", text=text, known=known) from None


def percent_of(text: str) -> Decimal:
    """A rate in percent as people write it, 1.27 or 1,27 %; UsageError for anything else."""
    try:
        rate = Decimal(text.strip().removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        rate = Decimal("NaN")
    if not rate.is_finite() or rate.copy_abs() > MOST_PERCENT:
        raise UsageError("„{text}“ ist kein Prozentsatz; bitte z. B. als 66,67 schreiben.", text=text)
    return rate


def rules_of(state: "CommandContext") -> "Rules":
    """The rules of awards, with those of the city's own file."""
    from grants_db.rules.obligation_rules import load_rules

    return load_rules(state.settings.rules_file)


def regimes_named(state: "CommandContext", names: "Iterable[str]") -> tuple[str, ...]:
    """General conditions as people name them; UsageError for a name that no rule has, or that may mean several."""
    from grants_db.rules.obligation_rules import ambiguous_regimes, named_regimes, regimes_of

    rules, given = rules_of(state), tuple(names)
    for name, taken, others in ambiguous_regimes(given, rules):
        raise UsageError(
            "„{name}“ sagt nicht, wessen Nebenbestimmungen es sind; bitte eines davon nennen: {known}.",
            name=name,
            known=", ".join((taken, *others)),
        )
    found, unknown = named_regimes(given, rules)
    for name in unknown:
        known = ", ".join(regimes_of(rules))
        raise UsageError("Die Nebenbestimmungen „{name}“ gibt es nicht; bekannt sind {known}.", name=name, known=known)
    return tuple(found)


def meetings_of(state: "CommandContext") -> "tuple[Meeting, ...]":
    """The city's meetings, where a calendar file is configured."""
    from grants_db.rules.planning import load_meetings

    return load_meetings(state.settings.calendar_file) if state.settings.calendar_file else ()
