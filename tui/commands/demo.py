"""`akquise demo`: the practice."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui.formatting.i18n import N_, _
from tui.state.command_context import CommandContext, note, say, translate

if TYPE_CHECKING:
    from sqlalchemy import Engine

#: the commands that make the practice's first morning, each with what is said before it
FIRST_NIGHT = (
    (N_("Das Übungsportal wird abgefragt …"), ("crawl", "run")),
    (N_("Maßnahmen und Förderangebote werden einander zugeordnet …"), ("match", "run")),
)


def demo(
    context: typer.Context,
    no_app: Annotated[bool, typer.Option("--no-app", help="Nur die Zusammenfassung der Nacht ausgeben.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Jeden Schritt der Nacht nennen.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Von vorn beginnen, ohne das bisher Geübte.")] = False,
) -> None:
    """Practise: crawl the fictional practice portal, match the sample measures, open the app; or go on where one was.

    The portal serves as long as the app is open, and shows its second night there: F6 and F9 bring changes. That it is
    a practice goes with its settings into the app and every process it starts (`grants_db.settings.IN_PRACTICE`).
    """
    from crawler.demo_portal.content import PRACTICE_TODAY
    from crawler.demo_portal.server import PracticePortal
    from grants_db.import_export.measures import import_samples
    from grants_db.practice_mark import mark_practice
    from grants_db.storage.database import writing
    from tui.app.launch import open_app
    from tui.jobs.nightly import night_summary

    given = {"today": PRACTICE_TODAY.isoformat(), "database_url": _own_address(), **context.obj.given}
    with PracticePortal() as portal:
        practice = CommandContext({**given, "practice": portal.url})
        with _database(practice, fresh=fresh) as (engine, goes_on):
            if not goes_on:
                with writing(engine) as session:
                    import_samples(session)
                if engine.url.get_backend_name() == "sqlite" and (file := engine.url.database):
                    mark_practice(Path(file))
                for said, words in FIRST_NIGHT:
                    note(_(said))
                    _run_ourselves(practice, *words, verbose=verbose)
                if (begun := _first_morning(practice)) is not None:
                    begun.touch()
            if no_app or not _in_a_terminal():
                for line in night_summary(engine, practice.today):
                    say(line)
                return
            engine.dispose()
            portal.show(night=2)
            raise typer.Exit(open_app(practice.given))


def _in_a_terminal() -> bool:
    return sys.stdout.isatty() and sys.stdin.isatty()


def _own_address() -> str:
    """The practice's own database, in a folder of its own."""
    from grants_db.user_folders import user_folder

    return f"sqlite:///{user_folder('data') / 'demo' / 'akquise.db'}"


def _first_morning(practice: CommandContext) -> Path | None:
    """The file beside the practice's own database that says its first morning is made; None for one that was named."""
    url = practice.settings.database_url
    return Path(url.removeprefix("sqlite:///")).with_name("begun") if url == _own_address() else None


@contextmanager
def _database(practice: CommandContext, *, fresh: bool) -> Iterator[tuple["Engine", bool]]:
    """The practice's database, ours until the end, and whether it goes on from an earlier day.

    Its own is made anew with `fresh`, and where none is whole; one that was named must be empty.
    """
    from grants_db.errors import UsageError
    from grants_db.measures.store import list_measures
    from grants_db.opportunities.store import list_opportunities
    from grants_db.storage.address import shown
    from grants_db.storage.database import reading
    from tui.jobs.single_run_lock import file_lock
    from tui.state.user_state import memory_file

    url = practice.settings.database_url
    if url != _own_address():
        engine = practice.engine(create=True)
        with reading(engine) as session:
            if list_opportunities(session, retired=True) or list_measures(session):
                raise UsageError(
                    "Die Datenbank {url} ist nicht leer; die Übung braucht eine leere.", url=shown(engine.url)
                )
        note(_("Übung: Alles ist erfunden, und nichts verlässt diesen Rechner."))
        yield engine, False
        return
    folder = Path(url.removeprefix("sqlite:///")).parent
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file_lock(folder.with_suffix(".open")) as ours:
        if not ours:
            raise UsageError("Die Übung ist schon in einem anderen Fenster offen; dort endet sie mit q.")
        if not fresh and (kept := _kept(practice)) is not None:
            note(_("Die Übung geht weiter; von vorn beginnt sie mit: akquise demo --fresh"))
            yield kept, True
            return
        note(_("Übung von vorn: Alles ist erfunden, und nichts verlässt diesen Rechner."))
        with suppress(FileNotFoundError):
            shutil.rmtree(folder)
        memory_file(url).unlink(missing_ok=True)
        yield practice.engine(create=True), False


def _kept(practice: CommandContext) -> "Engine | None":
    """The practice's own database as it was left; None where its first morning was not made or it can't be opened."""
    from grants_db.errors import AkquiseError
    from grants_db.practice_mark import is_practice

    begun = _first_morning(practice)
    if begun is None or not begun.is_file() or not is_practice(practice.settings.database_url):
        return None
    try:
        return practice.engine()
    except AkquiseError as error:
        note(translate(error.sentence))
        return None


def _run_ourselves(practice: CommandContext, *words: str, verbose: bool) -> None:
    """Run one of our own commands in a process of its own: Scrapy and scikit-learn stay out of the app's.

    What it says is told where asked for, or when it failed.
    """
    heard = None if verbose else subprocess.PIPE
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "tui", *words],
        env=practice.environment,
        stdout=sys.stderr if verbose else heard,
        stderr=None if verbose else subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        for line in (done.stdout or "").splitlines():
            note(line)
        raise typer.Exit(done.returncode)
