"""What pictures are drawn from: the figures of the council paper, the overview and the measures, and no others."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from grants_db.applications.agenda import agenda
from grants_db.dashboard.details import measure_rows
from grants_db.dashboard.overview import overview
from grants_db.reports.council.cases import read_council
from grants_db.reports.council.figures import TimeSpan, count
from grants_db.reports.pictures.cover import covers
from grants_db.reports.pictures.money_by_year import money_by_year
from grants_db.reports.pictures.timeline import timeline
from grants_db.rules.obligation_rules import load_rules
from grants_db.storage.database import open_database, reading
from tests.years_of_work import TODAY, years_of_work


@pytest.fixture
def years(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Three years of work."""
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('years') / 'akquise.db'}")
    years_of_work(engine)
    return engine


def test_money_by_year_is_that_of_the_council_paper_and_of_the_overview(years: Engine) -> None:
    with reading(years) as session:
        found = money_by_year(session, TODAY)
        whole = count(read_council(session, TODAY, load_rules()), TimeSpan())
        in_2026 = count(read_council(session, TODAY, ()), TimeSpan(date(2026, 1, 1), date(2026, 12, 31)))
        fields = overview(session)

    for name, figure in (("requested", "applied"), ("awarded", "won"), ("paid", "paid")):
        for cell, counted in ((found.of(), whole), (found.of(year=2026), in_2026)):
            drawn, said = getattr(cell, name), getattr(counted, figure).total
            assert (drawn.known, drawn.unknown) == (said.known, said.unknown)
    assert [(field.number, field.gap) for field in found.fields] == [(field.number, field.gap) for field in fields]
    assert found.of(2).awarded.known == fields[1].won.known
    assert found.years == [2024, 2025, 2026]


def test_who_pays_adds_up_to_the_cost_of_each_measure(years: Engine) -> None:
    with reading(years) as session:
        found, unknown = covers(session)
        gaps = {row.measure.number: row.gap for row in measure_rows(session)}

    assert (len(found), unknown) == (5, 0)
    for one in found:
        assert one.own + one.others + one.planned + one.missing == one.cost
        assert one.planned + one.missing == gaps[one.number]
    assert next(one.own for one in found if one.number == "2.1") == Decimal("13000.01")


def test_a_line_of_time_has_each_application_once_with_its_period_and_dates(years: Engine) -> None:
    with reading(years) as session:
        entries = agenda(session, TODAY, load_rules())
        found = timeline(session, entries)

    rows = {row.application: row for row in found}
    assert len(rows) == len(found)
    assert (rows[6].start, rows[6].end) == (date(2026, 3, 1), date(2027, 6, 30))
    assert [entry.due for entry in rows[6].entries] == [date(2027, 4, 30), date(2027, 12, 31)]
    assert [row.first for row in found] == sorted(row.first for row in found)
