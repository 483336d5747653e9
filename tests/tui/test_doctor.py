"""`akquise doctor`: what is well, what isn't, and what a monitoring system makes of it."""

import json
import os
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import Engine
from sqlmodel import Session

from grants_db.models.source import CrawlRun, Source
from grants_db.storage.backup import backup
from grants_db.storage.database import open_database, writing
from grants_db.vocabulary import RunOutcome
from tests import forked
from tests.loopback_proxy import proxy_to
from tests.tui.test_mail import Picky, free_port

Told = dict[str, tuple[str, str]]
Ask = Callable[[], tuple[int, Told]]


@pytest.fixture
def house(tmp_path: Path, empty_file: Path, a_home_of_its_own: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, a database, folders and a fresh backup: all that is asked for but a night."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.delenv("AKQUISE_ZONE")
    time.tzset()
    shutil.copyfile(empty_file, tmp_path / "akquise.db")
    for folder in ("backups", "calendars"):
        (tmp_path / folder).mkdir()
    engine = open_database(f"sqlite:///{tmp_path / 'akquise.db'}")
    backup(engine, tmp_path / "backups/akquise-1.db")
    engine.dispose()
    settings = a_home_of_its_own / "xdg_config_home/akquise/config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        f'contact = "amt@stadt.example"\ndatabase_url = "sqlite:///{tmp_path}/akquise.db"\n'
        f'backup_folder = "{tmp_path}/backups"\ncalendar_folder = "{tmp_path}/calendars"\n'
    )
    settings.chmod(0o600)
    return settings


@pytest.fixture
def ask() -> Ask:
    """Asks the doctor; gives the exit status and, by check, how it stands and what is said."""

    def asked() -> tuple[int, Told]:
        done = forked.akquise("doctor", "--json")
        assert done.stderr == ""
        answer = json.loads(done.stdout)
        assert answer["status"] == ("ok", "warning", "failure")[done.returncode]
        return done.returncode, {one["check"]: (one["status"], one["message"]) for one in answer["checks"]}

    return asked


def test_what_it_finds_is_written_for_a_node_exporter(house: Path, tmp_path: Path) -> None:
    file = tmp_path / "akquise.prom"
    done = forked.akquise("doctor", "--json", "--metrics", str(file))

    told = json.loads(done.stdout)["checks"]
    lines = file.read_text(encoding="utf-8").splitlines()
    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert values["akquise_health_worst"] == str(done.returncode)
    for check in {one["check"] for one in told}:
        worst = max(("ok", "warning", "failure").index(one["status"]) for one in told if one["check"] == check)
        assert values[f'akquise_health{{check="{check}"}}'] == str(worst)
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_a_file_of_metrics_that_cannot_be_written_is_named(house: Path, tmp_path: Path) -> None:
    done = forked.akquise("doctor", "--metrics", str(tmp_path / "fehlt" / "akquise.prom"))
    assert (done.returncode, "kann nicht geschrieben werden" in done.stderr) == (1, True)


def database_of(house: Path) -> Engine:
    return open_database(f"sqlite:///{house_folder(house)}/akquise.db")


def house_folder(house: Path) -> Path:
    return Path(house.read_text().partition("sqlite:///")[2].partition("/akquise.db")[0])


def a_run(
    session: Session,
    name: str,
    outcome: RunOutcome,
    ago: timedelta = timedelta(hours=5),
    *,
    permission_needed: bool = False,
) -> None:
    started = datetime.now(UTC) - ago
    url = f"https://{name}.example/"
    session.add(
        Source(
            name=name,
            title=name,
            url=url,
            platform="watched_page",
            permission_needed=permission_needed,
            added_at=started,
        )
    )
    session.flush()
    session.add(CrawlRun(source_name=name, started_at=started, finished_at=started, outcome=outcome))


def test_after_a_night_all_is_well(house: Path, ask: Ask) -> None:
    with writing(database_of(house)) as session:
        a_run(session, "stiftung", RunOutcome.OK)
        a_run(session, "dsee", RunOutcome.BLOCKED, permission_needed=True)
    status, told = ask()
    assert {name: how for name, (how, _said) in told.items() if how != "ok"} == {}
    assert status == 0
    assert "dsee" in told["sources"][1]  # waits for its operator: known, and no finding
    done = forked.akquise("doctor")
    assert done.stdout.splitlines()[0] == "akquise: alles in Ordnung"
    assert all(line.startswith("✓ ") for line in done.stdout.splitlines()[1:])


def test_on_the_first_day_no_night_and_no_backup_are_due_yet(house: Path, ask: Ask) -> None:
    (house_folder(house) / "backups/akquise-1.db").unlink()
    status, told = ask()
    assert (status, told["night"][0], told["backup"][0]) == (0, "ok", "ok")
    old = time.time() - 31 * 3600
    os.utime(house, (old, old))
    status, told = ask()
    assert (status, told["night"]) == (1, ("warning", "Es war noch keine Nacht: akquise nightly"))
    assert told["backup"][0] == "warning"


