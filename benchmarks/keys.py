"""How many keys the most frequent tasks take: pressed by the pilot, each checked by what stands in the database after.

    python -m benchmarks.keys              prints the figures of this checkout
    cd ../before && python ../akquise/benchmarks/keys.py     those of another one, in its folder

Each task begins on its own screen of a small invented city. Of the ways that are known for it, the shortest that does
it counts; a text that is typed into a line counts as one key, as it takes the same in every way. "–": no way does it.
"""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path.cwd()))

from sqlalchemy import Engine
from sqlmodel import select

from grants_db.applications.store import change_stage, create_application
from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.store import get_measure, list_measures, seed_action_fields
from grants_db.models.application import Application, Award, Task
from grants_db.opportunities.store import list_opportunities
from grants_db.review.decisions import current_decisions
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.settings import Settings
from grants_db.storage.database import open_database, reading, writing
from grants_db.vocabulary import ApplicationStage, Eligibility
from tests.tui.city import NOW, TODAY, _measure, apply_for_three, build_city, decide_a_morning
from tests.tui.driving import pressed, settled
from tui.app.app import AkquiseApp
from tui.formatting import i18n
from tui.state.context import AppContext
from tui.widgets.tabs import TABS

SIZE = (140, 40)
MEASURES = 16


@dataclass(frozen=True)
class TaskOfADay:
    """A task: its name, the key of its screen, keys that go there before counting, its ways, whether it is done."""

    name: str
    at: str
    ways: Sequence[Sequence[str]]
    done: Callable[[AkquiseApp, Engine], bool]
    before: Sequence[str] = ()
    make: Callable[[Engine], None] = lambda _engine: None
    by_way_of: str = ""  # a screen that must have been seen on the way


def one_call_for_all(engine: Engine) -> None:
    """Sixteen measures, and one call that is proposed for each of them alone."""
    with writing(engine) as session:
        upsert_measures(session, [_measure(f"1.{at}", f"Vorhaben {at}", "9000", None) for at in range(3, 11)])
        call = next(one.id or 0 for one in list_opportunities(session) if one.external_id == "land/1")
        rows = list_measures(session)[:MEASURES]
        shown = {one.id or 0: [Proposal(call, 0.9, {}, Eligibility.ELIGIBLE, [], [], [])] for one in rows}
        replace_undecided(session, shown, NOW)


def a_day_s_work(engine: Engine) -> None:
    """What was accepted and applied for in a morning."""
    decide_a_morning(engine)
    apply_for_three(engine)


def one_submitted(engine: Engine) -> None:
    """An application that was handed in two months ago, and waits for its award."""
    decide_a_morning(engine)
    then = NOW - timedelta(days=60)
    with writing(engine) as session:
        call = next(one for one in list_opportunities(session) if one.external_id == "land/1")
        made = create_application(session, [get_measure(session, "2.1")], call, now=then)
        change_stage(session, made, ApplicationStage.SUBMITTED, now=then, insist=True)


def kinds(engine: Engine) -> list[str]:
    """The kind of every decision that stands."""
    with reading(engine) as session:
        return sorted(one.kind.value for one in current_decisions(session).values())


def any_row(engine: Engine, table: type, holds: Callable[[object], bool]) -> bool:
    """Is there a row for which this holds?"""
    with reading(engine) as session:
        rows: Any = session.exec(select(table))
        return any(holds(row) for row in rows)


def returns(engine: Engine) -> bool:
    """Is something put off until a day?"""
    from grants_db.models.match import Decision

    return any_row(engine, Decision, lambda row: getattr(row, "returns_on", None) is not None)


def dismissed(app: AkquiseApp, engine: Engine) -> bool:
    """Is the call dismissed for all measures?"""
    del app
    return kinds(engine) == ["dismissed"] * MEASURES


def one_of_all(app: AkquiseApp, engine: Engine) -> bool:
    """Is the call accepted for one measure, and dismissed for the rest?"""
    del app
    return kinds(engine) == ["accepted", *["dismissed"] * (MEASURES - 1)]


def at_the_call(app: AkquiseApp, engine: Engine) -> bool:
    """Does the list of calls stand on the one that was looked for?"""
    if app.current_mode != "opportunities":
        return False
    screen: Any = app.screen
    with reading(engine) as session:
        wanted = next(one for one in list_opportunities(session) if one.external_id == "bund/2")
        return bool(screen.table.current_key == str(wanted.id))


def is_written(app: AkquiseApp, engine: Engine) -> bool:
    """Is the list among the downloads?"""
    del app, engine
    return any(Path(os.environ["XDG_DOWNLOAD_DIR"]).glob("*.xlsx"))


