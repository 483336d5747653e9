"""Real databases for tests, and builders of valid things in which a test names only what matters."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlmodel import Session

from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.measures.store import get_measure
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, list_opportunities, upsert
from grants_db.vocabulary import Level, RunOutcome
from tests.grants_db.databases import (
    empty_postgresql_url,
    engine,
    kept_engine,
    migrated_file,
    migrated_postgresql,
    postgresql_server,
    postgresql_url,
    session,
    sqlite_url,
)

#: fixtures
__all__ = [
    "empty_postgresql_url",
    "engine",
    "kept_engine",
    "migrated_file",
    "migrated_postgresql",
    "postgresql_server",
    "postgresql_url",
    "session",
    "sqlite_url",
]

MEASURE_HEADINGS = ("Nr", "Handlungsfeld", "Maßnahme", "Kosten", "Gesichert")
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def today() -> date:
    return NOW.date()


@pytest.fixture
def a_source() -> Callable[..., Source]:
    """Builds a source that isn't stored yet."""

    def build(name: str = "portal", **values: Any) -> Source:
        plain: dict[str, Any] = {
            "title": "Portal",
            "url": "https://portal.example/",
            "platform": "listing",
            "added_at": NOW,
        }
        return Source(name=name, **plain | values)

    return build


@pytest.fixture
def facts() -> Callable[..., OpportunityFacts]:
    """Builds what a source states of a call."""

    def build(external_id: str = "calls/1", **values: Any) -> OpportunityFacts:
        plain: dict[str, Any] = {
            "url": f"https://portal.example/{external_id}",
            "title": "Vielfalt im Quartier",
            "level": Level.LAND,
        }
        return OpportunityFacts(external_id=external_id, **plain | values)

    return build


@pytest.fixture
def an_opportunity(
    session: Session, a_source: Callable[..., Source], facts: Callable[..., OpportunityFacts]
) -> Callable[..., Opportunity]:
    """Stores a call as a crawl would and gives it back."""

    def store(
        external_id: str = "calls/1", *, source: str = "portal", at: datetime = NOW, **values: Any
    ) -> Opportunity:
        register_source(session, a_source(source))
        run = open_run(session, source, at)
        seen = facts(external_id, **values)
        upsert(session, run, [SeenOpportunity(seen, seen.url)], at)
        run.finished_at, run.outcome = at, RunOutcome.OK
        stored = list_opportunities(session, retired=True)
        return next(item for item in stored if (item.source_name, item.external_id) == (source, external_id))

    return store


@pytest.fixture
def record() -> Callable[..., MeasureRecord]:
    """Builds a measure as a file states it."""

    def build(number: str = "1.1", **values: Any) -> MeasureRecord:
        plain: dict[str, Any] = {
            "action_field": 1,
            "title": "Sprachcafé",
            "cost": Decimal("10000.00"),
            "secured": Decimal("2500.00"),
        }
        return MeasureRecord(number=number, **plain | values)

    return build


@pytest.fixture
def a_measure(session: Session, record: Callable[..., MeasureRecord]) -> Callable[..., Measure]:
    """Stores a measure as an import would and gives it back."""

    def store(number: str = "1.1", **values: Any) -> Measure:
        upsert_measures(session, [record(number, **values)])
        return get_measure(session, number)

    return store


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes measures as a .csv: one text a row, cells divided by |, under the usual headings."""

    def write(
        *rows: str, headings: Sequence[str] = MEASURE_HEADINGS, encoding: str = "utf-8", separator: str = ";"
    ) -> Path:
        lines = io.StringIO()
        csv.writer(lines, delimiter=separator).writerows([headings, *(row.split("|") for row in rows)])
        file = tmp_path / "massnahmen.csv"
        file.write_bytes(lines.getvalue().encode(encoding))
        return file

    return write


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows of cells as an .xlsx."""

    def write(*rows: Sequence[object]) -> Path:
        file = tmp_path / "m.xlsx"
        with xlsxwriter.Workbook(str(file), {"strings_to_formulas": False}) as book:
            page = book.add_worksheet()
            day = book.add_format({"num_format": "dd.mm.yyyy"})
            for index, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        page.write_datetime(index, column, cell, day)
                    else:
                        page.write(index, column, cell)
        return file

    return write
