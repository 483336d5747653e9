"""What the screens cost beside a bare Textual app, with a large city in the database; both in one run, in turn.

    python -m benchmarks.large_city /tmp/large.db        makes the database: 100,000 opportunities, 500 measures
    python -m benchmarks.screens /tmp/large.db [ROUNDS]  prints the figures (5 rounds)

- First paint: from the start of the process to the first picture, in a terminal of 140 × 40 (a pseudo-terminal, the
  picture is what arrives there); by the clock and in processor time. And, for akquise alone, to the first figures
  of the database.
- Keystroke: from a key in the search to the painted rows of what was typed by then, one sample a key, the words typed
  letter by letter. The bare app fills in 100 rows held in memory.
- Switching: from the key of a screen to the painted screen with the content it had; beside it, until its content is
  read anew from the database and painted, and the same for the first visit, which also loads the screen's code. The
  bare app switches between two screens.
- Memory: what the process holds after all that (peak resident size, Linux).

Nothing here is a test: a busy machine changes the seconds, hardly the ratios.
"""

import asyncio
import fcntl
import json
import os
import pty
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Awaitable
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from textual.app import App

from benchmarks.bare_app import BareApp

ROOT = Path(__file__).parents[1]
SIZE = (140, 40)
TODAY = date(2026, 11, 24)
#: typed letter by letter: words of the field, parts of compounds, several words, a name that is nowhere
QUERIES = (
    "integration",
    "sprachförderung",
    "lotsen ehrenamt",
    "EU",
    "stiftung demokratie",
    "zuwanderung kommune",
    "qqxyz",
)
#: what tells each process's first picture, and akquise's first figures (how much is to be read)
BARE, FIRST, FIGURES = "Bare", "ffnet", "zu lesen"


