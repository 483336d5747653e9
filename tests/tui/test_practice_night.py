"""The practice is sealed: with an office's contact, mail and folders configured, nothing of it leaves the practice.

The command is run once, in this process, so that the app it opens can be driven; what that starts is really started.
"""

import asyncio
import json
import re
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from sqlmodel import select

from crawler.demo_portal.content import watched_pages
from crawler.demo_portal.server import PracticePortal
from crawler.runs.watched_pages import listed_pages
from grants_db.models.notice import Digest
from grants_db.models.source import CrawlRun, Source
from grants_db.storage.database import open_database, reading
from tests.tui.driving import painted, pressed, settled, told
from tests.tui.nights import FirstNight
from tests.tui.test_mail import Inbox, free_port
from tui import cli
from tui.app import launch
from tui.app.app import AkquiseApp
from tui.commands import demo
from tui.formatting import i18n
from tui.screens.base.tour import TourScreen
from tui.state.user_state import memory_file

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("practice")]

#: what an office has configured
OFFICE = """contact = "amt@stadt.example"
unit = "Amt 50"
calendar_folder = "{folder}"
[city]
name = "Halle"
[mail]
host = "127.0.0.1"
port = {port}
tls = "none"
sender = "akquise@stadt.example"
office = "foerdermittel@stadt.example"
"""


@dataclass
class Practised:
    """What came of `akquise demo` with F6, F7 and F9, on a machine where an office's settings hold."""

    home: Path
    narrated: str = ""
    narrated_again: list[str] = field(default_factory=list)  # at the next start, without the app
    said_again: str = ""
    screen: str = ""
    said: dict[str, str] = field(default_factory=dict)  # by key: the message at its end
    lines: list[str] = field(default_factory=list)  # what the work said on its way
    asked: dict[str, int] = field(default_factory=dict)  # by key: requests to the practice portal meanwhile
    mails: list[object] = field(default_factory=list)
    runs: list[CrawlRun] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    digests: list[Digest] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return self.home / "data" / "akquise" / "demo"


@pytest.fixture(scope="module")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Practised:
    """What `akquise demo` says and shows, and what F6, F7 and F9 bring and ask."""
    done = Practised(tmp_path_factory.mktemp("practice"))
    portals: list[PracticePortal] = []

    class CountingPortal(PracticePortal):
        def __enter__(self) -> "CountingPortal":
            portals.append(self)
            return super().__enter__()

    async def drive(app: AkquiseApp) -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            said = told(app)
            if isinstance(app.screen, TourScreen):  # who begins is shown around first
                await pressed(pilot, "escape")
            done.screen = painted(app) + said
            for key in ("f6", "f7", "f9"):
                before = len(portals[-1].asked)
                app.clear_notifications()
                await pressed(pilot, key)
                done.said[key], done.asked[key] = told(app), len(portals[-1].asked) - before

    def progress(app: AkquiseApp, title: str, line: str) -> None:
        done.lines.append(line)
        shown(app, title, line)

    shown = AkquiseApp._progress
    inbox = Inbox()
    server = Controller(inbox, hostname="127.0.0.1", port=free_port())
    server.start()
    with pytest.MonkeyPatch.context() as patch, (done.home / "stderr").open("w+", encoding="utf-8") as narration:
        for name in ("data", "config", "cache", "state"):
            patch.setenv(f"XDG_{name.upper()}_HOME", str(done.home / name))
        patch.setenv("AKQUISE_CONTACT", "amt@stadt.example")
        patch.setenv("AKQUISE_CALENDAR_FOLDER", str(done.home / "calendars"))
        config = done.home / "config" / "akquise" / "config.toml"
        config.parent.mkdir(parents=True)
        config.write_text(OFFICE.format(folder=done.home / "more_calendars", port=server.port), encoding="utf-8")
        done.folder.mkdir(parents=True)
        (done.folder / "akquise.db").write_text("what is left of an earlier practice", encoding="utf-8")
        memory = memory_file(f"sqlite:///{done.folder / 'akquise.db'}")
        memory.parent.mkdir(parents=True)
        memory.write_text(json.dumps({"looked_at": "2026-11-20T08:00:00+00:00"}), encoding="utf-8")
        patch.setattr("crawler.demo_portal.server.PracticePortal", CountingPortal)
        patch.setattr(demo, "_in_a_terminal", lambda: True)
        patch.setattr(launch, "open_app", launch.run_app)
        patch.setattr(AkquiseApp, "run", lambda app: asyncio.run(drive(app)))
        patch.setattr(AkquiseApp, "_progress", progress)
        patch.setattr(sys, "argv", ["akquise", "demo"])
        i18n.use("de")
        with redirect_stderr(narration), pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code == 0
        narration.seek(0)
        done.narrated = narration.read()
        patch.setattr(sys, "argv", ["akquise", "demo", "--no-app"])
        with (
            redirect_stderr(again := StringIO()),
            redirect_stdout(summary := StringIO()),
            pytest.raises(SystemExit) as ended,
        ):
            cli.main()
        assert not ended.value.code, again.getvalue()
        done.narrated_again, done.said_again = again.getvalue().splitlines(), summary.getvalue()
        done.asked["again"] = len(portals[-1].asked)
    server.stop()
    done.mails = inbox.messages
    database = open_database(f"sqlite:///{next((done.home / 'data').rglob('*.db'))}")
    with reading(database) as session:
        done.runs = list(session.exec(select(CrawlRun)))
        done.sources = list(session.exec(select(Source)))
        done.digests = list(session.exec(select(Digest)))
    database.dispose()
    return done


