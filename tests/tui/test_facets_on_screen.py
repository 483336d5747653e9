"""Facets in the review queue: shown, filtered by, and corrected once for all matches."""

import json
import sys
from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from grants_db.models.match import Match
from grants_db.storage.database import reading, writing
from tests.tui.driving import painted, pressed, settled
from tests.tui.review_page import AppOn, head, lines
from tui.cli import main

Run = Callable[..., str]


@pytest.fixture
def run(city: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; gives what it printed."""
    url = city.url.render_as_string(hide_password=False)

    def call(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", url, "--today", "2026-11-24", *arguments])
        with pytest.raises(SystemExit):
            main()
        said = capsys.readouterr()
        return said.out + said.err

    return call


@pytest.fixture
def read(city: Engine) -> Engine:
    """The first match of each measure is about language for women, the others about sport."""
    with writing(city) as session:
        for match in session.exec(select(Match)):
            codes = ["subject:language", "group:women"] if match.rank == 1 else ["subject:sport"]
            match.facets = {"call": codes, "measure": ["subject:language"]}
            session.add(match)
    return city


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_matches_are_filtered_by_what_their_calls_pay_for(
    read: Engine, app_on: AppOn, size: tuple[int, int]
) -> None:
    app = app_on(read)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.review(measure="2.1")
        await settled(pilot)
        every = len(lines(app, "proposals"))
        await pressed(pilot, "F")
        assert "Thema: Sprache" in painted(app)
        await pressed(pilot, "down", "down", "enter")
        assert "Filter: Thema: Sp" in head(app)
        assert 0 < len(lines(app, "proposals")) < every
        await pressed(pilot, "x")
        assert len(lines(app, "proposals")) == every


async def test_what_both_were_read_as_stands_beside_the_score(read: Engine, app_on: AppOn) -> None:
    app = app_on(read)
    async with app.run_test(size=(200, 60)) as pilot:
        await settled(pilot)
        app.review(measure="2.1")
        await settled(pilot)
        text = painted(app)
    assert "Gelesen als" in text
    assert "Angebot: Thema Sp" in text


def test_a_corrected_call_is_matched_by_it_until_it_is_taken_back(city: Engine, run: Run) -> None:
    run("match", "run")
    call = json.loads(run("match", "show", "2.1", "--json"))["matches"][0]["opportunity"]

    def facets() -> list[str]:
        run("match", "run")
        with reading(city) as session:
            found = session.exec(select(Match).where(Match.opportunity_id == call)).all()
            return sorted({code for match in found for code in match.facets["call"] if code.startswith("subject")})

    before = facets()
    run("opportunities", "correct", str(call), "subjects", "Sport")
    assert facets() == ["subject:sport"]
    run("opportunities", "correct", str(call), "subjects", "--undo")
    assert facets() == before


def test_a_measure_is_matched_by_what_it_is_stated_to_want(city: Engine, run: Run) -> None:
    assert "geändert" in run("measures", "edit", "2.1", "--facets", "Sport, Kinder")
    run("match", "run")
    wanted = json.loads(run("match", "show", "2.1", "--json"))["matches"][0]["facets"]["measure"]
    assert {"subject:sport", "group:children"} <= set(wanted)
    assert "Merkmale: – → Sport, Kinder" in run("measures", "history", "2.1")
    run("measures", "undo", "2.1")
    run("match", "run")
    wanted = json.loads(run("match", "show", "2.1", "--json"))["matches"][0]["facets"]["measure"]
    assert "subject:sport" not in wanted
    assert "kein Merkmal" in run("measures", "edit", "2.1", "--facets", "Mondflug")


def test_the_command_shows_matches_of_a_facet_only(read: Engine, run: Run) -> None:
    every = json.loads(run("match", "show", "2.1", "--json"))["matches"]
    some = json.loads(run("match", "show", "2.1", "--facet", "subject:language", "--json"))["matches"]
    assert 0 < len(some) < len(every)
    assert all("subject:language" in each["facets"]["call"] for each in some)
