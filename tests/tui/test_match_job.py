"""What is proposed for a measure: each programme once, by the source that states it most officially."""

from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import select

from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.models.match import Match
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.duplicates import refresh_clusters
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, upsert
from grants_db.settings import City
from grants_db.storage.database import open_database, reading, writing
from grants_db.vocabulary import ApplicantRoute, Level
from tui.jobs.matching import run_matching

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TEXT = "Gefördert werden Sprachkurse für Zugewanderte und Geflüchtete in Kommunen, mit Kinderbetreuung und Ehrenamt."


def test_a_programme_that_two_sources_list_is_proposed_once(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'akquise.db'}")
    with writing(engine) as session:
        upsert_measures(
            session,
            [MeasureRecord(number="2.1", action_field=2, title="Sprachkurse für Zugewanderte", description=TEXT)],
        )
        for name, platform in (("foerderdatenbank", "xml_export"), ("dsee", "labelled_page")):
            register_source(
                session, Source(name=name, title=name, url=f"https://{name}.example", platform=platform, added_at=NOW)
            )
            facts = OpportunityFacts(
                external_id="sprache",
                url="https://ministerium.example/sprachkurse",
                title="Sprachkurse für Zugewanderte und Geflüchtete vor Ort",
                short_description=TEXT,
                description=TEXT,
                level=Level.LAND,
                funder="Ministerium für Teilhabe",
                regions=["DE-ST"],
                applicant_route=ApplicantRoute.DIRECT,
                instruments=["grant"],
                deadline={"kind": "rolling", "dates": [], "times": [], "stages": [], "two_stage": False},
            )
            upsert(session, open_run(session, name, NOW), [SeenOpportunity(facts, facts.url)], NOW)
        refresh_clusters(session)
    run_matching(engine, City(), NOW.date(), NOW)
    with reading(engine) as session:
        sources = session.exec(
            select(Opportunity.source_name).join(Match).where(Match.opportunity_id == Opportunity.id)
        ).all()
    engine.dispose()
    assert list(sources) == ["foerderdatenbank"]
