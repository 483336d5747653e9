"""The command as scripts and people use it: exit statuses, one clear sentence, data on stdout only."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.measures.store import get_measure
from grants_db.models.match import Match
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, list_opportunities, upsert
from grants_db.storage.database import open_database, writing
from grants_db.vocabulary import Eligibility, Level
from tui.cli import main

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], database: str) -> Run:
    """Runs a command in this process; gives exit status, stdout and stderr."""

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", database, "--today", "2026-11-24", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return call


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'akquise.db'}"


@pytest.fixture
def matched(database: str) -> int:
    """A measure 2.1 with one proposed call; gives the call's id."""
    engine = open_database(database)
    deadline = {"kind": "fixed", "dates": ["2027-03-31"], "times": [], "stages": ["application"], "two_stage": False}
    facts = OpportunityFacts(
        external_id="1", url="https://p.example/1", title="Sprache im Stadtteil", level=Level.LAND, deadline=deadline
    )
    with writing(engine) as session:
        upsert_measures(session, [MeasureRecord(number="2.1", action_field=2, title="Sprachcafé", unit="Amt 40")])
        register_source(session, Source(name="p", title="P", url="https://p.example", platform="p", added_at=NOW))
        upsert(session, open_run(session, "p", NOW), [SeenOpportunity(facts, facts.url)], NOW)
        call = _propose(session)
    engine.dispose()
    return call


def _propose(session: Session) -> int:
    (call,) = list_opportunities(session)
    session.add(
        Match(
            measure_id=get_measure(session, "2.1").id or 0,
            opportunity_id=call.id or 0,
            rank=1,
            score=0.5,
            parts={"text": 0.5},
            eligibility=Eligibility.ELIGIBLE,
            computed_at=NOW,
        )
    )
    return call.id or 0


def test_an_accepted_match_stands_in_the_agenda(run: Run, matched: int) -> None:
    assert run("decide", "2.1", str(matched), "accept")[0] == 0
    status, out, _ = run("deadlines", "list", "--json")
    (entry,) = json.loads(out)
    assert (status, entry["due"], entry["measure"], entry["days_left"]) == (0, "2027-03-31", "2.1", 127)


def test_a_dismissal_is_shown_with_the_match(run: Run, matched: int) -> None:
    run("decide", "2.1", str(matched), "dismiss", "--reason", "outside_purpose")
    _, out, _ = run("match", "show", "2.1", "--json")
    shown = json.loads(out)
    assert shown["measure"] == "2.1"
    assert shown["matches"][0] == {
        "opportunity": matched,
        "title": "Sprache im Stadtteil",
        "score": 0.5,
        "chance": None,
        "parts": {"text": 0.5},
        "eligibility": "eligible",
        "decision": "dismissed",
        "carries": [],
        "facets": {},
    }


def test_accepting_twice_is_said_and_stands_in_the_ledger_once(run: Run, matched: int) -> None:
    assert run("decide", "2.1", str(matched), "accept") == (0, f"2.1 · {matched}: angenommen\n", "")
    status, out, err = run("decide", "2.1", str(matched), "accept")
    assert (status, out) == (0, f"2.1 · {matched}: angenommen\n")
    assert "schon so entschieden worden; es wurde nichts geändert" in err
    assert len(json.loads(run("ledger", "--json")[1])) == 1


def test_a_number_that_is_no_call_s_is_told_by_the_ledger_as_everywhere(run: Run, matched: int) -> None:
    assert run("ledger", str(matched)) == (0, "", f"Über Förderangebot {matched} ist noch nichts entschieden.\n")
    assert run("ledger", str(matched), "--json") == (0, "[]\n", "")
    for number in ("99999", "-1", "9" * 30):
        for command in (("ledger",), ("ledger", "--json"), ("opportunities", "show"), ("applications", "show")):
            status, out, err = run(*command, "--", number)
            assert (status, out, err.count("\n"), "Traceback" in err) == (1, "", 1, False)


