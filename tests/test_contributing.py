"""What the pages for contributors say is done here as it stands there, in a copy of the project, and it works.

A page's blocks are applied in their order. The line above a block says where it goes: "A new file `X`", "In `X`, after
`LINE`", "before `LINE`" or "At the end of `X`"; "and after `LINE`" stays in the file. Console blocks are run: what
follows a command is in its output.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs" / "contributing").glob("*.md"))
#: what takes part; the rest of the project is no matter of these pages
PARTS = ("crawler", "matching", "grants_db", "tui", "tests", "docs", "benchmarks", "pyproject.toml", "README.md")
BLOCK = re.compile(r"(?P<said>[^\n]*)\n\n```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL)
FILES = re.compile(r"^Files: (\d+)$", re.MULTILINE)
#: as the issue of all contributors has it: more files than these and the house is not in order
MOST_FILES = {"source": 2, "signal": 3, "fact": 1, "screen": 5, "word": 1, "rule": 2}


def blocks(page: Path) -> Iterator[tuple[str, str, str]]:
    for found in BLOCK.finditer(page.read_text(encoding="utf-8")):
        yield found["said"], found["kind"], found["text"]


def apply(copy: Path, said: str, text: str, file: str) -> str:
    """Write a block where the line above it says; gives the file it went into."""
    named = re.search(r"(?:new file|[Ii]n|end of) `([\w./-]+\.\w+)`", said)
    file = named[1] if named else file
    path = copy / file
    if "ew file" in said:
        assert not path.exists(), file
        path.write_text(text, encoding="utf-8")
        return file
    old = path.read_text(encoding="utf-8")
    if "t the end of" in said:
        path.write_text(old + text, encoding="utf-8")
        return file
    place = re.search(r"(after|before) `(.+?)`(?=[ ,:]|$)", said)
    if place is None:
        key = re.search(r"after its line for the key `(\d)`", said)
        assert key, said
        line = next(line for line in old.splitlines() if line.startswith(f"| `{key[1]}` |"))
        place_word = "after"
    else:
        line, place_word = place[2], place[1]
    assert old.count(f"\n{line}") == 1, f"{file} has not one line that begins with {line!r}"
    start = old.index(f"\n{line}") + 1
    at = old.index("\n", start) + 1 if place_word == "after" else start
    path.write_text(old[:at] + text + old[at:], encoding="utf-8")
    return file


def run(copy: Path, text: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *expected = part.strip().split("\n")
        words = shlex.split(command)
        assert words[0] == "python"
        call = [sys.executable, "-P", *words[1:]]
        done = subprocess.run(call, cwd=copy, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        assert expected == done.stdout.splitlines()[: len(expected)]


def test_there_is_a_page_for_each_question() -> None:
    assert {page.stem for page in PAGES} == set(MOST_FILES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_says_how_many_files_it_takes_and_they_are_few(page: Path) -> None:
    said = FILES.search(page.read_text(encoding="utf-8"))
    assert said is not None
    assert int(said[1]) <= MOST_FILES[page.stem]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_says_works(page: Path, tmp_path: Path) -> None:
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__", "*.svg", "*.raw"))
        else:
            shutil.copy(source, tmp_path / part)
    files: set[str] = set()
    file = ""
    for said, kind, text in blocks(page):
        if kind == "console":
            run(tmp_path, text)
        else:
            file = apply(tmp_path, said, text, file)
            files.add(file)
    told = FILES.search(page.read_text(encoding="utf-8"))
    assert told is not None
    assert not files or len(files) == int(told[1])
