"""How long the financing plans of ten thousand applications take: read, settled, by year, with what lapses.

    python -m benchmarks.financing_plans [--applications 10000] [--today 2026-11-24]

Builds the invented large city (`benchmarks.large_city`), enters a plan of two years for every second application, one
half of these with costs that changed, and copies all until there are as many as asked for. Processor time.
"""

import argparse
import tempfile
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from benchmarks.council_paper import multiply
from benchmarks.large_city import Size, build
from grants_db.applications.store import list_applications
from grants_db.models.application import Application, PlanItem
from grants_db.models.columns import table_of
from grants_db.plans.reading import plans
from grants_db.storage.database import open_database, reading, writer, writing
from grants_db.vocabulary import FinancingType, PlanKind

YEARS = (2026, 2027)
ROUNDS = 3


def enter_plans(session: Session) -> None:
    """A plan for every second application: staff, things and a flat rate, two grants, a donation, over two years."""
    for number, application in enumerate(list_applications(session)[::2]):
        for year in YEARS:
            changed = Decimal(38_000) if number % 2 and year == YEARS[-1] else None
            session.add_all(
                PlanItem(
                    application_id=application.id or 0, year=year, kind=kind, name=name, amount=Decimal(amount), **more
                )
                for kind, name, amount, more in lines(changed)
            )


def lines(changed: Decimal | None) -> list[tuple[PlanKind, str, str, dict[str, Any]]]:
    """The lines of a year, of which the first came otherwise than planned."""
    share = {"financing_type": FinancingType.SHARE, "rate": Decimal(60)}
    return [
        (PlanKind.COST, "Personal", "40000", {"actual": changed}),
        (PlanKind.COST, "Sachkosten", "7500.50", {}),
        (PlanKind.COST, "Verwaltung", "4000", {"rate": Decimal(10), "flat_rate_of": "Personal"}),
        (PlanKind.GRANT, "Land", "30000", share),
        (PlanKind.OTHER_GRANT, "Stiftung", "5000", {"financing_type": FinancingType.FIXED}),
        (PlanKind.DONATION, "Sparkasse", "1000", {}),
    ]


def main() -> None:
    """Build, and time."""
    parser = argparse.ArgumentParser(description="Time the financing plans of an invented large city.")
    parser.add_argument("--applications", type=int, default=10_000)
    parser.add_argument("--today", type=date.fromisoformat, default=date(2026, 11, 24))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "city.db"
        build(file, Size(opportunities=3_000), asked.today)
        engine = open_database(f"sqlite:///{file}")
        with writing(engine) as session:
            enter_plans(session)
        with writer(engine).begin() as connection:
            multiply(connection, asked.applications)
            counts = [
                connection.execute(select(func.count()).select_from(table_of(model))).scalar_one()
                for model in (Application, PlanItem)
            ]
        print(f"{counts[0]} applications, {counts[1]} lines of plans")
        for _round in range(ROUNDS):
            began = time.process_time()
            with reading(engine) as session:
                found = plans(session)
            read = time.process_time() - began
            own = sum((each.plan.own or Decimal(0) for each in found), Decimal(0))
            needs = sum(len(each.plan.budget(asked.today.year)) for each in found)
            lapsing = sum((year.lapsing for each in found for year in each.lapsing(asked.today)), Decimal(0))
            took = time.process_time() - began
            print(f"{took:.2f} s (read {read:.2f} s): own {own}, {needs} budgets, {lapsing} lapsing")
            del found  # the next round is alone in memory, as a command is
        engine.dispose()


if __name__ == "__main__":
    main()
