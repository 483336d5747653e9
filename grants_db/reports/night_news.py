"""What is new of proposed and accepted calls and of sources, read once for the digests of all units.

Only calls of which something can be told are read whole; what happened to the others is asked of narrow columns.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from grants_db.measures.units import further_units
from grants_db.messages import FactName, FactValue, Message
from grants_db.models.match import Decision, Match
from grants_db.models.measure import ActionField, Measure, Unit
from grants_db.models.opportunity import Opportunity, OpportunityVersion
from grants_db.models.opportunity_facts import FIELDS
from grants_db.models.opportunity_listing import LISTING
from grants_db.models.source import CrawlRun, Source
from grants_db.opportunities.corrections import IDS_AT_ONCE, corrected, corrections_of
from grants_db.opportunities.status import status_of, status_on
from grants_db.review.decisions import standing_ids
from grants_db.rules.deadline import Deadline
from grants_db.rules.status import status_course
from grants_db.vocabulary import DecisionKind, DigestSection, OpportunityStatus, RunOutcome, StatusNote

OFFICE = ""  # the funding office reads every unit's news
#: the last runs of a source among which a good one is looked for
_RUNS = 30


class FieldOfAction(NamedTuple):
    """An action field, by its number and its short name."""

    number: int
    title: str


class ConcernedMeasure(NamedTuple):
    """A measure that a call concerns, and the units that answer for it."""

    number: str
    action_field: int
    units: frozenset[str]


@dataclass(frozen=True)
class NightNews:
    """What was read.

    Attributes:
        today: the day it is told on.
        fields: the action fields by number.
        concerns: call id → the measures it is proposed or accepted for, in order; dismissed ones are left out.
        calls: those of which there may be something to tell, corrections leading.
        corrected_fields: call id → the fields an officer has corrected.
        versions: call id → its later versions, as the source changed it.
        runs: each source with its last runs, the newest first.
    """

    today: date
    fields: Mapping[int, FieldOfAction]
    concerns: Mapping[int, Sequence[ConcernedMeasure]]
    calls: Mapping[int, Opportunity]
    corrected_fields: Mapping[int, Collection[str]]
    versions: Mapping[int, Sequence[OpportunityVersion]]
    runs: Sequence[tuple[Source, Sequence[CrawlRun]]]

    def of_unit(
        self, unit: str, since: datetime
    ) -> Iterator[tuple[DigestSection, Opportunity, tuple[Message, ...], list[ConcernedMeasure]]]:
        """What happened after `since` to calls that concern a unit, what is said of it, and its measures."""
        for opportunity_id, opportunity in self.calls.items():
            measures = [each for each in self.concerns[opportunity_id] if unit == OFFICE or unit in each.units]
            if measures:
                for section, said in self._told(opportunity_id, opportunity, since):
                    yield section, opportunity, said, measures

    def of_sources(self, since: datetime) -> Iterator[tuple[Message, bool]]:
        """For each source a line (asked, answered, failed, unchanged, last good run), and was its last run good?"""
        for source, runs in self.runs:
            if not runs or runs[0].started_at <= since:
                continue
            good = next((run for run in runs if run.outcome is RunOutcome.OK), None)
            last = runs[0]
            line = Message.of(
                "{source}: {outcome}, {asked} gefragt, {answered} beantwortet, {unchanged} unverändert, {failed} "
                "fehlgeschlagen; zuletzt vollständig {day}",
                source=source.title,
                outcome=last.outcome or Message.of("läuft"),
                asked=last.asked,
                answered=last.answered,
                unchanged=last.unchanged,
                failed=last.failed,
                day=good.started_at if good else Message.of("noch nie"),
            )
            yield line, last.outcome in (RunOutcome.OK, RunOutcome.NOT_ON_MIRROR)

    def _told(
        self, opportunity_id: int, opportunity: Opportunity, since: datetime
    ) -> Iterator[tuple[DigestSection, tuple[Message, ...]]]:
        if opportunity.first_seen > since:
            yield DigestSection.NEW, _in_short(opportunity)
            return
        if opportunity.returned_at is not None and opportunity.returned_at > since and opportunity.retired_at is None:
            yield DigestSection.BACK, _in_short(opportunity)
        later = [version for version in self.versions.get(opportunity_id, ()) if version.seen_at > since]
        changes = {change["field"]: change for version in later for change in version.changes if change["material"]}
        for section in DigestSection:
            if touched := [name for name in sorted(changes) if name in FIELDS and FIELDS[name].section is section]:
                yield section, tuple(_difference(name, changes[name]) for name in touched)
        settled = self.corrected_fields.get(opportunity_id, ())
        told = {
            name: change for name, change in changes.items() if name not in settled
        }  # a correction holds throughout
        closed_now = status_of(opportunity, self.today) is OpportunityStatus.CLOSED
        if closed_now and _status_before(opportunity, told, since) is not OpportunityStatus.CLOSED:
            yield DigestSection.CLOSED, ()


def read_news(session: Session, since: datetime, today: date) -> NightNews:
    """Read what may have happened after `since`, the earliest that one of the digests looks back to."""
    concerns = _concerned(session)
    happened = _happened(session, concerns, since, today)
    corrections = corrections_of(session, happened)
    calls = {
        call.id or 0: call
        for some in _portions(happened)
        for call in session.exec(select(Opportunity).where(col(Opportunity.id).in_(some)))
    }
    versions: dict[int, list[OpportunityVersion]] = defaultdict(list)
    for some in _portions(happened):
        for version in session.exec(
            select(OpportunityVersion)
            .where(
                col(OpportunityVersion.opportunity_id).in_(some),
                col(OpportunityVersion.seen_at) > since,
                col(OpportunityVersion.reread).is_(False),
            )
            .order_by(col(OpportunityVersion.id))
        ):
            versions[version.opportunity_id].append(version)
    return NightNews(
        today=today,
        fields={row.number: FieldOfAction(row.number, row.short_title) for row in session.exec(select(ActionField))},
        concerns=concerns,
        calls={key: corrected(calls[key], corrections.get(key, {})) for key in happened},
        corrected_fields={key: found.keys() for key, found in corrections.items()},
        versions=versions,
        runs=[(source, _last_runs(session, source)) for source in _sources(session)],
    )


def _concerned(session: Session) -> dict[int, list[ConcernedMeasure]]:
    """For each call that is proposed or accepted, and not dismissed, the measures it concerns."""
    names = dict(session.exec(select(Unit.id, Unit.name)).all())
    further = further_units(session)
    measures = {
        key: ConcernedMeasure(number, field, frozenset({names.get(unit, ""), *further.get(key or 0, ())}) - {""})
        for key, number, field, unit in session.exec(
            select(Measure.id, Measure.number, Measure.action_field_number, Measure.unit_id)
        )
    }
    decided = select_columns(col(Decision.measure_id), col(Decision.opportunity_id), col(Decision.kind))
    standing = {
        (measure_id, opportunity_id): kind
        for measure_id, opportunity_id, kind in session.execute(decided.where(col(Decision.id).in_(standing_ids())))
    }
    pairs = {(one, other) for one, other in session.exec(select(Match.measure_id, Match.opportunity_id))}
    concerns: dict[int, list[ConcernedMeasure]] = defaultdict(list)
    for measure_id, opportunity_id in sorted(pairs | standing.keys()):
        if standing.get((measure_id, opportunity_id)) is not DecisionKind.DISMISSED:
            concerns[opportunity_id].append(measures[measure_id])
    return concerns


def _happened(session: Session, concerned: Collection[int], since: datetime, today: date) -> list[int]:
    """The concerned calls, in their order, of which there may be something to tell."""
    told_later = select_columns(col(OpportunityVersion.opportunity_id)).where(
        col(OpportunityVersion.seen_at) > since, col(OpportunityVersion.reread).is_(False)
    )
    found = set(concerned) & set(session.execute(told_later).scalars())
    closed = OpportunityStatus.CLOSED
    call = Opportunity.__table__.c  # type: ignore[attr-defined]  # SQLModel gives it one
    moved = or_(
        call.first_seen > since,
        call.returned_at > since,
        call.retired_at > since,
        and_(status_on(today) == closed, status_on(since.date()) != closed),
    )
    statement = select_columns(call.id).join(LISTING, LISTING.c.opportunity_id == call.id)
    for some in _portions(list(concerned)):
        found |= set(session.execute(statement.where(call.id.in_(some), moved)).scalars())
    return [key for key in concerned if key in found]


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + IDS_AT_ONCE] for start in range(0, len(ids), IDS_AT_ONCE))


def _sources(session: Session) -> Sequence[Source]:
    return session.exec(select(Source).order_by(col(Source.name))).all()


def _last_runs(session: Session, source: Source) -> Sequence[CrawlRun]:
    statement = select(CrawlRun).where(CrawlRun.source_name == source.name).order_by(col(CrawlRun.id).desc())
    return session.exec(statement.limit(_RUNS)).all()


def _status_before(opportunity: Opportunity, changes: dict[str, dict[str, Any]], since: datetime) -> OpportunityStatus:
    """What one would have said of the call at an earlier instant, before these changes."""
    if opportunity.retired_at is not None and opportunity.retired_at <= since:
        return OpportunityStatus.CLOSED
    then = {name: changes[name]["old"] for name in ("deadline", "status_note", "opens_on") if name in changes}
    deadline = Deadline.from_json(then.get("deadline", opportunity.deadline))
    note = then.get("status_note", opportunity.status_note)
    opens_on = then.get("opens_on", opportunity.opens_on)
    return status_course(
        deadline,
        StatusNote(note) if note else None,
        date.fromisoformat(opens_on) if isinstance(opens_on, str) else opens_on,
    ).on(since.date())


def _in_short(opportunity: Opportunity) -> tuple[Message, ...]:
    """The source's own words."""
    return (Message.of("{text}", text=opportunity.short_description[:300]),) if opportunity.short_description else ()


def _difference(name: str, change: dict[str, Any]) -> Message:
    before, after = FactValue(name, change["old"]), FactValue(name, change["new"])
    return Message.of("{fact}: {before} → {after}", fact=FactName(name), before=before, after=after)
