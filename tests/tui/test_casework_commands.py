"""The commands between two stages, of donations, digests and units: what they do, and what they refuse."""

import json
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.measures.store import get_measure
from grants_db.models.match import Match
from grants_db.models.notice import Digest
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, list_opportunities, upsert
from grants_db.review.decisions import decide
from grants_db.storage.database import open_database, writing
from grants_db.vocabulary import DecisionKind, EarlyStart, Eligibility, Level
from tests.crawler.letters.paper import a_pdf, down
from tests.tui.test_award_letter import LETTER
from tui.cli import main

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
AWARD = ("award", "1", "10000", "--notified", "2026-11-20", "--start", "2026-12-01", "--end", "2028-12-31")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def database(empty_file: Path, tmp_path: Path) -> str:
    """The address of a database with one accepted match."""
    shutil.copyfile(empty_file, tmp_path / "akquise.db")
    address = f"sqlite:///{tmp_path / 'akquise.db'}"
    engine = open_database(address)
    facts = OpportunityFacts(
        external_id="1",
        url="https://p.example/1",
        title="Sprache im Stadtteil",
        level=Level.LAND,
        early_start=EarlyStart.FORBIDDEN,
    )
    with writing(engine) as session:
        upsert_measures(session, [MeasureRecord(number="2.1", action_field=2, title="Sprachcafé", unit="Amt 40")])
        register_source(session, Source(name="p", title="P", url="https://p.example", platform="p", added_at=NOW))
        upsert(session, open_run(session, "p", NOW), [SeenOpportunity(facts, facts.url)], NOW)
        (call,) = list_opportunities(session)
        measure = get_measure(session, "2.1")
        proposed = Match(
            measure_id=measure.id or 0,
            opportunity_id=call.id or 0,
            rank=1,
            score=0.5,
            eligibility=Eligibility.ELIGIBLE,
            computed_at=NOW,
        )
        session.add(proposed)
        session.flush()
        decide(session, measure, call, DecisionKind.ACCEPTED, now=NOW)
    engine.dispose()
    return address


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], database: str, tmp_path: Path) -> Run:
    """Runs a command in this process; gives exit status, stdout and stderr."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", database, "--today", "2026-11-24", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return call


@pytest.fixture
def applied(run: Run) -> Run:
    """The same, with application 1."""
    assert run("applications", "create", "2.1", "1")[0] == 0
    return run


def shown(run: Run) -> dict[str, object]:
    found: dict[str, object] = json.loads(run("applications", "show", "1", "--json")[1])
    return found


def test_notes_documents_and_tasks_by_command(applied: Run) -> None:
    assert applied("applications", "note", "1", "Anruf")[0] == 0
    assert applied("applications", "document", "1", "Entwurf", "https://ablage.example/e")[0] == 0
    assert applied("applications", "task", "1", "Kostenplan", "--due", "2026-12-08")[1].strip() == "1"
    assert applied("applications", "task-done", "1", "--on", "2026-12-01")[0] == 0
    found = shown(applied)
    assert found["documents"] == [{"document": 1, "title": "Entwurf", "link": "https://ablage.example/e"}]
    assert found["tasks"] == [
        {"task": 1, "title": "Kostenplan", "due": "2026-12-08", "unit": "Amt 40", "done_on": "2026-12-01"}
    ]


def test_more_paid_than_awarded_is_asked_back_by_either_command(applied: Run) -> None:
    assert applied("applications", "move", "1", "submitted", "--override", "lag schon vor")[0] == 0
    assert applied("applications", *AWARD)[0] == 0
    payment = ("applications", "payment", "1", "10000.01", "--on", "2026-11-23")

    status, _out, err = applied(*payment)

    assert (status, "Ausgezahlt wären dann 10.000,01 €, bewilligt sind 10.000,00 €." in err) == (2, True)
    assert "--insist" in err
    assert applied(*payment, "--insist")[0] == 0
    lowered = ("applications", "award", "1", "5000", *AWARD[3:])
    assert applied(*lowered)[0] == 2  # money to be paid back: said, and stored when insisted on
    assert applied(*lowered, "--insist")[0] == 0


def dates(run: Run, kind: str) -> list[tuple[str | None, bool]]:
    """The days of one kind of duty, as the application and the agenda give them, and whether they are certain."""
    duties = shown(run)["obligations"]
    assert isinstance(duties, list)
    found = [(item["due"], item["confirmed"]) for item in duties if item["kind"] == kind]
    entries = json.loads(run("deadlines", "list", "--json")[1])
    names = {"final_report": "Pflicht: Verwendungsnachweis", "interim_report": "Pflicht: Zwischennachweis"}
    agenda = [entry["due"] for entry in entries if entry["text"] == names[kind]]
    assert sorted(map(str, agenda)) == sorted(str(due) for due, _sure in found)
    return found


@pytest.fixture
def awarded(applied: Run) -> Callable[..., Run]:
    """Enters an award for application 1, notified on 20 November 2025."""

    def award(start: str, end: str, *more: str) -> Run:
        assert applied("applications", "move", "1", "submitted", "--override", "lag schon vor")[0] == 0
        days = ("--notified", "2025-11-20", "--start", start, "--end", end)
        assert applied("applications", "award", "1", "10000", *days, *more)[0] == 0
        return applied

    return award


def test_the_purpose_s_day_and_the_sixth_month_s_end_make_the_final_report_s_day(awarded: Callable[..., Run]) -> None:
    run = awarded("2026-03-01", "2026-12-31", "--regime", "anbest_p_bund")
    assert dates(run, "final_report") == [("2027-06-30", True)]
    assert run("applications", "purpose", "1", "2026-03-31")[0] == 0
    assert dates(run, "final_report") == [("2026-09-30", True)]


def test_an_award_under_anbest_p_has_interim_reports(awarded: Callable[..., Run]) -> None:
    run = awarded("2025-12-06", "2027-12-31", "--regime", "anbest_p_bund")
    assert dates(run, "interim_report") == [("2026-04-30", True), ("2027-04-30", True)]


@pytest.mark.parametrize("regimes", [(), ("--regime", "anbest_gk_st")])
def test_an_award_without_a_known_rule_shows_the_report_without_a_day(
    awarded: Callable[..., Run], regimes: tuple[str, ...]
) -> None:
    run = awarded("2026-03-01", "2026-12-31", *regimes)

    assert dates(run, "final_report") == [(None, False)]
    assert "Laut Bescheid, kein Tag bekannt; bitte eintragen." in run("applications", "show", "1")[1]
    agenda = run("deadlines", "list")[1]
    assert [line.split()[1:3] for line in agenda.splitlines() if "Verwendungsnachweis" in line] == [["im", "Bescheid"]]


@pytest.mark.parametrize(("place", "due"), [("DE-BE", "2028-01-06"), ("DE-ST", "2028-01-07")])
def test_the_holidays_of_the_authority_s_place_move_a_day(awarded: Callable[..., Run], place: str, due: str) -> None:
    run = awarded("2026-03-01", "2027-12-31", "--regime", "anbest_gk_bund", "--place", place)
    assert run("applications", "purpose", "1", "2027-01-06")[0] == 0
    assert dates(run, "final_report") == [(due, False)]


def test_a_place_is_a_land_and_the_city_s_own_where_none_is_named(
    awarded: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "akquise").mkdir()
    (tmp_path / "akquise" / "config.toml").write_text('[city]\nname = "Köln"\nstate = "DE-NW"\n', encoding="utf-8")
    run = awarded("2026-03-01", "2027-12-31")
    award = shown(run)["award"]
    assert isinstance(award, dict)
    assert award["place"] == "DE-NW"
    status, _out, err = run("applications", *AWARD, "--place", "Köln")
    assert (status, "„Köln“ ist kein Land; möglich sind DE-BW, DE-BY" in err) == (2, True)


def test_the_history_says_whose_entry_it_is(applied: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AKQUISE_UNIT", "Amt 50")
    assert applied("applications", "note", "1", "Anruf")[0] == 0
    assert applied("decide", "2.1", "1", "later")[0] == 0
    history = shown(applied)["history"]
    assert isinstance(history, list)
    assert [(line["what"], line["by"]) for line in history] == [("stage", ""), ("note", "Amt 50")]
    assert "Notiz: Anruf  (Amt 50)" in applied("applications", "show", "1")[1]
    assert "Notiz: Anruf; eingetragen von: Amt 50" in applied("list", "applications")[1]
    assert "entschieden von: Amt 50" in applied("list", "ledger")[1]


def test_a_contract_before_consent_is_a_finding_and_is_kept(applied: Run) -> None:
    status, _, err = applied("applications", "contract", "1", "2027-01-15")
    assert status == 1
    assert "förderschädlich" in err
    assert shown(applied)["contract_on"] == "2027-01-15"
    assert applied("applications", "consent", "1", "2027-01-02")[0] == 0
    assert shown(applied)["warning"] is None


def test_money_stated_dates_and_done_obligations_by_command(applied: Run) -> None:
    assert applied("applications", "move", "1", "submitted", "--override", "lag schon vor")[0] == 0
    assert applied("applications", *AWARD, "--regime", "anbest_p_bund")[0] == 0
    assert applied("applications", "payment", "1", "500.00", "--on", "2026-11-23")[0] == 0
    assert applied("applications", "stated", "1", "purpose_binding", "2033-12-31", "--provision", "Nr. 9")[0] == 0
    assert applied("applications", "purpose", "1", "2028-06-30")[0] == 0
    assert applied("applications", "done", "1", "spend_by", "--on", "2026-12-20")[0] == 0
    obligations = json.loads(applied("applications", "show", "1", "--json")[1])["obligations"]
    by_kind = {item["kind"]: item for item in obligations}
    assert by_kind["spend_by"]["done"]
    assert (by_kind["purpose_binding"]["due"], by_kind["purpose_binding"]["provision"]) == ("2033-12-31", "Nr. 9")
    agenda = json.loads(applied("deadlines", "list", "--json")[1])
    assert {entry["certainty"] for entry in agenda} == {"confirmed", "derived"}
    assert all(entry["rule"] and entry["source"] for entry in agenda)
    assert [entry["warning"] for entry in agenda if entry["rule"] == "objection"] == [28]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("applications", "note", "1", " "), "braucht Text"),
        (("applications", "document", "1", "Entwurf", "javascript:alert(1)"), "kein Verweis"),
        (("applications", "task", "1", "Plan", "--due", "morgen"), "kein Tag"),
        (("applications", "task", "1", "Plan", "--due", "2026-12-08", "--unit", "Amt 99"), "nicht mehr"),
        (("applications", "task-done", "7"), "Aufgabe mit der Nummer 7"),
        (("applications", "payment", "1", "500"), "Ohne Bescheid"),
        (("applications", "payment", "1", "viel"), "keine Summe"),
        (("applications", "payment", "1", "Infinity"), "keine Summe"),
        (("applications", "purpose", "1", "2027-01-01"), "keinen Bescheid"),
        (("applications", "stated", "1", "party", "2027-01-01"), "möglich sind interim_report"),
        (("applications", "done", "1", "final_report"), "keine Pflicht"),
        (("applications", *AWARD), "gestellter Antrag"),
        (("donations", "offer", "9.9", "5", "--donor", "Stiftung"), "„9.9“ gibt es nicht"),
        (("donations", "move", "1", "accepted"), "Spende mit der Nummer 1"),
        (("units", "remove", "Amt 40"), "wird noch gebraucht"),
        (("units", "remove", "Amt 99"), "nicht mehr"),
        (("digest", "show", "--unit", "Amt 99"), "nicht mehr"),
        (("digest", "send"), "Kein Mailserver"),
        (("deadlines", "ics", "f.ics", "--unit", "Amt 99"), "gibt es nicht"),
    ],
)
def test_what_can_not_be_is_one_clear_sentence_and_nothing_is_lost(
    applied: Run, arguments: tuple[str, ...], words: str
) -> None:
    before = shown(applied)
    status, out, err = applied(*arguments)
    assert status in (1, 2)
    assert words in err
    assert len(err.strip().splitlines()) == 1
    assert out == ""
    assert shown(applied) == before


def test_a_donation_goes_its_way_by_command(run: Run) -> None:
    assert run("donations", "offer", "2.1", "2500.00", "--donor", "Bürgerstiftung", "--on", "2026-11-02")[1] == "1\n"
    assert "von „angeboten“ nicht nach „eingegangen“" in run("donations", "move", "1", "received")[2]
    assert run("donations", "move", "1", "accepted", "--paper", "DS0400/26")[1] == "1: angenommen\n"
    (gift,) = json.loads(run("donations", "list", "--json")[1])
    assert (gift["stage"], gift["paper_number"]) == ("accepted", "DS0400/26")
    assert "Angenommen, Drucksache DS0400/26" in run("donations", "list")[1]


def test_a_unit_s_work_goes_to_another(applied: Run, database: str) -> None:
    engine = open_database(database)
    with writing(engine) as session:
        upsert_measures(session, [MeasureRecord(number="2.2", action_field=2, title="Lesen", unit="Amt 41")])
    engine.dispose()
    assert applied("units", "remove", "Amt 40", "--into", "Amt 41")[1] == "Amt 40: gelöscht; Amt 41 übernimmt\n"
    assert json.loads(applied("units", "list", "--json")[1]) == [
        {"unit": "Amt 41", "measures": 2, "applications": 1, "tasks": 0, "aliases": ["Amt 40"]}
    ]


def test_the_last_digest_is_shown_and_written(run: Run, database: str, tmp_path: Path) -> None:
    assert "Noch keine Nachricht" in run("digest", "show")[2]
    engine = open_database(database)
    with writing(engine) as session:
        kept = Digest(
            unit_name="Amt 40", day=NOW.date(), subject="S", text="Neu\n  - Aufruf\n", html="<p>Neu</p>", made_at=NOW
        )
        session.add(kept)
    engine.dispose()
    file = tmp_path / "nachricht.html"
    status, out, err = run("digest", "show", "--unit", "Amt 40", "--html", str(file))
    assert (status, out) == (0, "Neu\n  - Aufruf\n")
    assert "Noch nicht verschickt" in err
    assert file.read_text(encoding="utf-8") == "<p>Neu</p>"
    nowhere = tmp_path / "fehlt" / "n.html"
    assert "lässt sich nicht schreiben" in run("digest", "show", "--unit", "Amt 40", "--html", str(nowhere))[2]


def test_what_can_not_be_sent_waits(run: Run, database: str, tmp_path: Path) -> None:
    config = tmp_path / "akquise" / "config.toml"
    config.parent.mkdir()
    config.write_text(
        '[mail]\nhost = "127.0.0.1"\nport = 9\ntls = "none"\nsender = "a@b.example"\noffice = "c@d.example"\n',
        encoding="utf-8",
    )
    engine = open_database(database)
    with writing(engine) as session:
        for unit in ("", "Amt 40"):
            session.add(Digest(unit_name=unit, day=NOW.date(), subject="S", text="T", html="H", made_at=NOW))
    engine.dispose()
    status, out, err = run("digest", "send")
    assert (status, out) == (1, "0 verschickt, 2 warten\n")
    assert "hat nicht angenommen" in err
    assert "Für „Amt 40“ ist unter [mail.units] keine Adresse" in err


def test_an_award_is_entered_from_its_letter_once_somebody_agrees(applied: Run, tmp_path: Path) -> None:
    assert applied("applications", "move", "1", "submitted", "--override", "lag schon vor")[0] == 0
    file = tmp_path / "bescheid.pdf"
    file.write_bytes(a_pdf(down(LETTER)))
    award = ("applications", "award", "1", "--from", str(file))
    assert (applied(*award)[0], shown(applied)["stage"]) == (2, "submitted")
    assert applied(*award, "--yes")[0] == 0
    assert ("2028-03-31", True) in dates(applied, "interim_report")


def test_a_checklist_is_kept_by_command(run: Run, applied: Run) -> None:
    assert run("opportunities", "correct", "1", "required_documents", "Satzung; Finanzierungsplan")[0] == 0
    assert applied("applications", "checklist", "1", "--done", "2", "--add", "Beschluss")[0] == 0
    document = json.loads(run("applications", "show", "1", "--json")[1])["checklist"]
    assert [(one["text"], one["asked"], one["done_at"] is None) for one in document] == [
        ("Satzung", "call", True),
        ("Finanzierungsplan", "call", False),
        ("Beschluss", "own", True),
    ]
    assert applied("applications", "checklist", "1", "--reopen", "2")[0] == 0
    assert run("applications", "edit", "1", "checklist:3", "--text", "Beschluss des Rats")[0] == 0
    assert "☐ Beschluss des Rats (eigene)" in run("applications", "checklist", "1")[1]
    assert run("applications", "delete", "1", "checklist:3")[0] == 0
    assert "Beschluss" not in run("applications", "checklist", "1")[1]
    status, _, narrated = run("applications", "checklist", "1", "--done", "9")
    assert (status, "keine Nummer 9" in narrated) == (2, True)