def test_the_ledger_answers_why_not(run: Run, matched: int) -> None:
    run("decide", "2.1", str(matched), "dismiss", "--reason", "other", "--note", "Der Träger ist abgesprungen.")
    _, out, _ = run("ledger", str(matched))
    assert "Der Träger ist abgesprungen." in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("decide", "9.9", "1", "accept"), "9.9"),
        (("decide", "2.1", "999", "accept"), "999"),
        (("decide", "2.1", "1", "perhaps"), "perhaps"),
        (("decide", "2.1", "1", "dismiss"), "Grund"),
        (("decide", "2.1", "1", "dismiss", "--note", "Anruf"), "Grund"),
        (("decide", "2.1", "1", "dismiss", "--reason", "mood"), "mood"),
        (("decide", "2.1", "1", "dismiss", "--reason", "other"), "Satz"),
        (("match", "show", "9.9"), "9.9"),
        (("applications", "create", "2.1", "1"), "angenommen"),
        (("applications", "show", "7"), "7"),
        (("opportunities", "export", "x", "--format", "odt"), "odt"),
        (("source", "add", "https://x.example", "--funder", "F", "--level", "moon"), "moon"),
        (("source", "allow", "dsee"), "--note"),
        (("source", "allow", "nirgends", "--note", "ja"), "nirgends"),
        (("measures", "import", "gibt-es-nicht.xlsx"), "gibt-es-nicht.xlsx"),
        (("deadlines", "ics", "x.ics", "--unit", "Amt 99"), "Amt 99"),
    ],
)
def test_a_mistake_is_one_sentence_and_no_traceback(
    run: Run, matched: int, arguments: tuple[str, ...], words: str
) -> None:
    assert matched == 1
    status, out, err = run(*arguments)
    assert status in (1, 2)
    assert words in err
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1
    assert out == ""


def test_the_way_of_an_application_by_commands(run: Run, matched: int, tmp_path: Path) -> None:
    run("decide", "2.1", str(matched), "accept")
    assert run("applications", "create", "2.1", str(matched), "--requested", "12500.00")[1].strip() == "1"
    for stage in ("review", "internal_approval", "submitted"):
        assert run("applications", "move", "1", stage)[0] == 0
    assert run("applications", "move", "1", "awarded")[0] == 2  # there is no award yet
    dates = ("--notified", "2027-06-01", "--start", "2027-07-01", "--end", "2028-12-31")
    award = ("applications", "award", "1", "10000", *dates, "--regime", "anbest_gk_bund")
    assert run(*award)[0] == 2  # its day lies ahead
    assert run(*award, "--insist")[0] == 0
    assert run("applications", "move", "1", "awarded")[0] == 0
    shown = json.loads(run("applications", "show", "1", "--json")[1])
    assert {entry["rule"] for entry in shown["dates"] if entry["due"]} >= {"objection", "final-report-anbest-gk-bund"}
    calendar = tmp_path / "fristen.ics"
    assert run("deadlines", "ics", str(calendar), "--unit", "Amt 40")[0] == 0
    assert "final" in calendar.read_text(encoding="utf-8")


def test_a_global_option_may_stand_anywhere(run: Run, matched: int) -> None:
    assert matched
    assert run("match", "show", "2.1", "--lang", "en")[0] == 0


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://x/y", "mysql"),
        ("nonsense", "nonsense"),
        ("postgresql+psycopg://user:geheim@127.0.0.1:9/db", "127.0.0.1"),
    ],
)
def test_an_address_that_can_not_be_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str, words: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["akquise", "--database", url, "deadlines", "list"])
    with pytest.raises(SystemExit) as ended:
        main()
    _, err = capsys.readouterr()
    assert ended.value.code == 2
    assert words in err
    assert "geheim" not in err


