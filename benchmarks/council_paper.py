"""How long the council paper takes with ten thousand applications, in each kind of file.

    python -m benchmarks.council_paper [--applications 10000] [--today 2026-11-24] [--keep FOLDER]

Builds the invented large city (`benchmarks.large_city`) with 300 applications through the program's own writes, copies
their rows until there are as many as asked for, and times the whole command as a person starts it.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, func, insert, select
from sqlmodel import SQLModel

from benchmarks.large_city import Size, build
from grants_db.models.application import Application, ApplicationMeasure, Award, HistoryEntry, Payment, PlanItem
from grants_db.models.columns import table_of
from grants_db.storage.database import open_database, writer

#: what belongs to an application, with the column that says to which
OF_APPLICATION: dict[type[SQLModel], str] = {
    Application: "id",
    ApplicationMeasure: "application_id",
    Award: "application_id",
    HistoryEntry: "application_id",
    Payment: "application_id",
    PlanItem: "application_id",
}


def multiply(connection: Connection, wanted: int) -> None:
    """Copy the applications with all that belongs to them until there are so many."""
    have = connection.execute(select(func.count()).select_from(table_of(Application))).scalar_one()
    highest = connection.execute(select(func.max(table_of(Application).c.id))).scalar_one()
    rows = {
        model: [dict(row) for row in connection.execute(select(table_of(model))).mappings()] for model in OF_APPLICATION
    }
    for copy in range(1, -(-wanted // have)):
        for model, key in OF_APPLICATION.items():
            fresh = [
                {name: value for name, value in row.items() if name != "id"} | {key: row[key] + copy * highest}
                for row in rows[model]
            ]
            if fresh:
                connection.execute(insert(table_of(model)), fresh)


def spent() -> float:
    """Seconds of processor time of all commands so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Build, and time each kind of file."""
    parser = argparse.ArgumentParser(description="Time the council paper on an invented large city.")
    parser.add_argument("--applications", type=int, default=10_000)
    parser.add_argument("--today", type=date.fromisoformat, default=date(2026, 11, 24))
    parser.add_argument("--keep", type=Path, help="where the database and the papers stay, to be looked at")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "city.db"
        build(file, Size(opportunities=3_000), asked.today)
        url = f"sqlite:///{file}"
        engine = open_database(url)
        with writer(engine).begin() as connection:
            multiply(connection, asked.applications)
            count = connection.execute(select(func.count()).select_from(table_of(Application))).scalar_one()
        engine.dispose()
        print(f"{count} applications")
        for ending in ("html", "xlsx", "docx"):
            out = folder / f"council.{ending}"
            command = [
                "akquise",
                "--database",
                url,
                "--today",
                str(asked.today),
                "report",
                "council",
                "--out",
                str(out),
            ]
            start, before = time.perf_counter(), spent()
            subprocess.run(
                [str(Path(sys.executable).parent / command[0]), *command[1:]], check=True, capture_output=True
            )
            seconds, work = time.perf_counter() - start, spent() - before
            print(f"{ending:<5} {seconds:6.1f} s, {work:5.1f} s of processor time  {out.stat().st_size / 1e6:5.1f} MB")


if __name__ == "__main__":
    main()
