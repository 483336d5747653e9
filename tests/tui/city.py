"""A small city to look at: measures and matches as an office and the matcher would store them, all invented."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from grants_db.applications.awards import AwardTerms, record_award
from grants_db.applications.early_start import record_contract
from grants_db.applications.notes_documents_tasks import add_task
from grants_db.applications.standing import set_funder_status
from grants_db.applications.store import change_stage, create_application
from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.measures.store import get_measure
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.runs import RunReport, close_run, open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, list_opportunities, upsert
from grants_db.review.decisions import decide
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.rules.obligations import StatedDate
from grants_db.storage.database import writing
from grants_db.vocabulary import (
    ApplicationStage,
    Binding,
    CarrierKind,
    DecisionKind,
    Eligibility,
    FinancingType,
    FunderStatus,
    MeasureKind,
    ObligationKind,
    ReasonCode,
    RunOutcome,
)
from tests.tui.city_calls import NIGHT, SOURCES, facts

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def build_city(engine: Engine) -> None:
    """Eight measures, ten calls of four sources, matches for the unfunded ones; nothing decided."""
    with writing(engine) as session:
        upsert_measures(session, MEASURES)
        for source, calls, report in SOURCES:
            _crawl(session, source, calls, report)
        ids = {call.external_id: call.id or 0 for call in list_opportunities(session)}
        replace_undecided(session, _proposals(session, ids), NIGHT)


def decide_a_morning(engine: Engine) -> None:
    """A morning's work: three matches accepted, one dismissed, one put off."""
    made = [
        ("2.1", "land/1", DecisionKind.ACCEPTED, None),
        ("3.1", "bund/1", DecisionKind.ACCEPTED, None),
        ("5.1", "stiftung/1", DecisionKind.ACCEPTED, None),
        ("2.1", "stiftung/2", DecisionKind.DISMISSED, ReasonCode.OWN_CONTRIBUTION),
        ("1.1", "land/2", DecisionKind.LATER, None),
    ]
    with writing(engine) as session:
        calls = {call.external_id: call for call in list_opportunities(session)}
        for number, call, kind, reason in made:
            decide(session, get_measure(session, number), calls[call], kind, now=NOW, reason=reason)


def apply_for_three(engine: Engine) -> None:
    """Three applications after the morning: begun too early, awarded, an idea."""
    with writing(engine) as session:
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


def one_call_changes(engine: Engine) -> None:
    """A night in which the deadline, a sentence and the sum of one call changed."""
    with writing(engine) as session:
        stored = next(call for call in list_opportunities(session) if call.external_id == "land/1")
        values = {name: getattr(stored, name) for name in OpportunityFacts.model_fields}
        values["description"] = stored.description.replace("31. März 2027", "30. April 2027") + " Neu ist dieser Satz."
        values["deadline"] = stored.deadline | {"dates": ["2027-04-30"]}
        values["max_amount"] = 60_000
        later = NOW - timedelta(hours=2)
        run = open_run(session, stored.source_name, later)
        changed = OpportunityFacts.model_validate(values)
        upsert(session, run, [SeenOpportunity(changed, changed.url)], later)


def one_more_call(engine: Engine, *, measure: str = "2.1", score: float = 0.99, **values: Any) -> int:
    """Store one more call as a crawl would, propose it for a measure and give its id."""
    with writing(engine) as session:
        source = Source(name="extra", title="Extra", url="https://extra.example/", platform="listing", added_at=NOW)
        _crawl(session, source, [facts("extra/1", **values)])
        ids = {call.external_id: call.id or 0 for call in list_opportunities(session)}
        proposals = _proposals(session, ids)
        proposals[get_measure(session, measure).id or 0].insert(0, _proposal(ids["extra/1"], score))
        replace_undecided(session, proposals, NIGHT)
        return ids["extra/1"]


def many_calls(engine: Engine, count: int) -> None:
    """Store many plain calls of one source."""
    with writing(engine) as session:
        source = Source(name="viele", title="Viele", url="https://viele.example/", platform="listing", added_at=NOW)
        _crawl(session, source, [facts(f"viele/{number}", title=f"Aufruf {number:04}") for number in range(count)])


def _proposals(session: Session, ids: dict[str, int]) -> dict[int, list[Proposal]]:
    return {
        get_measure(session, number).id or 0: [_proposal(ids[call], score, call) for call, score in ranked]
        for number, ranked in RANKED.items()
    }


def _crawl(session: Session, source: Source, calls: list[OpportunityFacts], report: RunReport | None = None) -> None:
    register_source(session, source)
    run = open_run(session, source.name, NIGHT)
    upsert(session, run, [SeenOpportunity(call, call.url) for call in calls], NIGHT)
    close_run(session, run, report or RunReport(RunOutcome.OK, asked=12, answered=12), NIGHT + timedelta(minutes=4))


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
RANKED = {
    "1.1": [("bund/2", 0.58), ("land/2", 0.41)],
    "2.1": [("land/1", 0.72), ("eu/1", 0.47), ("stiftung/2", 0.33)],
    "2.2": [("stiftung/2", 0.51), ("land/1", 0.44)],
    "3.1": [("bund/1", 0.66)],
    "4.1": [("land/2", 0.55), ("eu/1", 0.39), ("stiftung/1", 0.35)],
    "5.1": [("stiftung/1", 0.49)],
}
