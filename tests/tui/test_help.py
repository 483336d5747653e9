"""`?` says what one can do, keys in groups, signs; F1 opens the page of the handbook and its links lead on."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from textual.binding import Binding
from textual.widgets import Markdown

from tests.tui.driving import painted, pressed
from tui.app.app import AkquiseApp
from tui.app.helping import handbook_page
from tui.screens.base.handbook import HandbookScreen
from tui.screens.base.key_help import KeysScreen
from tui.state.handbook import handbook_pages
from tui.text.work.help import ABOUT
from tui.widgets.tabs import SCREENS

AppOn = Callable[..., AkquiseApp]


def test_every_screen_has_its_five_sentences_and_its_page() -> None:
    assert set(ABOUT) == {tab.mode for tab in SCREENS}
    for mode, text in ABOUT.items():
        assert len(re.findall(r"\.(?: |$)", text)) == 5, mode
    assert {handbook_page(tab.name) for tab in SCREENS} <= set(handbook_pages())


async def test_the_question_mark_says_first_what_one_can_do_then_keys_then_signs(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="3")
    async with app.run_test(size=(140, 100)) as pilot:
        await pressed(pilot, "question_mark")
        text = painted(app)
    places = [
        text.index(words)
        for words in ("Hier stehen alle bekannten", "Auf diesem Bildschirm", "In Listen", "Überall", "neu seit Ihrem")
    ]
    assert places == sorted(places)
    assert "Strg+p" in text


async def test_f1_opens_the_page_of_the_screen_a_link_leads_on_and_escape_back(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="3")
    async with app.run_test(size=(120, 35)) as pilot:
        await pressed(pilot, "question_mark", "f1")
        assert isinstance(app.screen, HandbookScreen)
        assert "Bildschirm 3: Förderangebote" in painted(app)
        page = app.screen.query_one(Markdown)
        page.post_message(Markdown.LinkClicked(page, "bildschirm-treffer.md#tasten"))
        await pressed(pilot)
        assert "Bildschirm 2: Treffer" in painted(app)
        page.post_message(Markdown.LinkClicked(page, "https://stadt.example/"))
        await pressed(pilot)
        assert "Bildschirm 2: Treffer" in painted(app)
        await pressed(pilot, "escape")
        assert "Bildschirm 3: Förderangebote" in painted(app)
        await pressed(pilot, "escape")
        assert isinstance(app.screen, KeysScreen)


@pytest.mark.parametrize("mode", ABOUT)
def test_the_keys_that_the_sentences_name_are_keys_of_the_screen(mode: str) -> None:
    tab = next(one for one in SCREENS if one.mode == mode)
    bound = {
        binding.key_display or binding.key
        for owner in tab.screen_class().__mro__
        for binding in Binding.make_bindings(vars(owner).get("BINDINGS", ()))
    }
    keys = {key for binding in bound for key in binding.split(",")}
    assert set(re.findall(r"(?<![\wäöü])[A-Za-z](?![\wäöü])", ABOUT[mode])) <= keys
