"""The digest of a night for one unit: what is new or moved, grouped by action field. Composed, kept, sent once.

Only material things are in it; cosmetic edits are in the versions. Nothing new gives no digest, except the weekly
proof of coverage on Mondays, so that "nothing new" never looks like "not checked".
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader
from sqlalchemy import func
from sqlmodel import Session, col, select

from grants_db.applications.agenda import AgendaEntry
from grants_db.models.match import Match
from grants_db.models.measure import ActionField, Measure, Unit
from grants_db.models.notice import Digest
from grants_db.models.opportunity import Opportunity, OpportunityVersion
from grants_db.models.opportunity_facts import FIELDS
from grants_db.models.source import CrawlRun, Source
from grants_db.opportunities.corrections import corrected, corrections_of
from grants_db.opportunities.fact_values import german_value
from grants_db.opportunities.status import status_of
from grants_db.review.decisions import current_decisions
from grants_db.rules.deadline import Deadline
from grants_db.rules.status import status_course
from grants_db.rules.thresholds import Thresholds, crossed, thresholds_of
from grants_db.vocabulary import DecisionKind, DigestSection, OpportunityStatus, RunOutcome, StatusNote

OFFICE = ""  # the funding office reads every unit's news
MONDAY = 0


@dataclass(frozen=True)
class DigestLine:
    """One piece of news: the call or date, what is said of it, and the measures it concerns."""

    title: str
    text: str
    measures: tuple[str, ...]
    url: str


@dataclass
class DigestContent:
    """A digest before it is written: news by action field and section, and how the sources did."""

    unit: str
    day: date
    news: dict[str, dict[DigestSection, list[DigestLine]]] = field(default_factory=dict)
    failed_sources: list[str] = field(default_factory=list)
    coverage: list[str] = field(default_factory=list)

    @property
    def is_worth_sending(self) -> bool:
        """News, a failed source, or Monday's proof of coverage."""
        return bool(self.news or self.failed_sources or self.coverage)