def test_nothing_is_set_up_yet(ask: Ask) -> None:
    status, told = ask()
    assert status == 2
    assert told["settings"][0] == told["backup"][0] == "warning"
    assert told["contact"][0] == told["database"][0] == "failure"
    assert "akquise setup" in told["database"][1]


def test_it_makes_and_changes_nothing(house: Path, ask: Ask, a_home_of_its_own: Path) -> None:
    def everything() -> dict[Path, int]:
        files = (*house_folder(house).glob("akquise.db*"), *a_home_of_its_own.rglob("*"))
        return {path: path.stat().st_mtime_ns for path in files if path.is_file() and path.suffix not in (".db-shm",)}

    ask()
    before = everything()
    ask()
    assert everything() == before


def test_a_password_that_others_may_read_is_a_failure(house: Path, ask: Ask) -> None:
    house.write_text(house.read_text() + '[mailbox]\npassword = "geheim"\n')
    house.chmod(0o640)
    status, told = ask()
    assert (status, told["settings"][0]) == (2, "failure")
    assert "chmod 600" in told["settings"][1]
    house.chmod(0o600)
    assert ask()[1]["settings"][0] == "ok"


@pytest.mark.parametrize(
    ("line", "check", "says"),
    [
        ('proxy = "http://127.0.0.1:9"', "way_out", "http://127.0.0.1:9"),
        ('ca_file = "/gibt/es/nicht.pem"', "way_out", "/gibt/es/nicht.pem"),
        ('letters_folder = "/gibt/es/nicht"', "letters_folder", "/gibt/es/nicht"),
        ('calendar_file = "/gibt/es/nicht.yml"', "calendar_file", "/gibt/es/nicht.yml"),
        ('rules_file = "/gibt/es/nicht.yml"', "rules_file", "/gibt/es/nicht.yml"),
        ('archive_folder = "/gibt/es/nicht"', "archive_folder", "/gibt/es/nicht"),
        ('[mail]\nhost = "127.0.0.1"\nport = 9\ntls = "none"', "mail", "Port 9"),
        ('[mailbox]\nhost = "127.0.0.1"\nport = 9\ntls = "none"', "mailbox", "127.0.0.1"),
        ("unbekannt = 1", "settings", "unbekannt"),
    ],
)
def test_what_does_not_work_is_a_failure_that_names_it(house: Path, ask: Ask, line: str, check: str, says: str) -> None:
    house.write_text(house.read_text() + line + "\n")
    status, told = ask()
    assert (status, told[check][0]) == (2, "failure")
    assert says in told[check][1]


def test_a_server_and_a_proxy_that_answer_are_well(house: Path, ask: Ask) -> None:
    inbox = Picky({})
    server = Controller(inbox, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        with proxy_to({}) as proxy:
            house.write_text(
                house.read_text()
                + f'proxy = "http://nutzer:geheim@127.0.0.1:{proxy.port}"\n[mail]\nhost = "127.0.0.1"\n'
                f'port = {server.port}\ntls = "none"\nsender = "a@stadt.example"\noffice = "b@stadt.example"\n'
            )
            _status, told = ask()
    finally:
        server.stop()
    assert told["mail"][0] == told["way_out"][0] == "ok"
    assert "geheim" not in str(told)
    assert inbox.messages == []  # nothing is sent


@pytest.mark.parametrize(("hours", "how"), [(29, "ok"), (31, "warning"), (97, "failure")])
def test_a_night_and_a_backup_grow_old(house: Path, ask: Ask, hours: int, how: str) -> None:
    with writing(database_of(house)) as session:
        a_run(session, "stiftung", RunOutcome.OK, timedelta(hours=hours))
    old = time.time() - hours * 3600
    os.utime(house_folder(house) / "backups/akquise-1.db", (old, old))
    _status, told = ask()
    assert (told["night"][0], told["backup"][0]) == (how, how)


def test_a_source_that_is_ill_is_named(house: Path, ask: Ask) -> None:
    with writing(database_of(house)) as session:
        a_run(session, "stiftung", RunOutcome.FAILED)
    status, told = ask()
    assert (status, told["sources"][0]) == (1, "warning")
    assert "stiftung" in told["sources"][1]


def test_a_clock_that_goes_elsewhere_is_said(house: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    assert ask()[1]["zone"][0] == "warning"


@pytest.mark.parametrize("content", [b"", b"kein SQLite" * 100])
def test_a_database_that_is_none_is_a_failure_and_stays_as_it_is(house: Path, ask: Ask, content: bytes) -> None:
    file = house_folder(house) / "akquise.db"
    file.write_bytes(content)
    status, told = ask()
    assert (status, told["database"][0]) == (2, "failure")
    assert file.read_bytes() == content


def test_a_database_of_another_program_s_age_is_said_and_not_brought_up_to_date(house: Path, ask: Ask) -> None:
    with database_of(house).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'f00d'")
    status, told = ask()
    assert (status, told["database"][0]) == (2, "failure")
    assert "neueren Fassung" in told["database"][1]
