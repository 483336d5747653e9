"""Nights in which something goes wrong: each step fails alone, is named, and the exit status says so."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import Engine
from sqlmodel import select

from grants_db.models.letter import CallProposal
from grants_db.models.notice import CalendarEvent, Digest
from grants_db.storage.database import open_database, reading
from tests import forked
from tests.tui.small_disk import akquise_on_a_small_disk
from tests.tui.test_mail import Picky, free_port
from tui.jobs import nightly as night
from tui.jobs.night_steps import Steps
from tui.jobs.single_run_lock import night_lock
from tui.processes.background import Ended
from tui.processes.commands import how_it_ended
from tui.state.command_context import CommandContext

#: nobody answers there, so every source fails
NOBODY = "http://127.0.0.1:9"
NIGHT = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
DAY = NIGHT.date()
#: the night of `bad_night` is done once
LETTERS = Path(__file__).parents[1] / "crawler" / "letters" / "data"
OF_ONE_NIGHT = pytest.mark.xdist_group("bad night")
REFUSED = "verschrieben@stadt.example"
OFFICE = f"""calendar_folder = "{{folder}}"
letters_folder = "{{letters}}"
[mailbox]
host = "127.0.0.1"
port = 9
tls = "none"
[mail]
host = "127.0.0.1"
port = {{port}}
tls = "none"
sender = "akquise@stadt.example"
office = "{REFUSED}"
[mail.units]
"Amt für Beispiele" = "beispiele@stadt.example"
"Stadtplanungsamt" = "planung@stadt.example"
"""


def nightly(database: Path, config: Path, *options: str, day: date | None = DAY) -> CompletedProcess[str]:
    """A whole night in a process of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(config))
        dated = (f"--today={day.isoformat()}",) if day else ()
        done = forked.akquise(f"--database=sqlite:///{database}", *dated, "nightly", "--via", NOBODY, *options)
    assert "Traceback" not in done.stderr
    return done


class AtNight(CommandContext):
    """A state at the same instant of each night."""

    def now(self) -> datetime:
        return datetime.combine(self.today, NIGHT.timetz())


@pytest.fixture
def follow_up(city: Engine) -> Callable[..., Steps]:
    """Does everything after the crawl on the small city; gives how it went."""

    def run(day: date = DAY, **settings: object) -> Steps:
        state = AtNight({"database_url": str(city.url), "today": day.isoformat()})
        state.settings = state.settings.model_copy(update=settings)
        night.follow_up(state, city, steps := Steps())
        return steps

    return run


@dataclass
class BadNight:
    """What it said on stderr, its exit status, the mails that went out, the database it left."""

    said: str
    status: int
    receivers: list[str]
    database: Path


@pytest.fixture(scope="module")
def bad_night(city_file: Path, tmp_path_factory: pytest.TempPathFactory) -> BadNight:
    """The office's address is refused, and a file lies where the calendar folder should be."""
    home = tmp_path_factory.mktemp("bad")
    shutil.copyfile(city_file, home / "akquise.db")
    (home / "kalender").write_text("no folder", encoding="utf-8")
    inbox, port = Picky({REFUSED: "550 5.1.1 no such mailbox here"}), free_port()
    (home / "akquise").mkdir()
    letters = home / "briefe"
    letters.mkdir()
    shutil.copy(LETTERS / "foerderbrief.eml", letters)
    settings = OFFICE.format(folder=home / "kalender", letters=letters, port=port)
    (home / "akquise" / "config.toml").write_text(settings, encoding="utf-8")
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    done = nightly(home / "akquise.db", home)
    server.stop()
    receivers = [str(message["To"]) for message in inbox.messages]  # type: ignore[index]  # aiosmtpd gives messages
    return BadNight(done.stderr, done.returncode, receivers, home / "akquise.db")


@pytest.mark.slow
@OF_ONE_NIGHT
def test_a_refused_address_is_named_and_the_others_get_theirs(bad_night: BadNight) -> None:
    assert bad_night.receivers == ["beispiele@stadt.example", "planung@stadt.example"]
    assert f"an {REFUSED} ist nicht hinausgegangen: 550 5.1.1 no such mailbox here" in bad_night.said


@pytest.mark.slow
@OF_ONE_NIGHT
def test_what_was_refused_waits_for_the_next_night(bad_night: BadNight) -> None:
    engine = open_database(f"sqlite:///{bad_night.database}")
    with reading(engine) as session:
        waiting = [one.unit_name for one in session.exec(select(Digest)) if one.sent_at is None]
    engine.dispose()
    assert waiting == [""]


@pytest.mark.slow
@OF_ONE_NIGHT
def test_a_calendar_folder_that_cannot_be_written_is_named_and_the_mails_go_out(bad_night: BadNight) -> None:
    folder = bad_night.database.with_name("kalender")
    assert f"Kalenderdateien: Das Betriebssystem meldet: File exists ({folder})" in bad_night.said
    assert bad_night.receivers != []


@pytest.mark.slow
@OF_ONE_NIGHT
def test_letters_of_the_folder_are_read_though_nobody_answers_at_the_mailbox(bad_night: BadNight) -> None:
    engine = open_database(f"sqlite:///{bad_night.database}")
    with reading(engine) as session:
        proposed = [one.title for one in session.exec(select(CallProposal))]
    engine.dispose()
    assert proposed == ["Sprache verbindet 2028/29", "Jugendfonds"]
    assert "Rundbriefe: Das Postfach" in bad_night.said


