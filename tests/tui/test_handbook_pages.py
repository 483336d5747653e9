"""What the handbook says is so: keys, pictures, messages, settings, links; and nothing of the app is left out."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel
from sqlalchemy import Engine
from textual.binding import Binding
from textual.dom import DOMNode

from docs.tools.pictures import PICTURES
from grants_db.settings import Settings
from tui.app.app import AkquiseApp
from tui.app.helping import HelpingApp, handbook_page
from tui.screens.base.key_help import keys_of
from tui.screens.base.page import PageScreen
from tui.widgets.tabs import SCREENS, TABS, Tab

ROOT = Path(__file__).parents[2]
HANDBOOK = ROOT / "docs" / "handbuch"
PAGES = sorted(HANDBOOK.glob("*.md"))
#: how the handbook writes a key where the app shows another sign for it, or none
SPELLED = {
    "space": "Leertaste",
    "slash": "/",
    "question_mark": "?",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pagedown": "Bild ab",
    "pageup": "Bild auf",
    "home": "Pos1",
    "end": "Ende",
    "tab": "Tab",
    "escape": "Esc",
    "enter": "⏎",
}
#: how one moves in any list; `bedienung.md` says it once
MOVES = {"↑", "↓", "Bild auf", "Bild ab", "Pos1", "Ende", "home", "end", "ctrl+home", "ctrl+end"}
KEY = re.compile(r"[^\s`]|F\d|\^\w|" + "|".join(word for word in SPELLED.values() if len(word) > 1))
IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<file>[^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<page>[\w./-]*\.md)(?:#(?P<heading>[^)]+))?\)")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def page_of(tab: Tab) -> Path:
    return HANDBOOK / f"{handbook_page(tab.name)}.md"


def rows_under(page: Path, first_heading: str) -> list[list[str]]:
    """The cells of every table row whose table's first column is called so."""
    rows, is_ours = [], False
    for line in text_of(page).splitlines():
        if not line.startswith("|"):
            is_ours = False
            continue
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if cells[0] == first_heading:
            is_ours = True
        elif is_ours and not set(cells[0]) <= set("-: "):
            rows.append(cells)
    return rows


def keys_in_tables(page: Path) -> set[str]:
    return {key for cells in rows_under(page, "Taste") for key in re.findall(r"`([^`]+)`", cells[0])}


def keys_in_prose(page: Path) -> set[str]:
    return {span for span in re.findall(r"`([^`]+)`", text_of(page)) if KEY.fullmatch(span)}


def names(binding: Binding) -> frozenset[str]:
    """What the handbook may call a binding."""
    keys = [SPELLED.get(key, key) for key in binding.key.split(",")]
    shown = binding.key_display or ""
    return frozenset({key.upper() if re.fullmatch(r"f\d+", key) else key for key in keys} | ({shown} - {""}))


def own_bindings(node: DOMNode) -> Iterator[frozenset[str]]:
    """The named bindings that our classes give a node, without those that every screen has."""
    for owner in type(node).__mro__:
        if not owner.__module__.startswith("tui.") or owner in (PageScreen, HelpingApp, AkquiseApp):
            continue
        for binding in vars(owner).get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.description:
                yield names(binding)


def global_bindings() -> list[frozenset[str]]:
    return [
        names(binding)
        for owner in (AkquiseApp, HelpingApp, PageScreen)
        for binding in owner.BINDINGS
        if isinstance(binding, Binding)
    ]


