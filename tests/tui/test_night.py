"""Two nights on the practice portal by the command itself: what moved is carried everywhere, and only once."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import col, select

from crawler.demo_portal.content import watched_pages
from crawler.demo_portal.server import PracticePortal
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.models.notice import CalendarEvent, Digest
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.store import list_opportunities
from grants_db.storage.database import open_database, reading
from tests.tui.driving import PATIENCE
from tui.text.facts import opportunity_facts

FIRST, SECOND = "2026-11-24", "2026-11-25"
TODAY = date.fromisoformat(FIRST)
MOVED = "Verwaltung öffnet sich"  # its deadline moves from 26 February to 31 March in the second night


def akquise(database: Path, *arguments: str, today: str = FIRST, status: int = 0) -> str:
    """Runs the command in a process of its own; gives stdout."""
    call = [sys.executable, "-m", "tui", f"--database=sqlite:///{database}", f"--today={today}", *arguments]
    done = subprocess.run(call, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert done.returncode == status, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def after_one_night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database after `akquise demo`: the practice portal's first night, matched with the sample measures."""
    database = tmp_path_factory.mktemp("night") / "akquise.db"
    akquise(database, "demo", "--no-app")
    return database


@pytest.fixture
def database(after_one_night: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "akquise.db"
    for part in ("", "-wal", "-shm"):
        if (file := after_one_night.with_name(after_one_night.name + part)).exists():
            shutil.copyfile(file, copy.with_name(copy.name + part))
    return copy


def matches(database: Path, measure: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(akquise(database, "match", "show", measure, "--json"))["matches"]
    return found


def measures_matching(database: Path, title: str) -> tuple[list[str], int]:
    """The measures that this call is proposed for, and the call's id."""
    engine = open_database(f"sqlite:///{database}")
    with reading(engine) as session:
        found = session.exec(
            select(Measure.number, Opportunity.id)
            .join(Match, col(Match.measure_id) == col(Measure.id))
            .join(Opportunity, col(Match.opportunity_id) == col(Opportunity.id))
            .where(col(Opportunity.title).startswith(title))
            .order_by(col(Measure.number))
        ).all()
    engine.dispose()
    return [number for number, _ in found], found[0][1] or 0


@pytest.mark.slow
def test_the_summary_of_the_first_night_says_what_came_in(tmp_path: Path) -> None:
    out = akquise(tmp_path / "akquise.db", "demo", "--no-app")
    assert re.search(r"foerderdatenbank\s+vollständig\s+47", out)
    assert re.search(r"eu_funding_tenders\s+vollständig\s+20", out)
    assert re.search(r"dsee\s+vollständig\s+19", out)
    assert len(re.findall(r"HF \d .*[1-9]", out)) == 6
    assert "Nächste Fristen" in out


@pytest.mark.slow
def test_every_fact_of_the_practice_calls_has_its_sentence_or_the_field_it_stands_in(database: Path) -> None:
    with reading(open_database(f"sqlite:///{database}")) as session:
        said = [(call, fact) for call in list_opportunities(session) for fact in opportunity_facts(call, TODAY)]
    without = [f"{call.title}: {fact.name} {fact.value}" for call, fact in said if fact.evidence == ""]
    assert without == []
    unreadable = [fact.evidence for _, fact in said if re.search(r"T00:00|\+0000|[{}\[\]]", fact.evidence or "")]
    assert unreadable == []
    assert any(fact.evidence == "Feld „Förderberechtigte“ der Quelle: kommune; verband_vereinigung" for _, fact in said)


@pytest.mark.slow
def test_a_dismissed_match_does_not_come_back_and_an_accepted_one_stays_in_the_agenda(database: Path) -> None:
    first, second = (int(str(match["opportunity"])) for match in matches(database, "2.1")[:2])
    akquise(database, "decide", "2.1", str(first), "dismiss", "--reason", "outside_purpose")
    akquise(database, "decide", "2.1", str(second), "accept")
    with PracticePortal() as portal:
        akquise(database, "nightly", "--via", portal.url, today=SECOND)
    decisions = {match["opportunity"]: match["decision"] for match in matches(database, "2.1")}
    assert (decisions[first], decisions[second]) == ("dismissed", "accepted")
    agenda = json.loads(akquise(database, "deadlines", "list", "--json", today=SECOND))
    assert {entry["opportunity"] for entry in agenda} == {second}


@pytest.mark.slow
def test_a_deadline_that_moves_is_followed_everywhere_and_only_once(database: Path, tmp_path: Path) -> None:
    with PracticePortal() as portal:
        akquise(database, "nightly", "--via", portal.url)
    (measure, given_up, *_), call = measures_matching(database, MOVED)
    akquise(database, "decide", measure, str(call), "accept")
    akquise(database, "applications", "create", measure, str(call))
    akquise(database, "deadlines", "ics", str(tmp_path / "before.ics"))
    akquise(database, "decide", given_up, str(call), "dismiss", "--reason", "deadline_too_short")

    for _ in range(2):
        with PracticePortal(night=2) as portal:
            akquise(database, "nightly", "--via", portal.url, today=SECOND)

    ledger = json.loads(akquise(database, "ledger", str(call), "--json", today=SECOND))
    assert [entry["reopened_because"] for entry in ledger if entry["measure"] == given_up] == [
        "Wieder offen: Die Frist war zu kurz, und sie hat sich geändert."
    ]
    shown = json.loads(akquise(database, "applications", "show", "1", "--json", today=SECOND))
    assert [entry["due"] for entry in shown["dates"] if entry["title"] == "Antrag einreichen"] == ["2027-03-31"]
    engine = open_database(f"sqlite:///{database}")
    with reading(engine) as session:
        (event,) = session.exec(select(CalendarEvent).where(col(CalendarEvent.uid).like("call-%-0@akquise"))).all()
        assert (event.due.isoformat(), event.sequence) == ("2027-03-31", 1)
        digests = session.exec(select(Digest).where(Digest.unit_name == "")).all()
    engine.dispose()
    (told,) = [digest for digest in digests if digest.day.isoformat() == SECOND]
    assert "26.02.2027 → 31.03.2027" in told.text


@pytest.mark.slow
def test_a_night_that_is_killed_leaves_no_lock_and_the_next_one_completes_it(database: Path) -> None:
    with PracticePortal(night=2) as portal:
        call = [sys.executable, "-m", "tui", f"--database=sqlite:///{database}", f"--today={SECOND}", "nightly"]
        killed = subprocess.Popen([*call, "--via", portal.url], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE
        while not portal.asked and time.monotonic() < end:
            time.sleep(0.05)
        assert portal.asked  # it is in the middle of its crawl
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        akquise(database, "db", "check", today=SECOND)
        out = akquise(database, "nightly", "--via", portal.url, today=SECOND)
    assert re.search(r"foerderdatenbank\s+vollständig\s+48", out)


@pytest.mark.slow
def test_a_crawl_tells_in_english_how_a_source_ended_and_why(database: Path) -> None:
    out = akquise(database, "crawl", "run", "dsee", "--via", "http://127.0.0.1:9", "--lang", "en", status=1)
    assert out.splitlines()[-1] == "dsee: failed. robots.txt can’t be reached; without it nothing is fetched."


@pytest.mark.slow
def test_an_unreachable_portal_is_a_finding_and_retires_nothing(database: Path) -> None:
    before = json.loads(akquise(database, "db", "stats"))["rows"]["opportunity"]
    akquise(database, "nightly", "--via", "http://127.0.0.1:9", today=SECOND, status=1)
    export = database.with_suffix(".all.jsonl")
    akquise(database, "opportunities", "export", str(export), today=SECOND)
    records = [json.loads(line) for line in export.read_text(encoding="utf-8").splitlines()]
    assert len(records) == before
    assert all(record["retired_at"] is None for record in records)


def test_the_practice_watches_pages_of_its_own() -> None:
    assert all(".example/" in page.url for page in watched_pages())
