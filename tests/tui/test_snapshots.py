"""How every screen looks: three sizes, two languages, empty, in daily use, and with everything that can overflow.

A changed picture is looked at by a person before it is committed (`make snapshots`, then the difference).
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from grants_db.applications.notes_documents_tasks import add_note, add_task
from grants_db.applications.store import change_stage, create_application
from grants_db.measures.store import get_measure
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.models.source import Source
from grants_db.opportunities.runs import RunReport, close_run, open_run
from grants_db.opportunities.sources import list_sources
from grants_db.review.decisions import decide
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.storage.database import writing
from grants_db.vocabulary import ApplicationStage, DecisionKind, Eligibility, ReasonCode, RunOutcome
from tests.tui.driving import pressed
from tests.tui.pictures import Album
from tui.app.app import AkquiseApp
from tui.widgets.tabs import TABS

SIZES = {"80": (80, 24), "120": (120, 35), "180": (180, 50)}
LANGUAGES = ("de", "en")
KEYS = {tab.mode: tab.key for tab in TABS}
#: by the screen: pictures, and the keys that lead there from the one before
LED_TO: dict[str, dict[str, tuple[str, ...]]] = {
    "2": {
        "why": ("d",),
        "keys": ("escape", "question_mark"),
        "palette": ("escape", "ctrl+p"),
        "reasons": ("escape", "g", "b"),
    },
    "5": {"month": ("m",)},
    "7": {"stage": ("s",), "board": ("escape", "m")},
    "3": {
        "search": ("slash", *"sprach"),
        "nothing-found": (*["backspace"] * 6, *"qqq"),
        "details": ("escape", "x", "home", "enter", "b"),
    },
}
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)
#: wide signs, right to left, a change of direction, markup that would act, controls; and far too long
HOSTILE = (
    "助成金 多文化共生 [bold]fett[/bold] [@click=app.quit]Ende[/] \x1b[31mrot\x1b]0;x\x07 \u202eזמן מלגה\u202c منحة "
    + "Sehr langer Titel eines Förderangebots ohne jedes Ende " * 8
)
AppOn = Callable[..., AkquiseApp]
OwnCopy = Callable[[Path, Path], Engine]


@pytest.fixture
def city(city_file: Path, own_copy: OwnCopy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The small city under an address that is the same everywhere: the settings show it."""
    monkeypatch.chdir(tmp_path)
    return own_copy(city_file, Path("akquise.db"))


