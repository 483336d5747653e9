"""Three years of an office's applications, through the program's own writes: won, lost, waiting, lapsed, given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import Engine
from sqlmodel import Session

from grants_db.applications.awards import AwardTerms, record_award
from grants_db.applications.payments import record_payment
from grants_db.applications.store import change_stage, create_application
from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.measures.store import get_measure, seed_action_fields
from grants_db.models.application import Application
from grants_db.models.measure import FinancingItem
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, list_opportunities, upsert
from grants_db.review.decisions import decide
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.storage.database import writing
from grants_db.vocabulary import ApplicationStage as Stage
from grants_db.vocabulary import (
    DecisionKind,
    Eligibility,
    FinancingKind,
    FinancingState,
    FinancingType,
    Level,
    ReasonCode,
)

TODAY = date(2026, 12, 1)
MEASURES = [
    ("2.1", 2, "Sprachcafé im Quartier", "Amt 50", 140_000),
    ("2.2", 2, "Sprachkurse für Eltern", "Amt 40", 60_000),
    ("3.1", 3, "Beratung für Auszubildende", "Amt 50", 90_000),
    ("4.1", 4, "Nachbarschaftsfest <b>Neustadt</b> & Umgebung", "Stabsstelle", 30_000),
    ("5.1", 5, "Musik verbindet", "", 15_000),
]
CALLS = [
    ("land/1", "Sprache im Quartier", Level.LAND, "Ministerium für Arbeit"),
    ("bund/1", "Ausbildung für alle", Level.FEDERAL, "Bundesamt für Ausbildung"),
    ("stiftung/1", "Musik für Nachbarn", Level.FOUNDATION, "Stiftung Klang"),
    ("eu/1", "Cities of Welcome", Level.EU, ""),
    ("land/2", "Elternkurse", Level.LAND, "Ministerium für Arbeit"),
    ("stiftung/2", "Zusammen feiern", Level.FOUNDATION, "=Stiftung* Feste"),
]
OWN = {"2.1": Decimal("13000.01"), "5.1": Decimal(2000)}


@dataclass(frozen=True)
class Way:
    """What happened to one application; days in ISO form."""

    measures: tuple[str, ...]
    call: str
    requested: int | None
    submitted: str = ""
    award: tuple[str, int, str] | None = None  # notified, sum, end of the period
    paid: tuple[tuple[str, int], ...] = ()
    then: tuple[tuple[str, Stage], ...] = ()
    reason: ReasonCode | None = None


WAYS = [
    Way(
        ("2.1",), "land/1", 90_000, "2025-02-10", ("2025-05-20", 80_000, "2026-12-31"),
        (("2025-07-01", 30_000), ("2026-02-01", 20_000)), (("2025-06-01", Stage.RUNNING),),
    ),
    Way(("3.1",), "bund/1", 50_000, "2026-03-01", then=(("2026-06-15", Stage.REJECTED),)),
    Way(
        ("5.1",), "stiftung/1", 10_000, "2026-04-01", ("2026-05-11", 8_000, "2026-09-30"), (("2026-06-01", 7_500),),
        (("2026-05-12", Stage.RUNNING), ("2026-10-05", Stage.FINAL_REPORT), ("2026-11-01", Stage.CLOSED)),
    ),
    Way(("4.1",), "eu/1", 200_000, "2026-10-01"),
    Way(
        ("2.2",), "land/2", None, "2024-09-01", ("2024-12-01", 40_000, "2026-12-31"), (("2025-03-01", 10_000),),
        (("2026-08-01", Stage.LAPSED),),
    ),
    Way(("2.1", "4.1"), "stiftung/2", 12_000, "2026-01-15", ("2026-03-01", 12_000, "2027-06-30")),
    Way(("3.1",), "land/1", 20_000, then=(("2026-09-01", Stage.NOT_PURSUED),), reason=ReasonCode.STAFF_CAPACITY),
    Way(("4.1",), "land/1", 5_000, "2026-05-01", then=(("2026-07-01", Stage.WITHDRAWN),)),
]  # fmt: skip
DISMISSED = [
    ("5.1", "bund/1", ReasonCode.OUTSIDE_PURPOSE, ""),
    ("4.1", "bund/1", ReasonCode.OUTSIDE_PURPOSE, ""),
    ("2.2", "eu/1", ReasonCode.OWN_CONTRIBUTION, "20 % sind nicht da"),
    ("3.1", "eu/1", ReasonCode.STAFF_CAPACITY, ""),
]


def years_of_work(engine: Engine) -> None:
    """Store it all."""
    with writing(engine) as session:
        seed_action_fields(session)
        store_years_of_work(session)


def store_years_of_work(session: Session) -> None:
    """The same within a session."""
    start = at_ten("2024-08-01")
    upsert_measures(
        session,
        [
            MeasureRecord(number=number, action_field=field, title=title, unit=unit, cost=Decimal(cost))
            for number, field, title, unit, cost in MEASURES
        ],
    )
    for number, amount in OWN.items():
        measure = get_measure(session, number)
        own = FinancingItem(kind=FinancingKind.OWN_BUDGET, state=FinancingState.SECURED, amount=amount)
        measure.financing.append(own)
    register_source(session, Source(name="p", title="P", url="https://p.example", platform="p", added_at=start))
    seen = [
        OpportunityFacts(external_id=key, url=f"https://p.example/{key}", title=title, level=level, funder=funder)
        for key, title, level, funder in CALLS
    ]
    upsert(session, open_run(session, "p", start), [SeenOpportunity(facts, facts.url) for facts in seen], start)
    calls = {call.external_id: call for call in list_opportunities(session)}
    _propose(session, calls)
    for way in WAYS:
        _apply(session, way, calls[way.call])
    for number, key, reason, note in DISMISSED:
        at = at_ten("2026-02-02")
        decide(
            session, get_measure(session, number), calls[key], DecisionKind.DISMISSED, now=at, reason=reason, note=note
        )


def _propose(session: Session, calls: dict[str, Opportunity]) -> None:
    proposed = [Proposal(call.id or 0, 0.5, {}, Eligibility.ELIGIBLE, [], [], []) for call in calls.values()]
    matches = {get_measure(session, number).id or 0: proposed for number, *_rest in MEASURES}
    replace_undecided(session, matches, at_ten("2024-08-01"))


def _apply(session: Session, way: Way, call: Opportunity) -> None:
    measures = [get_measure(session, number) for number in way.measures]
    at = at_ten(way.submitted or way.then[0][0])
    for measure in measures:
        decide(session, measure, call, DecisionKind.ACCEPTED, now=at)
    requested = None if way.requested is None else Decimal(way.requested)
    application = create_application(session, measures, call, now=at, requested=requested, insist=True)
    _go(session, application, [(way.submitted, Stage.SUBMITTED)] if way.submitted else [])
    if way.award is not None:
        notified, amount, until = way.award
        first = date.fromisoformat(notified)
        terms = AwardTerms(
            first, Decimal(amount), FinancingType.SHARE, first, date.fromisoformat(until), ("nabf_bund",)
        )
        record_award(session, application, terms, now=at_ten(notified), insist=True)
    for day, sum_ in way.paid:
        record_payment(session, application, date.fromisoformat(day), Decimal(sum_), now=at_ten(day))
    application.exit_reason = way.reason
    _go(session, application, way.then)


def _go(session: Session, application: Application, steps: Sequence[tuple[str, Stage]]) -> None:
    for day, stage in steps:
        change_stage(
            session, application, stage, now=at_ten(day), reason=application.exit_reason, override="nachgetragen"
        )


def at_ten(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=10, tzinfo=UTC)
