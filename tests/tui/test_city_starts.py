"""A city starts: its measures, running applications and donations come in from tables, each command a fresh process.

What it then sees (agenda, money, why applied) is right; two entries are corrected, and one import is taken back.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

MEASURES = "Ziffer;HF;Maßnahme;Amt;Was es kostet;Topf\n" + "".join(
    f"{field}.{count};{field};Vorhaben {field}.{count};Amt {40 + field};{20 + count}.000,00;{count}.000,00\n"
    for field in range(1, 5)
    for count in range(1, 4)
)
APPLICATIONS = """Antragsliste, Beträge in T€;;;;;;;;;;
Maßnahme;Az.;Zuwendungsgeber;Programm;Antrag vom;Status;Beantragt;Bewilligt;Bescheid vom;Zeitraum;schon gesichert
1.1;;Land Sachsen-Anhalt;Demokratie vor Ort;;Idee;;;;;
1.2;;BAMF;Erinnern vor Ort;;in Prüfung;;;;;
1.3;A-3;Bundesministerium des Innern;Zusammenhalt 2026;1.9.26;eingereicht;40;;;;
2.1;A-4;Land Sachsen-Anhalt;Jugend begegnet sich;01.02.2026;bewilligt;9;8;15.04.2026;5/2026 – 4/2027;nein
2.2;A-5;AMIF;Sprache im Alltag;10.01.2026;bewilligt;12;10;20.5.26;6/2026-12/2027;nein
2.3;A-6;Robert Bosch Stiftung;Neue Wege;05.03.2026;abgelehnt;12;;02.06.2026;;
3.1;A-7;Land Sachsen-Anhalt;Integration im Betrieb;05.03.2026;zurückgezogen;7,5;;;;
3.2;A-8;ESF;Ankommen;1.9.26;eingereicht;20;;;;
3.3;A-9;Land Sachsen-Anhalt;Kita und Familie;2.9.26;eingereicht;5;;;;
4.1;A-10;Land Sachsen-Anhalt;Gesund im Quartier;;zurückgestellt;;;;;
4.2;A-11;ESF;Aktiv im Alter;12.10.2026;Skizze eingereicht;30;;;;
"""
DONATIONS = """Maßnahme;Sponsor;Betrag;Angebot vom;Annahme;Drucksache;Eingang
1.1;Sparkasse;2.500;1.2.26;15.3.26;DS0123/26;01.04.2026
1.2;Lions Club;1.000;01.05.2026;;;
4.3;Verein der Freunde e. V.;800;03.03.2026;20.04.2026;DS0150/26;
"""
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command in a fresh process; gives its status and stdout."""
    url = f"sqlite:///{tmp_path / 'akquise.db'}"
    environment = {**os.environ, "AKQUISE_DATABASE_URL": url, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}

    def call(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "tui", "--today", "2026-11-24", *arguments]
        done = subprocess.run(command, capture_output=True, check=False, env=environment, text=True)
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout

    call("db", "upgrade")
    return call


@pytest.mark.slow
def test_a_city_starts(run: Run, tmp_path: Path) -> None:
    def table(name: str, text: str) -> str:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return str(file)

    def secured() -> dict[str, str]:
        file = tmp_path / "alles.jsonl"
        run("measures", "export", str(file))
        return {one["number"]: one["secured"] for one in map(json.loads, file.read_text("utf-8").splitlines())}

    def asked(*arguments: str) -> tuple[int, str]:
        return run("measures", "import", table("massnahmen.csv", MEASURES), *arguments)

    # the mapping is said once and remembered
    mapping = ("--map", "Was es kostet=cost", "--map", "Topf=secured")
    assert "12 Maßnahmen neu" in asked("--yes", "--list", "Konzept", *mapping)[1]
    status, again = asked("--yes")
    assert (status, "Topf → Gesichert" in again) == (0, True)
    assert "0 Maßnahmen neu, 0 geändert, 12 unverändert" in again

    status, out = run("applications", "import", table("antraege.csv", APPLICATIONS), "--yes")
    assert (status, out.splitlines()[-1][:14]) == (0, "11 Anträge neu"), out
    status, out = run("donations", "import", table("spenden.csv", DONATIONS), "--yes")
    assert (status, "3 Spenden neu" in out) == (0, True)

    # money, register and agenda
    assert {number: secured()[number] for number in ("1.1", "2.1", "2.2", "4.3")} == {
        "1.1": "3500.00",  # its own 1,000 and the donation received
        "2.1": "9000.00",  # and the award
        "2.2": "12000.00",
        "4.3": "3000.00",  # a donation that is only accepted secures nothing
    }
    register = run("list", "applications")[1]
    assert all(title in register for title in ("Jugend begegnet sich", "Neue Wege", "Aktiv im Alter"))
    assert "Jugend begegnet sich" in run("deadlines", "list")[1]

    # two corrections, by the tables' next editions
    corrected = APPLICATIONS.replace("9;8;15.04.2026", "9;8,5;15.04.2026").replace("Alltag;10.01", "Alltag;12.01")
    assert "2 geändert" in run("applications", "import", table("antraege.csv", corrected), "--yes")[1]
    assert secured()["2.1"] == "9500.00"

    # one import is taken back, and only that
    numbers = run("donations", "imports")[1].split()
    status, out = run("donations", "take-back", numbers[0])
    assert (status, out) == (0, "3 entfernt, 0 auf den Stand davor gebracht, 0 bleiben.\n")
    assert (secured()["1.1"], secured()["2.1"]) == ("1000.00", "9500.00")
    assert len(json.loads(run("list", "applications", "--json")[1])) > 0
