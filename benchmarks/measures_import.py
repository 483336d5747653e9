"""How long a list of measures takes to come in, beside what pandas, calamine and sqlite alone need for its rows.

    python -m benchmarks.measures_import [--rows 5000]

Each is a process of its own, its start included, as somebody waits for it: the rows read by pandas with calamine and
written to a sqlite table; the list imported into an empty database; the same list again, which changes nothing. One
run; the least of three is printed, with its ratio.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

HEADINGS = "Nr.|HF|Maßnahme|Beschreibung|Zuständig|Zeitraum|Kosten|gesichert|Kosten 2026|Kosten 2027".split("|")
PLAIN = """
import sqlite3, sys
import pandas
rows = pandas.read_excel(sys.argv[1], engine="calamine")
with sqlite3.connect(sys.argv[2]) as connection:
    rows.to_sql("measures", connection, index=False, if_exists="replace")
"""
OURS = """
import sys
from pathlib import Path
from grants_db.import_export.measures import import_measures
from grants_db.storage.database import open_database, writing
with writing(open_database(sys.argv[2])) as session:
    import_measures(session, Path(sys.argv[1]))
"""
EMPTY = """
import sys
from grants_db.storage.database import open_database
open_database(sys.argv[2])
"""
RUNS = 3


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="How long a list of measures takes to come in.")
    parser.add_argument("--rows", type=int, default=5000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "liste.xlsx"
        _write(file, rows)
        plain = min(_seconds(PLAIN, file, str(folder / "plain.db")) for _ in range(RUNS))
        print(f"pandas, calamine, sqlite: {plain:.2f} s for {rows} rows")
        databases = [f"sqlite:///{folder / f'{run}.db'}" for run in range(RUNS)]
        for address in databases:
            _seconds(
                "import sys\nfrom grants_db.storage.database import open_database\nopen_database(sys.argv[2])",
                file,
                address,
            )
        for what in ("first time", "again"):
            taken = min(_seconds(OURS, file, address) for address in databases)
            print(f"akquise, {what}: {taken:.2f} s, {taken / plain:.1f} times as long")


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


def _seconds(code: str, file: Path, target: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, str(file), target], check=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
