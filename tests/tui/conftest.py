"""A small city to look at: measures, calls and matches as crawl and matcher would store them, all invented."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from textual.notifications import Notification
from textual.widgets import Input, TextArea

from grants_db.applications.awards import AwardTerms, record_award
from grants_db.applications.early_start import record_contract
from grants_db.applications.notes_documents_tasks import add_task
from grants_db.applications.standing import set_funder_status
from grants_db.applications.store import change_stage, create_application
from grants_db.measures.store import MeasureRecord, get_measure, seed_action_fields, upsert_measures
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.sources import RunReport, close_run, open_run, register_source
from grants_db.opportunities.store import SeenOpportunity, list_opportunities, upsert
from grants_db.review.decisions import decide
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.rules.obligations import StatedDate
from grants_db.settings import Settings
from grants_db.storage.database import open_database, writing
from grants_db.vocabulary import (
    ApplicantRoute,
    ApplicationStage,
    Binding,
    CarrierKind,
    Cumulation,
    DecisionKind,
    Eligibility,
    FinancingType,
    FunderStatus,
    Level,
    MeasureKind,
    ObligationKind,
    ReasonCode,
    RunOutcome,
    StatusNote,
)
from tui import i18n
from tui.app import AkquiseApp
from tui.desk import Desk
from tui.tabs import TABS

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 2, 15, tzinfo=UTC)
OwnCopy = Callable[[Path, Path], Engine]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that opens the app takes a second or more: all day only `test_app.py`, which goes through every screen."""
    for item in items:
        opens = {"app_on", "remembering", "snap_compare"} & set(getattr(item, "fixturenames", ()))
        if opens and item.path.name != "test_app.py":
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def a_german_on_a_clock_in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test begins in German; instants are shown on a clock that stands everywhere the same."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        i18n.use("de")
        yield
    time.tzset()
    i18n.use("de")


@pytest.fixture(autouse=True)
def nothing_goes_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages stay, cursors don't blink: what is seen doesn't depend on how busy the machine is."""
    monkeypatch.setattr(Notification, "time_left", property(lambda _message: 24 * 3600.0))
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _input: None)
    monkeypatch.setattr(TextArea, "_toggle_cursor_blink_visible", lambda _area: None)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with nothing but the action fields."""
    file = tmp_path_factory.mktemp("empty") / "akquise.db"
    engine = open_database(f"sqlite:///{file}")
    with writing(engine) as session:
        seed_action_fields(session)
    _settle(engine)
    return file


@pytest.fixture(scope="session")
def city_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a small city in it."""
    file = tmp_path_factory.mktemp("city") / "akquise.db"
    shutil.copyfile(empty_file, file)
    engine = open_database(f"sqlite:///{file}")
    build_city(engine)
    _settle(engine)
    return file


@pytest.fixture
def own_copy() -> Iterator[OwnCopy]:
    """Opens a copy of a database at a path, and closes it after the test."""
    with ExitStack() as stack:

        def build(template: Path, file: Path) -> Engine:
            shutil.copyfile(template, file)
            engine = open_database(f"sqlite:///{file}")
            stack.callback(engine.dispose)
            return engine

        yield build


@pytest.fixture
def city(city_file: Path, tmp_path: Path, own_copy: OwnCopy) -> Engine:
    """The small city, this test's own."""
    return own_copy(city_file, tmp_path / "city.db")


@pytest.fixture
def decided_city(city: Engine) -> Engine:
    """The small city after a morning's work: three accepted, one dismissed, one put off."""
    made = [
        ("2.1", "land/1", DecisionKind.ACCEPTED, None),
        ("3.1", "bund/1", DecisionKind.ACCEPTED, None),
        ("5.1", "stiftung/1", DecisionKind.ACCEPTED, None),
        ("2.1", "stiftung/2", DecisionKind.DISMISSED, ReasonCode.OWN_CONTRIBUTION),
        ("1.1", "land/2", DecisionKind.LATER, None),
    ]
    with writing(city) as session:
        calls = {call.external_id: call for call in list_opportunities(session)}
        for number, call, kind, reason in made:
            decide(session, get_measure(session, number), calls[call], kind, now=NOW, reason=reason)
    return city


