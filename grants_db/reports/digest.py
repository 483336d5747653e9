"""The digest of a night for one unit: what is new or moved, by action field. Composed, written, kept, sent once.

Only material things are in it; cosmetic edits are in the versions. Nothing new gives no digest, except the weekly
proof of coverage on Mondays, so that "nothing new" never looks like "not checked". What is composed keeps its types;
`tui.jobs.digest` writes it in the language of the office.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import func
from sqlmodel import Session, col, select

from grants_db.applications.agenda import AgendaEntry
from grants_db.measures.units import further_units
from grants_db.messages import FactName, FactValue, Message
from grants_db.models.match import Match
from grants_db.models.measure import ActionField, Measure, Unit
from grants_db.models.notice import Digest
from grants_db.models.opportunity import Opportunity, OpportunityVersion
from grants_db.models.opportunity_facts import FIELDS
from grants_db.models.source import CrawlRun, Source
from grants_db.opportunities.corrections import corrected, corrections_of
from grants_db.opportunities.status import status_of
from grants_db.review.decisions import current_decisions
from grants_db.rules.deadline import Deadline
from grants_db.rules.status import status_course
from grants_db.rules.thresholds import Thresholds, crossed, thresholds_of
from grants_db.vocabulary import DecisionKind, DigestSection, OpportunityStatus, RunOutcome, StatusNote

OFFICE = ""  # the funding office reads every unit's news
MONDAY = 0


class FieldOfAction(NamedTuple):
    """An action field, by its number and its short name."""

    number: int
    title: str


@dataclass(frozen=True)
class DigestLine:
    """One piece of news: the call or date, what is said of it, and the measures it concerns."""

    title: str
    said: tuple[Message, ...]
    measures: tuple[str, ...]
    url: str


@dataclass
class DigestContent:
    """A digest before it is written: news by action field and section, and how the sources did."""

    unit: str
    day: date
    news: dict[FieldOfAction, dict[DigestSection, list[DigestLine]]] = field(default_factory=dict)
    failed_sources: list[Message] = field(default_factory=list)
    coverage: list[Message] = field(default_factory=list)

    @property
    def is_worth_sending(self) -> bool:
        """News, a failed source, or Monday's proof of coverage."""
        return bool(self.news or self.failed_sources or self.coverage)

    @property
    def count(self) -> int:
        """How many pieces of news there are."""
        return sum(len(lines) for sections in self.news.values() for lines in sections.values())


@dataclass(frozen=True)
class WrittenDigest:
    """A digest as it goes out, in one language."""

    subject: str
    text: str
    html: str


def keep_digest(
    session: Session, content: DigestContent, written: WrittenDigest, now: datetime, complete: bool
) -> Digest:
    """Keep a digest as it was written; without `complete` the next one looks back past it."""
    digest = Digest(
        unit_name=content.unit,
        day=content.day,
        subject=written.subject,
        text=written.text,
        html=written.html,
        made_at=now,
        complete=complete,
    )
    session.add(digest)
    session.flush()
    return digest


def digest_of_day(session: Session, unit: str, day: date) -> Digest | None:
    """The digest of a unit that was made for this day."""
    return session.exec(select(Digest).where(Digest.unit_name == unit, Digest.day == day)).first()


def kept_digest(session: Session, unit: str) -> Digest | None:
    """The last digest of a unit, sent or not."""
    statement = select(Digest).where(Digest.unit_name == unit).order_by(col(Digest.made_at).desc())
    return session.exec(statement).first()


def last_digest(session: Session, unit: str) -> datetime | None:
    """When the last digest of a unit was made that had all to tell."""
    statement = select(func.max(Digest.made_at)).where(Digest.unit_name == unit, col(Digest.complete))
    return session.exec(statement).one()


def waiting_digests(session: Session) -> Sequence[Digest]:
    """The digests that have not been sent, in the order they were made."""
    return session.exec(select(Digest).where(col(Digest.sent_at).is_(None)).order_by(col(Digest.id))).all()


def compose(
    session: Session,
    unit: str,
    since: datetime,
    today: date,
    dates: Sequence[AgendaEntry],
    thresholds: Thresholds = MappingProxyType({}),
) -> DigestContent:
    """What happened after `since` that concerns the measures of `unit`, and what is due soon on `today`.

    Due soon is what came within one of the thresholds of the unit; for the office, of the unit that leads.
    """
    concerns = _concerned(session, unit)
    fields = {row.number: FieldOfAction(row.number, row.short_title) for row in session.exec(select(ActionField))}
    found: dict[FieldOfAction, dict[DigestSection, dict[str, DigestLine]]] = defaultdict(lambda: defaultdict(dict))
    for section, opportunity, said in _news(session, concerns, since, today):
        by_field: dict[int, list[str]] = defaultdict(list)
        for measure in concerns[opportunity.id or 0]:
            by_field[measure.action_field_number].append(measure.number)
        for number, measures in by_field.items():
            line = DigestLine(opportunity.title, said, tuple(sorted(measures)), opportunity.url)
            found[fields[number]][section][f"{opportunity.id}"] = line
    for entry in dates:
        if (unit == OFFICE or unit in entry.units) and crossed(
            entry.due, since.date(), today, thresholds_of(unit or entry.unit, thresholds)
        ):
            line = DigestLine(
                entry.opportunity.title,
                (Message.of("{what}: {day}", what=entry.title, day=entry.due),),
                (entry.measure.number,),
                entry.opportunity.url,
            )
            found[fields[entry.measure.action_field_number]][DigestSection.DUE][entry.uid] = line
    content = DigestContent(unit, today)
    for action_field in sorted(found):
        content.news[action_field] = {
            section: list(lines.values()) for section in DigestSection if (lines := found[action_field][section])
        }
    content.failed_sources = [line for line, ok in _sources(session, since) if not ok]
    if today.weekday() == MONDAY:
        content.coverage = [line for line, _ok in _sources(session, since - timedelta(days=7))]
    return content


