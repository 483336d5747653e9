"""What the commands that take lists over share: asking in a terminal, past imports, taking one back."""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Protocol, TypeVar

import typer

from grants_db.errors import UsageError
from grants_db.vocabulary import ImportKind
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, translate

if TYPE_CHECKING:
    from sqlmodel import Session

    from grants_db.import_export.import_log.taken_back import TakenBack

DryRun = Annotated[bool, typer.Option("--dry-run", help="Nur zeigen, was geschähe.")]
Yes = Annotated[bool, typer.Option("--yes", help="Ohne Rückfrage eintragen.")]
Mapping = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="ÜBERSCHRIFT=FELD", help="was eine Spalte bedeutet; wird gemerkt"),
]
YES = ("j", "ja", "y", "yes")


def can_ask() -> bool:
    """Does somebody sit at a terminal?"""
    return sys.stdin.isatty() and sys.stdout.isatty()


def asked(question: str, default: str = "") -> str:
    """What was answered; the default where only Enter was pressed, or nobody answers any more."""
    try:
        return input(f"{question} [{default}] " if default else f"{question} ").strip() or default
    except EOFError:
        return default


def agreed(question: str) -> bool:
    """Ask; no answer is a no."""
    return asked(question).lower() in YES


def one_of(question: str, choices: Sequence[str]) -> int:
    """Which of the numbered answers was chosen, from 0; the last where nobody chooses.

    The last has to be the one that changes nothing.
    """
    for number, choice in enumerate(choices, start=1):
        say(f"  {number} {choice}")
    answer = asked(question)
    return int(answer) - 1 if answer.isdecimal() and 0 < int(answer) <= len(choices) else len(choices) - 1


class ListReport(Protocol):
    """What taking a list over gives, of whatever it is a list."""

    @property
    def number(self) -> int | None:
        """The import's number; None where nothing changed."""

    @property
    def refused(self) -> Sequence[object]:
        """What was not taken."""


Report = TypeVar("Report", bound=ListReport)


def take_over(
    state: CommandContext,
    kind: ImportKind,
    store: "Callable[[Session], Report]",
    show: "Callable[[Report], None]",
    *,
    dry_run: bool,
    yes: bool,
) -> None:
    """Show what a list would do, ask, and store it; refused rows make the exit status 1."""
    from grants_db.storage.database import writing

    def stored(*, keep: bool) -> "Report":
        with writing(state.engine(create=False)) as session:
            report = store(session)
            if not keep:
                session.rollback()
        show(report)
        return report

    report = None if yes else stored(keep=False)
    if not dry_run and (yes or agreed(_("So eintragen? [j/N]"))):
        report = stored(keep=True)
        if report.number is not None:
            taken_back_by(kind, report.number)
    else:
        note(_("Eingetragen wurde nichts."))
    raise typer.Exit(1 if report and report.refused else 0)


def list_imports(state: CommandContext, kind: ImportKind) -> None:
    """The imports of one kind, the newest first."""
    from grants_db.clock import local_day
    from grants_db.import_export.import_log.runs import past_imports
    from grants_db.storage.database import reading
    from tui.formatting.format import day

    with reading(state.engine(create=False)) as session:
        runs = past_imports(session, kind)
    for run in runs:
        listed = f" [{run.list_name}]" if run.list_name else ""
        say(f"{run.number:>5}  {day(local_day(run.at))}  {run.file}{listed}  {translate(run.sentence())}")
    if not runs:
        note(_("Es wurde noch nichts eingelesen."))


def taken_back_by(kind: ImportKind, number: int) -> None:
    """Say how an import is taken back."""
    note(_("Zurück nimmt das „akquise {command} take-back {number}“.").format(command=kind.value, number=number))


def take_back(state: CommandContext, kind: ImportKind, number: int) -> None:
    """Take an import back and say what stays; what stays makes the exit status 1."""
    from grants_db.import_export.import_log.take_back import take_import_back
    from grants_db.storage.database import writing

    with writing(state.engine(create=False)) as session:
        result: TakenBack = take_import_back(session, kind, number, state.now())
    for line in result.lines():
        say(translate(line))
    raise typer.Exit(1 if result.stays else 0)


def refuse_to_guess(*, dry_run: bool, yes: bool) -> None:
    """Where nobody can be asked, one of the two options has to say what is meant."""
    if not (dry_run or yes or can_ask()):
        raise UsageError("Hier kann nicht gefragt werden: bitte --yes (eintragen) oder --dry-run (nur zeigen) angeben.")
