"""Sentences of the handbook and the README that a test can try on the app or a command: what they say is so."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from grants_db.import_export.opportunity_record import HEADINGS
from grants_db.opportunities.store import list_opportunities
from grants_db.storage.database import reading
from tests.tui.driving import painted, pressed, settled
from tui.app.app import AkquiseApp
from tui.cli import main
from tui.widgets.row_table import RowTable

ROOT = Path(__file__).parents[2]
AppOn = Callable[..., AkquiseApp]
Run = Callable[..., tuple[int, str, str]]
WIDE = (140, 50)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on a database on a day; gives exit status, stdout and stderr."""

    def call(engine: Engine, day: str, *arguments: str) -> tuple[int, str, str]:
        database = engine.url.render_as_string(hide_password=False)
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", database, "--today", day, *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return call


def number_of(engine: Engine, external_id: str) -> int:
    """What the commands call this call."""
    with reading(engine) as session:
        return next(call.id or 0 for call in list_opportunities(session) if call.external_id == external_id)


@pytest.mark.parametrize(
    ("screen", "keys", "said"),
    [
        ("2", ("n", "k"), r"Treffer 1 von \d+ · Nr. {number} · Sprachkurse"),
        ("3", ("slash", *"sprachkurse", "enter"), r"Nummer +{number}\b"),
        ("5", (), r"Nummer +{number}\b"),
        ("7", (), r"Förderangebot +{number}\b"),
        ("8", ("down",) * 4, r"Förderangebot +{number}\b"),
    ],
)
async def test_the_number_that_commands_ask_for_stands_with_a_call(
    screen: str, keys: tuple[str, ...], said: str, applied_city: Engine, app_on: AppOn
) -> None:
    app = app_on(applied_city, at=screen)
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, *keys)
        shown = painted(app)
    assert re.search(said.format(number=number_of(applied_city, "land/1")), shown), shown


async def test_an_exclamation_mark_on_the_overview_says_that_a_threshold_is_reached(
    applied_city: Engine, app_on: AppOn
) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        shown = painted(app)
    assert re.search(r"30\.11\.2026 +! noch 6 Tage", shown), shown
    assert re.search(r"31\.03\.2027 +noch 127 Tage", shown), shown


async def test_pos1_and_ende_lead_to_the_ends_of_a_list(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=WIDE) as pilot:
        for screen in "3456789":
            await pressed(pilot, screen, "end")
            table = app.screen.query_one(RowTable)
            assert table.cursor_row == table.row_count - 1 > 0, screen
            await pressed(pilot, "home")
            assert table.cursor_row == 0, screen


@pytest.mark.parametrize(
    ("language", "names"),
    [("de", {"Pos1", "Ende", "Bild auf", "Bild ab", "Tab", "F5", "F9"}), ("en", {"Home", "PgUp"})],
)
async def test_the_question_mark_names_the_keys_of_this_screen_as_they_stand_on_keyboards(
    language: str, names: set[str], applied_city: Engine, app_on: AppOn
) -> None:
    app = app_on(applied_city, at="5", lang=language)
    async with app.run_test(size=(140, 100)) as pilot:
        await pressed(pilot, "question_mark")
        shown = painted(app)
    named = {name for line in shown.splitlines() for name in re.split(r" {2,}|, ", line.strip("│ "))}
    assert names <= named
    assert ("Monat" in named) == (language == "de")
    assert "Tafel" not in named  # a key of another screen


def test_what_is_overdue_stays_until_it_is_done_but_not_the_right_to_object(applied_city: Engine, run: Run) -> None:
    status, out, _ = run(applied_city, "2027-04-02", "deadlines", "list")
    assert status == 0
    overdue = [line for line in out.splitlines() if line.startswith("!!")]
    assert out.splitlines()[: len(overdue)] == overdue
    assert any("Kostenplan" in line for line in overdue), "a task"
    assert any("Antrag einreichen: Sprachkurse" in line for line in overdue), "an application that was never handed in"
    assert any("Verwendungsnachweis" in line for line in overdue), "a duty"
    assert "Widerspruch" not in out
    assert "kein Tag genannt: Sprachkurse" not in out


def test_the_column_that_says_since_when_a_call_is_known_is_called_as_the_handbook_says() -> None:
    year = (ROOT / "docs" / "handbuch" / "jahr.md").read_text(encoding="utf-8")
    assert f"Spalte „{HEADINGS['first_seen']}“" in year