@pytest.mark.slow
@OF_ONE_NIGHT
def test_findings_are_the_last_word_and_the_exit_status(bad_night: BadNight) -> None:
    assert bad_night.said.splitlines()[-1].startswith("Mail: Die Nachricht vom 24.11.2026")
    assert bad_night.status == 1


@pytest.mark.slow
def test_meetings_that_cannot_be_read_call_no_date_off(
    follow_up: Callable[..., Steps], applied_city: Engine, tmp_path: Path
) -> None:
    meetings = tmp_path / "sitzungen.yml"
    meetings.write_text("- {day: 2026-12-03, body: Stadtrat, kind: council}\n", encoding="utf-8")
    assert follow_up(calendar_file=meetings).findings == []
    before = events(applied_city)
    meetings.write_text("- {day: 2026-12-03, body: Stadtrat", encoding="utf-8")
    steps = follow_up(DAY + timedelta(days=1), calendar_file=meetings)
    assert [finding.partition(" ist nicht lesbar")[0] for finding in steps.findings] == [
        f"Sitzungskalender: Die Kalenderdatei {meetings}"
    ]
    assert any("Stadtrat" in summary for summary, _cancelled in before)
    assert events(applied_city) == before


@pytest.mark.slow
def test_an_error_of_ours_in_the_matching_costs_no_other_step_its_night(
    follow_up: Callable[..., Steps], city: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(night, "run_matching", lambda *_, **__: 1 // 0)
    steps = follow_up()
    [finding] = steps.findings
    assert finding.startswith("Zuordnen: Unerwarteter Fehler, bitte der Verwaltung melden: ZeroDivisionError")
    assert steps.status == 1
    with reading(city) as session:
        assert {digest.complete for digest in session.exec(select(Digest))} == {False}


@pytest.mark.slow
def test_a_second_night_leaves_the_work_to_the_first_and_has_a_status_of_its_own(city: Engine, tmp_path: Path) -> None:
    with night_lock(city) as ours:
        assert ours
        done = nightly(Path(str(city.url.database)), tmp_path)
    assert done.returncode == 3
    assert done.stderr == "Ein anderer Nachtlauf ist noch unterwegs; dieser endet ohne etwas zu tun.\n"
    assert done.stdout == ""


@pytest.mark.slow
def test_a_quiet_night_that_declines_says_so_in_its_one_line(city: Engine, tmp_path: Path) -> None:
    with night_lock(city):
        done = nightly(Path(str(city.url.database)), tmp_path, "--quiet")
    assert (done.returncode, done.stderr) == (3, "")
    assert done.stdout == "Ein anderer Nachtlauf ist noch unterwegs; dieser endet ohne etwas zu tun.\n"


@pytest.mark.slow
def test_a_quiet_night_with_findings_is_one_line_that_names_them(city: Engine, tmp_path: Path) -> None:
    (tmp_path / "akquise").mkdir()
    (tmp_path / "akquise/config.toml").write_text(f'calendar_folder = "{tmp_path}/akquise/config.toml/no"\n')
    done = nightly(Path(str(city.url.database)), tmp_path, "--quiet")
    assert (done.returncode, done.stderr) == (1, "")
    (line,) = done.stdout.splitlines()
    assert line.startswith("Nacht mit Befunden. ")
    assert "unvollständig: abriporta_stiftung, " in line
    assert "Kalenderdateien: " in line
    declined = nightly(Path(str(city.url.database)), tmp_path, "--quiet", "--if-due")
    assert declined.returncode == 3
    assert declined.stdout.startswith("Die letzte Nacht begann am ")


def test_the_app_says_calmly_that_another_night_does_it() -> None:
    said, severity = how_it_ended("Nachtlauf jetzt", Ended(3, "Ein anderer Nachtlauf ist noch unterwegs."))
    assert (said, severity) == ("Nachtlauf jetzt: Ein anderer Nachtlauf ist noch unterwegs.", "warning")


@pytest.mark.slow
def test_a_lock_that_cannot_be_made_is_no_other_night(city: Engine, tmp_path: Path) -> None:
    Path(f"{city.url.database}.night").mkdir()
    done = nightly(Path(str(city.url.database)), tmp_path)
    assert done.returncode == 2
    assert f"Die Sperrdatei {city.url.database}.night lässt sich nicht anlegen oder öffnen" in done.stderr
    assert "noch unterwegs" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("disk", "room", "said"),
    [
        # the folder itself, the database, its log and the log's index
        ("nr_inodes=4", 0, ["Die Sperrdatei {folder}/akquise.db.night lässt sich nicht anlegen"]),
        (
            "size=3m",
            512 * 1024,
            [
                f"{step}: Der Speicherplatz für {{folder}}/akquise.db ist erschöpft."
                for step in ("Quellen abfragen", "Zuordnen")
            ],
        ),
        ("size=3m", 4096, ["Der Speicherplatz für {folder}/akquise.db ist erschöpft."]),
    ],
    ids=["no room for the lock", "little room to crawl and to match", "no room to open"],
)
def test_a_full_disk_is_a_sentence_and_an_exit_status(
    city_file: Path, tmp_path: Path, disk: str, room: int, said: list[str]
) -> None:
    night = (f"--database=sqlite:///{tmp_path}/akquise.db", "nightly", "--via", NOBODY)
    done = akquise_on_a_small_disk(tmp_path, city_file, *night, disk=disk, room=room)
    assert [sentence for sentence in said if sentence.format(folder=tmp_path) not in done.stderr] == []
    assert done.returncode == 2
    assert "noch unterwegs" not in done.stderr


def events(engine: Engine) -> list[tuple[str, bool]]:
    with reading(engine) as session:
        return [(event.summary, event.cancelled) for event in session.exec(select(CalendarEvent))]