@pytest.fixture
def decided_city(decided_city_file: Path, own_copy: OwnCopy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The small city after a morning's work, likewise."""
    monkeypatch.chdir(tmp_path)
    return own_copy(decided_city_file, Path("akquise.db"))


@pytest.fixture
def empty(empty_file: Path, own_copy: OwnCopy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The database without measures and calls, likewise."""
    monkeypatch.chdir(tmp_path)
    return own_copy(empty_file, Path("akquise.db"))


@pytest.fixture
def busy_city(decided_city: Engine) -> Engine:
    """The small city with two applications on their way, one of them with a task and a note."""
    with writing(decided_city) as session:
        calls = {call.external_id: call for call in session.exec(select(Opportunity))}
        first = create_application(session, [get_measure(session, "2.1")], calls["land/1"], now=NOW)
        create_application(session, [get_measure(session, "3.1")], calls["bund/1"], now=NOW)
        change_stage(session, first, ApplicationStage.REVIEW, now=NOW)
        add_task(session, first, "Eigenanteil klären", NOW.date() + timedelta(days=9), now=NOW)
        add_note(session, first, "Die Kämmerei fragt nach dem Eigenanteil.", now=NOW)
    return decided_city


@pytest.fixture
def hostile_city(busy_city: Engine) -> Engine:
    """The small city after somebody has written the worst into every text that comes from outside."""
    with writing(busy_city) as session:
        for call in session.exec(select(Opportunity)):
            call.title, call.funder, call.description = HOSTILE, HOSTILE, HOSTILE * 5
            call.short_description, call.authority, call.url = HOSTILE, HOSTILE, "javascript:alert(1)"
            call.evidence = dict.fromkeys(("max_amount", "max_rate", "applicant_route"), HOSTILE)
            session.add(call)
        for measure in session.exec(select(Measure)):
            measure.title, measure.description, measure.carrier = HOSTILE, HOSTILE, HOSTILE
            session.add(measure)
        for source in session.exec(select(Source)):
            source.title, source.url, source.permission = HOSTILE, "javascript:alert(1)", HOSTILE
            session.add(source)
        for match in session.exec(select(Match)):
            match.terms = [{"measure": "助成金", "opportunity": "fett", "bridge": HOSTILE, "weight": 1.0}]
            match.reasons = [{"template": HOSTILE, "values": {"words": HOSTILE}}]
            session.add(match)
    return busy_city


@pytest.fixture
def crowded_city(city: Engine, add_many: Callable[[Engine, int], None]) -> Engine:
    """The small city where one measure has five hundred matches, and the others none."""
    add_many(city, 500)
    with writing(city) as session:
        measure = get_measure(session, "2.1").id or 0
        calls = session.exec(select(Opportunity.id).where(col(Opportunity.title).startswith("Aufruf"))).all()
        proposals = [
            Proposal(
                opportunity_id=call or 0,
                score=round(0.95 - place / 2000, 4),
                parts={"words": 0.4},
                eligibility=Eligibility.UNCLEAR,
                eligibility_reasons=[],
                reasons=[],
                terms=[],
            )
            for place, call in enumerate(calls)
        ]
        replace_undecided(session, {measure: proposals}, NOW)
        decide(
            session,
            get_measure(session, "2.1"),
            session.get_one(Opportunity, calls[1]),
            DecisionKind.DISMISSED,
            now=NOW,
            reason=ReasonCode.OTHER,
            note="Passt nicht zu uns",
        )
    return city


@pytest.fixture
def failed_night(busy_city: Engine) -> Engine:
    """The small city after a night in which every source failed."""
    with writing(busy_city) as session:
        for source in list_sources(session):
            run = open_run(session, source.name, NOW)
            error = {"template": "Die Seite {url} antwortete nicht.", "values": {"url": source.url}}
            report = RunReport(RunOutcome.FAILED, asked=5, failed=5, errors=[{"url": source.url, "sentence": error}])
            close_run(session, run, report, NOW + timedelta(minutes=2))
    return busy_city


async def test_a_screen_in_daily_use(album: Album, app_on: AppOn, busy_city: Engine) -> None:
    for lang in LANGUAGES:
        async with album.opened(app_on(busy_city, since=YESTERDAY, lang=lang)) as pilot:
            for tab in TABS:
                await pressed(pilot, tab.key)
                for width, size in SIZES.items():
                    await album.take(pilot, f"{tab.mode}-{lang}-{width}", size)
    assert album.changed == []


async def test_an_empty_screen(album: Album, app_on: AppOn, empty: Engine) -> None:
    for lang in LANGUAGES:
        async with album.opened(app_on(empty, lang=lang)) as pilot:
            for tab in TABS:
                await pressed(pilot, tab.key)
                await album.take(pilot, f"{tab.mode}-{lang}")
    assert album.changed == []


async def test_texts_that_are_too_long_or_made_to_do_harm(album: Album, app_on: AppOn, hostile_city: Engine) -> None:
    async with album.opened(app_on(hostile_city, since=YESTERDAY)) as pilot:
        for tab in TABS:
            await pressed(pilot, tab.key)
            for width in ("80", "120"):
                await album.take(pilot, f"{tab.mode}-{width}", SIZES[width])
    assert album.changed == []


async def test_five_hundred_matches_of_one_measure(album: Album, app_on: AppOn, crowded_city: Engine) -> None:
    async with album.opened(app_on(crowded_city, at="2")) as pilot:
        await pressed(pilot, "j", "j")
        for width, size in SIZES.items():
            await album.take(pilot, width, size)
    assert album.changed == []


async def test_a_measure_without_a_match(album: Album, app_on: AppOn, crowded_city: Engine) -> None:
    async with album.opened(app_on(crowded_city, at="2")) as pilot:
        await pressed(pilot, "n")
        for width, size in SIZES.items():
            await album.take(pilot, width, size)
    assert album.changed == []


async def test_the_matches_by_call(album: Album, app_on: AppOn, busy_city: Engine) -> None:
    for lang in LANGUAGES:
        async with album.opened(app_on(busy_city, since=YESTERDAY, at="2", lang=lang)) as pilot:
            await pressed(pilot, "r", "n", "M")
            for width, size in SIZES.items():
                await album.take(pilot, f"{lang}-{width}", size)
    assert album.changed == []


async def test_a_failed_night(album: Album, app_on: AppOn, failed_night: Engine) -> None:
    async with album.opened(app_on(failed_night)) as pilot:
        for mode in ("overview", "sources"):
            await pressed(pilot, KEYS[mode])
            for width in ("80", "120"):
                await album.take(pilot, f"{width}-{mode}", SIZES[width])
    assert album.changed == []


async def test_a_screen_in_the_light(album: Album, app_on: AppOn, busy_city: Engine) -> None:
    async with album.opened(app_on(busy_city, since=YESTERDAY), SIZES["120"]) as pilot:
        await pressed(pilot, "t")
        for tab in TABS:
            await pressed(pilot, tab.key)
            await album.take(pilot, tab.mode)
    assert album.changed == []


async def test_what_a_key_leads_to(album: Album, app_on: AppOn, busy_city: Engine) -> None:
    for screen, ways in LED_TO.items():
        async with album.opened(app_on(busy_city, at=screen)) as pilot:
            for name, typed in ways.items():
                await pressed(pilot, *typed)
                await album.take(pilot, name)
    assert album.changed == []
