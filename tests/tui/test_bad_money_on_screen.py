"""Sums, rates and years that can't be, typed into the forms: one sentence, nothing lost or stored."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from textual.widgets import Input, OptionList, Static

from grants_db.models.application import Award, Payment, PlanItem, Repayment
from grants_db.storage.database import reading
from tests.tui.driving import pressed
from tui.app.app import AkquiseApp
from tui.screens.base.form import FormScreen

AppOn = Callable[..., AkquiseApp]
HIGH = (200, 90)
#: the place of each in what + offers
ENTRIES = {"award": 0, "payment": 1, "repayment": 2, "plan": 9}
PERIOD = "1.12.2026 bis 30.6.2027"


def stored(engine: Engine) -> list[int]:
    with reading(engine) as session:
        return [len(session.exec(select(table)).all()) for table in (Award, Payment, PlanItem, Repayment)]


@pytest.mark.parametrize(
    ("what", "choices", "lines", "sentence"),
    [
        ("award", {}, ("-5", "24.11.2026", "", PERIOD, ""), "kleiner als 0"),
        ("award", {}, ("5.000", "24.11.2026", "", "30.6.2027 bis 1.12.2026", ""), "vor seinem Beginn"),
        ("award", {}, ("9.000,01", "24.11.2026", "", PERIOD, ""), "beantragt sind nur 9.000,00 €"),
        ("award", {}, ("9.000", "24.11.2026", "", "1.1.2026 bis 31.8.2026", ""), "kam erst nach dem Bewilligungs"),
        ("plan", {}, ("Personal", "2026", "-6000", "", "", ""), "kleiner als 0"),
        ("plan", {}, ("Personal", "2026", "6000", "-1", "", ""), "kleiner als 0"),
        ("plan", {0: 1, 1: 1}, ("Bund", "2026", "6000", "", "101", ""), "kein Satz zwischen 0 und 100"),
        ("plan", {0: 1, 1: 1}, ("Bund", "2026", "6000", "", "90", "5000"), "liegt unter den geplanten 6.000,00 €"),
        ("plan", {}, ("Personal", "2031", "6000", "", "", ""), "außerhalb des Bewilligungszeitraums"),
        ("plan", {}, ("Personal", "2026", "1e9999999", "", "", ""), "keine Summe in Euro"),
        ("payment", {}, ("-5", "24.11.2026"), "kleiner als 0"),
        ("payment", {}, ("8.000,01", "24.11.2026"), "bewilligt sind 8.000,00 €"),
        ("repayment", {}, ("-5", "", "24.11.2026"), "kleiner als 0"),
        ("repayment", {}, ("5", "-1", "24.11.2026"), "kleiner als 0"),
        ("repayment", {}, ("5", "", "24.11.2026"), "ausgezahlt sind 0 €"),
    ],
)
async def test_what_can_not_be_stays_in_the_form_with_its_sentence(
    applied_city: Engine, app_on: AppOn, what: str, choices: dict[int, int], lines: tuple[str, ...], sentence: str
) -> None:
    before, app = stored(applied_city), app_on(applied_city)
    async with app.run_test(size=HIGH) as pilot:
        await pressed(pilot, "7", "down", "plus")
        app.screen.query_one(OptionList).highlighted = ENTRIES[what]
        await pressed(pilot, "enter")
        for place, chosen in choices.items():
            list(app.screen.query(OptionList))[place].highlighted = chosen
        for widget, text in zip(app.screen.query(Input), lines, strict=True):
            widget.value = text
        await pressed(pilot, "ctrl+s")
        assert isinstance(app.screen, FormScreen)
        assert [widget.value for widget in app.screen.query(Input)] == list(lines)
        said = " ".join(str(text.content) for text in app.screen.query(".wrong, #refused").results(Static))
        assert sentence in said, said
    assert stored(applied_city) == before
