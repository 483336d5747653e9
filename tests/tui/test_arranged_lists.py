"""Every list is sorted by its columns, shows those one wants, keeps views by name, and is written as a workbook."""

import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import Engine

from grants_db.models.opportunity import Opportunity
from grants_db.storage.database import writing
from grants_db.vocabulary import Level
from tests.tui.driving import painted, pressed, told
from tui.app.app import AkquiseApp
from tui.formatting.labels import label
from tui.screens.base.arranged_list import ArrangedListScreen
from tui.state.arrangement import Arrangement
from tui.state.list_filter import ListFilter
from tui.widgets.table_rows import Column, RankedWord, Row, in_order
from tui.widgets.tabs import TABS, Tab

AppOn = Callable[..., AkquiseApp]
LISTS = [tab for tab in TABS if issubclass(tab.screen_class(), ArrangedListScreen)]


def screen_of(app: AkquiseApp) -> ArrangedListScreen[object]:
    assert isinstance(app.screen, ArrangedListScreen)
    return app.screen


@pytest.fixture
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: tmp_path)
    return tmp_path


def cells_of(folder: Path) -> list[list[Any]]:
    [file] = folder.glob("*.xlsx")
    return CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python(skip_empty_area=False)


def sheet_in(folder: Path) -> bytes:
    [file] = folder.glob("*.xlsx")
    with zipfile.ZipFile(file) as book:
        return book.read("xl/worksheets/sheet1.xml")


def test_unknown_comes_last_whichever_way_and_words_of_a_vocabulary_in_its_order() -> None:
    columns = [Column("Summe"), Column("Stand")]
    rows = [
        Row("a", ("–", "x"), values={0: None, 1: RankedWord("bewilligt", 2)}),
        Row("b", ("9", "x"), values={0: 9, 1: RankedWord("offen", 0)}),
        Row("c", ("10", "x"), values={0: 10, 1: RankedWord("eingereicht", 1)}),
        Row("sum", ("19", ""), heading=True),
    ]

    def keys(by: str, *, descending: bool = False) -> str:
        return "".join(row.key for row in in_order(rows, columns, Arrangement(by, descending)))

    assert (keys("Summe"), keys("Summe", descending=True)) == ("bca", "cba")
    assert (keys("Stand"), keys("Stand", descending=True)) == ("bca", "acb")


def test_what_is_remembered_of_a_column_that_is_gone_is_left_out() -> None:
    stored = {"by": "Farbe", "columns": ["Titel", "Farbe", "Titel"], "descending": True}
    assert Arrangement.from_json(stored, ["Titel"]) == Arrangement("", descending=True, columns=("Titel",))
    assert Arrangement.from_json("nonsense", ["Titel"]) == Arrangement()


@pytest.mark.parametrize("tab", LISTS, ids=lambda tab: tab.mode)
async def test_every_column_of_every_list_sorts_up_and_down_and_back(
    tab: Tab, applied_city: Engine, app_on: AppOn
) -> None:
    app = app_on(applied_city, at=tab.key)
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot)
        screen = screen_of(app)
        given = [row.key for row in screen.table.rows]
        for number, column in enumerate(screen.COLUMNS):
            for descending in (False, True):
                screen.lay_out(screen.arrangement.sorted_by(column.heading))
                await pressed(pilot)
                rows = screen.table.rows
                wanted = Arrangement(column.heading, descending)
                assert [row.key for row in rows] == [row.key for row in in_order(rows, screen.COLUMNS, wanted)], number
            screen.lay_out(screen.arrangement.sorted_by(column.heading))
            await pressed(pilot)
            assert [row.key for row in screen.table.rows] == given


async def test_a_click_on_a_heading_sorts_and_says_so(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="3")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot)
        await pilot.click("#list", offset=(4, 1))
        await pressed(pilot)
        assert "▲Titel" in painted(app)
        titles = [row.value(0) for row in screen_of(app).table.rows]
        await pilot.click("#list", offset=(4, 1))
        await pressed(pilot)
        assert "▼Titel" in painted(app)
        assert [row.value(0) for row in screen_of(app).table.rows] == titles[::-1]


async def test_the_key_asks_for_a_column_and_the_order_lasts(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="4")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "S", *["down"] * 5, "enter", "S", "enter")  # the gap, then the other way round
        assert "▼Lücke" in painted(app)
        gaps = [gap for row in screen_of(app).table.rows if isinstance(gap := row.value(4), Decimal)]
        assert gaps == sorted(gaps, reverse=True)
        assert app.context.memory.get("arrangement.measures", {}) == {"by": "Lücke", "descending": True}


