"""The digest of a night for one unit: what is new or moved, by action field. Composed, written, kept, sent once.

Only material things are in it; cosmetic edits are in the versions. Nothing new gives no digest, except the weekly
proof of coverage on Mondays, so that "nothing new" never looks like "not checked". What is composed keeps its types;
`tui.jobs.digest` writes it in the language of the office.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType

from sqlalchemy import func
from sqlmodel import Session, col, select

from grants_db.applications.agenda import AgendaEntry
from grants_db.messages import Message
from grants_db.models.notice import Digest
from grants_db.reports.night_news import OFFICE, FieldOfAction, NightNews
from grants_db.rules.thresholds import Thresholds, crossed, thresholds_of
from grants_db.vocabulary import DigestSection

NO_THRESHOLDS: Thresholds = MappingProxyType({})
MONDAY = 0


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
    news: NightNews, unit: str, since: datetime, dates: Sequence[AgendaEntry], thresholds: Thresholds = NO_THRESHOLDS
) -> DigestContent:
    """What happened after `since` that concerns the measures of `unit`, and what is due soon.

    A call has one line, with all that changed of it, under the first action field and the first section it concerns.
    Due soon is what came within one of the thresholds of the unit; for the office, of the unit that leads.
    """
    today = news.today
    found: dict[FieldOfAction, dict[DigestSection, dict[str, DigestLine]]] = defaultdict(lambda: defaultdict(dict))
    told: dict[int, tuple[FieldOfAction, DigestSection]] = {}  # where the line of each call stands
    for section, opportunity, said, measures in news.of_unit(unit, since):
        key = f"{opportunity.id}"
        place = told.get(opportunity.id or 0)
        before = found[place[0]][place[1]].pop(key).said if place else ()
        if place is None or section is DigestSection.CLOSED:  # that it is closed is the news, whatever else changed
            first = min(measure.action_field for measure in measures)
            place = told[opportunity.id or 0] = news.fields[first], section
        numbers = tuple(sorted({measure.number for measure in measures}))
        found[place[0]][place[1]][key] = DigestLine(opportunity.title, (*before, *said), numbers, opportunity.url)
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
            found[news.fields[entry.measure.action_field_number]][DigestSection.DUE][entry.uid] = line
    content = DigestContent(unit, today)
    for action_field in sorted(found):
        sections = found[action_field]
        content.news[action_field] = {
            section: list(lines.values()) for section in DigestSection if (lines := sections[section])
        }
    content.failed_sources = [line for line, ok in news.of_sources(since) if not ok]
    if today.weekday() == MONDAY:
        content.coverage = [line for line, _ok in news.of_sources(since - timedelta(days=7))]
    return content
