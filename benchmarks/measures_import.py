"""How long a list of measures takes to come in, beside what pandas, calamine and sqlite alone need for its rows.

    python -m benchmarks.measures_import [--rows 5000] [--runs 5]

Each is a process of its own, its start included, as somebody waits for it: the rows read by pandas with calamine and
written to a sqlite table; the list imported by `akquise measures import FILE --yes` into an empty database; the same
list again, which changes nothing. They take turns, so that what else the machine does falls on all of them; printed is
the least of all turns, by the clock and in processor time (that of their own processes included), with its ratio.

All run as installed programs do, with their modules compiled: a first turn, not counted, sees to that.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

if sys.platform != "win32":
    import resource

HEADINGS = "Nr.|HF|Maßnahme|Beschreibung|Zuständig|Zeitraum|Kosten|gesichert|Kosten 2026|Kosten 2027".split("|")
PLAIN = """
import sqlite3, sys
import pandas
rows = pandas.read_excel(sys.argv[1], engine="calamine")
with sqlite3.connect(sys.argv[2]) as connection:
    rows.to_sql("measures", connection, index=False, if_exists="replace")
"""
AKQUISE = "from tui.entry import main; main()"
Spent = tuple[float, float]  # seconds by the clock, and of processors


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="How long a list of measures takes to come in.")
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "liste.xlsx"
        _write(file, given.rows)
        turns = [_turn(folder, file, turn) for turn in range(given.runs + 1)][1:]
    least = {what: tuple(min(turn[what][at] for turn in turns) for at in (0, 1)) for what in turns[0]}
    rival = next(iter(least.values()))
    for what, spent in least.items():
        clock, processors = (f"{spent[at]:.2f} s ({spent[at] / rival[at]:.2f} times)" for at in (0, 1))
        print(f"{what}: {clock} by the clock, {processors} of processors, {given.rows} rows")


def _turn(folder: Path, file: Path, turn: int) -> dict[str, Spent]:
    """What each of the three took, the rival first."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "AKQUISE_DATABASE_URL": f"sqlite:///{folder / f'{turn}.db'}",
    }
    _spent(AKQUISE, ["db", "upgrade"], environment)
    command = ["measures", "import", str(file), "--yes"]
    return {
        "pandas, calamine, sqlite": _spent(PLAIN, [str(file), str(folder / "plain.db")], environment),
        "akquise, first time": _spent(AKQUISE, command, environment),
        "akquise, again": _spent(AKQUISE, command, environment),
    }


def _write(file: Path, rows: int) -> None:
    with xlsxwriter.Workbook(str(file)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADINGS)
        for row in range(rows):
            field = row % 6 + 1
            texts = [
                f"{field}.{row // 6 + 1}",
                f"HF {field}",
                f"Maßnahme {row}",
                "Beschreibung " * 8,
                f"Amt {row % 40}",
            ]
            page.write_row(row + 1, 0, [*texts, "2026–2028", 1000 + row, 500, 400, 600 + row])


def _spent(code: str, arguments: Sequence[str], environment: dict[str, str]) -> Spent:
    begun, before = time.perf_counter(), _processors()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], check=False, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(done.stderr)
    return time.perf_counter() - begun, _processors() - before


def _processors() -> float:
    """Seconds of processors that processes of ours have taken, with those they started; Windows counts none."""
    if sys.platform == "win32":
        return float("nan")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
