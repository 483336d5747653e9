"""`akquise demo` and `akquise nightly`."""

import subprocess
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tui.commands.state import State, say

if TYPE_CHECKING:
    from sqlalchemy import Engine


def demo(
    context: typer.Context,
    no_app: Annotated[bool, typer.Option("--no-app", help="Nur die Zusammenfassung der Nacht ausgeben.")] = False,
) -> None:
    """Practise: crawl the fictional practice portal into a fresh database, match the sample measures, open the app."""
    from crawler.practice.content import PRACTICE_TODAY, watched_pages
    from crawler.practice.server import PracticePortal
    from crawler.run import watch_page
    from grants_db.database import writing
    from grants_db.exchange.measures_file import import_samples
    from grants_db.vocabulary import Level
    from tui.jobs.night import night_summary

    state: State = context.obj
    demo_state = State({**state.given, "database_url": _fresh_database(state)})
    demo_state.given.setdefault("today", PRACTICE_TODAY.isoformat())
    engine = demo_state.engine()
    with writing(engine) as session:
        import_samples(session)
        for page in watched_pages():
            watch_page(
                session,
                page.url,
                title=page.title,
                funder=page.funder,
                level=Level(page.level),
                now=demo_state.now(),
            )
    with PracticePortal() as portal:
        _run_ourselves(demo_state, "crawl", "run", "--via", portal.url)
    _run_ourselves(demo_state, "match", "run")
    if no_app or not _in_a_terminal():
        for line in night_summary(engine, demo_state.today):
            say(line)
        return
    engine.dispose()
    from tui.start import open_app

    raise typer.Exit(open_app(demo_state.given))


def nightly(
    context: typer.Context,
    via: Annotated[str | None, typer.Option(metavar="URL", help="Über diesen Spiegel.")] = None,
) -> None:
    """The night: crawl, judge, match, summary. One at a time; safe to kill and to run again."""
    from tui.jobs.night import night_summary, run_night

    state: State = context.obj
    engine: Engine = state.engine()
    status = run_night(state, engine, via)
    for line in night_summary(engine, state.today):
        say(line)
    raise typer.Exit(status)


def _in_a_terminal() -> bool:
    return sys.stdout.isatty() and sys.stdin.isatty()


def _fresh_database(state: State) -> str:
    """The given database if it is empty, else a demo file in the user's data folder, made anew."""
    from platformdirs import user_data_path

    from grants_db.database import open_database, reading
    from grants_db.errors import UsageError
    from grants_db.opportunities import list_opportunities

    if url := state.given.get("database_url"):
        with reading(open_database(url)) as session:
            if list_opportunities(session, retired=True):
                raise UsageError("Die Datenbank {url} ist nicht leer; die Übung braucht eine leere.", url=url)
        return url
    path = user_data_path("akquise", appauthor=False) / "demo.db"
    for part in ("", "-wal", "-shm"):
        path.with_name(path.name + part).unlink(missing_ok=True)
    return f"sqlite:///{path}"


def _run_ourselves(state: State, *arguments: str) -> None:
    """Run one of our own commands in a process of its own: Scrapy and scikit-learn stay out of the app's."""
    options = [f"--{name.removesuffix('_url')}={value}" for name, value in state.given.items()]
    done = subprocess.run([sys.executable, "-m", "tui", *options, *arguments], stdout=sys.stderr, check=False)  # noqa: S603 - our own command
    if done.returncode:
        raise typer.Exit(done.returncode)
