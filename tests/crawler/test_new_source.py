"""A new source is two files, made by one command in a copy of the project, and the tests over all sources read it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.spiders.registry import PORTALS

ROOT = Path(__file__).parents[2]
PARTS = ("crawler", "grants_db", "tests/crawler", "tests/forked.py", "docs/tools", "pyproject.toml")


@pytest.fixture
def a_copy(tmp_path: Path) -> Path:
    """The parts of the project that a source touches."""
    for part in PARTS:
        source, target = ROOT / part, tmp_path / part
        if source.is_dir():
            shutil.copytree(source, target)  # with its bytecode
        else:
            shutil.copy(source, target)
    return tmp_path


def run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    call = [sys.executable, "-P", "-m", *arguments]
    return subprocess.run(call, cwd=copy, env=environment, capture_output=True, text=True, check=False)


def contents(copy: Path) -> dict[str, bytes]:
    return {file.relative_to(copy).as_posix(): file.read_bytes() for file in copy.rglob("*") if file.is_file()}


@pytest.mark.slow
def test_a_source_is_made_of_two_files_and_tested_by_being_there(a_copy: Path) -> None:
    """One like every portal; the tests over all sources are run once over all of them."""
    models = [str(spider.name) for spider in PORTALS]
    before = contents(a_copy)
    for model in models:
        made = run(a_copy, "docs.tools.new_source", f"landkreis_{model}", "--like", model)
        assert made.returncode == 0, made.stderr
    after = contents(a_copy)
    assert after.keys() - before.keys() == {
        file
        for model in models
        for file in (f"crawler/spiders/landkreis_{model}.py", f"tests/crawler/recorded/landkreis_{model}.yml")
    }
    assert {name: after[name] for name in before} == before
    tests = ("tests/crawler/test_spiders.py", "tests/crawler/test_recorded_pages.py")
    tested = run(a_copy, "pytest", "-v", "-p", "no:cacheprovider", *tests, "-k", "landkreis")
    assert tested.returncode == 0, tested.stdout
    passed = [line for line in tested.stdout.splitlines() if "PASSED" in line]
    assert {model: sum(f"landkreis_{model}" in line for line in passed) for model in models} == dict.fromkeys(models, 8)


@pytest.mark.slow
def test_a_source_without_a_recorded_page_is_found_out(a_copy: Path) -> None:
    run(a_copy, "docs.tools.new_source", "landkreis_beispiel")
    (a_copy / "tests/crawler/recorded/landkreis_beispiel.yml").unlink()
    tested = run(a_copy, "pytest", "-q", "-p", "no:cacheprovider", "tests/crawler/test_recorded_pages.py")
    assert "landkreis_beispiel has no recorded page" in tested.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Land-Kreis"], "a name has a–z, 0–9 and _ only"),
        (["dsee"], "crawler/spiders/dsee.py is there already"),
        (["landkreis_beispiel", "--like", "nobody"], "nobody is no source with a recorded page"),
    ],
)
def test_what_can_not_be_made_is_said_and_changes_nothing(a_copy: Path, arguments: list[str], said: str) -> None:
    before = contents(a_copy)
    done = run(a_copy, "docs.tools.new_source", *arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert contents(a_copy) == before