@pytest.fixture
def applied_city(decided_city: Engine) -> Engine:
    """The city after a morning's work, with three applications: begun too early, awarded, an idea."""
    with writing(decided_city) as session:
        calls = {call.external_id: call for call in list_opportunities(session)}
        pairs = (("2.1", "land/1"), ("3.1", "bund/1"), ("5.1", "stiftung/1"))
        early, awarded, _idea = (
            create_application(
                session, [get_measure(session, number)], calls[key], now=NOW, role="Sachgebiet", requested=Decimal(9000)
            )
            for number, key in pairs
        )
        record_contract(session, early, date(2026, 11, 20), now=NOW)
        add_task(session, early, "Kostenplan [bold]abstimmen[/bold]", date(2026, 11, 30), now=NOW)
        change_stage(session, awarded, ApplicationStage.SUBMITTED, now=NOW, override="lag schon vor")
        stated = StatedDate(ObligationKind.FINAL_REPORT, date(2027, 3, 31), "award", "Nr. 4 des Bescheids")
        terms = AwardTerms(
            notified_on=date(2026, 11, 23),
            amount=Decimal(8000),
            financing_type=FinancingType.GAP,
            period_start=date(2026, 12, 1),
            period_end=date(2027, 6, 30),
            regimes=("anbest_gk_bund", "nabf_bund"),
            stated=(stated,),
        )
        record_award(session, awarded, terms, now=NOW)
        change_stage(session, awarded, ApplicationStage.AWARDED, now=NOW)
        set_funder_status(session, awarded, FunderStatus.GRANTED, now=NOW)
    return decided_city


@pytest.fixture
def empty(empty_file: Path, tmp_path: Path, own_copy: OwnCopy) -> Engine:
    """A database without measures and calls, this test's own."""
    return own_copy(empty_file, tmp_path / "empty.db")


@pytest.fixture
def app_on(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AkquiseApp]:
    """Builds the app on a database, with a fixed day and clock; `at` is the key of the screen it begins with."""

    def build(source: "Engine | str", since: datetime | None = None, at: str = "1", **settings: Any) -> AkquiseApp:
        configured = Settings(database_url="sqlite://", **settings)
        i18n.use(configured.lang)
        monkeypatch.setattr(AkquiseApp, "FIRST", next(tab.mode for tab in TABS if tab.key == at))
        return AkquiseApp(Desk(source, configured, TODAY, clock=lambda: NOW, since=since))

    return build


@pytest.fixture
def add_call() -> Callable[..., int]:
    """Stores one more call as a crawl would, proposes it for a measure and gives its id."""

    def add(engine: Engine, *, measure: str = "2.1", score: float = 0.99, **values: Any) -> int:
        with writing(engine) as session:
            source = Source(name="extra", title="Extra", url="https://extra.example/", platform="listing", added_at=NOW)
            _crawl(session, source, [_facts("extra/1", **values)])
            ids = {call.external_id: call.id or 0 for call in list_opportunities(session)}
            proposals = _proposals(session, ids)
            proposals[get_measure(session, measure).id or 0].insert(0, _proposal(ids["extra/1"], score))
            replace_undecided(session, proposals, NIGHT)
            return ids["extra/1"]

    return add


@pytest.fixture
def add_many() -> Callable[[Engine, int], None]:
    """Stores many plain calls of one source."""

    def add(engine: Engine, count: int) -> None:
        with writing(engine) as session:
            source = Source(name="viele", title="Viele", url="https://viele.example/", platform="listing", added_at=NOW)
            _crawl(session, source, [_facts(f"viele/{number}", title=f"Aufruf {number:04}") for number in range(count)])

    return add


def build_city(engine: Engine) -> None:
    """Eight measures, ten calls of four sources, matches for the unfunded ones; nothing decided."""
    with writing(engine) as session:
        upsert_measures(session, MEASURES)
        for source, calls, report in SOURCES:
            _crawl(session, source, calls, report)
        ids = {call.external_id: call.id or 0 for call in list_opportunities(session)}
        replace_undecided(session, _proposals(session, ids), NIGHT)


def _proposals(session: Session, ids: dict[str, int]) -> dict[int, list[Proposal]]:
    return {
        get_measure(session, number).id or 0: [_proposal(ids[call], score, call) for call, score in ranked]
        for number, ranked in RANKED.items()
    }


