"""When an award was posted or arrived, its instruction on remedies, a city's own rules: as commands take them."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tui.cli import main

Run = Callable[..., tuple[int, str, str]]
PERIOD = ("--start", "2026-12-01", "--end", "2028-12-31")
OWN = """\
- id: final-report-ours
  regime: stiftung_x
  obligation: final_report
  provision: Bedingungen Nr. 7
  version: "2026"
  trigger: period_end
  offset: P3M
  moves: never
  seen: memory
  source: Gedächtnis
"""


@pytest.fixture
def submitted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], applied_city: Engine) -> Run:
    """Runs a command on a city whose third application was submitted; gives exit status, stdout and stderr."""

    def run(*arguments: str) -> tuple[int, str, str]:
        address = applied_city.url.render_as_string(hide_password=False)
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", address, "--today", "2026-11-24", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    assert run("applications", "move", "3", "submitted", "--override", "Eile", "--on", "2.11.2026")[0] == 0
    return run


def due(run: Run, obligation: str) -> list[str]:
    shown = json.loads(run("applications", "show", "3", "--json")[1])
    return [item["due"] for item in shown["obligations"] if item["kind"] == obligation]


@pytest.mark.parametrize(
    ("options", "day"),
    [
        (("--posted", "20.11.2026"), "2026-12-24"),  # known on the 24th
        (("--notified", "20.11.2026"), "2026-12-21"),
        (("--notified", "20.11.2026", "--posted", "19.11.2026"), "2026-12-21"),
        (("--notified", "20.11.2026", "--instruction", "missing"), "2027-11-22"),
        (("--notified", "20.11.2026", "--instruction", "wrong"), "2027-11-22"),
    ],
)
def test_the_last_day_of_an_objection_follows_from_posting_notice_and_instruction(
    submitted: Run, options: tuple[str, ...], day: str
) -> None:
    assert submitted("applications", "award", "3", "9000", *options, *PERIOD)[0] == 0
    assert due(submitted, "objection") == [day]


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        (
            ("--posted", "20.11.2026"),
            [
                "Zur Post gegeben: 20.11.2026; gilt als bekannt am 24.11.2026, 4 Tage danach",
                "Belehrung: vorhanden",
                "Anfechtbar bis: 24.12.2026, 24.11.2026 plus 1 Monat",
            ],
        ),
        (
            ("--notified", "20.11.2026", "--posted", "19.11.2026", "--instruction", "missing"),
            [
                "Zur Post gegeben: 19.11.2026; bekannt am 20.11.2026",
                "Belehrung: fehlt",
                "Anfechtbar bis: 22.11.2027, 20.11.2026 plus 1 Jahr",
            ],
        ),
    ],
)
def test_an_award_says_from_which_day_it_counts_as_known_and_until_when_it_can_be_contested(
    submitted: Run, options: tuple[str, ...], lines: list[str]
) -> None:
    assert submitted("applications", "award", "3", "9000", *options, *PERIOD)[0] == 0
    shown = [line.strip() for line in submitted("applications", "show", "3")[1].splitlines()]
    at = shown.index(lines[0])
    assert shown[at : at + len(lines)] == lines


def test_an_award_posted_after_it_was_known_is_refused(submitted: Run) -> None:
    days = ("--notified", "19.11.2026", "--posted", "20.11.2026")
    status, _out, err = submitted("applications", "award", "3", "9000", *days, *PERIOD)
    assert status == 2
    assert "19.11.2026" in err
    assert "20.11.2026" in err


def test_a_city_s_own_conditions_are_told_apart_and_are_no_surer_than_they_were_seen(
    submitted: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "eigene.yml"
    file.write_text(OWN, encoding="utf-8")
    monkeypatch.setenv("AKQUISE_RULES_FILE", str(file))
    award = ("--notified", "20.11.2026", "--regime", "stiftung_x")
    assert submitted("applications", "award", "3", "9000", *award, *PERIOD)[0] == 0
    assert due(submitted, "final_report") == ["2029-03-31"]
    (line,) = [line for line in submitted("applications", "show", "3")[1].splitlines() if "31.03.2029  Verw" in line]
    assert line.endswith("eigene Regel · prüfen")
    file.write_text(OWN.replace("P3M", "drei Monate"), encoding="utf-8")
    status, _out, err = submitted("applications", "show", "3")
    assert status != 0
    assert "Regeldatei eigene.yml, Zeile 7, Feld „offset“" in err
