"""The tables' history: one line, from empty to the models, on both kinds of database."""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text
from sqlmodel import Session

from grants_db.applications.history import history, known_id
from grants_db.applications.store import list_applications
from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.measures.store import get_measure, list_measures, list_units
from grants_db.messages import Message
from grants_db.migrations.run import configuration, current, head
from grants_db.models.all_tables import metadata
from grants_db.models.application import Application, ApplicationMeasure, Award
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.correction_values import read_value
from grants_db.opportunities.corrections import correct
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, upsert
from grants_db.search.index import of_a_model
from grants_db.search.opportunity_filter import OpportunityFilter
from grants_db.search.query import search
from grants_db.storage.database import open_database, reading, writing
from grants_db.storage.schema import Migrate
from grants_db.vocabulary import ApplicationStage as Stage
from grants_db.vocabulary import FinancingType, FunderStatus, OpportunityStatus


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "target_metadata": metadata, "include_object": of_a_model}
        )
        return list(compare_metadata(context, metadata))


def test_the_history_has_one_newest_revision() -> None:
    assert ScriptDirectory.from_config(configuration()).get_heads() == [head()]


def test_revisions_are_named_by_their_day() -> None:
    scripts = ScriptDirectory.from_config(configuration()).walk_revisions()

    assert all(script.path.rsplit("/", 1)[-1][:5] == "2026_" for script in scripts)


def test_migrating_an_empty_sqlite_file_gives_the_models_tables(engine: Engine) -> None:
    assert differences(engine) == []


def test_migrating_reaches_the_newest_revision(engine: Engine) -> None:
    with engine.connect() as connection:
        assert current(connection) == head()


@pytest.mark.slow
@pytest.mark.xdist_group("server")
def test_migrating_an_empty_postgresql_gives_the_models_tables(empty_postgresql_url: str) -> None:
    engine = open_database(empty_postgresql_url)

    assert differences(engine) == []
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


@pytest.mark.slow
@pytest.mark.xdist_group("server")
def test_opening_postgresql_twice_migrates_once(empty_postgresql_url: str) -> None:
    open_database(empty_postgresql_url).dispose()
    engine = open_database(empty_postgresql_url)

    with engine.connect() as connection:
        assert current(connection) == head()
    engine.dispose()


def test_a_database_of_the_first_revision_keeps_its_rows_when_it_is_opened(tmp_path: Path) -> None:
    first = ScriptDirectory.from_config(configuration()).get_bases()[0]
    old = create_engine(f"sqlite:///{tmp_path / 'akquise.db'}")
    with old.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, first)
        connection.execute(text("INSERT INTO unit (name) VALUES ('Amt 50')"))
    old.dispose()

    engine = open_database(f"sqlite:///{tmp_path / 'akquise.db'}")

    with Session(engine) as session:
        assert [unit.name for unit in list_units(session)] == ["Amt 50"]
    assert differences(engine) == []
    engine.dispose()