def main() -> None:
    """Measure in turn, print side by side."""
    database, rounds = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "city.db"
        shutil.copyfile(database, copy)
        os.environ["XDG_STATE_HOME"] = os.environ["XDG_CONFIG_HOME"] = folder
        url = f"sqlite:///{copy}"
        ours = [sys.executable, "-m", "tui", "--database", url, "--today", TODAY.isoformat()]
        bare = [sys.executable, str(ROOT / "benchmarks" / "bare_app.py")]
        paints: dict[str, list[tuple[float, float]]] = {"bare": [], "ours": [], "figures": []}
        for _round in range(rounds):
            paints["bare"].append(until_painted(bare, BARE))
            paints["ours"].append(until_painted(ours, FIRST))
            paints["figures"].append(until_painted(ours, FIGURES))
        print_paints(paints)
        insides = [(inside("bare", url), inside("ours", url)) for _round in range(max(1, rounds // 2))]
        print_insides(insides)


def until_painted(words: list[str], sign: str, checkout: Path = ROOT) -> tuple[float, float]:
    """Seconds by the clock and of the processor until this text arrives at the terminal; run in that checkout."""
    started = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
        os.chdir(checkout)
        os.execve(words[0], words, {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"})
    arrived = b""
    while sign.encode() not in arrived:
        ready, _, _ = select.select([terminal], [], [], 60)
        if not ready:
            raise TimeoutError(f"{sign!r} never arrived: {arrived[-300:]!r}")
        arrived += os.read(terminal, 65536)
    clock = time.perf_counter() - started
    os.kill(child, 9)
    _, _, used = os.wait4(child, 0)
    os.close(terminal)
    return clock, used.ru_utime + used.ru_stime


def inside(which: str, url: str) -> dict[str, Any]:
    """The figures of one app, taken within a process of its own."""
    words = [sys.executable, "-m", "benchmarks.screens", "--inside", which, url]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def measure_inside(which: str, url: str) -> None:
    """In that process: drive the app without a terminal, print the figures as JSON."""
    figures = asyncio.run(bare_figures() if which == "bare" else our_figures(url))
    figures["memory"] = peak_memory()
    print(json.dumps(figures))


async def bare_figures() -> dict[str, Any]:
    """The bare app's keys and switches."""
    app = BareApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        app.screen.query_one("#words").focus()
        await pilot.pause()
        letters = [letter for query in QUERIES for letter in query]
        keys = [await until_set(app.filled, pilot.press(name_of(letter))) for letter in letters]
        switches = [await until_seen(app, pilot.press(key)) for _round in range(10) for key in ("f1", "f2")]
        return {"keys": keys, "switches": switches}


async def our_figures(url: str) -> dict[str, Any]:
    """The keys of the search and the switches between all screens."""
    from grants_db.settings import Settings
    from grants_db.storage.database import open_database
    from tui.app.launch import make_app
    from tui.screens.base.page import PageScreen
    from tui.widgets.tabs import TABS

    shown = asyncio.Event()
    original = PageScreen.on_page_screen_fetched

    def painted(screen: PageScreen[Any], message: PageScreen.Fetched) -> None:
        original(screen, message)
        screen.call_after_refresh(shown.set)

    PageScreen.on_page_screen_fetched = painted  # type: ignore[assignment] # the one place where content comes in
    app = make_app(Settings(database_url=url), TODAY, open_database(url))
    async with app.run_test(size=SIZE) as pilot:
        await shown.wait()
        visits, seen, read = {}, {tab.mode: [0.0] * 0 for tab in TABS}, {tab.mode: [0.0] * 0 for tab in TABS}
        for tab in TABS[1:]:
            visits[tab.mode] = await until_set(shown, pilot.press(tab.key))
            await settled(app)
        for _round in range(3):
            for tab in TABS:
                seen[tab.mode].append(await until_seen(app, pilot.press(tab.key)))
                await settled(app)
            for tab in TABS:
                read[tab.mode].append(await until_set(shown, pilot.press(tab.key)))
                await settled(app)
        await until_set(shown, pilot.press("3"))
        keys: list[float] = []
        for query in QUERIES:
            await pilot.press("x", "slash")
            await settled(app)
            for word in query.split():
                keys += [await until_set(shown, pilot.press(letter)) for letter in word]
                await pilot.press("space")  # a blank alone asks for nothing new
            await pilot.press("escape")
            await settled(app)
        return {"keys": keys, "first_visits": visits, "switches": seen, "read": read}


async def until_set(shown: asyncio.Event, pressed: Awaitable[None]) -> float:
    """Milliseconds from a key until its content is painted, which sets `shown`."""
    shown.clear()
    started = time.perf_counter()
    task = asyncio.ensure_future(pressed)
    await asyncio.wait_for(shown.wait(), 60)
    took = (time.perf_counter() - started) * 1000
    await task
    return took


async def until_seen(app: App[Any], pressed: Awaitable[None]) -> float:
    """Milliseconds from a key until another screen is painted, with the content it had."""
    before = app.screen
    painted = asyncio.Event()
    started = time.perf_counter()
    task = asyncio.ensure_future(pressed)
    while app.screen is before:  # noqa: ASYNC110 - Textual tells nobody when it switches
        await asyncio.sleep(0)
    app.screen.call_after_refresh(painted.set)
    await asyncio.wait_for(painted.wait(), 60)
    took = (time.perf_counter() - started) * 1000
    await task
    return took


async def settled(app: App[Any]) -> None:
    """Until nothing is read any more."""
    await asyncio.sleep(0.1)
    while any(worker.is_running for worker in app.workers):  # noqa: ASYNC110 - also workers that begin meanwhile
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.1)


def name_of(letter: str) -> str:
    """Textual's name of a key."""
    return "space" if letter == " " else letter


def peak_memory() -> float:
    """MB, as the kernel counts for this process."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def print_paints(paints: dict[str, list[tuple[float, float]]]) -> None:
    """First paint side by side."""
    print(f"{'first paint':<34}{'bare':>9}{'akquise':>9}{'ratio':>8}   (bar 1.3)")
    for name, at in (("by the clock, s", 0), ("processor time, s", 1)):
        bare, ours = ([one[at] for one in paints[which]] for which in ("bare", "ours"))
        ratio = median(one / other for one, other in zip(ours, bare, strict=True))
        print(f"  {name:<32}{median(bare):9.2f}{median(ours):9.2f}{ratio:8.2f}")
    print(f"  {'to the first figures, s':<32}{'':9}{median(one[0] for one in paints['figures']):9.2f}")


def print_insides(insides: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """Keys, switches and memory side by side."""
    bare_keys = [took for bare, _ours in insides for took in bare["keys"]]
    keys = [took for _bare, ours in insides for took in ours["keys"]]
    print(f"{'keystroke to new rows':<34}{'bare':>9}{'akquise':>9}{'ratio':>8}   (bars 50 and 120 ms)")
    for name, of in (("median, ms", median), ("p95, ms", p95)):
        print(f"  {name:<32}{of(bare_keys):9.0f}{of(keys):9.0f}{of(keys) / of(bare_keys):8.2f}")
    bare_switches = [took for bare, _ours in insides for took in bare["switches"]]
    print(f"{'switching screens (median), ms':<34}{'bare':>9}{'akquise':>9}{'ratio':>8}   (bar 100 ms)")
    for mode in insides[0][1]["switches"]:
        took, anew = (
            median(one for _bare, ours in insides for one in ours[kind][mode]) for kind in ("switches", "read")
        )
        visits = [ours["first_visits"][mode] for _bare, ours in insides if mode in ours["first_visits"]]
        further = f"   read anew {anew:.0f}" + (f", first visit {median(visits):.0f}" if visits else "")
        print(f"  {mode:<32}{median(bare_switches):9.0f}{took:9.0f}{took / median(bare_switches):8.2f}{further}")
    memory = [median(one["memory"] for one in side) for side in zip(*insides, strict=True)]
    print(f"{'memory, MB':<34}{memory[0]:9.0f}{memory[1]:9.0f}{memory[1] / memory[0]:8.2f}   (bar 250 MB)")


def p95(values: list[float]) -> float:
    """The value that 95 of 100 stay under."""
    return quantiles(values, n=20)[-1]


if __name__ == "__main__":
    if sys.argv[1] == "--inside":
        measure_inside(sys.argv[2], sys.argv[3])
    else:
        main()
