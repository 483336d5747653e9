"""The import screen: a file is looked at, a column mapped by a key, taken over and taken back; for each kind."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine
from textual.widgets import Input

from grants_db.applications.donations import list_donations
from grants_db.applications.plan.entry import plan_items
from grants_db.applications.store import get_application
from grants_db.measures.stored_measures import read_stored
from grants_db.storage.database import reading
from tests.tui.city import apply_for_three, decide_a_morning
from tests.tui.driving import painted, pressed
from tui.app.app import AkquiseApp
from tui.screens.lists.import_screen import ImportScreen
from tui.widgets.row_table import RowTable
from tui.widgets.tabs import TABS

AppOn = Callable[..., AkquiseApp]
LIST = "Nr;HF;Maßnahme;Amt;Topf A\n7.1;5;Chorprojekt;Amt 41;4.000\n7.2;5;Lesefest;Amt 41;5.000\n"
KEY = next(tab.key for tab in TABS if tab.mode == "measures")


def said(app: AkquiseApp) -> str:
    """What is painted, without frames and the ends of lines."""
    return " ".join(painted(app).replace("│", " ").split())


def titles(engine: Engine) -> set[str]:
    with reading(engine) as session:
        return {each.record.title for each in read_stored(session).values()}


def costs(engine: Engine) -> set[str]:
    with reading(engine) as session:
        return {f"{each.record.number} {each.record.cost}" for each in read_stored(session).values()}


def plan_lines(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [row.name for row in plan_items(session, get_application(session, 3))]


async def test_a_list_is_looked_at_mapped_taken_over_and_taken_back(
    city: Engine, app_on: AppOn, tmp_path: Path
) -> None:
    file = tmp_path / "chor liste.csv"
    file.write_text(LIST, encoding="utf-8")
    before = titles(city)
    app = app_on(city, at=KEY)
    async with app.run_test(size=(120, 45)) as pilot:
        await pressed(pilot, "E")
        screen = app.screen
        assert isinstance(screen, ImportScreen)
        screen.query_one("#path", Input).value = f"'{tmp_path / 'fehlt.csv'}'"
        await pressed(pilot, "enter")
        assert "gibt es nicht" in said(app)

        screen.query_one("#path", Input).value = f"'{file}'"
        await pressed(pilot, "enter")
        assert "2 Maßnahmen kommen dazu" in said(app)
        assert titles(city) == before

        screen.query_one("#list-name", Input).value = "Amt 41"
        await pressed(pilot, "enter")
        assert "Liste: Amt 41" in said(app)
        screen.query_one(RowTable).go_to("4 Topf A")
        await pressed(pilot, "tab", "tab", "enter")
        await pressed(pilot, *["down"] * 15, "enter")
        await pressed(pilot, "ctrl+s")
        assert "ordnet" not in said(app)
        assert titles(city) == before | {"Chorprojekt", "Lesefest"}
        assert "7.1 4000.00" in costs(city)

        await pressed(pilot, "ctrl+z")
        assert "2 entfernt" in said(app)
        await pressed(pilot, "ctrl+z")
        assert "nichts zurückzunehmen" in said(app)
        await pressed(pilot, "escape")
        assert not isinstance(app.screen, ImportScreen)
    assert titles(city) == before


async def test_donations_come_in_by_the_same_screen(city: Engine, app_on: AppOn, tmp_path: Path) -> None:
    with reading(city) as session:
        number = min(each.record.number for each in read_stored(session).values())
    file = tmp_path / "spenden.csv"
    file.write_text(f"Maßnahme;Spender;Betrag;Angebot\n{number};Sparkasse;500;1.3.2026\n", encoding="utf-8")
    app = app_on(city, at=KEY)
    async with app.run_test(size=(120, 45)) as pilot:
        await pressed(pilot, "E", "ctrl+t", "ctrl+t")
        app.screen.query_one("#path", Input).value = str(file)
        await pressed(pilot, "enter")
        assert "1 Spenden neu" in said(app)
        with reading(city) as session:
            assert list_donations(session) == []
        await pressed(pilot, "ctrl+s")
        with reading(city) as session:
            assert [gift.donor for gift in list_donations(session)] == ["Sparkasse"]


async def test_a_plan_whose_sums_contradict_is_asked_back_and_a_key_insists(
    city: Engine, app_on: AppOn, tmp_path: Path
) -> None:
    decide_a_morning(city)
    apply_for_three(city)
    file = tmp_path / "plan.csv"
    file.write_text(
        "Antrag;Art;Zeile;Jahr;Geplant\n3;Ausgabe;Miete;2027;5\n3;Spende;Sparkasse;2027;6\n", encoding="utf-8"
    )
    app = app_on(city, at=KEY)
    async with app.run_test(size=(120, 45)) as pilot:
        await pressed(pilot, "E", "ctrl+t", "ctrl+t", "ctrl+t")
        app.screen.query_one("#path", Input).value = str(file)
        await pressed(pilot, "enter")
        assert "Die Ausgaben ergeben 5,00 €, die Einnahmen und Eigenmittel 6,00 €" in said(app)
        assert "Stimmt es doch, nimmt ^O auch, was Zweifel weckt." in said(app)
        await pressed(pilot, "ctrl+s")
        assert plan_lines(city) == []
        await pressed(pilot, "enter", "ctrl+o")
        assert "1 Finanzierungspläne eingetragen" in said(app)
        assert "Stimmt es doch" not in said(app)
        assert plan_lines(city) == []  # looked at only
        await pressed(pilot, "ctrl+s")
    assert plan_lines(city) == ["Miete", "Sparkasse"]