@pytest.mark.slow
def test_programs_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    opened = f"open_database('sqlite:///{tmp_path / 'a.db'}').dispose()"
    opening = f"from grants_db.storage.database import open_database; {opened}"

    programs = [subprocess.Popen([sys.executable, "-c", opening], stderr=subprocess.PIPE, text=True) for _ in range(3)]
    said = [(program.communicate(timeout=300)[1], program.returncode) for program in programs]

    assert said == [("", 0)] * 3
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    assert differences(engine) == []
    engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize(
    "address", ["sqlite_url", pytest.param("postgresql_url", marks=pytest.mark.xdist_group("server"))]
)
def test_an_award_of_an_older_database_counts_once_and_has_moved_its_application(
    address: str,
    request: pytest.FixtureRequest,
    a_source: Callable[..., Source],
    facts: Callable[..., OpportunityFacts],
    record: Callable[..., MeasureRecord],
    now: datetime,
) -> None:
    url = request.getfixturevalue(address)
    older = open_database(url)
    sums = [("1.1", 72000, 12000), ("1.2", 72000, 60000), ("1.3", 100, None), ("1.4", 200, None), ("1.5", 100, None)]
    with writing(older) as session:
        upsert_measures(session, [record(key, cost=Decimal(cost), secured=got) for key, cost, got in sums])
        register_source(session, a_source())
        run = open_run(session, "portal", now)
        upsert(session, run, [SeenOpportunity(facts(), "https://portal.example/calls/1")], now)
        for stage, theirs, amount, *numbers in (
            (Stage.SUBMITTED, FunderStatus.RECEIVED, 60000, "1.1"),
            (Stage.RUNNING, FunderStatus.GRANTED, 60000, "1.2"),
            (Stage.SUBMITTED, FunderStatus.GRANTED, 100, "1.3", "1.4"),
            (Stage.REJECTED, FunderStatus.REFUSED, 50, "1.5"),
        ):
            made = Application(opportunity_id=1, stage=stage, funder_status=theirs, created_at=now)
            session.add(made)
            session.flush()
            key, day = known_id(made.id), now.date()
            for number in numbers:
                measure = get_measure(session, number)
                session.add(ApplicationMeasure(application_id=key, measure_id=known_id(measure.id)))
            award = Award(
                application_id=key,
                notified_on=day,
                amount=Decimal(amount),
                financing_type=FinancingType.SHARE,
                period_start=day,
                period_end=day,
            )
            session.add(award)
    with older.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.downgrade(config, "e41b07c95d2a")
    older.dispose()

    engine = open_database(url, migrate=Migrate.ALWAYS)

    with reading(engine) as session:
        assert {one.number: (one.secured, one.gap) for one in list_measures(session)} == {
            "1.1": (Decimal(72000), Decimal(0)),  # the file's 12,000 are too little to hold the award
            "1.2": (Decimal(60000), Decimal(12000)),  # the file's 60,000 may be the award: it counts once
            "1.3": (Decimal("33.34"), Decimal("66.66")),
            "1.4": (Decimal("66.66"), Decimal("133.34")),
            "1.5": (None, Decimal(100)),
        }
        applications = list_applications(session)
        assert [one.stage for one in applications] == [Stage.AWARDED, Stage.RUNNING, Stage.AWARDED, Stage.REJECTED]
        assert applications[0].funder_status is FunderStatus.GRANTED
        lines = [str(Message.from_json(line.sentence)) for line in history(session, applications[0])]
        assert lines == [
            "Stand: Antrag gestellt → bewilligt",
            "Beim Zuwendungsgeber: Antrag eingegangen → Bescheid erteilt",
        ]
    assert differences(engine) == []
    engine.dispose()


#: what SQLite kept by itself before revision c7d2e94a6b15
OLD_LIST = """CREATE TABLE opportunity_list (id INTEGER PRIMARY KEY);
CREATE VIEW opportunity_listed AS SELECT id FROM opportunity;
CREATE TRIGGER correction_added AFTER INSERT ON correction BEGIN
    INSERT OR REPLACE INTO opportunity_list SELECT * FROM opportunity_listed WHERE id = new.opportunity_id;
END"""


@pytest.mark.slow
@pytest.mark.parametrize("address", ["sqlite_url", "postgresql_url"])
def test_calls_and_corrections_of_an_older_database_are_listed_as_they_hold(
    address: str,
    request: pytest.FixtureRequest,
    a_source: Callable[..., Source],
    facts: Callable[..., OpportunityFacts],
    now: datetime,
) -> None:
    url = request.getfixturevalue(address)
    older = open_database(url)
    over = {"kind": "fixed", "dates": ["2026-01-01"]}
    stated = [facts(str(number), title=title, deadline=over) for number, title in enumerate(["Älteres", "Zweites"])]
    with writing(older) as session:
        register_source(session, a_source())
        upsert(session, open_run(session, "portal", now), [SeenOpportunity(each, each.url) for each in stated], now)
        correct(session, 2, "deadline", read_value("deadline", "2027-05-01", now.date()), now=now)
    with older.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.downgrade(config, "90b6e1d4c7f2")
        if address == "sqlite_url":
            for statement in OLD_LIST.split(";\nCREATE"):
                connection.exec_driver_sql(statement if statement.startswith("CREATE") else f"CREATE{statement}")
    older.dispose()

    engine = open_database(url, migrate=Migrate.ALWAYS)

    with writing(engine) as session:
        rows = search(session, OpportunityFilter(), now.date()).rows
        assert [(row.title, row.status) for row in rows] == [
            ("Zweites", OpportunityStatus.OPEN),
            ("Älteres", OpportunityStatus.CLOSED),
        ]
        correct(session, 1, "deadline", read_value("deadline", "rolling", now.date()), now=now)
        again = search(session, OpportunityFilter(statuses=(OpportunityStatus.OPEN,)), now.date()).rows
        assert [row.title for row in again] == ["Älteres", "Zweites"]
    assert differences(engine) == []
    engine.dispose()
