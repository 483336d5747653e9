"""The financing plan on screen: entered, put right, shown at the application and its measure, with its dates."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import Engine
from sqlmodel import select
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from grants_db.applications.plan.entry import enter_line
from grants_db.applications.store import get_application
from grants_db.financing_plan.plan_lines import PlanLine
from grants_db.models.application import PlanItem
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import FinancingType, PlanKind
from tests.tui.driving import painted, pressed
from tui.app.app import AkquiseApp
from tui.screens.base.form import FormScreen
from tui.widgets.panel import Panel

AppOn = Callable[..., AkquiseApp]
HIGH = (200, 90)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
PLAN = 9  #: its place in what + offers


def planned(engine: Engine) -> Engine:
    """The awarded application has a plan: 6,000 in 2026, 4,000 in 2027, of which 8,000 are granted."""
    with writing(engine) as session:
        for kind, name, year, amount in (
            (PlanKind.COST, "Personal", 2026, 6_000),
            (PlanKind.COST, "Personal", 2027, 4_000),
            (PlanKind.GRANT, "Bund", 2026, 5_000),
            (PlanKind.GRANT, "Bund", 2027, 3_000),
        ):
            paying = FinancingType.GAP if kind is PlanKind.GRANT else None
            line = PlanLine(kind, name, year, Decimal(amount), type=paying)
            enter_line(session, get_application(session, 2), line, now=NOW)
    return engine


def items(engine: Engine) -> list[PlanItem]:
    with reading(engine) as session:
        return list(session.exec(select(PlanItem)).all())


async def new_line(pilot: Pilot[None]) -> None:
    """Open the form of a new line for the second application."""
    await pressed(pilot, "7", "down", "plus")
    pilot.app.screen.query_one(OptionList).highlighted = PLAN
    await pressed(pilot, "enter")
    assert isinstance(pilot.app.screen, FormScreen)


async def typed(pilot: Pilot[None], *lines: str) -> None:
    for widget, text in zip(pilot.app.screen.query(Input), lines, strict=True):
        widget.value = text
    await pressed(pilot, "ctrl+s")


def in_panel(app: AkquiseApp) -> str:
    """The text of the panel beside the list as words."""
    place = app.screen.query_one("#details", Panel).region
    strips = app.screen._compositor.render_strips()[place.y : place.bottom]
    lines = [strip.crop(place.x, place.right).text.strip("│ ") for strip in strips]
    return " ".join(" ".join(lines).split())


def complaints(app: AkquiseApp) -> str:
    return " ".join(str(text.content) for text in app.screen.query(".wrong, #refused").results(Static))


async def test_a_line_is_entered_on_screen(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=HIGH) as pilot:
        await new_line(pilot)
        await typed(pilot, "Personal", "2027", "6.000,00", "", "", "")
        (row,) = items(applied_city)
        assert (row.application_id, row.kind, row.name, row.year) == (2, PlanKind.COST, "Personal", 2027)
        assert "2027: Ausgaben 6.000,00 € · Eigenmittel 6.000,00 €" in in_panel(app)


async def test_what_cannot_be_is_said_in_the_form_which_keeps_what_was_typed(
    applied_city: Engine, app_on: AppOn
) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=HIGH) as pilot:
        await new_line(pilot)
        await typed(pilot, "Personal", "27", "6.000,00", "", "120", "")
        assert "„27“ ist kein Jahr; bitte z. B. 2027 schreiben." in complaints(app)
        await typed(pilot, "Personal", "2031", "6.000,00", "", "", "")
        assert "2031 liegt außerhalb des Bewilligungszeitraums" in complaints(app)
        assert [widget.value for widget in app.screen.query(Input)][:3] == ["Personal", "2031", "6.000,00"]
        assert items(applied_city) == []


async def test_the_plan_stands_with_the_application_and_its_measure(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(planned(applied_city))
    async with app.run_test(size=HIGH) as pilot:
        await pressed(pilot, "7", "down")
        shown = in_panel(app)
        assert "2026: Ausgaben 6.000,00 € · diese Zuwendung 5.000,00 € · Eigenmittel 1.000,00 €" in shown
        assert "Verpflichtungsermächtigung im Haushalt 2026" in shown
        assert "2026: 5.000,00 € von 5.000,00 € (ausgezahlt 0,00 €)" in shown
        await pressed(pilot, "4")
        while "3.1 Lotsen" not in in_panel(app):
            await pressed(pilot, "down")
        assert "Finanzierungsplan (Antrag 2)" in in_panel(app)


async def test_its_dates_stand_in_the_agenda(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(planned(applied_city))
    async with app.run_test(size=HIGH) as pilot:
        await pressed(pilot, "5")
        assert "◇ Mittelverf" in painted(app)


async def test_a_line_is_put_right_and_who_gains_is_said(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(planned(applied_city))
    async with app.run_test(size=HIGH) as pilot:
        await pressed(pilot, "7", "down", "b")
        options = app.screen.query_one(OptionList)
        names = [str(options.get_option_at_index(at).prompt) for at in range(options.option_count)]
        options.highlighted = next(at for at, name in enumerate(names) if "Ausgabe Personal 2027" in name)
        await pressed(pilot, "enter")
        await typed(pilot, "Personal", "2027", "4.000,00", "3.000,00", "", "")
        assert [row.actual for row in items(applied_city)][1] == Decimal(3_000)
        assert "Bund: 7.000,00 € statt 8.000,00 €, 1.000,00 € weniger" in in_panel(app)


async def test_a_plan_nobody_entered_says_that_it_is_derived(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=HIGH) as pilot:
        await pressed(pilot, "7", "down")
        shown = in_panel(app)
        assert "Finanzierungsplan (abgeleitet)" in shown
        assert "Was fehlt: Die Kosten der Maßnahme 3.1 nach Jahren." in shown