def test_a_file_that_is_no_database_stays_as_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "brief.db"
    file.write_text("Sehr geehrte Damen und Herren, " * 100, encoding="utf-8")
    before = file.read_bytes()
    monkeypatch.setattr(sys, "argv", ["akquise", "--database", f"sqlite:///{file}", "deadlines", "list"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "keine Datenbank" in capsys.readouterr().err
    assert file.read_bytes() == before


def test_reading_a_database_that_is_not_there_makes_none(run: Run, tmp_path: Path) -> None:
    status, _, err = run("deadlines", "list")
    assert status == 2
    assert "akquise demo" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_mishap(database: str, matched: int) -> None:
    assert matched
    command = f"{sys.executable} -m tui --database {database} ledger --json | head -c 0"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, env=os.environ)
    assert "Traceback" not in done.stderr


def test_control_characters_from_outside_do_not_reach_the_terminal(run: Run, database: str, matched: int) -> None:
    assert matched
    engine = open_database(database)
    with writing(engine) as session:
        (call,) = list_opportunities(session)
        call.title = "Böse \x1b[31mrot\x07"
        session.add(call)
    engine.dispose()
    _, out, _ = run("match", "show", "2.1")
    assert "\x1b" not in out
    assert "\x07" not in out


def test_the_app_without_a_terminal_says_so_and_ends(run: Run) -> None:
    status, out, err = run()
    assert (status, out) == (2, "")
    assert err == "Die Anwendung braucht ein Terminal. Alle Befehle nennt „akquise --help“.\n"


def test_a_day_that_is_none_is_named_with_the_form_it_needs(run: Run) -> None:
    status, _out, err = run("--today", "gestern", "db", "check")
    assert status == 2
    assert "„gestern“ (TT.MM.JJJJ" in err
    assert "Input" not in err


def test_an_explanation_names_the_parts_as_the_screen_does(run: Run, matched: int) -> None:
    status, out, _err = run("match", "explain", "2.1", str(matched))
    assert status == 0
    assert "Handlungsfeld" in out
    assert "field_" not in out


@pytest.mark.parametrize(
    ("arguments", "german", "english"),
    [
        (("match", "show"), "Es fehlt MASSNAHME;", "MEASURE is missing;"),
        (("match", "foo"), "Den Befehl „foo“ gibt es nicht;", "There is no command “foo”;"),
        (("match", "show", "2.1", "--x"), "Die Option --x gibt es hier nicht;", "There is no option --x here;"),
        (("match", "show", "2.1", "3"), "„3“ ist zu viel;", "“3” is too much;"),
        (("decide", "2.1", "x", "accept"), "erwartet wird eine Zahl", "a number is expected"),
        (("crawl", "prune", "--days"), "Zur Option --days gehört ein Wert;", "The option --days needs a value;"),
        (("crawl", "prune", "--days", "0"), "mindestens 1", "at least 1"),
        (("decide", "2.1", "1", "perhaps"), "„perhaps“ ist keine Entscheidung;", "“perhaps” is no decision;"),
    ],
)
def test_a_call_that_is_refused_is_told_why_in_the_users_language(
    arguments: tuple[str, ...], german: str, english: str, run: Run
) -> None:
    for language, said in (("de", german), ("en", english)):
        status, out, err = run("--lang", language, *arguments)
        assert (status, out) == (2, "")
        assert said in err
        assert len(err.splitlines()) == 1


def test_the_help_is_in_the_users_language(run: Run) -> None:
    assert "Die Vorschläge für eine Maßnahme" in run("match", "--help")[1]
    assert "The proposals for a measure" in run("match", "--help", "--lang", "en")[1]


def test_a_damaged_database_is_restored_and_kept_beside(run: Run, database: str, tmp_path: Path) -> None:
    file, backup = Path(database.removeprefix("sqlite:///")), tmp_path / "sicherung.db"
    assert run("db", "upgrade")[0] == 0
    assert run("db", "backup", str(backup))[0] == 0
    assert not [*tmp_path.glob("*-wal"), *tmp_path.glob("*-shm")]  # a command that has ended holds nothing
    file.write_bytes(b"damaged " * 1000)
    status, _, err = run("db", "check")
    assert (status, "„akquise db restore“ holt eine Sicherung zurück" in err) == (2, True)

    wrong = tmp_path / "falsch.db"
    wrong.write_text("no backup")
    assert run("db", "restore", str(wrong))[0] == 1
    assert file.read_bytes() == b"damaged " * 1000

    assert run("db", "restore", str(backup))[0] == 0
    assert run("db", "check")[0] == 0
    assert file.with_name(f"{file.name}.beschaedigt").read_bytes() == b"damaged " * 1000
    assert file.stat().st_mode & 0o777 == 0o600
    assert not file.with_name(f"{file.name}.part").exists()