def make_digest(
    session: Session,
    unit: str,
    since: datetime,
    today: date,
    now: datetime,
    dates: Sequence[AgendaEntry],
    thresholds: Thresholds = MappingProxyType({}),
    *,
    complete: bool = True,
) -> Digest | None:
    """Compose and keep the digest of `unit` (empty: the funding office) for today; None when there is nothing to say.

    A second call on the same day gives the digest that is already kept. Without `complete` the next one looks back past
    it: what this night could not match is told then.
    """
    kept = session.exec(select(Digest).where(Digest.unit_name == unit, Digest.day == today)).first()
    if kept is not None:
        return kept
    content = compose(session, unit, since, today, dates, thresholds)
    if not content.is_worth_sending:
        return None
    count = sum(len(lines) for sections in content.news.values() for lines in sections.values())
    digest = Digest(
        unit_name=unit,
        day=today,
        subject=f"Fördermittel {today:%d.%m.%Y}: {count} Neuigkeiten"
        if count
        else f"Fördermittel {today:%d.%m.%Y}: nichts Neues",
        text=as_text(content),
        html=as_html(content),
        made_at=now,
        complete=complete,
    )
    session.add(digest)
    session.flush()
    return digest


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

    Due soon is what came within one of the thresholds of the unit it belongs to.
    """
    concerns = _concerned(session, unit)
    fields = {row.number: f"HF {row.number} {row.short_title}" for row in session.exec(select(ActionField))}
    found: dict[str, dict[DigestSection, dict[str, DigestLine]]] = defaultdict(lambda: defaultdict(dict))
    for section, opportunity, text in _news(session, concerns, since, today):
        by_field: dict[int, list[str]] = defaultdict(list)
        for measure in concerns[opportunity.id or 0]:
            by_field[measure.action_field_number].append(measure.number)
        for number, measures in by_field.items():
            line = DigestLine(opportunity.title, text, tuple(sorted(measures)), opportunity.url)
            found[fields[number]][section][f"{opportunity.id}"] = line
    for entry in dates:
        if (unit in (OFFICE, entry.unit)) and crossed(
            entry.due, since.date(), today, thresholds_of(entry.unit, thresholds)
        ):
            line = DigestLine(
                entry.opportunity.title,
                f"{entry.german_title}: {entry.due:%d.%m.%Y}",
                (entry.measure.number,),
                entry.opportunity.url,
            )
            found[fields[entry.measure.action_field_number]][DigestSection.DUE][entry.uid] = line
    content = DigestContent(unit, today)
    for name in sorted(found):
        content.news[name] = {
            section: list(found[name][section].values()) for section in DigestSection if found[name][section]
        }
    content.failed_sources = [line for line, ok in _sources(session, since) if not ok]
    if today.weekday() == MONDAY:
        content.coverage = [line for line, _ in _sources(session, since - timedelta(days=7))]
    return content


def as_text(content: DigestContent) -> str:
    """The digest as plain text."""
    lines = [f"Fördermittel, {content.day:%d.%m.%Y}" + (f", {content.unit}" if content.unit else "")]
    for name, sections in content.news.items():
        lines += ["", name]
        for section, items in sections.items():
            lines.append(f"  {section.german}")
            for item in items:
                lines.append(f"    - {item.title} ({', '.join(item.measures)})")
                lines += [f"      {part}" for part in (item.text, item.url) if part]
    if content.failed_sources:
        lines += ["", "Quellen mit Befund", *(f"  - {line}" for line in content.failed_sources)]
    if content.coverage:
        lines += ["", "Abdeckung der Woche", *(f"  - {line}" for line in content.coverage)]
    return "\n".join(lines) + "\n"


def as_html(content: DigestContent) -> str:
    """The digest as one HTML file; everything from outside is escaped, only http(s) addresses become links."""
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    return environment.get_template("digest.html.j2").render(content=content)


def _concerned(session: Session, unit: str) -> dict[int, list[Measure]]:
    """For each call that is proposed or accepted, and not dismissed, the measures of the unit it concerns."""
    units = {row.id: row.name for row in session.exec(select(Unit))}
    measures = {measure.id: measure for measure in session.exec(select(Measure))}
    standing = current_decisions(session)
    pairs = {(match.measure_id, match.opportunity_id) for match in session.exec(select(Match))} | standing.keys()
    concerns: dict[int, list[Measure]] = defaultdict(list)
    for measure_id, opportunity_id in sorted(pairs):
        decision = standing.get((measure_id, opportunity_id))
        measure = measures[measure_id]
        if decision is not None and decision.kind is DecisionKind.DISMISSED:
            continue
        if unit in (OFFICE, units.get(measure.unit_id)):
            concerns[opportunity_id].append(measure)
    return concerns


def _news(
    session: Session, concerns: dict[int, list[Measure]], since: datetime, today: date
) -> Iterator[tuple[DigestSection, Opportunity, str]]:
    corrections = corrections_of(session)
    for opportunity_id in concerns:
        fields = corrections.get(opportunity_id, {})
        opportunity = corrected(session.get_one(Opportunity, opportunity_id), fields)
        if opportunity.first_seen > since:
            yield DigestSection.NEW, opportunity, opportunity.short_description[:300]
            continue
        if opportunity.returned_at is not None and opportunity.returned_at > since and opportunity.retired_at is None:
            yield DigestSection.BACK, opportunity, opportunity.short_description[:300]
        later = session.exec(
            select(OpportunityVersion).where(
                OpportunityVersion.opportunity_id == opportunity_id, col(OpportunityVersion.seen_at) > since
            )
        ).all()
        changes = {change["field"]: change for version in later for change in version.changes if change["material"]}
        for section in DigestSection:
            if touched := [name for name in sorted(changes) if name in FIELDS and FIELDS[name].section is section]:
                yield section, opportunity, "; ".join(_difference(name, changes[name]) for name in touched)
        closed_now = status_of(opportunity, today) is OpportunityStatus.CLOSED
        told = {name: change for name, change in changes.items() if name not in fields}  # a correction holds throughout
        if closed_now and _status_before(opportunity, told, since.date()) is not OpportunityStatus.CLOSED:
            yield DigestSection.CLOSED, opportunity, ""


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


def _difference(name: str, change: dict[str, Any]) -> str:
    return f"{FIELDS[name].german}: {german_value(name, change['old'])} → {german_value(name, change['new'])}"


def _sources(session: Session, since: datetime) -> Iterator[tuple[str, bool]]:
    """For each source a line (asked, answered, failed, unchanged, last good run) and whether its last run was good."""
    for source in session.exec(select(Source).order_by(col(Source.name))):
        statement = select(CrawlRun).where(CrawlRun.source_name == source.name).order_by(col(CrawlRun.id).desc())
        runs = session.exec(statement.limit(30)).all()
        if not runs or runs[0].started_at <= since:
            continue
        good = next((run for run in runs if run.outcome is RunOutcome.OK), None)
        last = runs[0]
        line = (
            f"{source.title}: {last.outcome.german if last.outcome else 'läuft'}, {last.asked} gefragt, "
            f"{last.answered} beantwortet, {last.unchanged} unverändert, {last.failed} ausgefallen; "
            f"zuletzt vollständig {f'{good.started_at:%d.%m.%Y}' if good else 'noch nie'}"
        )
        yield line, last.outcome in (RunOutcome.OK, RunOutcome.NOT_ON_MIRROR)