def test_no_mail_is_sent_although_the_night_made_digests(practised: Practised) -> None:
    assert practised.mails == []
    assert practised.digests
    assert [digest.unit_name for digest in practised.digests if digest.sent_at or digest.attempts] == []


@pytest.mark.parametrize("key", ["f6", "f9"])
def test_the_practice_portal_answers_while_the_app_is_open(practised: Practised, key: str) -> None:
    assert practised.asked[key] > 20


def test_matching_asks_nobody(practised: Practised) -> None:
    assert practised.asked["f7"] == 0


def test_nothing_but_the_practice_portal_is_asked(practised: Practised) -> None:
    assert {run.via.rpartition(":")[0] for run in practised.runs} == {"http://127.0.0.1"}
    assert len({run.via for run in practised.runs}) == 1


def test_only_what_the_practice_portal_shows_is_a_source(practised: Practised) -> None:
    portals = {source.name for source in practised.sources if source.title.endswith("(Übungsportal)")}
    assert portals == {"foerderdatenbank", "eu_funding_tenders", "dsee"}
    assert len(practised.sources) == len(portals) + len(watched_pages())


def test_the_log_names_no_real_page(practised: Practised) -> None:
    log = "\n".join(practised.lines)
    assert "Gefragt wird nur http://127.0.0.1:" in log
    assert re.search(r"foerderdatenbank: wird abgefragt … \(\d+ von \d+ fertig\)", log)
    assert [page.name for page in listed_pages() if page.name in log] == []


def test_no_calendar_is_written_into_the_offices_folders(practised: Practised) -> None:
    assert [path for path in practised.home.iterdir() if "calendars" in path.name] == []


def test_the_second_night_brings_changes(practised: Practised) -> None:
    assert sum(run.changed for run in practised.runs) > 0
    assert sum(run.retired for run in practised.runs) > 0


def test_every_work_ends_without_a_finding(practised: Practised) -> None:
    assert {key: said.partition(".")[0] for key, said in practised.said.items()} == dict.fromkeys(
        ("f6", "f7", "f9"), "Fertig"
    )


def test_a_few_lines_are_said_before_the_first_screen(practised: Practised) -> None:
    assert practised.narrated.splitlines() == [
        "Übung von vorn: Alles ist erfunden, und nichts verlässt diesen Rechner.",
        "Das Übungsportal wird abgefragt …",
        "Maßnahmen und Förderangebote werden einander zugeordnet …",
    ]


def test_the_app_says_how_it_begins_anew(practised: Practised) -> None:
    assert "von vorn beginnt „akquise demo --fresh“" in practised.screen


def test_the_next_start_goes_on_where_one_was_and_asks_nobody(practised: Practised) -> None:
    assert practised.narrated_again == ["Die Übung geht weiter; von vorn beginnt sie mit: akquise demo --fresh"]
    assert practised.said_again.startswith("Quellen\n")
    assert practised.asked["again"] == 0


def test_nothing_is_left_of_an_earlier_practice(practised: Practised) -> None:
    assert "Sie sind zum ersten Mal hier" in practised.screen


def test_every_step_of_the_practice_night_is_told_where_asked_for(first_night: FirstNight) -> None:
    assert "foerderdatenbank: vollständig, 47" in first_night.narrated
    assert [page.name for page in listed_pages() if page.name in first_night.narrated + first_night.said] == []