async def bindings_on(app: AkquiseApp, tab: Tab) -> tuple[set[frozenset[str]], set[str]]:
    """What our classes bind on a screen, and what `?` shows there."""
    async with app.run_test(size=(140, 40)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        app.switch_mode(tab.mode)
        await app.workers.wait_for_complete()
        await pilot.pause()
        bound = {found for node in (app.screen, *app.screen.walk_children()) for found in own_bindings(node)}
        return bound, any_of(names(one.binding) for one in keys_of(app.screen) if one.tooltip)


def any_of(bindings: Iterable[frozenset[str]]) -> set[str]:
    return {name for found in bindings for name in found}


@pytest.mark.parametrize("tab", SCREENS, ids=lambda tab: tab.mode)
async def test_a_screens_page_describes_its_keys_and_no_others(
    tab: Tab, decided_city: Engine, app_on: Callable[..., AkquiseApp]
) -> None:
    bindings, shown = await bindings_on(app_on(decided_city), tab)
    described = keys_in_tables(page_of(tab))
    assert described - shown == set(), "a key of this screen that ? does not show"
    assert described - any_of(bindings) == set(), "described, but no key of this screen"
    left_out = [sorted(found) for found in bindings if not found & described and not found <= MOVES]
    assert left_out == [], "a key that the page leaves out"
    everywhere = any_of(global_bindings())
    assert keys_in_prose(page_of(tab)) - any_of(bindings) - everywhere == set(), "named, but no key of this screen"


def test_the_keys_that_hold_everywhere_are_described() -> None:
    described = keys_in_tables(HANDBOOK / "bedienung.md")
    left_out = [sorted(found) for found in global_bindings() if not found & described and not any_of([found]) <= DIGITS]
    assert left_out == []
    assert described - any_of(global_bindings()) == set()
    assert {"1", str(len(TABS))} <= described


DIGITS = {tab.key for tab in TABS}


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.mode)
def test_every_screen_has_its_page_and_the_index_its_key(tab: Tab) -> None:
    row = next(cells for cells in rows_under(HANDBOOK / "README.md", "Taste") if cells[0] == f"`{tab.key}`")
    assert row[1] == f"[{tab.name}]({page_of(tab).name})"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_pages_pictures_exist_are_made_by_the_command_and_say_what_they_show(page: Path) -> None:
    for image in IMAGE.finditer(text_of(page)):
        file = (page.parent / image["file"]).resolve()
        assert file.is_file(), image["file"]
        assert file.stem in PICTURES
        assert len(image["alt"]) > 20, image["alt"]


def test_every_picture_that_is_made_is_shown() -> None:
    shown = {Path(image["file"]).stem for page in PAGES for image in IMAGE.finditer(text_of(page))}
    assert sorted(PICTURES.keys() - shown) == []
    assert {file.stem for file in (HANDBOOK / "bilder").iterdir()} == PICTURES.keys()


def test_the_pictures_of_the_project_page_are_the_handbooks() -> None:
    for image in IMAGE.finditer(text_of(ROOT / "README.md")):
        assert (ROOT / image["file"]).resolve().parent == HANDBOOK / "bilder"
        assert Path(image["file"]).stem in PICTURES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_ends_in_english_and_its_links_lead_somewhere(page: Path) -> None:
    text = text_of(page)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE)[-1] == "In English"
    for link in LINK.finditer(text):
        target = page.parent / link["page"]
        assert target.is_file(), link["page"]
        if link["heading"]:
            assert link["heading"] in anchors(target), link[0]


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_every_page_can_be_reached_from_the_index() -> None:
    reached, waiting = set(), {HANDBOOK / "README.md"}
    while waiting:
        page = waiting.pop()
        reached.add(page)
        linked = {(page.parent / link["page"]).resolve() for link in LINK.finditer(text_of(page))}
        waiting |= {target for target in linked if target.parent == HANDBOOK} - reached
    assert set(PAGES) - reached == set()


@cache
def sentences_of_the_program() -> frozenset[str]:
    """Every text in the program's code, with … where a value comes in."""
    folders = ("grants_db", "crawler", "matching", "tui")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    constants = (
        node.value
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return frozenset(re.sub(r"\{\w+\}", "…", text) for text in constants)


def quoted_messages() -> list[str]:
    return [cells[0].removeprefix("„").removesuffix("“") for cells in rows_under(HANDBOOK / "stoerungen.md", "Meldung")]


@pytest.mark.parametrize("message", quoted_messages())
def test_a_message_that_is_explained_is_one_of_the_programs(message: str) -> None:
    assert any(message in said for said in sentences_of_the_program())


@pytest.mark.parametrize(
    ("page", "message"),
    [(page.stem, found) for page in PAGES for found in re.findall(r"\*\*„(.*?)“\*\*", text_of(page))],
)
def test_a_message_that_a_page_begins_with_is_one_of_the_programs(page: str, message: str) -> None:
    assert any(message.rstrip(" …") in said for said in sentences_of_the_program()), page


def test_every_setting_is_explained() -> None:
    explained = {
        name
        for cells in rows_under(HANDBOOK / "verwaltung.md", "Einstellung")
        for name in re.findall(r"`([^`]+)`", cells[0])
    }
    assert explained == set(settings_in(Settings)) - {"practice"}  # nobody sets it: `akquise demo` alone gives it


def settings_in(model: type[BaseModel], group: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from settings_in(kind, f"{name}.")
        else:
            yield f"{group}{name}"
