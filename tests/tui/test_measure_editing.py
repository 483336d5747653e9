"""Measures added, changed, closed and taken back: in the app and by command, with the same rules."""

import json
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from textual.widgets import Input, OptionList, Static

from grants_db.measures.measure_values import values_of
from grants_db.measures.store import get_measure, list_units
from grants_db.models.match import Match
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import MeasureState
from tests.tui.driving import painted, pressed, told
from tui.app.app import AkquiseApp
from tui.cli import main
from tui.screens.base.form import FormScreen
from tui.widgets.choices import Ticks

AppOn = Callable[..., AkquiseApp]
Run = Callable[..., tuple[int, str, str]]
HIGH = (150, 70)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, city: Engine) -> Run:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    def call(*arguments: str, unit: str = "") -> tuple[int, str, str]:
        monkeypatch.setenv("AKQUISE_UNIT", unit)
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", str(city.url), "--today", "24.11.26", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return call


async def to_measure(pilot: object, app: AkquiseApp, number: str) -> None:
    """Show only this measure, and go to it."""
    await pressed(pilot, "4", "slash", *number, "enter", "end")  # type: ignore[arg-type]  # a pilot of the app
    assert app.screen.query_one("#list").current_key is not None  # type: ignore[attr-defined]  # the list has one


def complaints(app: AkquiseApp) -> str:
    return " ".join(str(text.content) for text in app.screen.query(".wrong, #refused").results(Static))


def lines(app: AkquiseApp) -> list[Input]:
    return [line for line in app.screen.query(Input) if line.id != "words"]


