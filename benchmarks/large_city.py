"""An invented large city, to try speed on: 100,000 calls and their versions, 500 measures, and years of work with them.

    python -m benchmarks.large_city FILE [--opportunities 100000] [--today 2026-11-24]

Writes a new SQLite database. Everything is invented and the same each time for the same day: a fifth of the calls is
open, 5 % are announced, 5 % say nothing, the others are over. Measures, decisions, applications, awards and tasks go
through the program's own writes; calls, versions and matches are put in by the thousand.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert
from sqlmodel import Session, col, select

from benchmarks.invented_texts import InventedText, Inventor
from grants_db.applications.awards import AwardTerms, record_award
from grants_db.applications.notes_documents_tasks import add_task
from grants_db.applications.store import change_stage, create_application
from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.measures.store import list_measures, seed_action_fields
from grants_db.messages import Message
from grants_db.models.cluster import ClusterMember
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity, OpportunityVersion
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import CrawlRun, Source
from grants_db.opportunities.correction_values import read_value
from grants_db.opportunities.corrections import correct
from grants_db.opportunities.field_changes import compare, content_hash
from grants_db.opportunities.listing import relist
from grants_db.opportunities.store import facts_as_json
from grants_db.review.decisions import decide
from grants_db.rules.deadline import Deadline
from grants_db.storage.database import open_database, writer, writing
from grants_db.vocabulary import (
    ApplicantRoute,
    ApplicationStage,
    DeadlineKind,
    DeadlineStage,
    DecisionKind,
    Eligibility,
    FinancingType,
    Level,
    ReasonCode,
    RunOutcome,
    StatusNote,
)
from matching.text.compounds import nouns

AT_ONCE = 1_000
MEASURES, MATCHES_EACH, DECISIONS, APPLICATIONS = 500, 20, 2_000, 300
RARE_NOUNS = 20_000
#: one call of so many is said by a second source too; one of so many has changed
TWICE, CHANGED = 100, 10
SOURCES = [
    *(
        ("bundesportal", "Bundesportal (erfunden)", Level.FEDERAL),
        ("landesportal", "Landesportal (erfunden)", Level.LAND),
    ),
    *(
        ("europaportal", "Europaportal (erfunden)", Level.EU),
        ("stiftungsportal", "Stiftungen (erfunden)", Level.FOUNDATION),
    ),
    *((f"stiftung-{number}", f"Stiftung Nr. {number} (erfunden)", Level.FOUNDATION) for number in range(1, 7)),
]
UNITS = [f"Amt {number}" for number in (13, 15, 32, 40, 41, 50, 51, 53, 61, 66)] + ["Stabsstelle Vielfalt", "Büro OB"]
ROUTES = [ApplicantRoute.DIRECT, ApplicantRoute.PARTNER, ApplicantRoute.NONE, ApplicantRoute.UNCLEAR]
WAY = [
    *(ApplicationStage.REVIEW, ApplicationStage.INTERNAL_APPROVAL, ApplicationStage.SUBMITTED),
    *(ApplicationStage.AWARDED, ApplicationStage.RUNNING),
]


@dataclass(frozen=True)
class Size:
    """How much there is of everything; smaller in tests."""

    opportunities: int = 100_000
    measures: int = MEASURES
    matches_each: int = MATCHES_EACH
    decisions: int = DECISIONS
    applications: int = APPLICATIONS


class LargeCity:
    """Fills one empty database."""

    def __init__(self, engine: Engine, size: Size, today: date) -> None:
        self._engine, self._size, self._today = engine, size, today
        self._now = datetime.combine(today, time(3), tzinfo=UTC)
        self._chance = random.Random(6)
        rare = sorted(noun.capitalize() for noun in nouns() if 5 <= len(noun) <= 20)
        self._chance.shuffle(rare)
        self._inventor = Inventor(6, rare[:RARE_NOUNS])

    def build(self) -> None:
        """Everything, one kind after the other."""
        with writing(self._engine) as session:
            seed_action_fields(session)
            self._sources(session)
            upsert_measures(session, [self._measure(number) for number in range(self._size.measures)])
        with writer(self._engine).begin() as connection:
            self._opportunities(connection)
            self._same_programmes(connection)
            self._matches(connection)
        with writing(self._engine) as session:
            self._work(session)
            self._corrections(session)

    def _sources(self, session: Session) -> None:
        for name, title, level in SOURCES:
            long_ago = self._now - timedelta(days=400)
            url = f"https://{name}.example/"
            session.add(
                Source(
                    name=name, title=title, url=url, platform="listing", level=level, verified=True, added_at=long_ago
                )
            )
            session.flush()
            for days_ago in range(9, -1, -1):
                at, seen = self._now - timedelta(days=days_ago), self._size.opportunities // len(SOURCES)
                session.add(
                    CrawlRun(
                        source_name=name,
                        started_at=at,
                        finished_at=at + timedelta(minutes=9),
                        outcome=RunOutcome.PARTIAL if days_ago == 4 else RunOutcome.OK,
                        opportunities=seen - days_ago * 3,
                        new=self._chance.randint(0, 40),
                        changed=self._chance.randint(0, 90),
                        asked=seen + 20,
                        answered=seen + 18,
                        http_statuses={"200": seen + 18},
                    )
                )

    def _measure(self, number: int) -> MeasureRecord:
        text = self._inventor.text("de")
        cost = Decimal(self._chance.randint(4, 400) * 500)
        field, goal = number % 6 + 1, self._chance.randint(1, 5)
        return MeasureRecord(
            number=f"{field}.{number // 6 + 1}",
            action_field=field,
            title=text.title,
            goal=f"Ziel {goal}: {self._inventor.compound()} für alle"
            if number < 60
            else f"Ziel {goal}: Teilhabe für alle",
            description=text.short,
            unit=UNITS[number % len(UNITS)],
            period="2026–2028",
            cost=cost,
            secured=(cost * self._chance.choice([0, 25, 50, 100]) / 100).quantize(Decimal("0.01")),
            sample=True,
        )

    def _opportunities(self, connection: Connection) -> None:
        runs = {name: number for number, name in connection.execute(select(CrawlRun.id, CrawlRun.source_name))}
        count = self._size.opportunities
        for start in range(0, count, AT_ONCE):
            calls: list[dict[str, Any]] = []
            told: list[dict[str, Any]] = []
            for number in range(start + 1, min(start + AT_ONCE, count) + 1):
                call, versions = self._opportunity(number, runs)
                calls.append(call)
                told += versions
            connection.execute(insert(Opportunity), calls)
            connection.execute(insert(OpportunityVersion), told)
            relist(connection, range(start + 1, start + 1 + len(calls)))

    def _opportunity(self, number: int, runs: dict[str, int]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        chance = self._chance
        weights = [26, 26, 30, 12, *([1] * (len(SOURCES) - 4))]
        name, title, level = chance.choices(SOURCES, weights)[0]
        english = level is Level.EU and chance.random() < 0.7
        text = self._inventor.text("en" if english else "de")
        first_seen = self._now - timedelta(hours=chance.randint(0, 24 * 900))
        facts = self._facts(number, text, level, title)
        content = facts_as_json(facts)
        versions = [self._version(number, 1, first_seen, content, [], runs[name])]
        changed_at = first_seen
        if number % CHANGED == 0:
            changed_at = first_seen + (self._now - first_seen) * 0.7
            before, facts = content, self._rewritten(facts)
            content = facts_as_json(facts)
            changes = [change.as_json() for change in compare(before, content)]
            versions.append(self._version(number, 2, changed_at, content, changes, runs[name]))
        retired = chance.random() < 0.05 and self._is_over(facts)
        stored = {field: getattr(facts, field) for field in OpportunityFacts.model_fields}
        stored |= {
            "id": number,
            "source_name": name,
            "page_url": facts.url,
            "content_hash": content_hash(content),
            "version": len(versions),
            "first_seen": first_seen,
            "last_seen": self._now,
            "content_changed_at": changed_at,
            "retired_at": self._now - timedelta(days=chance.randint(0, 200)) if retired else None,
            "returned_at": None,
            "last_run_id": runs[name],
        }
        return stored, versions

    def _facts(self, number: int, text: InventedText, level: Level, source: str) -> OpportunityFacts:
        chance = self._chance
        deadline, note, opens_on = self._dates()
        route = chance.choices(ROUTES, [35, 30, 15, 20])[0]
        amount = Decimal(chance.randint(1, 500) * 1000) if chance.random() < 0.6 else None
        evidence = {"deadline": deadline.evidence} if deadline.evidence else {}
        return OpportunityFacts(
            external_id=f"aufruf/{number}",
            url=f"https://{level.value}.example/aufruf/{number}",
            title=text.title,
            short_description=text.short,
            description=text.description,
            language=text.language,
            level=level,
            funder=f"{chance.choice(['Ministerium', 'Amt', 'Stiftung', 'Agentur'])} für {self._inventor.compound()}",
            regions=["EU" if level is Level.EU else chance.choice(["DE", "DE-ST", "DE-SN", "DE-NI"])],
            applicant_types=chance.sample(["municipality", "association", "school", "university", "company"], 2),
            applicant_route=route,
            instruments=["grant"],
            max_amount=amount,
            max_rate=Decimal(chance.choice([50, 75, 80, 90, 100])),
            opens_on=opens_on,
            deadline=deadline.as_json(),
            status_note=note,
            evidence=evidence | {"max_amount": f"Gefördert wird mit höchstens {amount} Euro."} if amount else evidence,
            attribution=f"{source}, frei erfunden",
        )

    def _dates(self) -> tuple[Deadline, StatusNote | None, date | None]:
        """A fifth open, 5 % announced, 5 % unknown, the others over."""
        chance = self._chance
        drawn = chance.random()
        if drawn < 0.70:
            if drawn < 0.02:
                return (
                    Deadline(DeadlineKind.CLOSED, evidence="Anträge sind nicht mehr möglich."),
                    StatusNote.CLOSED,
                    None,
                )
            return self._fixed(-chance.randint(1, 2_000)), None, None
        if drawn < 0.75:
            if chance.random() < 0.5:
                return Deadline(DeadlineKind.ANNOUNCED, evidence="Die Frist nennt der Aufruf."), None, None
            opens = self._today + timedelta(days=chance.randint(5, 200))
            return self._fixed(chance.randint(210, 500)), StatusNote.FORTHCOMING, opens
        if drawn < 0.80:
            return Deadline(), None, None
        kind = chance.choices(["fixed", "rolling", "before_start", "annual", "relative"], [50, 20, 12, 10, 8])[0]
        if kind == "fixed":
            return self._fixed(chance.randint(0, 400)), chance.choice([None, StatusNote.OPEN]), None
        if kind == "annual":
            day = f"{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            return (
                self._stated(DeadlineKind.ANNUAL, day, "Anträge sind jährlich zum genannten Tag zu stellen."),
                None,
                None,
            )
        if kind == "relative":
            weeks = f"P{chance.randint(4, 12)}W"
            return self._stated(DeadlineKind.RELATIVE, weeks, "Anträge sind Wochen vor Beginn zu stellen."), None, None
        return Deadline(DeadlineKind(kind), evidence="Anträge können laufend gestellt werden."), None, None

    def _fixed(self, days: int) -> Deadline:
        day = self._today + timedelta(days=days)
        said = f"Anträge sind bis zum {day:%d.%m.%Y} zu stellen."
        if self._chance.random() < 0.15:
            sketch = day - timedelta(days=60)
            stages = (DeadlineStage.SKETCH, DeadlineStage.APPLICATION)
            return Deadline(DeadlineKind.FIXED, (sketch.isoformat(), day.isoformat()), ("", ""), stages, True, said)
        return self._stated(DeadlineKind.FIXED, day.isoformat(), said)

    @staticmethod
    def _stated(kind: DeadlineKind, day: str, said: str) -> Deadline:
        return Deadline(kind, (day,), ("",), (DeadlineStage.APPLICATION,), evidence=said)

    def _rewritten(self, facts: OpportunityFacts) -> OpportunityFacts:
        sentences = facts.description.split(". ")
        sentences[self._chance.randrange(len(sentences))] = self._inventor.sentence(facts.language).rstrip(".")
        amount = (facts.max_amount or Decimal(10_000)) * 2
        return facts.model_copy(update={"description": ". ".join(sentences), "max_amount": amount})

    def _is_over(self, facts: OpportunityFacts) -> bool:
        dates = facts.deadline["dates"]
        return bool(facts.deadline["kind"] == "fixed" and max(dates) < self._today.isoformat())

    @staticmethod
    def _version(
        call: int, number: int, at: datetime, content: dict[str, Any], changes: list[dict[str, Any]], run: int
    ) -> dict[str, Any]:
        return {
            "opportunity_id": call,
            "number": number,
            "seen_at": at,
            "run_id": run,
            "content": content,
            "changes": changes,
            "material": any(change["material"] for change in changes),
        }

    def _same_programmes(self, connection: Connection) -> None:
        """Neighbours of two sources are held for the same programme."""
        named = connection.execute(select(Opportunity.id, Opportunity.source_name)).all()
        names = {number: name for number, name in named}  # noqa: C416 - mypy takes a row for no pair
        members = [
            {"opportunity_id": member, "cluster_id": first}
            for first in range(TWICE, self._size.opportunities, TWICE)
            if names[first] != names[first + 1]
            for member in (first, first + 1)
        ]
        if members:
            connection.execute(insert(ClusterMember), members)

    def _matches(self, connection: Connection) -> None:
        """Each measure with calls of its own that one can apply for, one in five of them already over."""
        statement = select(Opportunity.id, Opportunity.deadline).order_by(col(Opportunity.id)).limit(40_000)
        apply: list[int] = []
        over: list[int] = []
        for number, deadline in connection.execute(statement):
            dates = [day for day in deadline["dates"] if len(day) == 10]
            (
                over if deadline["kind"] == "closed" or (dates and max(dates) < self._today.isoformat()) else apply
            ).append(number)
        for measure_id in connection.execute(select(Measure.id).order_by(col(Measure.id))).scalars().all():
            late = self._size.matches_each // 5
            picked = self._chance.sample(apply, min(len(apply), self._size.matches_each - late))
            picked += self._chance.sample(over, min(len(over), late))
            self._chance.shuffle(picked)
            connection.execute(insert(Match), list(self._proposed(measure_id or 0, picked)))

    def _proposed(self, measure_id: int, calls: list[int]) -> Iterator[dict[str, Any]]:
        for rank, number in enumerate(calls, start=1):
            text = round(0.7 - rank * 0.02, 4)
            word = self._inventor.compound()
            yield {
                "measure_id": measure_id,
                "opportunity_id": number,
                "rank": rank,
                "score": text + 0.15,
                "parts": {"text": text, "region": 0.1, "deadline": 0.05},
                "eligibility": self._chance.choice([Eligibility.ELIGIBLE, Eligibility.UNCLEAR]),
                "eligibility_reasons": [Message.of("Kommunen dürfen selbst Anträge stellen.").as_json()],
                "reasons": [Message.of("Gemeinsame Wörter: {words}", words=word).as_json()],
                "terms": [{"measure": word, "opportunity": word, "weight": text}],
                "computed_at": self._now,
            }

    def _work(self, session: Session) -> None:
        """What people decided, and the applications that came of it, at every stage."""
        measures = list_measures(session)
        pairs = session.exec(select(Match.measure_id, Match.opportunity_id).order_by(col(Match.rank))).all()
        by_id = {measure.id: measure for measure in measures}
        decided, applied = [], 0  # kept, so that what every new application looks at is not loaded again
        for number, (measure_id, opportunity_id) in enumerate(pairs[: self._size.decisions]):
            measure, call = by_id[measure_id], session.get_one(Opportunity, opportunity_id)
            at = self._now - timedelta(days=self._chance.randint(30, 700))
            kind = [DecisionKind.ACCEPTED, DecisionKind.DISMISSED, DecisionKind.DISMISSED, DecisionKind.LATER][
                number % 4
            ]
            reason = self._chance.choice(list(ReasonCode)) if kind is DecisionKind.DISMISSED else None
            note = "Passt nicht in die Planung." if reason is ReasonCode.OTHER else ""
            by = UNITS[number % len(UNITS)]
            decided.append(decide(session, measure, call, kind, now=at, reason=reason, note=note, decided_by=by))
            if kind is DecisionKind.ACCEPTED and applied < self._size.applications:
                self._application(session, measure, call, at, applied)
                applied += 1

    def _application(self, session: Session, measure: Measure, call: Opportunity, at: datetime, number: int) -> None:
        asked = Decimal(self._chance.randint(5, 200) * 1000)
        application = create_application(session, [measure], call, now=at, requested=asked, insist=True)
        for step, stage in enumerate(WAY[: number % (len(WAY) + 1)], start=1):
            later = at + timedelta(days=5 * step)
            if stage is ApplicationStage.AWARDED:
                start = later.date() + timedelta(days=14)
                terms = AwardTerms(
                    notified_on=later.date(),
                    amount=asked,
                    financing_type=FinancingType.SHARE,
                    period_start=start,
                    period_end=start + timedelta(days=self._chance.randint(180, 900)),
                    regimes=("anbest_gk_st",),
                )
                record_award(session, application, terms, now=later, insist=True)
            change_stage(session, application, stage, now=later, override="Beispiel")
        for days in (self._chance.randint(-20, 60), self._chance.randint(10, 200)):
            title = f"{self._inventor.compound()} vorbereiten"
            add_task(session, application, title, self._today + timedelta(days=days), now=at)

    def _corrections(self, session: Session) -> None:
        """Officers know some deadlines better than their sources."""
        for number in range(50, min(self._size.opportunities, 2_000), 50):
            day = (self._today + timedelta(days=number % 300)).isoformat()
            value = read_value("deadline", day, self._today)
            correct(session, number, "deadline", value, now=self._now, note="Auskunft am Telefon", decided_by="Amt 50")


def build(file: Path, size: Size, today: date) -> None:
    """Write the city to a new file."""
    engine = open_database(f"sqlite:///{file}")
    LargeCity(engine, size, today).build()
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def main() -> None:
    """Read what is asked and build it."""
    parser = argparse.ArgumentParser(description="Write an invented large city into a new SQLite database.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--opportunities", type=int, default=Size.opportunities)
    parser.add_argument("--today", type=date.fromisoformat, default=date.today())  # noqa: DTZ011 - the user's own day
    asked = parser.parse_args()
    if asked.file.exists():
        sys.exit(f"{asked.file} exists already")
    build(asked.file, Size(asked.opportunities), asked.today)


if __name__ == "__main__":
    main()
