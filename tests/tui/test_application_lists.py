"""`akquise applications template|import`: what it shows, when it asks, what it leaves alone."""

import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from grants_db.applications.store import list_applications
from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.storage.database import open_database, reading, writing
from tui.cli import main

Run = Callable[..., tuple[int, str, str]]
LIST = """Maßnahme;Fördergeber;Förderprogramm;Antrag vom;Stand;Beantragt
2.1;Land Sachsen-Anhalt;Sprache vor Ort;01.03.2026;eingereicht;12.000 €
9.9;Land Sachsen-Anhalt;Sprache vor Ort;01.03.2026;eingereicht;12.000 €
"""


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'akquise.db'}"
    with writing(open_database(url)) as session:
        upsert_measures(
            session,
            [MeasureRecord(number="2.1", action_field=2, title="Sprachcafé", unit="Amt 40", cost=Decimal(200_000))],
        )
    return url


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], database: str) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", database, "--today", "2026-11-24", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return call


@pytest.fixture
def a_list(tmp_path: Path) -> str:
    file = tmp_path / "antraege.csv"
    file.write_text(LIST, encoding="utf-8")
    return str(file)


def stored(database: str) -> int:
    with reading(open_database(database)) as session:
        return len(list_applications(session))


def test_a_list_is_shown_before_it_is_entered(run: Run, database: str, a_list: str) -> None:
    status, out, err = run("applications", "import", a_list, "--dry-run")
    assert status == 1
    assert out.splitlines() == [
        "antraege.csv: Überschriften in Zeile 1",
        "  Maßnahme → Maßnahme",
        "  Fördergeber → Fördergeber",
        "  Förderprogramm → Förderprogramm",
        "  Antrag vom → Antrag vom",
        "  Stand → Stand",
        "  Beantragt → Beantragt",
        "neu: 2.1  Sprache vor Ort  (Antrag gestellt)",
        "antraege.csv, Zeile 3: Eine Maßnahme „9.9“ gibt es nicht; bitte ihre Nummer eintragen.",
        "1 Anträge neu, 0 geändert, 0 unverändert, 1 Zeilen abgewiesen, 0 Angaben bleiben unbekannt.",
    ]
    assert "Eingetragen wurde nichts." in err
    assert stored(database) == 0


def test_where_nobody_can_be_asked_a_word_is_needed(run: Run, database: str, a_list: str) -> None:
    status, _, err = run("applications", "import", a_list)
    assert (status, stored(database)) == (2, 0)
    assert "--yes" in err


def test_with_a_word_it_is_entered_once(run: Run, database: str, a_list: str) -> None:
    run("applications", "import", a_list, "--yes")
    _, out, _ = run("applications", "import", a_list, "--yes")
    assert "0 Anträge neu, 0 geändert, 1 unverändert" in out
    assert stored(database) == 1


def test_a_template_is_written(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "vorlage.xlsx"
    assert run("applications", "template", str(file))[0] == 0
    assert file.stat().st_size > 0


GIFTS = "Maßnahme;Spender;Betrag;Angeboten am\n2.1;Sparkasse;500;01.03.2026\n9.9;Sparkasse;1;01.03.2026\n"


def test_donations_come_in_the_same_way_and_are_taken_back(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "spenden.csv"
    file.write_text(GIFTS, encoding="utf-8")

    shown = run("donations", "import", str(file), "--dry-run", "--map", "Angeboten am=offered_on")
    status, _, err = run("donations", "import", str(file), "--yes")
    listed = run("donations", "imports")[1]
    back = run("donations", "take-back", "1")

    assert (shown[0], "neu: 2.1  Sparkasse  500,00 €  (angeboten)" in shown[1]) == (1, True)
    assert (status, "akquise donations take-back 1" in err) == (1, True)
    assert "1  24.11.2026  spenden.csv  1 neu, 0 geändert" in listed
    assert back[:2] == (0, "1 entfernt, 0 auf den Stand davor gebracht, 0 bleiben.\n")
    assert "Noch keine Spenden" in run("donations", "list")[2]
    assert run("donations", "template", str(tmp_path / "vorlage.csv"))[0] == 0


BY_HAND = ("applications", "enter", "2.1", "Sprache vor Ort", "--funder", "Land Sachsen-Anhalt")


def test_a_running_application_is_entered_by_hand_with_all_that_happened(run: Run, database: str, a_list: str) -> None:
    award = ("--awarded", "10.000", "--notified", "15.5.26", "--period", "1.6.26 - 31.12.27", "--in-file", "nein")
    status, out, err = run(*BY_HAND, "--state", "bewilligt", "--applied", "1.3.26", *award, "--file-number", "ML-14")

    assert (status, out.strip(), err) == (0, "1", "")
    lines = run("applications", "show", "1")[1]
    assert "bewilligt" in lines
    assert "10.000,00 €" in lines
    assert "Von Hand eingetragen, Aktenzeichen ML-14." in lines
    assert "15.05.2026" in lines


def test_more_than_is_missing_or_was_asked_for_is_asked_back_by_hand(run: Run, database: str) -> None:
    status, out, err = run(*BY_HAND, "--state", "gestellt", "--requested", "9.000.000")
    assert (status, out, stored(database)) == (2, "", 0)
    assert "Beantragt wären 9.000.000" in err
    assert "--insist" in err
    award = ("--awarded", "10.000", "--notified", "15.5.26", "--period", "1.6.26 - 31.12.27", "--in-file", "nein")
    said = ("--state", "bewilligt", "--applied", "1.3.26", "--requested", "9.000", *award)
    status, _out, err = run(*BY_HAND, *said)
    assert (status, stored(database)) == (2, 0)
    assert "Bewilligt wären 10.000" in err
    assert run(*BY_HAND, *said, "--insist")[0] == 0


def test_what_is_there_already_is_not_entered_twice(run: Run, database: str) -> None:
    for _time in range(2):
        status, _out, err = run(*BY_HAND, "--state", "Antrag gestellt", "--applied", "1.3.2026")

    assert (status, stored(database)) == (1, 1)
    assert "er hat die Nummer 1" in err


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("--state", "gewonnen"), "Stand („gewonnen“)"),
        (("--state", "bewilligt"), "Bewilligt"),
        (("--state", "gestellt", "--applied", "1.3.2027"), "Zukunft"),
        (("--state", "gestellt", "--requested", "viel"), "keine eindeutige Summe"),
    ],
)
def test_what_can_t_be_is_one_sentence_and_nothing_is_stored(
    run: Run, database: str, said: tuple[str, ...], sentence: str
) -> None:
    status, out, err = run(*BY_HAND, *said)

    assert (status, out, err.count("\n"), stored(database)) == (1, "", 1, 0)
    assert sentence in err
