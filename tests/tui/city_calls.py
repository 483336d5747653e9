"""What the small city found: ten calls of four sources as a crawl would store them, all invented."""

from datetime import UTC, datetime
from typing import Any

from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.runs import RunReport
from grants_db.vocabulary import (
    ApplicantRoute,
    Cumulation,
    Level,
    RunOutcome,
    StatusNote,
)

NIGHT = datetime(2026, 11, 24, 2, 15, tzinfo=UTC)


def facts(external_id: str, **values: Any) -> OpportunityFacts:
    plain: dict[str, Any] = {
        "url": f"https://portal.example/{external_id}",
        "title": "Zusammen im Quartier",
        "level": Level.LAND,
        "regions": ["DE-ST"],
        "instruments": ["grant"],
        "applicant_route": ApplicantRoute.DIRECT,
        "applicant_types": ["municipality", "association"],
        "attribution": "Erfunden zum Ausprobieren",
    }
    return OpportunityFacts.model_validate({"external_id": external_id, **plain | values})


def _deadline(kind: str, *dates: str, evidence: str = "", two_stage: bool = False) -> dict[str, Any]:
    stages = ["application"] * len(dates)
    return {
        "kind": kind,
        "dates": list(dates),
        "times": [],
        "stages": stages,
        "two_stage": two_stage,
        "evidence": evidence,
    }


LONG = (
    "Gefördert werden Sprachkurse und Begleitung für Eltern mit kleinen Kindern. Die Angebote finden in der Nähe der "
    "Wohnung statt und werden auch ehrenamtlich getragen.\n\nZuwendungsfähig sind Honorare, Räume, Kinderbetreuung und "
    "Fortbildungen. Die Förderung beträgt höchstens 80 Prozent der zuwendungsfähigen Ausgaben, bis zu 50.000 Euro je "
    "Vorhaben.\n\nDer Antrag ist bis zum 31. März 2027 zu stellen. Das Vorhaben darf noch nicht begonnen haben."
)
SOURCES: list[tuple[Source, list[OpportunityFacts], RunReport | None]] = [
    (
        Source(
            name="foerderportal",
            title="Förderportal von Land und Bund",
            url="https://portal.example/",
            platform="xml_export",
            permission="amtliche Schnittstelle",
            attribution="Erfunden zum Ausprobieren",
            added_at=NIGHT,
        ),
        [
            facts(
                "land/1",
                title="Sprachkurse für Eltern – Ankommen mit Kindern",
                short_description="Das Land unterstützt Sprachkurse für Eltern kleiner Kinder.",
                description=LONG,
                funder="Ministerium für Beispiele",
                min_amount="5000",
                max_amount="50000",
                max_rate="80",
                deadline=_deadline("fixed", "2027-03-31", evidence="Der Antrag ist bis zum 31. März 2027 zu stellen."),
                early_start="forbidden",
                evidence={
                    "max_rate": "Die Förderung beträgt höchstens 80 Prozent der zuwendungsfähigen Ausgaben.",
                    "max_amount": "bis zu 50.000 Euro je Vorhaben",
                    "early_start": "Das Vorhaben darf noch nicht begonnen haben.",
                },
            ),
            facts("land/2", title="Vielfalt in der Nachbarschaft", deadline=_deadline("annual", "10-31")),
            facts(
                "bund/1",
                title="Bundesprogramm Lotsen in Arbeit",
                level=Level.FEDERAL,
                regions=["DE"],
                funder="Bundesamt für Beispiele",
                deadline=_deadline("fixed", "2026-12-08"),
                max_amount="250000",
            ),
            facts(
                "bund/2",
                title="Bundesprogramm Demokratie im Alltag",
                level=Level.FEDERAL,
                regions=["DE"],
                applicant_route=ApplicantRoute.PARTNER,
                deadline=_deadline("announced"),
            ),
            facts("bund/3", title="Beendetes Programm", level=Level.FEDERAL, deadline=_deadline("fixed", "2026-06-30")),
        ],
        None,
    ),
    (
        Source(
            name="eu_aufrufe", title="Aufrufe der EU", url="https://eu.example/", platform="json_api", added_at=NIGHT
        ),
        [
            facts(
                "eu/1",
                title="Local authorities for the integration of migrants and refugees in shared neighbourhoods",
                level=Level.EU,
                language="en",
                regions=["EU"],
                applicant_route=ApplicantRoute.UNCLEAR,
                description="Funding for towns that work with newcomers: language courses, families, volunteers.",
                deadline=_deadline("fixed", "2027-02-04", two_stage=True),
                status_note=StatusNote.OPEN,
                max_amount="2000000",
            ),
            facts("eu/2", title="Cities of tomorrow", level=Level.EU, language="en", opens_on="2027-01-15"),
        ],
        RunReport(
            RunOutcome.PARTIAL,
            asked=9,
            answered=8,
            failed=1,
            http_statuses={"200": 8, "503": 1},
            errors=[
                {
                    "url": "https://eu.example/3",
                    "sentence": {
                        "template": "Die Seite {url} antwortete nicht.",
                        "values": {"url": "https://eu.example/3"},
                    },
                }
            ],
        ),
    ),
    (
        Source(
            name="stiftungen",
            title="Stiftungen im Überblick",
            url="https://stiftung.example/",
            platform="watched_page",
            level=Level.FOUNDATION,
            added_at=NIGHT,
        ),
        [
            facts(
                "stiftung/1",
                title="Miteinander – Stiftung für Begegnung",
                level=Level.FOUNDATION,
                regions=["DE"],
                deadline=_deadline("rolling"),
                cumulation=Cumulation.ALLOWED,
                max_amount="10000",
            ),
            facts(
                "stiftung/2",
                title="Bücher für alle",
                level=Level.FOUNDATION,
                applicant_route=ApplicantRoute.UNCLEAR,
                deadline=_deadline("relative", "P8W"),
            ),
        ],
        None,
    ),
    (
        Source(
            name="gesperrt",
            title="Portal mit Sperre",
            url="https://gesperrt.example/",
            platform="listing",
            added_at=NIGHT,
        ),
        [],
        RunReport(RunOutcome.BLOCKED, asked=1),
    ),
]
