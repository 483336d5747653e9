"""Two nights on the practice portal by the command itself: what moved is carried everywhere, and only once."""

import json
import re
import signal
import subprocess
import time
from dataclasses import dataclass
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
from tests.tui.nights import FIRST, SECOND, FirstNight, akquise, akquise_here, command
from tui.text.facts import opportunity_facts

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("practice")]

TODAY = date.fromisoformat(FIRST)
MOVED = "Verwaltung öffnet sich"  # its deadline moves from 26 February to 31 March in the second night
NOBODY = "http://127.0.0.1:9"  # nobody answers there


@dataclass
class SecondNight:
    """The database after a second night, what was decided before it, and how it went."""

    database: Path
    dismissed: int  # both are calls of measure 2.1
    accepted: int
    moved: int  # a call, accepted for one measure
    given_up: str  # the measure that this call came too early for
    told: str = ""


@pytest.fixture(scope="module")
def second_night(first_night: FirstNight, tmp_path_factory: pytest.TempPathFactory) -> SecondNight:
    """After a day's decisions the second night is killed in the middle of its crawl, done anew and once again."""
    folder = tmp_path_factory.mktemp("second")
    database = first_night.copied(folder)
    dismissed, accepted = (int(str(match["opportunity"])) for match in matches(database, "2.1")[:2])
    akquise_here(database, "decide", "2.1", str(dismissed), "dismiss", "--reason", "outside_purpose")
    akquise_here(database, "decide", "2.1", str(accepted), "accept")
    (measure, given_up, *_), moved = measures_matching(database, MOVED)
    akquise_here(database, "decide", measure, str(moved), "accept")
    akquise_here(database, "applications", "create", measure, str(moved))
    akquise_here(database, "deadlines", "ics", str(folder / "before.ics"))
    akquise_here(database, "decide", given_up, str(moved), "dismiss", "--reason", "deadline_too_short")
    night = SecondNight(database, dismissed, accepted, moved, given_up)
    with PracticePortal(night=2) as portal:
        call = [*command(database, SECOND), "nightly", "--via", portal.url]
        killed = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE
        while not portal.asked and time.monotonic() < end:
            time.sleep(0.05)
        assert portal.asked  # it is in the middle of its crawl
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        akquise_here(database, "db", "check", today=SECOND)
        night.told = akquise(database, "nightly", "--via", portal.url, today=SECOND)
        akquise(database, "nightly", "--via", portal.url, today=SECOND)
    return night


def matches(database: Path, measure: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(akquise_here(database, "match", "show", measure, "--json"))["matches"]
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


def test_the_summary_of_the_first_night_says_what_came_in(first_night: FirstNight) -> None:
    out = first_night.said
    assert re.search(r"foerderdatenbank\s+vollständig\s+47", out)
    assert re.search(r"eu_funding_tenders\s+vollständig\s+20", out)
    assert re.search(r"dsee\s+vollständig\s+19", out)
    assert len(re.findall(r"HF \d .*[1-9]", out)) == 6
    assert "Nächste Fristen" in out


def test_every_fact_of_the_practice_calls_has_its_sentence_or_the_field_it_stands_in(first_night: FirstNight) -> None:
    engine = open_database(f"sqlite:///{first_night.database}")
    with reading(engine) as session:
        said = [(call, fact) for call in list_opportunities(session) for fact in opportunity_facts(call, TODAY)]
    engine.dispose()
    without = [f"{call.title}: {fact.name} {fact.value}" for call, fact in said if fact.evidence == ""]
    assert without == []
    unreadable = [fact.evidence for _, fact in said if re.search(r"T00:00|\+0000|[{}\[\]]", fact.evidence or "")]
    assert unreadable == []
    assert any(fact.evidence == "Feld „Förderberechtigte“ der Quelle: kommune; verband_vereinigung" for _, fact in said)


def test_a_dismissed_match_does_not_come_back_and_an_accepted_one_stays_in_the_agenda(
    second_night: SecondNight,
) -> None:
    database, dismissed, accepted = second_night.database, second_night.dismissed, second_night.accepted
    decisions = {match["opportunity"]: match["decision"] for match in matches(database, "2.1")}
    assert (decisions[dismissed], decisions[accepted]) == ("dismissed", "accepted")
    agenda = json.loads(akquise_here(database, "deadlines", "list", "--json", today=SECOND))
    assert {entry["opportunity"] for entry in agenda} == {accepted, second_night.moved}


def test_a_deadline_that_moves_is_followed_everywhere_and_only_once(second_night: SecondNight) -> None:
    database, moved = second_night.database, second_night.moved
    ledger = json.loads(akquise_here(database, "ledger", str(moved), "--json", today=SECOND))
    assert [entry["reopened_because"] for entry in ledger if entry["measure"] == second_night.given_up] == [
        "Wieder offen: Die Frist war zu kurz, und sie hat sich geändert."
    ]
    shown = json.loads(akquise_here(database, "applications", "show", "1", "--json", today=SECOND))
    assert [entry["due"] for entry in shown["dates"] if entry["title"] == "Antrag einreichen"] == ["2027-03-31"]
    engine = open_database(f"sqlite:///{database}")
    with reading(engine) as session:
        followed = col(CalendarEvent.uid).like(f"call-%-{moved}-0@akquise")
        (event,) = session.exec(select(CalendarEvent).where(followed)).all()
        assert (event.due.isoformat(), event.sequence) == ("2027-03-31", 1)
        (told,) = session.exec(select(Digest).where(Digest.unit_name == "")).all()
    engine.dispose()
    assert told.day.isoformat() == SECOND
    assert "26.02.2027 → 31.03.2027" in told.text


def test_a_night_that_is_killed_leaves_no_lock_and_the_next_one_completes_it(second_night: SecondNight) -> None:
    assert re.search(r"foerderdatenbank\s+vollständig\s+48", second_night.told)


def test_a_crawl_tells_in_english_how_a_source_ended_and_why(first_night: FirstNight, tmp_path: Path) -> None:
    database = first_night.copied(tmp_path)
    out = akquise(database, "crawl", "run", "dsee", "--via", NOBODY, "--lang", "en", status=1)
    assert out.splitlines()[-1] == "dsee: failed. robots.txt can’t be reached; without it nothing is fetched."


def test_an_unreachable_portal_is_a_finding_and_retires_nothing(first_night: FirstNight, tmp_path: Path) -> None:
    database = first_night.copied(tmp_path)
    before = json.loads(akquise_here(database, "db", "stats"))["rows"]["opportunity"]
    akquise(database, "nightly", "--via", NOBODY, today=SECOND, status=1)
    export = database.with_suffix(".all.jsonl")
    akquise_here(database, "opportunities", "export", str(export), today=SECOND)
    records = [json.loads(line) for line in export.read_text(encoding="utf-8").splitlines()]
    assert len(records) == before
    assert all(record["retired_at"] is None for record in records)


def test_the_practice_watches_pages_of_its_own() -> None:
    assert all(".example/" in page.url for page in watched_pages())