async def test_columns_are_chosen_and_moved(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="3")
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "C", "space", "down", "plus", "enter")  # no title; the level goes behind the status
        assert screen_of(app).arrangement.columns == ("Stand", "Ebene", "Frist")
        head = next(line for line in painted(app).splitlines() if "Ebene" in line and "Frist" in line)
        assert head.index("Stand") < head.index("Ebene") < head.index("Frist")
        assert "Titel" not in head
        await pressed(pilot, "C", "space", "down", "space", "down", "space", "enter")
        assert "Eine Spalte braucht die Liste" in painted(app)
        await pressed(pilot, "delete")
        assert screen_of(app).arrangement == Arrangement()


async def test_a_view_of_any_list_brings_back_words_and_order(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="4")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "slash", *"sprach", "enter", "S", "down", "enter")
        wanted, keys = screen_of(app).view(), [row.key for row in screen_of(app).table.rows]
        await pressed(pilot, "G", *"Meine", "enter", "x", "S", "home", "enter")
        assert screen_of(app).view() != wanted
        await pressed(pilot, "G", "enter")
        assert screen_of(app).view() == wanted
        assert [row.key for row in screen_of(app).table.rows] == keys


async def test_one_key_writes_what_one_sees_with_its_filter(city: Engine, app_on: AppOn, downloads: Path) -> None:
    with writing(city) as session:
        call = session.get_one(Opportunity, 1)
        call.title = '=HYPERLINK("http://evil.example";"Lotsen")'
        session.add(call)
    app = app_on(city, at="3")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "slash", *"hyperlink", "enter", "X")
        assert "1 Zeile als Tabelle geschrieben" in told(app)
    title, about, _empty, headings, row = cells_of(downloads)
    assert title[0] == "Förderangebote"
    assert str(about[0]).startswith("hyperlink · Magdeburg")
    assert headings == ["Titel", "Ebene", "Stand", "Frist", "Antrag"]
    assert row[0] == '=HYPERLINK("http://evil.example";"Lotsen")'
    assert b"<f>" not in sheet_in(downloads)


async def test_sums_and_days_can_be_reckoned_with(applied_city: Engine, app_on: AppOn, downloads: Path) -> None:
    app = app_on(applied_city, at="5")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "X")
        shown = len([row for row in screen_of(app).table.rows if not row.heading])
    rows = cells_of(downloads)[4:]
    assert len(rows) == shown
    assert any(isinstance(row[0], date) for row in rows)


async def test_land_and_bund_are_shown_together_and_kept(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="3")
    levels = [label(Level.LAND), label(Level.FEDERAL)]
    async with app.run_test(size=(140, 60)) as pilot:
        await pressed(pilot, "F", *["down"] * list(Level).index(Level.LAND), "space")
        await pressed(pilot, "home", *["down"] * list(Level).index(Level.FEDERAL), "space", "ctrl+s")
        shown = [row.cells[1] for row in screen_of(app).table.rows]
        assert set(shown) == set(levels)
        assert " + ".join(label(one) for one in Level if label(one) in levels) in painted(app)
        await pressed(pilot, "e")  # after several all again
        assert len(screen_of(app).table.rows) > len(shown)


def test_words_phrases_and_what_is_not_wanted() -> None:
    text = "2.1 Sprachförderung am Vormittag"
    for words in ("sprach vormittag", '"am vormittag"', '"am vor', "sprach -abend", "-", ""):
        assert ListFilter(words=words).has_words(text), words
    for words in ('"vormittag am"', "-sprach", 'sprach -"am vormittag"', "abend"):
        assert not ListFilter(words=words).has_words(text), words


def test_a_name_before_a_colon_looks_only_there() -> None:
    named = {"Titel": "Sprachförderung am Vormittag", "Einheit": "Amt 40 Soziales"}
    text = " ".join((*named.values(), "Treffpunkt 10:00 Uhr"))
    for words in ("einheit:soziales", 'einh:"amt 40"', "-titel:soziales", "sprach EINHEIT:40", "einheit:", "-einheit:"):
        assert ListFilter(words=words).has_words(text, named), words
    for words in ("titel:soziales", "-einheit:amt", 'einheit:"40 amt"', "farbe:rot"):
        assert not ListFilter(words=words).has_words(text, named), words
    assert ListFilter(words="10:00").has_words(text, named)  # no name, but text


@pytest.mark.parametrize(
    ("at", "words", "other"),
    [
        ("4", "titel:lotsen", "ziel:lotsen"),
        ("5", "termin:antrag", "einheit:lotsen"),
        ("7", "förderangebot:sprach", "stand:sprach"),
    ],
)
async def test_lists_are_searched_in_one_of_their_parts(
    applied_city: Engine, app_on: AppOn, at: str, words: str, other: str
) -> None:
    app = app_on(applied_city, at=at)
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot)

        def listed() -> int:
            return len([row for row in screen_of(app).table.rows if not row.heading])

        everything = listed()
        await pressed(pilot, "slash", *words, "enter")
        assert 0 < listed() <= everything
        await pressed(pilot, "x", "slash", *other, "enter")
        assert listed() == 0
