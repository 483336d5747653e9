"""The story behind the handbook's pictures: half a year of an invented office, played with the project's own functions.

It begins with the practice portal's first night in spring and ends on the morning of the day that the practice texts
are written for. Every instant is fixed, so the same code tells the same story: pictures differ only where the app does.
"""

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from email.message import Message
from functools import partial
from multiprocessing import get_context

from sqlalchemy import Engine, text

from crawler.demo_portal.content import PRACTICE_TODAY, watched_pages
from crawler.demo_portal.server import DemoAnswer, PracticePortal
from crawler.runs.watched_pages import watch_page
from docs.tools.picture_crawl import crawl
from docs.tools.picture_office import Office, day_before, spring_to_autumn
from grants_db.import_export.measures import import_samples
from grants_db.search.index import create_index, drop_index
from grants_db.storage.database import open_database, writing
from grants_db.vocabulary import Level, RunOutcome
from tui.jobs.night_steps import Steps
from tui.jobs.nightly import follow_up
from tui.state.command_context import CommandContext

#: the morning on which the pictures are taken, and when their user last closed the app
MORNING = datetime.combine(PRACTICE_TODAY, time(7, 40), UTC)
LAST_LOOK = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
#: address of the mirror in the stored runs: the practice portal takes any free port
MIRROR = "http://127.0.0.1:8000"
#: a run lasts as long as it would at a portal of the world outside, five seconds a page, however quick this machine is
PACE = (
    "UPDATE crawl_run SET finished_at = strftime('%Y-%m-%d %H:%M:%S.000000', started_at, (5 * asked) || ' seconds') "
    "WHERE finished_at = started_at AND asked > 0"
)


@dataclass(frozen=True)
class Night:
    """A night of the story: when, what the portal shows, which of its pages answer with an error, how that ends."""

    at: datetime
    portal: int = 1
    broken: tuple[str, ...] = ()
    findings: Mapping[str, RunOutcome] = field(default_factory=dict)


SPRING = Night(datetime(2026, 5, 4, 0, 30, tzinfo=UTC))
BROKEN_NIGHT = Night(
    datetime(2026, 11, 22, 1, 30, tzinfo=UTC),
    broken=("foerderdatenbank.d-s-e-e.de/p2",),
    findings={"dsee": RunOutcome.PARTIAL},
)
LAST_NIGHT = Night(
    datetime(2026, 11, 24, 1, 30, tzinfo=UTC),
    portal=2,
    broken=("www.wortreich-fonds.example/",),
    findings={"wortreich_fonds_example_ausschreibung": RunOutcome.FAILED},
)


class StoryError(Exception):
    """The story went otherwise than it is told."""


def tell(database_url: str) -> Engine:
    """Play the whole story into an empty database; gives it as it stands on the morning of the pictures.

    Raises:
        StoryError: a night ended otherwise than told; nothing should be pictured then.
    """
    engine = open_database(database_url)
    with writing(engine) as session:
        import_samples(session)
        watched = [
            watch_page(
                session, page.url, title=page.title, funder=page.funder, level=Level(page.level), now=SPRING.at
            ).name
            for page in watched_pages()
        ]
    pass_night = partial(_pass_night, engine, database_url, watched)
    pass_night(SPRING)
    spring_to_autumn(Office(engine))
    pass_night(BROKEN_NIGHT)
    day_before(Office(engine))
    pass_night(LAST_NIGHT)
    return engine


class _Portal(PracticePortal):
    """The practice portal on a night when some of its pages are out of order."""

    def __init__(self, night: Night) -> None:
        super().__init__(night=night.portal)
        self._broken = night.broken

    def answer(self, method: str, path: str, headers: Message, body: bytes) -> DemoAnswer:
        if any(path.lstrip("/").startswith(page) for page in self._broken):
            return DemoAnswer(503, b"Wartungsarbeiten")
        return super().answer(method, path, headers, body)


@dataclass
class _StateAt(CommandContext):
    """What the night's follow-up works with, at an instant of the story."""

    at: datetime

    def now(self) -> datetime:
        return self.at


def _pass_night(engine: Engine, database_url: str, watched: list[str], night: Night) -> None:
    with _Portal(night) as portal, ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        findings = process.submit(crawl, database_url, portal.url, watched, night.at).result()
    if findings != night.findings:  # on a machine that is far too busy a page may not answer in time
        raise StoryError(f"the night of {night.at:%d.%m.%Y} went otherwise: {findings}, {_why(engine)}")
    _settle(engine, is_first=night is SPRING)
    state = _StateAt({"database_url": database_url, "today": night.at.date().isoformat()}, night.at)
    follow_up(state, engine, steps := Steps())
    if steps.findings:
        raise StoryError(f"the night of {night.at:%d.%m.%Y} went otherwise: {steps.findings}")


def _why(engine: Engine) -> list[str]:
    """What the last run that failed says."""
    with engine.begin() as connection:
        query = text("SELECT errors FROM crawl_run WHERE outcome = 'failed' ORDER BY id DESC LIMIT 1")
        return [str(line)[:600] for line in connection.execute(query).scalars()]


def _settle(engine: Engine, *, is_first: bool) -> None:
    """Take out what chance left: the mirror's port, and after the first night the order in which calls came in."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE crawl_run SET via = :via WHERE via != ''"), {"via": MIRROR})
        connection.execute(text(PACE))
        if not is_first:
            return
        drop_index(connection)  # it knows the calls by their numbers
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        found = connection.execute(text("SELECT id FROM opportunity ORDER BY source_name, external_id")).scalars().all()
        aside = max(found)  # every number is free before one is given anew
        changes = [(identity, identity + aside) for identity in found]
        changes += [(identity + aside, place) for place, identity in enumerate(found, 1)]
        for old, new in changes:
            values = {"old": old, "new": new}
            connection.execute(text("UPDATE opportunity SET id = :new WHERE id = :old"), values)
            connection.execute(
                text("UPDATE opportunity_version SET opportunity_id = :new WHERE opportunity_id = :old"), values
            )
        create_index(connection)