async def test_a_measure_is_changed_closed_and_taken_back_in_the_app(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    async with app.run_test(size=HIGH) as pilot:
        await to_measure(pilot, app, "Sprachförderung")
        await pressed(pilot, "e")
        title, cost, secured, description, *_others, period, _facets = lines(app)
        assert [title.value, cost.value, secured.value, period.value] == [
            *("Sprachförderung am Vormittag mit Kinderbetreuung", "128.000,00", "32.000,50", "2027–2028")
        ]
        cost.value, period.value = "viel", "gestern"
        await pressed(pilot, "ctrl+s")
        assert "„viel“ ist keine Summe in Euro" in complaints(app)
        assert "„gestern“ ist kein Zeitraum" in complaints(app)
        cost.value, period.value = "130.000", "01.03.-31.12.2027"
        app.screen.query_one(Ticks).tick([1])
        await pressed(pilot, "ctrl+s")
        assert not isinstance(app.screen, FormScreen)
        shown = " ".join(painted(app).replace("│", " ").split())
        assert "Kosten: 128.000,00 → 130.000,00" in shown
        assert "Stadtplanungsamt" in shown
        await pressed(pilot, "s", "enter")
        assert "abgeschlossen" in painted(app)
        with reading(city) as session:
            measure = get_measure(session, "2.1")
            values = values_of(measure)
        assert (values.state, values.cost) == (MeasureState.DONE, Decimal(130_000))
        assert values.description == description.value
        await pressed(pilot, "u")
        assert told(app) == "Zurückgenommen: Status: offen → abgeschlossen."
        await pressed(pilot, "u")
    with reading(city) as session:
        back = values_of(get_measure(session, "2.1"))
    assert (back.cost, back.period, back.units) == (Decimal(128_000), "2027–2028", ("Amt für Beispiele",))
    assert (back.description, back.state) == (values.description, MeasureState.OPEN)


async def test_what_a_measure_was_read_as_is_shown_and_corrected_once_for_all(city: Engine, app_on: AppOn) -> None:
    with writing(city) as session:
        for match in session.exec(select(Match)):
            match.facets = {"call": [], "measure": ["subject:language", "place:school"]}
            session.add(match)
    app = app_on(city)
    async with app.run_test(size=HIGH) as pilot:
        await to_measure(pilot, app, "Sprachförderung")
        await pressed(pilot, "e")
        facets = lines(app)[-1]
        assert facets.value == ""
        assert "Gelesen als Thema Sprache · Ort Schule" in painted(app)
        facets.value = "Sport, Mondflug"
        await pressed(pilot, "ctrl+s")
        assert "„Mondflug“ ist kein Merkmal" in complaints(app)
        facets.value = "Sport, Ort: Schule"
        await pressed(pilot, "ctrl+s")
        assert not isinstance(app.screen, FormScreen)
        with reading(city) as session:
            assert values_of(get_measure(session, "2.1")).facets == ("subject:sport", "place:school")
        await pressed(pilot, "e")
        assert lines(app)[-1].value == "Sport, Ort: Schule"
        await pressed(pilot, "escape", "u")
    with reading(city) as session:
        assert values_of(get_measure(session, "2.1")).facets == ()


async def test_a_measure_is_added_in_the_app(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    async with app.run_test(size=HIGH) as pilot:
        await to_measure(pilot, app, "Begegnungshaus")
        await pressed(pilot, "A")
        number, title, cost, *_others = lines(app)
        title.value, cost.value = "Lesepaten", "4.000"
        await pressed(pilot, "ctrl+s")
        assert not isinstance(app.screen, FormScreen)
        assert number.value == ""
    with reading(city) as session:
        made = get_measure(session, "4.2")  # of the field of the one under the cursor
    assert (made.title, made.cost) == ("Lesepaten", Decimal(4000))


async def test_a_unit_sees_what_it_may_change_of_its_own(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    app.context.settings = app.context.settings.model_copy(update={"unit": "Stadtplanungsamt"})
    async with app.run_test(size=HIGH) as pilot:
        await to_measure(pilot, app, "Begegnungshaus")
        await pressed(pilot, "e")
        assert len(lines(app)) == 3
        assert not app.screen.query(OptionList)
        lines(app)[0].value = "400.000"
        await pressed(pilot, "ctrl+s")
        await pressed(pilot, "s")
        assert "Das ändert die Fördermittelstelle" in told(app)
        await pressed(pilot, "A")
        assert "Maßnahmen legt die Fördermittelstelle an" in told(app)
        await pressed(pilot, "x")
        await to_measure(pilot, app, "Sprachförderung")
        await pressed(pilot, "e")
        assert "Das ändert die Fördermittelstelle" in told(app)
        assert not isinstance(app.screen, FormScreen)
    with reading(city) as session:
        assert get_measure(session, "4.1").cost == Decimal(400_000)


def test_the_commands_do_the_same(run: Run, city: Engine) -> None:
    added = ("measures", "add", "Lesepaten", "--field", "4", "--unit", "Stadtplanungsamt", "--period", "ab 2027")
    assert run(*added, "--cost", "4.000")[:2] == (0, "4.2\n")
    assert run("measures", "edit", "4.2", "--cost", "5.000,50", "--unit", "Stadtplanungsamt", "--unit", "Amt 5")[0] == 1
    assert run("units", "add", "Amt 5")[0] == 0
    assert run("units", "alias", "Amt 5", "Museum")[1] == "Amt 5 heißt auch Museum\n"
    assert "(auch: Museum)" in run("units", "list")[1]
    edit = ("measures", "edit", "4.2", "--cost", "5.000,50", "--unit", "Stadtplanungsamt", "--unit", "museum")
    assert run(*edit)[:2] == (0, "4.2: geändert\n")
    assert run(*edit)[:2] == (0, "4.2: unverändert\n")
    assert run("measures", "edit", "4.2", "--title", "Paten", unit="Amt 5")[0] == 2
    assert run("measures", "edit", "4.2", "--description", "Neu", unit="Amt 5")[0] == 0
    assert run("measures", "edit", "4.1", "--cost", "1", unit="Amt 5")[0] == 2
    assert run("measures", "give-up", "4.2")[0] == 2
    assert run("measures", "give-up", "4.2", "--why", "kein Raum", "--on", "2.11.26")[:2] == (0, "4.2: entfallen\n")
    assert run("measures", "reopen", "4.2")[:2] == (0, "4.2: offen\n")
    assert run("measures", "postpone", "4.2")[0] == 0
    assert run("measures", "close", "4.2", "--on", "1.12.26")[0] == 2  # tomorrow has not happened
    assert run("measures", "close", "4.2")[0] == 0
    assert run("measures", "undo", "4.2")[1] == "4.2: Zurückgenommen: Status: zurückgestellt → abgeschlossen.\n"
    history = json.loads(run("measures", "history", "4.2", "--json")[1])
    assert [line["what"] for line in history] == [
        *("added", "edited", "edited", "state", "state", "state", "state", "taken_back")
    ]
    assert {"field": "cost", "before": "4000.00", "after": "5000.50"} in history[1]["changes"]
    assert history[2]["by"] == "Amt 5"
    assert history[3]["at"].startswith("2026-11-02")
    assert "Grund: kein Raum" in run("measures", "history", "4.2")[1]
    with reading(city) as session:
        values = values_of(get_measure(session, "4.2"))
        names = [unit.name for unit in list_units(session)]
    assert (values.units, values.state, values.description) == (
        *(("Stadtplanungsamt", "Amt 5"), MeasureState.POSTPONED, "Neu"),
    )
    assert names == ["Amt 5", "Amt für Beispiele", "Stadtplanungsamt"]
