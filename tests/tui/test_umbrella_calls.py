"""An umbrella call in the review queue: it stands once, names what it may carry, and is decided on there too."""

import json
import sys
from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from grants_db.measures.store import get_measure
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.review.umbrellas import Carried
from grants_db.storage.database import writing
from grants_db.vocabulary import Eligibility
from tests.tui.driving import painted, pressed, settled
from tests.tui.review_page import WIDE, AppOn, head, lines, stored
from tui.cli import main


@pytest.fixture
def carrying(city: Engine) -> Engine:
    """The first match of 2.1 is an umbrella that may carry 5.1, which has no match with it."""
    with writing(city) as session:
        other = get_measure(session, "5.1")
        of_first = select(Match).join(Measure, col(Match.measure_id) == col(Measure.id)).where(Measure.number == "2.1")
        match = session.exec(of_first.order_by(col(Match.rank))).first()
        assert match is not None
        for double in session.exec(
            select(Match).where(Match.measure_id == other.id, Match.opportunity_id == match.opportunity_id)
        ):
            session.delete(double)
        match.carries = [Carried(other.id or 0, 0.41, 0.5, Eligibility.ELIGIBLE, []).as_json()]
        session.add(match)
    return city


@pytest.mark.parametrize("size", [(80, 24), WIDE])
async def test_a_measure_that_it_may_carry_is_gone_to_and_decided_on(
    carrying: Engine, app_on: AppOn, size: tuple[int, int]
) -> None:
    app = app_on(carrying)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.review(measure="2.1")
        await settled(pilot)
        assert any(line.startswith("+ ") and "5.1" in line for line in lines(app, "others"))
        if size != WIDE:
            await pressed(pilot, "g")
        app.screen.query_one("#others").focus()
        await pressed(pilot, *["down"] * len(lines(app, "others")), "end", "enter")
        assert "5.1" in head(app)
        await pressed(pilot, "a")
    assert [row[2] for row in stored(carrying)] == ["accepted"]


async def test_the_measure_itself_names_the_umbrella_and_where_it_stands(carrying: Engine, app_on: AppOn) -> None:
    app = app_on(carrying)
    async with app.run_test(size=(200, 60)) as pilot:
        await settled(pilot)
        app.review(measure="5.1")
        await settled(pilot)
        assert "Dachangebote des Handlungsfelds" in painted(app)
        assert "bei Maßnahme 2.1" in painted(app)


@pytest.fixture
def shown(carrying: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What `akquise match show` prints."""

    def call(*words: str) -> str:
        url = carrying.url.render_as_string(hide_password=False)
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", url, "match", "show", *words])
        with pytest.raises(SystemExit):
            main()
        return capsys.readouterr().out

    return call


def test_the_command_shows_both_sides(shown: Callable[..., str]) -> None:
    assert "+ Dachangebot, kann auch 5.1 tragen" in shown("2.1")
    assert "[Dachangebot, vorgeschlagen bei 2.1]" in shown("5.1")
    first = json.loads(shown("2.1", "--json"))["matches"][0]
    assert [(each["number"], each["score"]) for each in first["carries"]] == [("5.1", 0.41)]
    (umbrella,) = json.loads(shown("5.1", "--json"))["umbrellas"]
    assert (umbrella["opportunity_id"], umbrella["number"]) == (first["opportunity"], "2.1")
