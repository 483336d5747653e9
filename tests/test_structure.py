"""The house keeps its rooms apart: what `docs/tools/structure.py` finds is nothing, where a package has moved in."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from docs.tools.structure import (
    MOST_MODULES,
    circles,
    classes_with_two_meanings,
    folder_imports,
    module_counts,
    report,
)

ROOT = Path(__file__).parents[1]
#: the packages that have moved into their rooms; one that does is added here
MOVED = ("matching", "crawler", "grants_db", "tui")


@pytest.mark.parametrize("package", MOVED)
def test_the_folders_of_a_package_import_each_other_in_no_circle(package: str) -> None:
    assert circles(folder_imports([package])) == []


@pytest.mark.parametrize("package", MOVED)
def test_no_folder_holds_more_modules_than_one_finds_ones_way_in(package: str) -> None:
    assert {folder: count for folder, count in module_counts([package]).items() if count > MOST_MODULES} == {}


def test_a_class_name_means_one_thing() -> None:
    assert classes_with_two_meanings(MOVED) == {}


@pytest.mark.parametrize("package", MOVED)
def test_every_room_has_its_place_in_a_contract(package: str) -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    inside = [contract for contract in contracts if contract.get("containers") == [package]]
    assert [contract["type"] for contract in inside] == ["layers"]
    assert inside[0]["exhaustive"]


@pytest.fixture
def a_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package in which cellar and attic need each other, the roof needs both, and two things are called Box."""
    files = {
        "barn/__init__.py": "",
        "barn/attic/__init__.py": "",
        "barn/attic/chest.py": "from barn.cellar import barrel\n\nclass Box: ...\n",
        "barn/cellar/__init__.py": "",
        "barn/cellar/barrel.py": "def fill():\n    from barn.attic.chest import Box\n\nclass _Box: ...\n",
        "barn/roof.py": "import barn.attic.chest\n\nclass Box: ...\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def test_a_circle_through_an_import_inside_a_function_is_found(a_house: Path) -> None:
    assert circles(folder_imports(["barn"], a_house)) == [("barn.attic", "barn.cellar")]


def test_what_is_found_is_said_with_the_modules_that_make_it(a_house: Path) -> None:
    assert report(["barn"], a_house) == [
        "barn: 3 folders, 1 circles",
        "  circle of 2: barn.attic, barn.cellar",
        "    barn.attic → barn.cellar: 1, such as barn.attic.chest → barn.cellar.barrel",
        "    barn.cellar → barn.attic: 1, such as barn.cellar.barrel → barn.attic.chest",
        "  Box: barn/attic/chest.py, barn/roof.py",
    ]


def test_the_tool_says_how_every_package_and_the_whole_house_stand() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "docs.tools.structure"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    said = [line.partition(":")[0] for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert said == ["crawler", "matching", "grants_db", "tui", "crawler, matching, grants_db, tui"]