def _settle(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def _crawl(session: Session, source: Source, calls: list[OpportunityFacts], report: RunReport | None = None) -> None:
    register_source(session, source)
    run = open_run(session, source.name, NIGHT)
    upsert(session, run, [SeenOpportunity(call, call.url) for call in calls], NIGHT)
    close_run(session, run, report or RunReport(RunOutcome.OK, asked=12, answered=12), NIGHT + timedelta(minutes=4))


def _facts(external_id: str, **values: Any) -> OpportunityFacts:
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


def _proposal(opportunity_id: int, score: float, call: str = "") -> Proposal:
    unclear = call in UNCLEAR
    said = (
        {"template": "Die Quelle sagt nicht deutlich, wer beantragen kann.", "values": {}}
        if unclear
        else {"template": "Die Stadt kann selbst beantragen{quote}.", "values": {"quote": ""}}
    )
    words = [("Sprachförderung", "Sprachkurse"), ("Ehrenamtliche", "ehrenamtlich"), ("Familien", "Eltern")]
    return Proposal(
        opportunity_id=opportunity_id,
        score=score,
        parts={
            "words": round(score * 0.4, 3),
            "themes": round(score * 0.25, 3),
            "field_themes": round(score * 0.2, 3),
            "amount": round(score * 0.1, 3),
            "time_left": round(score * 0.05, 3),
        },
        eligibility=Eligibility.UNCLEAR if unclear else Eligibility.ELIGIBLE,
        eligibility_reasons=[
            said,
            {"template": "Das Fördergebiet passt: {where}.", "values": {"where": "Sachsen-Anhalt"}},
        ],
        reasons=[
            {
                "template": "Gemeinsame Begriffe: {words}",
                "values": {"words": [{"quote": "Sprachförderung"}, {"quote": "Ehrenamtliche"}]},
            }
        ],
        terms=[{"measure": ours, "opportunity": theirs, "bridge": "", "weight": 1.0} for ours, theirs in words],
    )


def _measure(number: str, title: str, cost: str | None, secured: str | None, **values: Any) -> MeasureRecord:
    plain: dict[str, Any] = {
        "goal": "Alle finden ein passendes Angebot",
        "kind": MeasureKind.SOLUTION,
        "binding": Binding.ADMINISTRATION,
        "unit": "Amt für Beispiele",
        "carrier": "Landeshauptstadt Magdeburg",
        "carrier_kind": CarrierKind.CITY,
        "period": "2027–2028",
    }
    return MeasureRecord(
        number=number,
        action_field=int(number[0]),
        title=title,
        cost=Decimal(cost) if cost else None,
        secured=Decimal(secured) if secured else None,
        **plain | values,
    )


MEASURES = [
    _measure("1.1", "Anlaufstelle für Betroffene von Diskriminierung", "180000", "40000"),
    _measure("1.2", "Woche der Vielfalt", "24000", "24000"),
    _measure(
        "2.1",
        "Sprachförderung am Vormittag mit Kinderbetreuung",
        "128000",
        "32000.50",
        description=(
            "Wohnortnahe Lerngruppen für Mütter und Väter kleiner Kinder, die keinen Platz in einem Kurs haben. "
            "Sprachförderung und Kinderbetreuung finden im selben Haus statt; Ehrenamtliche begleiten die Familien "
            "und werden dafür geschult."
        ),
    ),
    _measure("2.2", "Sprachcafés in den Stadtteilbibliotheken", None, None, cost_note="n. n."),
    _measure("3.1", "Lotsen in Ausbildung und Arbeit für junge Zugewanderte", "95000", None),
    _measure("4.1", "Begegnungshaus im Quartier", "410000", "150000", unit="Stadtplanungsamt"),
    _measure("5.1", "Sport verbindet", "18500", "6000", carrier="Sportbund", carrier_kind=CarrierKind.ASSOCIATION),
    _measure("6.1", "Leichte Sprache in Bescheiden der Verwaltung", "22000", None),
]
UNCLEAR = {"eu/1", "stiftung/2"}
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
            _facts(
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
            _facts("land/2", title="Vielfalt in der Nachbarschaft", deadline=_deadline("annual", "10-31")),
            _facts(
                "bund/1",
                title="Bundesprogramm Lotsen in Arbeit",
                level=Level.FEDERAL,
                regions=["DE"],
                funder="Bundesamt für Beispiele",
                deadline=_deadline("fixed", "2026-12-08"),
                max_amount="250000",
            ),
            _facts(
                "bund/2",
                title="Bundesprogramm Demokratie im Alltag",
                level=Level.FEDERAL,
                regions=["DE"],
                applicant_route=ApplicantRoute.PARTNER,
                deadline=_deadline("announced"),
            ),
            _facts(
                "bund/3", title="Beendetes Programm", level=Level.FEDERAL, deadline=_deadline("fixed", "2026-06-30")
            ),
        ],
        None,
    ),
    (
        Source(
            name="eu_aufrufe", title="Aufrufe der EU", url="https://eu.example/", platform="json_api", added_at=NIGHT
        ),
        [
            _facts(
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
            _facts("eu/2", title="Cities of tomorrow", level=Level.EU, language="en", opens_on="2027-01-15"),
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
            _facts(
                "stiftung/1",
                title="Miteinander – Stiftung für Begegnung",
                level=Level.FOUNDATION,
                regions=["DE"],
                deadline=_deadline("rolling"),
                cumulation=Cumulation.ALLOWED,
                max_amount="10000",
            ),
            _facts(
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
RANKED = {
    "1.1": [("bund/2", 0.58), ("land/2", 0.41)],
    "2.1": [("land/1", 0.72), ("eu/1", 0.47), ("stiftung/2", 0.33)],
    "2.2": [("stiftung/2", 0.51), ("land/1", 0.44)],
    "3.1": [("bund/1", 0.66)],
    "4.1": [("land/2", 0.55), ("eu/1", 0.39), ("stiftung/1", 0.35)],
    "5.1": [("stiftung/1", 0.49)],
}