def _concerned(session: Session, unit: str) -> dict[int, list[Measure]]:
    """For each call that is proposed or accepted, and not dismissed, the measures of the unit it concerns."""
    units = {row.id: row.name for row in session.exec(select(Unit))}
    further = further_units(session)
    measures = {measure.id: measure for measure in session.exec(select(Measure))}
    standing = current_decisions(session)
    pairs = {(match.measure_id, match.opportunity_id) for match in session.exec(select(Match))} | standing.keys()
    concerns: dict[int, list[Measure]] = defaultdict(list)
    for measure_id, opportunity_id in sorted(pairs):
        decision = standing.get((measure_id, opportunity_id))
        measure = measures[measure_id]
        if decision is not None and decision.kind is DecisionKind.DISMISSED:
            continue
        if unit in (OFFICE, units.get(measure.unit_id), *further.get(measure_id, ())):
            concerns[opportunity_id].append(measure)
    return concerns


def _news(
    session: Session, concerns: dict[int, list[Measure]], since: datetime, today: date
) -> Iterator[tuple[DigestSection, Opportunity, tuple[Message, ...]]]:
    corrections = corrections_of(session)
    for opportunity_id in concerns:
        fields = corrections.get(opportunity_id, {})
        opportunity = corrected(session.get_one(Opportunity, opportunity_id), fields)
        if opportunity.first_seen > since:
            yield DigestSection.NEW, opportunity, _in_short(opportunity)
            continue
        if opportunity.returned_at is not None and opportunity.returned_at > since and opportunity.retired_at is None:
            yield DigestSection.BACK, opportunity, _in_short(opportunity)
        later = session.exec(
            select(OpportunityVersion).where(
                OpportunityVersion.opportunity_id == opportunity_id,
                col(OpportunityVersion.seen_at) > since,
                col(OpportunityVersion.reread).is_(False),
            )
        ).all()
        changes = {change["field"]: change for version in later for change in version.changes if change["material"]}
        for section in DigestSection:
            if touched := [name for name in sorted(changes) if name in FIELDS and FIELDS[name].section is section]:
                yield section, opportunity, tuple(_difference(name, changes[name]) for name in touched)
        closed_now = status_of(opportunity, today) is OpportunityStatus.CLOSED
        told = {name: change for name, change in changes.items() if name not in fields}  # a correction holds throughout
        if closed_now and _status_before(opportunity, told, since.date()) is not OpportunityStatus.CLOSED:
            yield DigestSection.CLOSED, opportunity, ()


def _status_before(opportunity: Opportunity, changes: dict[str, dict[str, Any]], day: date) -> OpportunityStatus:
    """What one would have said of the call on an earlier day, before these changes and while it was listed."""
    then = {name: changes[name]["old"] for name in ("deadline", "status_note", "opens_on") if name in changes}
    deadline = Deadline.from_json(then.get("deadline", opportunity.deadline))
    note = then.get("status_note", opportunity.status_note)
    opens_on = then.get("opens_on", opportunity.opens_on)
    return status_course(
        deadline,
        StatusNote(note) if note else None,
        date.fromisoformat(opens_on) if isinstance(opens_on, str) else opens_on,
    ).on(day)


def _in_short(opportunity: Opportunity) -> tuple[Message, ...]:
    """The source's own words."""
    return (Message.of("{text}", text=opportunity.short_description[:300]),) if opportunity.short_description else ()


def _difference(name: str, change: dict[str, Any]) -> Message:
    before, after = FactValue(name, change["old"]), FactValue(name, change["new"])
    return Message.of("{fact}: {before} → {after}", fact=FactName(name), before=before, after=after)


def _sources(session: Session, since: datetime) -> Iterator[tuple[Message, bool]]:
    """For each source a line (asked, answered, failed, unchanged, last good run) and whether its last run was good."""
    for source in session.exec(select(Source).order_by(col(Source.name))):
        statement = select(CrawlRun).where(CrawlRun.source_name == source.name).order_by(col(CrawlRun.id).desc())
        runs = session.exec(statement.limit(30)).all()
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
