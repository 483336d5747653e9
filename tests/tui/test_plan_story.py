"""The handbook's story of one financing plan, run as it stands there; every sum it names is one that was shown."""

import json
import re
import shlex
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from grants_db.storage.database import open_database
from tui.cli import main

CHAPTER = Path(__file__).parents[2] / "docs" / "handbuch" / "finanzierungsplan.md"
NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs commands on an empty database: the story makes the measure and both applications itself."""
    url = f"sqlite:///{tmp_path / 'akquise.db'}"
    open_database(url).dispose()

    def call_it(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", url, *arguments])
        monkeypatch.chdir(tmp_path)
        try:
            main()
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return call_it


def parts_of(chapter: str) -> list[tuple[str, str]]:
    """Its code blocks and the prose between them, in their order: ("code" or "prose", text)."""
    german = chapter.partition("## In English")[0]
    pieces = re.split(r"```\n(.*?)```", german, flags=re.DOTALL)
    return [("code" if number % 2 else "prose", piece) for number, piece in enumerate(pieces)]


def test_the_story_of_the_plan_runs_as_it_stands_in_the_handbook(run: Run, tmp_path: Path) -> None:
    told = everything = prose = ""
    for kind, text in parts_of(CHAPTER.read_text(encoding="utf-8")):
        prose += text if kind == "prose" else ""
        for line in text.splitlines() if kind == "code" else ():
            if not line.startswith("akquise "):
                wanted = re.escape(" ".join(line.split())).replace("…", ".*")
                assert re.search(wanted, " ".join(told.split())), f"{line}\n\n{told}"
                continue
            words = shlex.split(line)[1:]
            status, out, err = run(*words)
            refused = "--insist" not in words and "Stimmt es doch" in err
            assert status == (2 if refused else 0), f"{line}: {err}"
            told = out + err
            everything += told
    sums = re.findall(r"(?<![\d.])\d[\d.]*(?:,\d\d)?(?= €)", prose)
    assert [each for each in sums if (each if "," in each else f"{each},00") not in everything] == []
    assert len(sums) > 10
    assert "4.360,00" in (tmp_path / "rat.html").read_text(encoding="utf-8")


def test_every_sum_at_the_end_of_the_story_is_that_of_its_lines(run: Run) -> None:
    for kind, text in parts_of(CHAPTER.read_text(encoding="utf-8")):
        for line in text.splitlines() if kind == "code" else ():
            if line.startswith("akquise "):
                run(*shlex.split(line)[1:])
    found = json.loads(run("financing", "plan", "1", "--json", "--today", "2030-03-01")[1])
    came = [Decimal(line["actual"] or line["planned"]) for line in found["lines"] if line["kind"] == "cost"]
    by_year = [Decimal(year["cost"]["expected"]) for year in found["years"]]
    expected = [{kind: Decimal(sum_) for kind, sum_ in year["expected"].items()} for year in found["years"]]
    assert sum(came) == sum(by_year) == Decimal(found["cost"]["expected"]) == Decimal("105600.00")
    assert [sum(year.values()) for year in expected] == by_year
    assert sum(year["own"] for year in expected) == Decimal(found["own"]["expected"]) == Decimal("4360.00")
    assert sum(year["grant"] for year in expected) == Decimal(found["awarded"]) == Decimal("93240.00")
    assert [year["year"] for year in found["years"]] == [2027, 2029]
    assert (found["refund"], found["lapsing"], found["doubts"]) == ("0.00", [], [])
