"""What the documentation says is so: its commands, options, targets, files, links and settings exist.

And the other way round: every command stands in it, and has a help text.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from grants_db.settings import Settings
from tui.app.launch import GLOBAL_OPTIONS
from tui.cli import app

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
PAGES += [ROOT / "findings" / "README.md", ROOT / "CONTRIBUTING.md"]
CODE = re.compile(r"```\w*\n(?P<block>.*?)```|`(?P<span>[^`\n]+)`", re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
#: a path with an ending, from the root: `crawler/spiders/dsee.py`, `docs/sources.md`
PATH = re.compile(r"^(?:crawler|matching|grants_db|tui|tests|docs|benchmarks)/[\w./-]*$")
TREE: typer.core.TyperGroup = get_command(app)  # type: ignore[assignment]  # a typer app with groups makes a group


def code_of(page: Path) -> Iterator[str]:
    """Every line of code blocks and every code span."""
    for found in CODE.finditer(page.read_text(encoding="utf-8")):
        yield from (found["block"] or found["span"]).splitlines()


def calls_of(page: Path) -> Iterator[list[str]]:
    """The arguments of every `akquise …` on a page; a comment behind it and what is before it are left away."""
    for line in code_of(page):
        if found := re.search(r"(?:^|\s|/)akquise(?P<arguments>(?:\s+[^\s|>].*)?)$", line):
            yield without_globals(shlex.split(found["arguments"], comments=True))


def without_globals(call: list[str]) -> list[str]:
    """The call without the options that may stand anywhere, `--lang en` or `--lang=en`."""
    kept = [word for word in call if word.partition("=")[0] not in GLOBAL_OPTIONS or "=" not in word]
    while spread := [place for place, word in enumerate(kept) if word in GLOBAL_OPTIONS]:
        del kept[spread[0] : spread[0] + 2]
    return kept


def every_call() -> list[tuple[str, list[str]]]:
    return [(page.relative_to(ROOT).as_posix(), call) for page in PAGES for call in calls_of(page)]


def command_of(call: list[str]) -> tuple[list[str], object]:
    """Walk down the tree of commands as far as the words go: the words taken, and the command."""
    command: object = TREE
    taken: list[str] = []
    for word in (word for word in call if not word.startswith("-")):
        if not isinstance(command, typer.core.TyperGroup):
            break
        below = command.commands.get(word)
        assert below, f"akquise {shlex.join(call)}: there is no {' '.join([*taken, word])}"
        command = below
        taken.append(word)
    return taken, command


def commands(group: typer.core.TyperGroup = TREE, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command, without the groups: ("crawl", "run"), …"""
    for name, below in group.commands.items():
        if isinstance(below, typer.core.TyperGroup):
            yield from commands(below, (*words, name))
        else:
            yield (*words, name)


@pytest.mark.parametrize(("page", "call"), every_call())
def test_a_command_in_the_documentation_exists_with_its_options(page: str, call: list[str]) -> None:
    _, command = command_of(call)
    parameters = getattr(command, "params", [])
    known = {option for parameter in parameters for option in parameter.opts} | {"--help", "--version"}
    given = {word.partition("=")[0] for word in call if word.startswith("-")}
    assert given <= known, page


def test_every_command_stands_in_the_documentation() -> None:
    documented = {tuple(command_of(call)[0]) for _, call in every_call()}
    assert sorted(set(commands()) - documented) == []


@pytest.mark.parametrize("words", sorted(commands()), ids=" ".join)
def test_every_command_and_option_has_a_help_text(words: tuple[str, ...]) -> None:
    _, command = command_of(list(words))
    assert getattr(command, "help", None)
    options = [parameter for parameter in getattr(command, "params", []) if parameter.param_type_name == "option"]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_make_target_in_the_documentation_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {found[1] for line in code_of(page) if (found := re.match(r"make ([a-z]+)", line))}
    assert named <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_file_that_a_page_links_to_or_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    linked = [found["target"].partition("#")[0] for found in LINK.finditer(CODE.sub("", text))]
    missing = [target for target in linked if "://" not in target and not (page.parent / target).exists()]
    made = set(re.findall(r"new file `([^`]+)`", text))  # by who follows the page
    missing += [line for line in code_of(page) if PATH.match(line) and line not in made and not (ROOT / line).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_inside_a_page_has_its_heading(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
    linked = [found["target"][1:] for found in LINK.finditer(text) if found["target"].startswith("#")]
    assert set(linked) <= anchors


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_setting_in_the_documentation_exists(page: Path) -> None:
    named = set(re.findall(r"\bAKQUISE_([A-Z_]+)\b", page.read_text(encoding="utf-8")))
    assert {name.lower() for name in named} <= Settings.model_fields.keys()


def test_the_changelog_begins_with_what_is_not_released_yet() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"
