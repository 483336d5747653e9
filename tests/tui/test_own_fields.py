"""A city with quite other action fields, from its file to its matches and its table."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from grants_db.import_export.measures import import_measures
from grants_db.measures.store import get_measure
from grants_db.models.match import Match
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, upsert
from grants_db.settings import City
from grants_db.storage.database import open_database, reading, writing
from grants_db.vocabulary import ApplicantRoute, Level
from matching.incremental.ranking_file import read_ranking
from tui.jobs.coverage import stored_coverage
from tui.jobs.matching import run_matching
from tui.jobs.matching_input import ranking_file

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
FIELDS = "Nr;Handlungsfeld;Ziele\n7;Klimaschutz und Energie;Strom aus Sonne\n8;Sport und Bewegung;\n"
MEASURES = (
    "Nr;Handlungsfeld;Maßnahme;Beschreibung;Kosten;Gesichert\n"
    "K1;HF 7;Solardächer;Solarstrom auf den Dächern der Schulen;50.000;0\n"
    "S1;Sport und Bewegung;Schwimmkurse;Kinder lernen in den Ferien schwimmen;9.000;0\n"
)
CALLS = {
    "solar": ("Photovoltaik auf kommunalen Gebäuden", "Gefördert wird Solarstrom auf Dächern von Schulen."),
    "swim": ("Schwimmen lernen", "Gefördert werden Schwimmkurse für Kinder im Sportverein und in den Ferien."),
    "language": ("Sprachkurse", "Gefördert werden Deutschkurse und die Integration von Zugewanderten."),
}


def came_in(session: Session, folder: Path, name: str, text: str) -> None:
    """Import a file with this text."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    assert import_measures(session, file, list_name="Konzept").refused == []


@pytest.fixture
def other_city(tmp_path: Path) -> Iterator[Engine]:
    """Its fields, its measures, and calls of which one is for integration."""
    engine = open_database(f"sqlite:///{tmp_path / 'akquise.db'}")
    with writing(engine) as session:
        came_in(session, tmp_path, "felder.csv", FIELDS)
        came_in(session, tmp_path, "massnahmen.csv", MEASURES)
        register_source(
            session, Source(name="bund", title="Bund", url="https://bund.example", platform="xml_export", added_at=NOW)
        )
        run = open_run(session, "bund", NOW)
        for key, (title, text) in CALLS.items():
            facts = OpportunityFacts(
                external_id=key,
                url=f"https://bund.example/{key}",
                title=title,
                short_description=text,
                description=text,
                level=Level.LAND,
                funder="Ministerium",
                regions=["DE-ST"],
                applicant_route=ApplicantRoute.DIRECT,
                instruments=["grant"],
                deadline={"kind": "rolling", "dates": [], "times": [], "stages": [], "two_stage": False},
            )
            upsert(session, run, [SeenOpportunity(facts, facts.url)], NOW)
    run_matching(engine, City(), NOW.date(), NOW)
    yield engine
    engine.dispose()


def best(engine: Engine, number: str) -> Match:
    """The first match of a measure."""
    with reading(engine) as session:
        matches = select(Match).where(Match.measure_id == get_measure(session, number).id).order_by(Match.rank)  # type: ignore[arg-type]  # a column
        return session.exec(matches).first() or pytest.fail(f"{number} has no match")


@pytest.mark.parametrize(("number", "call"), [("K1", "solar"), ("S1", "swim")])
def test_each_measure_gets_the_call_of_its_own_field(other_city: Engine, number: str, call: str) -> None:
    found = best(other_city, number)

    with reading(other_city) as session:
        assert session.get_one(Opportunity, found.opportunity_id).external_id == call
    assert found.parts["field_themes"] > 0
    assert not any("anderes Gebiet" in str(reason) for reason in found.reasons)


def test_the_table_of_coverage_has_the_citys_fields(other_city: Engine) -> None:
    found = stored_coverage(other_city, City(), NOW.date()).coverage

    assert sorted({cell.action_field for cell in found.cells}) == [7, 8]


def test_a_new_goal_makes_the_next_night_a_full_one(other_city: Engine, tmp_path: Path) -> None:
    path = ranking_file(other_city.url)
    assert path is not None
    first = read_ranking(path)
    run_matching(other_city, City(), NOW.date(), NOW)
    same = read_ranking(path)
    with writing(other_city) as session:
        came_in(session, tmp_path, "felder.csv", FIELDS.replace("Bewegung;", "Bewegung;Alle Kinder lernen schwimmen"))
    run_matching(other_city, City(), NOW.date(), NOW)
    later = read_ranking(path)

    assert first is not None
    assert same is not None
    assert later is not None
    assert first.concept == same.concept != later.concept