AWARD = ("=9000", "enter", "=20.11.2026", "enter", "enter", "=1.1.2027 - 31.12.2027")
TASKS = [
    TaskOfADay(
        "dasselbe Angebot für 16 Maßnahmen verwerfen",
        "2",
        [("r", "M", "d", "6"), ("d", "6") * MEASURES, ("d", "6", "n") * MEASURES],
        dismissed,
        make=one_call_for_all,
    ),
    TaskOfADay(
        "ein Angebot für eine von 16 annehmen, sonst verwerfen",
        "2",
        [("r", "a", "V", "6"), ("a", *("d", "6") * (MEASURES - 1))],
        one_of_all,
        make=one_call_for_all,
    ),
    TaskOfADay("einen Treffer annehmen", "2", [("a",)], lambda _app, engine: kinds(engine) == ["accepted"]),
    TaskOfADay(
        "einen Treffer mit Grund verwerfen", "2", [("d", "6")], lambda _app, engine: kinds(engine) == ["dismissed"]
    ),
    TaskOfADay(
        "eine Entscheidung zurücknehmen", "2", [("u",)], lambda _app, engine: kinds(engine) == [], before=("a",)
    ),
    TaskOfADay(
        "einen Treffer bis zu einem Tag zurückstellen", "2", [("l", "enter")], lambda _app, engine: returns(engine)
    ),
    TaskOfADay(
        "einen Termin abhaken, von Fristen aus",
        "5",
        [("e", "enter"), ("7", "e", "enter"), ("7", "e", "enter", "enter"), ("7", "down", "e", "enter", "enter")],
        lambda _app, engine: any_row(engine, Task, lambda row: getattr(row, "done_on", None) is not None),
        make=a_day_s_work,
    ),
    TaskOfADay(
        "vom Termin zu seinem Antrag und zurück",
        "5",
        [("v", "escape"), ("7", "enter", "escape", "5")],
        lambda app, _engine: app.current_mode == "deadlines",
        make=a_day_s_work,
        by_way_of="applications",
    ),
    TaskOfADay(
        "aus einem angenommenen Treffer einen Antrag machen",
        "2",
        [("v", "ctrl+s"), ("v", "enter", "enter")],
        lambda _app, engine: any_row(engine, Application, lambda _row: True),
        before=("a",),
    ),
    TaskOfADay(
        "einen Bescheid eintragen",
        "7",
        [("plus", "enter", *AWARD, "ctrl+s"), ("plus", "down", "enter", *AWARD, "ctrl+s")],
        lambda _app, engine: any_row(engine, Award, lambda _row: True),
        make=one_submitted,
    ),
    TaskOfADay(
        "irgendetwas nach seinem Namen finden",
        "1",
        [("ctrl+p", "=bundesprogramm demokratie", "enter"), ("3", "slash", "=bundesprogramm demokratie", "enter")],
        at_the_call,
    ),
    TaskOfADay("die Liste nach Excel schreiben", "4", [("X",)], is_written),
]


def main() -> None:
    """Do every task, print its keys."""
    i18n.use("de")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"XDG_DOWNLOAD_DIR": folder, "XDG_CONFIG_HOME": folder}
        template = Path(folder) / "city.db"
        engine = open_database(f"sqlite:///{template}")
        with writing(engine) as session:
            seed_action_fields(session)
        build_city(engine)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        for task in TASKS:
            found = shortest(task, template)
            sys.stdout.write(f"{'–' if found is None else found:>3}  {task.name}\n")
            sys.stdout.flush()


def shortest(task: TaskOfADay, template: Path) -> int | None:
    """The keys of the shortest way that does it; None where none does."""
    for way in sorted(task.ways, key=len):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copyfile(template, Path(folder) / "akquise.db")
            engine = open_database(f"sqlite:///{folder}/akquise.db")
            task.make(engine)
            try:
                done = asyncio.run(does(task, way, engine))
            finally:
                engine.dispose()
        if done:
            return len(way)
    return None


async def does(task: TaskOfADay, way: Sequence[str], engine: Engine) -> bool:
    """Press the keys, and look whether it is done."""
    mode = next(tab.mode for tab in TABS if tab.key == task.at)
    AkquiseApp.FIRST = mode
    app = AkquiseApp(AppContext(engine, Settings(database_url="sqlite://"), TODAY, clock=lambda: NOW))
    async with app.run_test(size=SIZE) as pilot:
        await pressed(pilot, *task.before)
        seen = {""}
        for key in way:
            await pressed(pilot, *(list(key[1:]) if key.startswith("=") else [key]))
            seen.add(app.current_mode)
        await settled(pilot)
        return task.by_way_of in seen and task.done(app, engine)


if __name__ == "__main__":
    main()
